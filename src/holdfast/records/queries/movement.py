# SPDX-License-Identifier: Apache-2.0
"""How far the recordings of a case are analysed for movement, and when each of them began.

Promises: every recording of the case whose content the viewer may open is counted once, under one
word, so that the counts add up; one that is quarantined, outside the method or not possible is
named with the reason. Reads what was made; makes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.records import derivatives
from holdfast.records.access import openable_items
from holdfast.records.models import CaseItem, ItemFile
from holdfast.records.queries.beginning import Beginning, beginnings_of
from holdfast.records.tracks import MOTION, kept_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.models import Item

ANALYSED: Final = "analysed"
WORKING: Final = "being analysed"
NOT_YET: Final = "not analysed yet"
OUTSIDE: Final = "outside the method"
NOT_POSSIBLE: Final = "could not be analysed"
QUARANTINED: Final = "quarantined"
STANDINGS: Final = (ANALYSED, WORKING, NOT_YET, OUTSIDE, NOT_POSSIBLE, QUARANTINED)
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class MovementStanding:
    """How far the analysis of one recording is: a word of STANDINGS, the reason, what was found.

    `done_s` of `total_s` seconds are done of one that is being analysed, or was stopped; `stage` is
    what was done last, "" when nothing was begun.
    """

    word: str
    reason: str = ""
    tracks: int = 0
    notes: tuple[str, ...] = ()
    stage: str = ""
    done_s: float = 0.0
    total_s: float = 0.0

    @property
    def begun_and_stopped(self) -> bool:
        """Whether a part of it is done and nobody works on it."""
        return self.word == NOT_YET and bool(self.stage)


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One recording of a case: its main file by digest, its length, when it began if that is known."""

    number: int
    title: str
    exhibit_number: str
    status: str
    sha256: str
    duration_s: float | None
    start: datetime | None
    standing: MovementStanding


@dataclass(frozen=True, slots=True)
class MovementOfCase:
    """The recordings of a case in the order of their times, and how many stand how."""

    rows: tuple[MovementLine, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many stand how; together they are all rows."""
        words = [one.standing.word for one in self.rows]
        return {word: words.count(word) for word in STANDINGS}

    @property
    def to_do(self) -> tuple[MovementLine, ...]:
        """Give those that may be analysed and are not, by anybody, yet."""
        return tuple(one for one in self.rows if one.standing.word == NOT_YET)

    @property
    def with_tracks(self) -> tuple[MovementLine, ...]:
        """Give those that have tracks to search, whole or in part."""
        words = (ANALYSED, WORKING, NOT_YET)
        return tuple(
            one for one in self.rows
            if one.standing.word in words and (one.standing.word == ANALYSED or one.standing.stage)
        )  # fmt: skip


def movement_of_case(viewer: Person, home: Home, case: int) -> MovementOfCase:
    """Give the recordings of a case whose content the viewer may open."""
    items = openable_items(viewer).filter(links__case=case, kind="video").distinct()
    exhibits = dict(CaseItem.objects.filter(case=case).values_list("item_id", "exhibit_number"))
    rows = _lines(viewer, home, list(items), exhibits)
    rows.sort(key=lambda one: (one.start is None, one.start and one.start.timestamp(), one.number))
    return MovementOfCase(tuple(rows))


def movement_of_item(viewer: Person, home: Home, number: int) -> MovementLine | None:
    """Give how far one recording is; None when it is none, or may not be opened."""
    items = openable_items(viewer).filter(number=number, kind="video").distinct()
    return next(iter(_lines(viewer, home, list(items), {})), None)


def _lines(
    viewer: Person, home: Home, items: Sequence[Item], exhibits: Mapping[int, str]
) -> list[MovementLine]:
    mains: dict[int, str] = {}
    for start in range(0, len(items), _BATCH):
        numbers = [one.number for one in items[start : start + _BATCH]]
        rows = ItemFile.objects.filter(item__in=numbers, role="main")
        mains.update(rows.values_list("item_id", "original_id"))
    began = beginnings_of(viewer, [one.number for one in items])
    return [
        MovementLine(
            one.number,
            one.title,
            exhibits.get(one.number, ""),
            one.status,
            mains[one.number],
            one.duration_s,
            began.get(one.number, Beginning()).instant,
            _standing(home, one, mains[one.number]),
        )
        for one in items
        if one.number in mains
    ]


def _standing(home: Home, item: Item, sha256: str) -> MovementStanding:
    if item.quarantine:
        return MovementStanding(QUARANTINED, item.quarantine)
    made = derivatives.find(home, sha256, MOTION)
    if made is None:
        return _unfinished(home, sha256)
    if not made.is_there:
        return MovementStanding(NOT_POSSIBLE, made.reason or made.outcome)
    notes = tuple(map(str, made.finding.get("notes", ())))
    if made.finding.get("camera") != "fixed":
        return MovementStanding(OUTSIDE, notes[0] if notes else "the camera moves", notes=notes)
    return MovementStanding(ANALYSED, tracks=int(made.finding["tracks"]), notes=notes)


def _unfinished(home: Home, sha256: str) -> MovementStanding:
    kept = kept_of(home, sha256)
    if kept is None:
        return MovementStanding(NOT_YET)
    working = derivatives.is_being_made(home, sha256, MOTION)
    stage, done, total = kept.told() or ("", 0.0, 0.0)
    return MovementStanding(
        WORKING if working else NOT_YET,
        stage=stage or ("looking" if working else ""),
        done_s=done,
        total_s=total,
    )
