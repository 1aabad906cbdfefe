# SPDX-License-Identifier: Apache-2.0
"""Commands for people who work on Holdfast: they write pages and fetch pinned browser libraries."""

from __future__ import annotations
