# SPDX-License-Identifier: Apache-2.0
"""One file seen on a medium, before anything is known of its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.vault import Source

Fingerprint = tuple[int, int, int]
"""Size, time of change and time of status change (nanoseconds): what a resumed take-in compares."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as the medium lists it.

    `path` is relative to the medium, as its bytes are. `excluded` or `unreadable` is the reason
    when it is not to be stored or could not even be listed. `certainty` is filled for a deleted
    file. `source` is empty exactly when there is nothing to read.
    """

    path: bytes
    size: int
    file_system_time: str
    fingerprint: Fingerprint
    source: Source | None = None
    excluded: str = ""
    unreadable: str = ""
    certainty: str = ""
    deleted: bool = False
    whole_image: bool = False

    @property
    def name(self) -> str:
        """The path as text that can be turned back into its bytes (surrogates and all)."""
        return self.path.decode("utf-8", "surrogateescape")


def shown_path(path: bytes) -> str:
    """Show the path to people: bytes that are not UTF-8 are written as escapes, and NUL too."""
    return path.decode("utf-8", "backslashreplace").replace("\x00", "\\x00")


def is_utf8(path: bytes) -> bool:
    """Whether the path can be had back from what is shown."""
    try:
        return b"\x00" not in path and bool(path.decode("utf-8") or True)
    except UnicodeDecodeError:
        return False


def time_of(nanoseconds: int) -> str:
    """Write a time of the operating system as ISO 8601 in UTC, to the microsecond."""
    try:
        moment = datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC)
    except (OverflowError, OSError, ValueError):
        return ""
    return moment.replace(microsecond=nanoseconds // 1000 % 1_000_000).isoformat()
