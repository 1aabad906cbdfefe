# SPDX-License-Identifier: Apache-2.0
"""The gate: permission rows, what they mean in Cedar and in English, and the Permit of a use.

Promises: a Permit exists only because a row allowed it, under an approval in force, at that
moment; anything else is a denial in words. Knows no database, no clock and no framework.
"""
