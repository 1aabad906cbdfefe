# SPDX-License-Identifier: Apache-2.0
"""A search over all tracks at once gives what asking each track by itself gives."""

from __future__ import annotations

import time as clock
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.analysis.motion import (
    NAMES,
    Motion,
    Query,
    Recording,
    Track,
    TrackIndex,
    activity,
    heat_map,
)  # fmt: skip
from holdfast.analysis.motion.colours import TINTS
from holdfast.analysis.motion.masks import Masks
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE, HIGH = 640, 360


def track(number: int, random: np.random.Generator, length: int = 0) -> Track:
    steps = length or int(random.integers(3, 60))
    x, y = random.uniform(0, WIDE / 4, 2)
    dx, dy = random.uniform(-3, 3, 2)
    across = np.clip(x + dx * np.arange(steps) + random.normal(0, 0.5, steps), 0, WIDE / 4 - 1)
    down = np.clip(y + dy * np.arange(steps), 0, HIGH / 4 - 1)
    size = random.integers(2, 12, 2)
    boxes = np.stack([across, down, across + size[0], down + size[1]], axis=1).astype(np.int32)
    start = float(random.uniform(0, 3600))
    names = np.zeros(len(NAMES), np.int64)
    names[random.integers(0, len(NAMES), 2)] += 50
    tints = np.zeros(TINTS, np.int64)
    tints[random.integers(0, TINTS, 3)] += 30
    at = np.array([start + 0.1 * n for n in range(steps)], np.float64)
    how = np.zeros(steps, np.uint8)
    return Track(number, 4, at, boxes, how, Masks.of([b""] * steps), tints, names)


def motion(tracks: Sequence[Track]) -> Motion:
    return Motion(WIDE, HIGH, 4, 3600.0, 36000, 36000, 3600.0, 0.0, "fixed", tuple(tracks))


def in_polygon(point: Sequence[float], corners: Sequence[tuple[float, float]]) -> bool:
    inside = False
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (ay > point[1]) != (by > point[1]):
            inside ^= point[0] < (bx - ax) * (point[1] - ay) / (by - ay) + ax
    return inside


def met(one: Track, query: Query, start: datetime | None, zone: Any) -> bool:
    """Ask one track, the slow and plain way."""
    lasted = one.to_s - one.from_s
    answers = [lasted >= query.longer_s, one.dwell_s >= query.stood_s]
    if query.direction_deg is not None:
        if one.direction_deg is None:
            return False
        turn = abs(one.direction_deg - query.direction_deg) % 360
        answers.append(min(turn, 360 - turn) <= query.direction_within)
    if query.colour is not None:
        answers.append(one.names[NAMES.index(query.colour)] / one.names.sum() >= query.colour_share)
    feet = [(x / WIDE, y / HIGH) for x, y in one.feet.tolist()]
    if query.area:
        was = [in_polygon(point, query.area) for point in feet]
        answers.append(any(was))
        if query.entered:
            answers.append(any(b and not a for a, b in pairwise(was)))
        if query.left:
            answers.append(any(a and not b for a, b in pairwise(was)))
    if query.clock is not None:
        if start is None:
            return False
        opens, closes = query.clock
        hit = False
        moment = one.from_s
        while moment <= one.to_s + 1e-9:
            now = (start + timedelta(seconds=moment)).astimezone(zone).time()
            hit |= opens <= now <= closes if opens <= closes else now >= opens or now <= closes
            moment += 0.01
        answers.append(hit)
    return all(answers)


RANDOM = np.random.default_rng(11)
ZONE = timezone(timedelta(hours=13))
RECORDINGS = [
    Recording("gate", motion([track(n, RANDOM) for n in range(1, 120)]),
              datetime(2026, 5, 1, 12, 30, tzinfo=UTC), ZONE),
    Recording("yard", motion([track(n, RANDOM) for n in range(1, 80)]),
              datetime(2026, 5, 1, 23, 40, tzinfo=UTC), UTC),
    Recording("door", motion([track(n, RANDOM) for n in range(1, 40)])),
]  # fmt: skip
INDEX = TrackIndex(RECORDINGS)
AREA = ((0.2, 0.2), (0.7, 0.1), (0.8, 0.8), (0.4, 0.6))


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(direction_deg=180.0, colour="red"),
        Query(longer_s=3.0, colour="blue", colour_share=0.4),
        Query(area=AREA),
        Query(area=AREA, entered=True, direction_deg=90.0, direction_within=60),
        Query(area=AREA, left=True, longer_s=1.0),
        Query(clock=(time(2, 0), time(2, 10))),
        Query(clock=(time(23, 50), time(0, 10)), area=AREA),
        Query(stood_s=1.0),
    ],
    ids=str,
)
def test_a_search_is_the_same_as_asking_each(query: Query) -> None:
    wanted = [
        (one.name, each.id)
        for one in RECORDINGS
        for each in one.motion.tracks
        if met(each, query, one.start, one.zone)
    ]
    got = [(hit.recording, hit.track.id) for hit in INDEX.search(query).hits]
    assert got == wanted
    if query.clock is not None:
        assert INDEX.search(query).untimed == 39


