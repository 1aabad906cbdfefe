# SPDX-License-Identifier: Apache-2.0
"""The forms of technology governance."""
