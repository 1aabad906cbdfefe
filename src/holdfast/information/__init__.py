# SPDX-License-Identifier: Apache-2.0
"""Requests for information: which law, how long, on what ground, and the letter."""
