# SPDX-License-Identifier: Apache-2.0
"""Reads of oversight; the viewer comes first where what is read is not public."""
