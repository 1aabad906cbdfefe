# SPDX-License-Identifier: Apache-2.0
"""The ledger as the public has it: up to which checkpoint, and what its records add up to.

Promises: everything comes from faces and from the published records that faces name, each checked
against its face; nothing younger than the agency's delay is counted, shown or served; a second
question under the same checkpoint reads one file. One reader a home and process; threads share it.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any

from holdfast.ledger import Log
from holdfast.ledger.tiles import TILE_WIDTH
from holdfast.publication import (
    USE_ACTS,
    BundleContentsError,
    Quarter,
    Register,
    newest_size_before,
    read_record,
    record_bytes,
)
from holdfast.publication.flights import Flown
from holdfast.publication.records import WITHHELD_ACTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.home import Home
    from holdfast.ledger import SignedCheckpoint

_PUBLISHES = b'"published":"'


@dataclass(slots=True)
class Uses:
    """How often the gate let a technology be used in a quarter, and how often it did not."""

    done: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """The public's ledger under one checkpoint.

    `uses` is by (technology, quarter); `days` are the days with entries, each with its first;
    `withheld` counts the records that only the oversight body has.
    """

    log: Log
    head: SignedCheckpoint
    register: Register
    uses: dict[tuple[str, str], Uses]
    days: list[tuple[str, int]]
    withheld: int = 0
    flown: Flown = field(default_factory=Flown)
    tables: dict[tuple[str, ...], Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many entries are public."""
        return self.head.size

    def day_of(self, index: int) -> str:
        """Give the day of an entry."""
        return self.days[bisect_left(self.days, index + 1, key=lambda one: one[1]) - 1][0]

    def used(self, technology: str, quarter: str) -> Uses:
        """Give the uses of a technology in a quarter."""
        return self.uses.get((technology, quarter)) or Uses()

    def record(self, index: int) -> bytes | None:
        """Give the public record of an entry; None when it has none."""
        if not 0 <= index < self.size:
            return None
        face = self.log.face(index)
        if _PUBLISHES not in face or json.loads(face)["act"] in WITHHELD_ACTS:
            return None
        return record_bytes(_record_of(index, face, self.log.body(index)))


class Reader:
    """Reads one home's ledger once, and then only what is new."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._read: Published | None = None
        self._asked: tuple[bytes, str] = (b"", "")

    def published(self, home: Home, today: date) -> Published:
        """Give what is public on that day. Raises LedgerError when the ledger is damaged."""
        with self._lock:
            asked = ((home.ledger / "log" / "checkpoint").read_bytes(), str(today))
            if self._read is None or self._asked != asked:
                self._read = _follow(self._read, home, today)
                self._asked = asked
            return self._read


@cache
def reader_of(root: Path) -> Reader:
    """Give the reader of the home in that folder."""
    del root  # one a folder
    return Reader()


def _follow(before: Published | None, home: Home, today: date) -> Published:
    log = Log.open(home.ledger)
    head = log.checkpoint(_public_size(home, log, today))
    if before is None or before.size > head.size or log.root_at(before.size) != before.head.root:
        before = Published(log, log.checkpoint(0), Register(), {}, [])
    told = (before.register, before.uses, before.days, before.flown)
    register, uses, days, flown = deepcopy(told)
    withheld = before.withheld
    for index, face, body in _entries(log, before.size, head.size):
        said = json.loads(face)
        day = str(said["day"])
        if not days or days[-1][0] != day:
            days.append((day, index))
        if said["act"] in USE_ACTS and said["technology"]:
            _count(uses.setdefault((said["technology"], _quarter(day)), Uses()), said["outcome"])
        if "published" not in said:
            continue
        if said["act"] in WITHHELD_ACTS:
            withheld += 1
        else:
            record = _record_of(index, face, body)
            register.fold(index, day, record)
            flown.fold(record)
    return Published(log, head, register, uses, days, withheld, flown)


def _public_size(home: Home, log: Log, today: date) -> int:
    delay = int(home.lists.settings["publication_delay_days"])
    return log.size if delay <= 0 else newest_size_before(log, today - timedelta(days=delay - 1))


def _entries(log: Log, start: int, stop: int) -> Iterator[tuple[int, bytes, bytes | None]]:
    """Yield (entry, face, body); bodies only of stretches that publish something."""
    for number in range(start // TILE_WIDTH, -(-stop // TILE_WIDTH)):
        begins = number * TILE_WIDTH
        faces = log.tree.entries(number, min(TILE_WIDTH, stop - begins))
        first = max(0, start - begins)
        bodies: dict[int, bytes | None] = {}
        if any(_PUBLISHES in face for face in faces[first:]):
            read = log.entries(begins + first, begins + len(faces))
            bodies = {at: body for at, (_, body) in enumerate(read, first)}
        for at in range(first, len(faces)):
            yield begins + at, faces[at], bodies.get(at)


def _count(uses: Uses, outcome: str) -> None:
    if outcome == "done":
        uses.done += 1
    elif outcome == "denied":
        uses.refused += 1


@cache
def _quarter(day: str) -> str:
    year, month, _ = day.split("-")
    return f"{year}Q{(int(month) + 2) // 3}"


def quarters_to(published: Published, last: Quarter, count: int) -> list[Quarter]:
    """Give so many quarters, the last one last; none before the record began."""
    first = Quarter.containing(date.fromisoformat(published.days[0][0])) if published.days else last
    found = [last]
    while len(found) < count and found[0] > first:
        found.insert(0, found[0].previous)
    return found


def _record_of(index: int, face: bytes, body: bytes | None) -> dict[str, Any]:
    told = json.loads(body)["published"] if body else {}
    data = record_bytes(told)
    if sha256(data).hexdigest() != json.loads(face)["published"]:
        raise BundleContentsError(
            f"The published record of entry {index} is not the one that its face names. Nothing "
            "was shown and no evidence is touched. Run 'holdfast check'."
        )
    return read_record(data)
