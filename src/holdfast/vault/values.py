# SPDX-License-Identifier: Apache-2.0
"""The nouns of the vault: what is handed in, and every answer it can give.

All are frozen. A digest is 64 lower-case hex digits everywhere; sizes and positions are bytes;
block numbers count 1 MiB blocks from zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file of the medium. `token` is the caller's own reference and comes back untouched.

    The name may hold any bytes a file system allows (`os.fsdecode` them into the path). The last
    part of the path is never followed when it is a symbolic link; keeping the folders above it
    inside the medium is the task of whoever walks it.
    """

    path: Path
    token: object = None


@dataclass(frozen=True, slots=True)
class StreamSource:
    """Bytes that are not a file of this machine: a file inside a card image.

    `open` is called once for each attempt, in a worker thread, and must give the same bytes from
    the first each time. Its `read` says what goes wrong by raising OSError.
    """

    open: Callable[[], BinaryIO]
    token: object = None


Source: TypeAlias = FileSource | StreamSource


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object that is durably in the vault.

    `new` is False when it was there before. `read_back` is True when its bytes were read again
    from the disk, past the page cache, and found right: also those of an object that was there
    before. `replaced` is True when a damaged object was there and has been set aside in
    `damaged/` for this sound one: that needs a person's attention.
    """

    sha256: str
    size: int
    blocks_root: str
    new: bool
    read_back: bool
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that could not be read whole, or changed while it was read. Nothing was stored."""

    reason: str
    bytes_read: int
    sha256_of_read: str


Outcome: TypeAlias = StoredObject | Unreadable


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What the sweep of `incoming/` removed: names relative to it, and their bytes together."""

    removed: tuple[str, ...]
    bytes_removed: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What the ledger says an object must be."""

    sha256: str
    size: int
    blocks_root: str


class ObjectState(StrEnum):
    """The three answers of a check."""

    SOUND = "sound"
    DAMAGED = "damaged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ObjectCheck:
    """The answer for one object.

    `blocks` are the damaged blocks; empty for a damaged object when its blocks file is damaged
    too and the place cannot be told. `note` is a sentence for a person, empty when all is well.
    """

    sha256: str
    size: int
    state: ObjectState
    blocks: tuple[int, ...] = ()
    note: str = ""
