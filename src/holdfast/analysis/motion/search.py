# SPDX-License-Identifier: Apache-2.0
"""Search over the tracks of many recordings at once, in milliseconds.

Promises: what a search gives is exactly what testing every track by itself gives (a test compares
the two); a new area, line or colour never opens a recording again. A recording whose time is not
known is never given to a question about time of day, and `untimed` counts its tracks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holdfast.analysis.motion.colours import NAMES, TINTS, near
from holdfast.analysis.motion.crossing import CLEAR, steps_across
from holdfast.analysis.motion.geometry import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import time, tzinfo

    from numpy.typing import NDArray

    from holdfast.analysis.motion.geometry import Point
    from holdfast.analysis.motion.pixels import Mask, Real, Whole
    from holdfast.analysis.motion.query import Query
    from holdfast.analysis.motion.track import Motion, Track

_NOWHERE: Final = np.nan
_PICKED_LEAST: Final = 0.12
_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """The tracks of one recording, the caller's name for it, and when it began if that is known.

    `start` is an aware time; `zone` is the zone in which times of day are meant.
    """

    name: str
    motion: Motion
    start: datetime | None = None
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A track that was found, and the seconds of its recording in which it met the conditions."""

    recording: str
    track: Track
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a search gives. `untimed`: tracks that could not be asked about times of day."""

    hits: tuple[Hit, ...]
    untimed: int


class TrackIndex:
    """Tracks laid out in columns, so that a question is asked of all at once."""

    def __init__(self, recordings: Iterable[Recording]) -> None:
        self.recordings = tuple(recordings)
        pairs = [(r, t) for r, one in enumerate(self.recordings) for t in one.motion.tracks]
        self.tracks: tuple[Track, ...] = tuple(track for _, track in pairs)
        self._of: Whole = np.array([r for r, _ in pairs], np.int64)
        self._from = _column([one.from_s for one in self.tracks])
        self._to = _column([one.to_s for one in self.tracks])
        self._direction = _column(
            [_NOWHERE if one.direction_deg is None else one.direction_deg for one in self.tracks]
        )
        self._stood = _column([one.dwell_s for one in self.tracks])
        self._wide = _column([max(self.recordings[r].motion.width, 1) for r, _ in pairs])
        self._high = _column([max(self.recordings[r].motion.height, 1) for r, _ in pairs])
        self._size = _column([one.size_px for one in self.tracks]) / (self._wide * self._high)
        self._speed = _column([one.speed_px_s for one in self.tracks]) / self._wide
        self._names = _shares([one.names for one in self.tracks], len(NAMES))
        # Half as exact, because there are many of them: a share of a colour needs no more.
        self._tints = _shares([one.tints for one in self.tracks], TINTS).astype(np.float32)
        starts = [one.start for one in self.recordings]
        self._start = _column([_NOWHERE if at is None else at.timestamp() for at in starts])
        self._day = _column([_into_day(one) for one in self.recordings])
        self._lay_steps()

    def _lay_steps(self) -> None:
        """Lay every step of every track end to end: where its feet were, and when."""
        lengths = np.array([len(one.at_s) for one in self.tracks], np.int64)
        self._edges: Whole = np.concatenate(([0], np.cumsum(lengths)))
        self._owner: Whole = np.repeat(np.arange(len(self.tracks)), lengths)
        steps = np.array([one.step for one in self.tracks], np.float64)
        boxes = [one.small for one in self.tracks]
        small = np.concatenate(boxes) if boxes else np.zeros((0, 4), np.int32)
        self._feet: Real = np.empty((len(small), 2))
        self._feet[:, 0] = (small[:, 0].astype(np.float64) + small[:, 2]) / 2
        self._feet[:, 1] = small[:, 3]
        self._feet[:, 0] *= np.repeat(steps / self._wide, lengths)
        self._feet[:, 1] *= np.repeat(steps / self._high, lengths)
        at = [one.at_s for one in self.tracks]
        self._at: Real = np.concatenate(at) if at else np.zeros(0)
        self._lowest = _reduced(np.minimum, self._feet, self._edges)
        self._highest = _reduced(np.maximum, self._feet, self._edges)

    @property
    def sightings(self) -> int:
        """How many sightings all the tracks have: what the index takes in memory goes by it."""
        return len(self._at)

    def search(self, query: Query) -> Answer:
        """Give the tracks for which every condition holds, in order of recording and time."""
        kept, untimed = self._by_time(query)
        kept &= self._by_numbers(query)
        kept &= self._by_colour(query)
        chosen = np.flatnonzero(kept)
        first, last = self._from.copy(), self._to.copy()
        if query.area:
            chosen = self._by_area(query, chosen, first, last)
        if query.crossed is not None:
            chosen = self._by_line(query, query.crossed, chosen, first, last)
        names = [one.name for one in self.recordings]
        rows = (chosen, self._of[chosen], first[chosen], last[chosen])
        hits = tuple(
            Hit(names[of], self.tracks[n], begins, ends)
            for n, of, begins, ends in zip(*(row.tolist() for row in rows), strict=True)
        )
        return Answer(hits, untimed)

    def _by_time(self, query: Query) -> tuple[Mask, int]:
        kept = np.ones(len(self.tracks), np.bool_)
        if query.from_s is not None:
            kept &= self._to >= query.from_s
        if query.until_s is not None:
            kept &= self._from <= query.until_s
        if query.from_at is None and query.until_at is None and query.clock is None:
            return kept, 0
        start = self._start[self._of] if len(self._of) else np.zeros(0)
        known = ~np.isnan(start)
        untimed = int(np.count_nonzero(kept & ~known))
        kept &= known
        with np.errstate(invalid="ignore"):
            if query.from_at is not None:
                kept &= start + self._to >= query.from_at.timestamp()
            if query.until_at is not None:
                kept &= start + self._from <= query.until_at.timestamp()
            if query.clock is not None:
                day = self._day[self._of] if len(self._of) else np.zeros(0)
                kept &= _at_clock(day + self._from, self._to - self._from, *query.clock)
        return kept, untimed

    def _by_numbers(self, query: Query) -> Mask:
        lasted = self._to - self._from
        kept = (lasted >= query.longer_s) & (self._stood >= query.stood_s)
        kept &= (self._size >= query.larger) & (self._speed >= query.faster)
        for most, column in (
            (query.shorter_s, lasted), (query.smaller, self._size), (query.slower, self._speed),
        ):  # fmt: skip
            if most is not None:
                kept &= column <= most
        if query.direction_deg is not None:
            with np.errstate(invalid="ignore"):
                turned = np.abs((self._direction - query.direction_deg + 180) % 360 - 180)
                kept &= turned <= query.direction_within
        return kept

    def _by_colour(self, query: Query) -> Mask:
        kept = np.ones(len(self.tracks), np.bool_)
        if query.colour is not None:
            kept &= self._names[:, NAMES.index(query.colour)] >= query.colour_share
        if query.picked is not None:
            kept &= self._tints @ near(query.picked, query.picked_within) >= _PICKED_LEAST
        return kept

    def _steps_of(self, chosen: Whole) -> tuple[Real, Real, Whole]:
        """Give where and when each step of the chosen tracks was, and of which track it is."""
        if len(chosen) == len(self.tracks):
            return self._feet, self._at, self._owner
        lengths = self._edges[chosen + 1] - self._edges[chosen]
        before = np.concatenate(([0], np.cumsum(lengths)))[:-1]
        steps = np.arange(int(lengths.sum())) + np.repeat(self._edges[chosen] - before, lengths)
        return self._feet[steps], self._at[steps], np.repeat(chosen, lengths)

    def _near(self, chosen: Whole, points: Sequence[Point]) -> Whole:
        """Give those of the chosen tracks whose way may touch what is drawn."""
        drawn = np.array(points)
        met = (self._highest[chosen] >= drawn.min(axis=0)).all(axis=1)
        met &= (self._lowest[chosen] <= drawn.max(axis=0)).all(axis=1)
        out: Whole = chosen[met]
        return out

    def _by_area(self, query: Query, chosen: Whole, first: Real, last: Real) -> Whole:
        feet, at, owner = self._steps_of(self._near(chosen, query.area))
        inside = _within(feet, query.area)
        same = owner[1:] == owner[:-1]
        found = np.unique(owner[inside])
        if query.entered:
            found = np.intersect1d(found, owner[1:][same & ~inside[:-1] & inside[1:]])
        if query.left:
            found = np.intersect1d(found, owner[1:][same & inside[:-1] & ~inside[1:]])
        if query.inside_s:
            stayed = np.zeros(len(self.tracks), np.bool_)
            for n in found.tolist():
                mine = slice(*np.searchsorted(owner, [n, n + 1]))
                stayed[n] = _longest(inside[mine], at[mine]) >= query.inside_s
            found = found[stayed[found]]
        _ends(owner[inside], at[inside], at[inside], first, last)
        return found

    def _by_line(
        self, query: Query, line: tuple[Point, Point], chosen: Whole, first: Real, last: Real
    ) -> Whole:
        feet, at, owner = self._steps_of(self._near(chosen, line))
        (ax, ay), (bx, by) = line
        length = np.hypot((bx - ax) * self._wide, (by - ay) * self._high)
        clear = CLEAR * np.sqrt(self._size / (self._wide * self._high)) * length
        where = steps_across(feet, owner, line, clear[owner], query.crossed_to)
        return _ends(owner[where], at[where], at[where + 1], first, last)


def _within(points: Real, area: Sequence[Point]) -> Mask:
    """Say which points are in the area, looking closely only at those that are in its box."""
    (left, top), (right, bottom) = np.min(area, axis=0), np.max(area, axis=0)
    x, y = points[:, 0], points[:, 1]
    inside: Mask = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    inside[inside] = within(points[inside], area)
    return inside


def _ends(owner: Whole, begins: Real, ends: Real, first: Real, last: Real) -> Whole:
    """Note when each owner's first moment began and its last one ended; give the owners."""
    found, firsts = np.unique(owner, return_index=True)
    first[found] = begins[firsts]
    last[found] = ends[np.searchsorted(owner, found, side="right") - 1]
    out: Whole = found
    return out


