# SPDX-License-Identifier: Apache-2.0
"""Holdfast: a repository for everything a police agency records, that outsiders can check."""

from __future__ import annotations

__version__ = "0.4.0"
