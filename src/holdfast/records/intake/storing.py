# SPDX-License-Identifier: Apache-2.0
"""Stores everything on a medium, going on where an interrupted take-in stopped.

Promises: nothing is stored twice or skipped; what an interrupted run stored is not read again; a
medium that vanishes stops the work with what is safe and what to do, and is never mistaken for
unreadable files. What is stored here is visible to nobody until it is on the ledger.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from holdfast.home import HomeNotWritableError
from holdfast.records.errors import MediumGoneError, NoRoomError
from holdfast.records.intake.progress import LOOKING, STORING, Progress
from holdfast.records.intake.seen import shown_path
from holdfast.vault import FileSource, StoredObject, StreamSource, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.records.intake.journal import Journal
    from holdfast.records.intake.manifest import Result
    from holdfast.records.intake.medium import Medium
    from holdfast.records.intake.seen import Seen
    from holdfast.vault import Source, Vault

_TELL_EVERY = 200


def look(
    medium: Medium, *, recover_deleted: bool, tell: Callable[[Progress], None]
) -> tuple[tuple[Seen, ...], tuple[Seen, ...]]:
    """List the medium: the files to take in, and the deleted ones that are left alone."""
    seen: list[Seen] = []
    for one in medium.files():
        seen.append(one)
        if len(seen) % _TELL_EVERY == 0:
            tell(Progress(LOOKING, len(seen), 0, 0, 0, shown_path(one.path)))
    deleted = tuple(medium.deleted_files())
    if recover_deleted:
        return (*seen, *deleted), ()
    return tuple(seen), deleted


def store(
    vault: Vault,
    medium: Medium,
    seen: tuple[Seen, ...],
    journal: Journal,
    *,
    read_back: bool,
    spare_bytes: int,
    tell: Callable[[Progress], None],
) -> tuple[tuple[Result, ...], int]:
    """Store every file that is to be stored; give the results in order, and how many were done.

    Raises MediumGoneError, NoRoomError, and what the vault raises when its disk fails.
    """
    results: list[Result] = [None] * len(seen)
    waiting: list[int] = []
    for position, one in enumerate(seen):
        before = journal.stored(one)
        if before is not None and vault.has(before.sha256) and (before.read_back or not read_back):
            results[position] = before
        elif one.source is not None:
            waiting.append(position)
    done = sum(result is not None for result in results)
    meter = _Meter(seen, tell, done, sum(r.size for r in results if isinstance(r, StoredObject)))
    _need_room(vault, sum(seen[position].size for position in waiting), spare_bytes)
    meter.tell("")
    outcomes = vault.store_all(
        _sources(seen, waiting),
        read_back=read_back,
        workers=medium.workers,
        on_bytes=meter.add_bytes,
    )
    for source, result in outcomes:
        position = _position(source)
        if isinstance(result, Unreadable) and not medium.still_there():
            raise gone(medium, meter)
        results[position] = result
        if isinstance(result, StoredObject):
            _note(journal, seen[position], result)
        meter.add_file(seen[position])
    if not medium.still_there():
        raise gone(medium, meter)
    return tuple(results), done


def gone(medium: Medium, meter: _Meter) -> MediumGoneError:
    """Say that the medium was pulled out, what is safe, and what to do."""
    return MediumGoneError(
        f"The medium at {medium.path} is gone: it was pulled out or its reader failed after "
        f"{meter.files} of {meter.files_total} files. What was copied is safe and unharmed in the "
        "vault, and nothing of it is shown yet. Put the same medium back at the same place and "
        "take it in again: it goes on from there."
    )


class _Meter:
    """Counts files and bytes for the person who waits."""

    def __init__(
        self, seen: Sequence[Seen], tell: Callable[[Progress], None], files: int, bytes_: int
    ) -> None:
        self._tell = tell
        self.files = files
        self.files_total = sum(one.source is not None for one in seen)
        self._bytes = bytes_
        self._bytes_total = sum(one.size for one in seen if one.source is not None)

    def add_bytes(self, count: int) -> None:
        """Count bytes that were read."""
        self._bytes += count
        self.tell("")

    def add_file(self, seen: Seen) -> None:
        """Count a file that is done."""
        self.files += 1
        self.tell(shown_path(seen.path))

    def tell(self, path: str) -> None:
        """Tell where it stands."""
        shown = min(self._bytes, self._bytes_total)
        self._tell(Progress(STORING, self.files, self.files_total, shown, self._bytes_total, path))


def _note(journal: Journal, seen: Seen, stored: StoredObject) -> None:
    try:
        journal.add(seen, stored)
    except OSError as error:
        raise HomeNotWritableError(
            f"The home cannot be written to ({error.strerror}: {journal.folder}). What was copied "
            "is safe in the vault and unharmed, and nothing of it is shown yet. Free space, then "
            "take the same medium in again: it goes on from there."
        ) from error


def _position(source: Source) -> int:
    if not isinstance(source.token, int):
        raise TypeError("a source comes back with the position it was given")
    return source.token


def _sources(seen: Sequence[Seen], waiting: Sequence[int]) -> Iterator[Source]:
    for position in waiting:
        source = seen[position].source
        if isinstance(source, FileSource):
            yield FileSource(source.path, token=position)
        elif isinstance(source, StreamSource):
            yield StreamSource(source.open, token=position)


def _need_room(vault: Vault, wanted: int, spare: int) -> None:
    free = shutil.disk_usage(vault.root).free
    if free < wanted + spare:
        raise NoRoomError(
            f"There is not enough room: the medium holds {wanted >> 20} MiB that are not in the "
            f"vault, and {free >> 20} MiB are free ({spare >> 20} MiB of them are kept spare). "
            "Nothing was copied. Free or add space, then take the medium in again."
        )