def _column(values: Sequence[float]) -> Real:
    return np.array(values, np.float64)


def _shares(counts: Sequence[NDArray[np.int64]], width: int) -> Real:
    if not counts:
        return np.zeros((0, width))
    table = np.stack(counts).astype(np.float64)
    shares: Real = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    return shares


def _reduced(how: Any, points: Real, edges: Whole) -> Real:  # noqa: ANN401 - a numpy ufunc
    if len(edges) < 2:  # noqa: PLR2004 - no track
        return np.zeros((0, 2))
    out: Real = how.reduceat(points, edges[:-1], axis=0)
    return out


def _into_day(one: Recording) -> float:
    """Give the seconds since midnight, on a clock of its zone, at which a recording began."""
    if one.start is None:
        return _NOWHERE
    here = one.start.astimezone(one.zone)
    since = timedelta(hours=here.hour, minutes=here.minute, seconds=here.second)
    return since.total_seconds() + here.microsecond / 1e6


def _at_clock(begins: Real, lasts: Real, start: time, stop: time) -> Mask:
    """Say whether each stretch, beginning so long after a midnight, meets a time of day."""
    opens = start.hour * 3600 + start.minute * 60 + start.second
    closes = stop.hour * 3600 + stop.minute * 60 + stop.second
    length = (closes - opens) % _DAY_S
    into = (begins - opens) % _DAY_S
    met: Mask = (into <= length) | (into + lasts >= _DAY_S)
    return met


def _longest(was: Mask, at: Real) -> float:
    """Give the longest time for which it was inside without a break."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], was, [False])).astype(np.int8)))
    starts, stops = edges[::2], edges[1::2] - 1
    return float((at[stops] - at[starts]).max()) if len(starts) else 0.0
