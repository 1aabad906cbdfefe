# SPDX-License-Identifier: Apache-2.0
"""The file a reader is given: where it lies, what it is called, how it begins, how long it is.

It promises bounded memory: a text format is read whole only up to a limit that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEXT_LIMIT = 256 << 20
"""A text format longer than this is read only so far, and the reading says so."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, opened by no one yet. `name` is its path on the medium, or the end of it."""

    path: Path
    name: str
    head: bytes
    size: int

    @property
    def extension(self) -> str:
        """The end of the name after the last dot, in lower case, without the dot."""
        stem, dot, extension = self.name.rpartition("/")[2].rpartition(".")
        return extension.lower() if dot and stem else ""

    def text_bytes(self) -> bytes:
        """Read the file, up to `TEXT_LIMIT`."""
        if self.size <= len(self.head):
            return self.head
        with self.path.open("rb") as file:
            return file.read(TEXT_LIMIT)
