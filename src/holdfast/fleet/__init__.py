# SPDX-License-Identifier: Apache-2.0
"""The drone programme: aircraft and cameras, pilots, flights, upkeep, contractors, network tests.

Promises: a flight that happened is recorded whether it was approved or not, and says which; editing
an aircraft never changes a past flight; public totals follow from published records alone. Never
decides whether a flight was lawful: it keeps what people said, and what device and card say.
"""
