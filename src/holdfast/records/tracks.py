# SPDX-License-Identifier: Apache-2.0
"""Tracks of recordings in this process's memory, laid out for search (docs/adr/0028-movement-in-a-home.md).

Promises: an index is known by what it was made of (each recording's kept file by digest, or the
chunks that are finished of one that is being analysed, and when it began), so that one is never
taken for another; no more than `SIGHTINGS_MOST` sightings are held, the longest unused go first; a
kept file that cannot be read is named and never half used. Nothing here decides who may see what:
whoever asks gives the recordings that may be searched.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion import Kept, Motion, Recording, Settings, TrackIndex, read_motion
from holdfast.records.derivatives import find, kept_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative

MOTION: Final = "motion"
SIGHTINGS_MOST: Final = 12_000_000
"""About 0.8 GiB: some 250 hours in which something moves all the time."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One recording to be searched: its item, its main file, when it began, None when not known."""

    number: int
    sha256: str
    start: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Tracks laid out for search, by item; `unread` are items whose kept file cannot be read."""

    tracks: TrackIndex
    motions: dict[int, Motion]
    unfinished: frozenset[int]
    unread: tuple[int, ...]


_Key = tuple[tuple[int, str, str], ...]


class IndexMemory:
    """Indexes of `most` sightings together, or the newest alone; the least recently used go first."""

    def __init__(self, most: int = SIGHTINGS_MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._held: OrderedDict[_Key, tuple[Index, dict[str, Motion]]] = OrderedDict()

    @property
    def held(self) -> int:
        """How many indexes are in memory."""
        return len(self._held)

    def index(self, home: Home, wanted: Sequence[Searched]) -> Index:
        """Give the index of these recordings, the one that is held when it is the same."""
        sources = [_source(home, one) for one in wanted]
        key = tuple(
            (one.number, source.name, str(one.start))
            for one, source in zip(wanted, sources, strict=True)
        )
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
            made, read = self._made(home, wanted, sources)
            if not made.unread:
                self._held[key] = (made, read)
                self._shrink()
            return made

    def _made(
        self, home: Home, wanted: Sequence[Searched], sources: Sequence[_Source]
    ) -> tuple[Index, dict[str, Motion]]:
        known: dict[str, Motion] = {}
        for _index, motions in self._held.values():
            known |= motions
        zone = ZoneInfo(home.config.zone)
        read: dict[str, Motion] = {}
        found: dict[int, Motion] = {}
        unread: list[int] = []
        recordings = []
        for one, source in zip(wanted, sources, strict=True):
            motion = known.get(source.name) or source.read()
            if motion is None:
                unread += [] if source.made is None else [one.number]
                continue
            read[source.name] = found[one.number] = motion
            recordings.append(Recording(str(one.number), motion, one.start, zone))
        unfinished = frozenset(
            one.number
            for one, source in zip(wanted, sources, strict=True)
            if source.made is None and one.number in found
        )
        return Index(TrackIndex(recordings), found, unfinished, tuple(unread)), read

    def _shrink(self) -> None:
        while len(self._held) > 1 and sum(map(_sightings, self._held.values())) > self._most:
            self._held.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the tracks of one recording are: in its derivative, or in finished chunks."""

    name: str
    made: Derivative | None
    kept: Kept | None

    def read(self) -> Motion | None:
        """Read them for a search. None when there is nothing, or it cannot be read."""
        if self.made is not None:
            try:
                return read_motion(self.made.path, lean=True)
            except DamagedContentError:
                return None
        return self.kept.so_far() if self.kept is not None else None


_memory: Final = IndexMemory()


def index_of(home: Home, wanted: Sequence[Searched]) -> Index:
    """Give the index of these recordings, made now when this process does not hold it."""
    return _memory.index(home, wanted)


def kept_of(home: Home, sha256: str) -> Kept | None:
    """Give what is finished of an analysis that is not done; None when none was begun."""
    folder = kept_folder(home, sha256, MOTION)
    return Kept.at(folder, sha256, Settings()) if folder.is_dir() else None


def _source(home: Home, one: Searched) -> _Source:
    made = find(home, one.sha256, MOTION)
    if made is not None:
        return _Source(made.sha256, made, None)
    kept = kept_of(home, one.sha256)
    chunks = () if kept is None else kept.finished()
    return _Source(f"{one.sha256}:{','.join(map(str, chunks))}", None, kept if chunks else None)


def _sightings(held: tuple[Index, dict[str, Motion]]) -> int:
    return held[0].tracks.sightings
