# SPDX-License-Identifier: Apache-2.0
"""Forms of the drone programme: flights, checks before take-off, pilots, upkeep."""
