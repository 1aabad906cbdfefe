# SPDX-License-Identifier: Apache-2.0
"""Documents that stand behind an act: named by their SHA-256, never kept here."""

from __future__ import annotations

import re
from typing import Final

from holdfast.oversight.errors import NotDecidedError

_DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")


def digest_of(text: str) -> str:
    """Read a SHA-256 as somebody wrote it; "" for none. Raises NotDecidedError."""
    digest = text.strip().lower()
    if digest and not _DIGEST.match(digest):
        raise NotDecidedError(
            "A document is named by its SHA-256, 64 hex digits. Nothing was changed."
        )
    return digest
