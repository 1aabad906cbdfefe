# SPDX-License-Identifier: Apache-2.0
"""A document on the command line: its name and its SHA-256, and nothing kept of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from holdfast.cli.errors import UnreadablePathError
from holdfast.plain import shown

if TYPE_CHECKING:
    from pathlib import Path


def document_of(path: Path | None) -> tuple[str, str]:
    """Give name and SHA-256 of a file; both empty for none. Raises UnreadablePathError."""
    if path is None:
        return "", ""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadablePathError(
            f"{path} cannot be read: {error.strerror}. Nothing was recorded. Name another file."
        ) from error
    return shown(path.name), digest