def _line_track(points: Sequence[tuple[int, int]], wide: int = 1, high: int = 4) -> Track:
    random = np.random.default_rng(1)
    one = track(1, random, len(points))
    boxes = np.array([[x - wide, y - high, x + wide, y] for x, y in points], np.int32)
    return replace(one, small=boxes)


def test_a_line_is_crossed_one_way_or_the_other() -> None:
    index = TrackIndex([Recording("a", motion([_line_track([(20, 40), (60, 40), (100, 40)])]))])
    down_the_middle = ((0.5, 0.0), (0.5, 1.0))
    assert len(index.search(Query(crossed=down_the_middle)).hits) == 1
    # Walking down the picture, what comes from the left of it comes from one's right.
    assert len(index.search(Query(crossed=down_the_middle, crossed_to=-1)).hits) == 1
    assert index.search(Query(crossed=down_the_middle, crossed_to=1)).hits == ()
    assert index.search(Query(crossed=((0.5, 0.0), (0.5, 0.2)))).hits == ()


def test_who_trembles_on_a_line_crossed_nothing_and_a_tremor_is_no_way_back() -> None:
    ways = {
        "stands": [(80 + n % 2, 40) for n in range(9)],
        "goes": [(x, 40) for x in (60, 70, 79, 81, 79, 81, 90, 100)],
        "returns": [(60, 40), (100, 40), (60, 40)],
        "beside": [(60, 80), (100, 80)],
    }
    index = TrackIndex(
        [Recording(name, motion([_line_track(way, 6, 20)])) for name, way in ways.items()]
    )
    line = ((0.503, 0.0), (0.503, 0.6))
    found = {
        way: [hit.recording for hit in index.search(Query(crossed=line, crossed_to=way)).hits]
        for way in (0, 1, -1)
    }
    assert found == {0: ["goes", "returns"], -1: ["goes", "returns"], 1: ["returns"]}
    (hit, _) = index.search(Query(crossed=line)).hits
    assert (hit.from_s, hit.to_s) == (hit.track.at_s[2], hit.track.at_s[3])


def test_a_picked_colour_finds_its_shades_and_no_other() -> None:
    random = np.random.default_rng(2)
    one = replace(track(1, random), tints=np.eye(TINTS, dtype=np.int64)[2 * 49 + 1 * 7 + 5] * 100)
    from holdfast.analysis.motion.colours import _rgb_of_tints

    red, green, blue = (round(float(part) * 255) for part in _rgb_of_tints()[2 * 49 + 1 * 7 + 5])
    index = TrackIndex([Recording("a", motion([one]))])
    assert len(index.search(Query(picked=(red, green, blue))).hits) == 1
    assert index.search(Query(picked=(255 - red, 255 - green, 255 - blue))).hits == ()


def test_two_thousand_tracks_are_searched_in_milliseconds() -> None:
    random = np.random.default_rng(3)
    index = TrackIndex([Recording("long", motion([track(n, random) for n in range(2_000)]))])
    query = Query(direction_deg=180.0, colour="red", area=AREA, longer_s=2.0)
    begun = clock.process_time()
    answer = index.search(query)
    assert clock.process_time() - begun < 0.1
    assert answer.hits


def test_what_is_asked_wrongly_is_refused() -> None:
    for wrong in (
        {"colour": "mauve"}, {"area": ((0.0, 0.0), (1.0, 1.0))}, {"entered": True},
        {"from_at": datetime(2026, 1, 1)},  # noqa: DTZ001 - a time without a zone is what is tried
    ):  # fmt: skip
        with pytest.raises(WrongUsageError, match="Nothing was searched"):
            Query(**wrong)


def test_maps_add_up() -> None:
    tracks = RECORDINGS[0].motion.tracks
    heat = heat_map(tracks, WIDE, HIGH)
    assert heat.seconds.sum() == pytest.approx(
        sum(one.to_s - one.from_s for one in tracks), rel=0.01
    )
    assert heat.objects.max() >= 1
    counted = activity(tracks, 3700.0, 10.0)
    for number in (0, 50, 200):
        start, stop = number * 10.0, number * 10.0 + 10.0
        there = sum(
            int(one.from_s / 10) * 10 <= start and one.to_s >= start and one.from_s < stop
            for one in tracks
        )
        assert counted[number] == there


def test_an_index_of_nothing_finds_nothing() -> None:
    assert TrackIndex([]).search(Query(area=AREA, crossed=((0, 0), (1, 1)))).hits == ()
    assert TrackIndex([Recording("a", motion([]))]).search(Query()).hits == ()
