# SPDX-License-Identifier: Apache-2.0
"""Answers of a search by movement, and the tracks of one recording, as pages show them.

Promises: each picture leads to the moment, two seconds before what was asked for; a moment is told
in true time with its zone where that is known, else in seconds of the recording, and never as a
guess; counts add up to what was searched.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localtime

from holdfast.analysis.motion import OUTSIDE_IN_PART, Hit
from holdfast.web.movement_maps import Maps, maps_of
from holdfast.web.movement_words import lasting, way_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from holdfast.analysis.motion import Motion, Track
    from holdfast.records.queries.movement import MovementLine
    from holdfast.records.services.movement import FoundMovement

BEFORE_S: Final = 2.0
"""How long before a moment a recording is shown."""
PAGE: Final = 60
MAPPED_MOST: Final = 3
SORTS: Final = (("time", "By time"), ("longest", "Longest in sight first"))


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of the wall, and what is said of it."""

    track: int
    item: int
    title: str
    when: str
    day: str
    second: float
    link: str
    picture: str
    arrow: str
    way: str
    colours: tuple[str, ...]
    lasted: str
    unfinished: bool


@dataclass(frozen=True, slots=True)
class CameraLine:
    """One recording that was searched: how many of its tracks were found, of how many.

    `in_part`: the camera moved for a part of it, where nothing was followed. `together` is where
    they are shown together in a short video, "" while that cannot be.
    """

    number: int
    title: str
    start: datetime | None
    found: int
    tracks: int
    unfinished: bool
    in_part: bool = False
    together: str = ""
    maps: Maps | None = None


@dataclass(frozen=True, slots=True)
class Wall:
    """One page of pictures, of how many, and what leads to the others."""

    tiles: tuple[Tile, ...]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The number of the first picture, counted from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last picture on this page."""
        return self.first + len(self.tiles) - 1


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as the page of a case shows it."""

    wall: Wall
    cameras: tuple[CameraLine, ...]
    tracks: int
    mapped: tuple[CameraLine, ...]
    untimed: int
    untimed_in: int


def shown(found: FoundMovement, *, sort: str, page: str, query: str) -> Shown:
    """Put an answer together. `query` is the question as a query string, without its camera."""
    lines = {one.number: one for one in found.searched}
    hits = in_order(found.answer.hits, lines, sort)
    counts = Counter(int(hit.recording) for hit in hits)
    cameras = tuple(
        CameraLine(
            one.number,
            one.title,
            one.start,
            counts[one.number],
            len(found.index.motions[one.number].tracks),
            one.number in found.index.unfinished,
            OUTSIDE_IN_PART in one.standing.notes,
            _together(one.number, query) if counts[one.number] else "",
        )
        for one in found.searched
    )
    most = [number for number, _count in counts.most_common(MAPPED_MOST)]
    mapped = tuple(
        _with_maps(one, found.index.motions[one.number], hits)
        for one in cameras
        if one.number in most
    )
    return Shown(
        wall=wall_of(hits, lines, found.index.unfinished, page),
        cameras=cameras,
        tracks=sum(one.tracks for one in cameras),
        mapped=mapped,
        untimed=found.answer.untimed,
        untimed_in=sum(one.start is None for one in cameras),
    )


def in_order(hits: Sequence[Hit], lines: Mapping[int, MovementLine], sort: str) -> list[Hit]:
    """Sort by length in sight, or by time: true times first, then seconds of each recording."""
    if sort == "longest":
        return sorted(hits, key=lambda hit: hit.track.from_s - hit.track.to_s)

    def when(hit: Hit) -> tuple[bool, float, int, float]:
        start, number = lines[int(hit.recording)].start, int(hit.recording)
        if start is None:
            return True, 0.0, number, hit.from_s
        return False, start.timestamp() + hit.from_s, number, hit.from_s

    return sorted(hits, key=when)


def hits_of(number: int, motion: Motion) -> tuple[Hit, ...]:
    """Give every track of one recording, as if all had been asked for."""
    return tuple(Hit(str(number), one, one.from_s, one.to_s) for one in motion.tracks)


def wall_of(
    hits: Sequence[Hit], lines: Mapping[int, MovementLine], unfinished: frozenset[int], page: str
) -> Wall:
    """Give one page of the pictures; a page that there is not is the nearest one."""
    pages = max(1, -(-len(hits) // PAGE))
    wanted = min(int(page), pages) if page.isdecimal() and len(page) < len(str(2**31)) else 1
    here = max(wanted, 1)
    tiles = tuple(
        _tile(hit, lines[int(hit.recording)], int(hit.recording) in unfinished)
        for hit in hits[(here - 1) * PAGE : here * PAGE]
    )
    return Wall(tiles, len(hits), here, pages)


def moment_of(second: float, start: datetime | None) -> tuple[str, str]:
    """Write a moment: true time with its zone, and the day, when they are known; else its second."""
    if start is None:
        return f"second {second:.1f}", ""
    at = localtime(start + timedelta(seconds=second))
    return f"{at:%H:%M:%S} {at.tzname() or 'UTC'}", f"{at.day} {at:%b %Y}"


def _tile(hit: Hit, line: MovementLine, unfinished: bool) -> Tile:  # noqa: FBT001 # told of each
    track = hit.track
    arrow, way = way_of(track.direction_deg)
    when, day = moment_of(hit.from_s, line.start)
    return Tile(
        track=track.id,
        item=line.number,
        title=line.title,
        when=when,
        day=day,
        second=hit.from_s,
        link=f"{reverse('item', args=[line.number])}?at={max(0.0, hit.from_s - BEFORE_S):.2f}",
        picture=reverse("item_track_picture", args=[line.number, track.id]),
        arrow=arrow,
        way=way,
        colours=track.colours,
        lasted=lasting(track.to_s - track.from_s),
        unfinished=unfinished,
    )


def _with_maps(camera: CameraLine, motion: Motion, hits: Sequence[Hit]) -> CameraLine:
    tracks: list[Track] = [hit.track for hit in hits if int(hit.recording) == camera.number]
    return replace(camera, maps=maps_of(motion, tracks, camera.start))


def _together(number: int, query: str) -> str:
    """Give where the synopsis of a recording is asked for, "" where there is no such page."""
    try:
        address = reverse("item_synopsis", args=[number])
    except NoReverseMatch:
        return ""
    return f"{address}?{query}"
