# SPDX-License-Identifier: Apache-2.0
"""The readable custody record of a pack: index.html, one page for a person and for paper."""

from __future__ import annotations
