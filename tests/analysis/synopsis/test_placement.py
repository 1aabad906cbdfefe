# SPDX-License-Identifier: Apache-2.0
"""Placement keeps its promises for any tracks: tolerance, order, groups, and nothing lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.analysis.motion import NAMES, Motion, Track
from holdfast.analysis.motion.colours import TINTS
from holdfast.analysis.motion.masks import Masks
from holdfast.analysis.synopsis import SynopsisSettings, plan
from holdfast.analysis.synopsis.measures import measure
from holdfast.analysis.synopsis.placement import Occupied, Placement, cells_of, place
from holdfast.analysis.synopsis.synopsis import NOT_PLACED
from holdfast.analysis.synopsis.tubes import MERGED, Tube, together, tubes_of

SIZE = (640, 360)
FPS = 10.0


def track(
    number: int,
    start: float,
    points: list[tuple[int, int]],
    *,
    met: tuple[int, ...] = (),
    how: int = 0,
) -> Track:
    boxes = np.array([[x, y, x + 6, y + 12] for x, y in points], np.int32)
    at = np.array([start + 0.1 * n for n in range(len(points))], np.float64)
    ways = np.full(len(points), how, np.uint8)
    tints, names = np.zeros(TINTS, np.int64), np.zeros(len(NAMES), np.int64)
    return Track(number, 4, at, boxes, ways, Masks.of([b""] * len(points)), tints, names, met)


def crowd(seed: int, count: int) -> list[Track]:
    random = np.random.default_rng(seed)
    tracks = []
    for number in range(count):
        steps = int(random.integers(8, 120))
        x, y = random.integers(0, 150), random.integers(0, 75)
        speed = random.uniform(-2, 2)
        points = [(int(np.clip(x + speed * n, 0, 150)), int(y)) for n in range(steps)]
        tracks.append(track(number, float(random.uniform(0, 600)), points))
    return tracks


def tubes(tracks: list[Track]) -> list[Tube]:
    return [tube for one in tracks for tube in tubes_of(one, FPS, 30.0)]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 40), st.sampled_from([0.0, 0.05, 0.2, 0.6]))
def test_no_more_collides_than_is_tolerated(seed: int, count: int, tolerance: float) -> None:
    made = place(
        together(tubes(crowd(seed, count)), 60.0), SIZE, FPS, tolerance=tolerance, disorder_s=30.0
    )
    assert all(one.collided <= tolerance + 1e-9 for one in made.placed)
    # Put down one by one, in the order in which they were placed, the same is found.
    occupied, all_cells, all_taken = Occupied(), 0, 0
    for one in made.placed:
        cells = cells_of(one.tube.boxes, *SIZE)
        taken, area = occupied.taken(cells, one.start), int(np.bitwise_count(cells).sum())
        assert taken <= tolerance * area + 1e-9
        occupied.take(cells, one.start)
        all_cells, all_taken = all_cells + area, all_taken + taken
    assert all_taken <= tolerance * all_cells + 1e-9
    assert made.frames == max(one.start + len(one.tube) for one in made.placed)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.floats(0, 60))
def test_none_begins_too_long_before_an_earlier_one(seed: int, disorder_s: float) -> None:
    made = place(
        together(tubes(crowd(seed, 25)), 60.0), SIZE, FPS, tolerance=0.1, disorder_s=disorder_s
    )
    latest = 0
    for one in made.placed:
        assert one.start >= latest - int(disorder_s * FPS)
        latest = max(latest, one.start)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000), st.floats(2, 30))
def test_what_does_not_fit_is_listed_and_nothing_is_lost(seed: int, longest_s: float) -> None:
    all_of_them = tubes(crowd(seed, 30))
    made = place(
        together(all_of_them, 60.0), SIZE, FPS, tolerance=0.1, disorder_s=30.0, longest_s=longest_s
    )
    assert made.frames <= longest_s * FPS
    assert {id(one) for one in all_of_them} == {id(one.tube) for one in made.placed} | {
        id(one) for one in made.unplaced
    }


def test_more_density_is_never_longer_here() -> None:
    lengths = [
        place(together(tubes(crowd(4, 60)), 60.0), SIZE, FPS, tolerance=one, disorder_s=30.0).frames
        for one in (0.0, 0.1, 0.3, 1.0)
    ]
    assert lengths == sorted(lengths, reverse=True)


def test_those_that_met_keep_their_places_in_time() -> None:
    one = track(1, 10.0, [(n, 20) for n in range(60)], met=(2,))
    other = track(2, 12.0, [(60 - n, 22) for n in range(60)], met=(1,))
    made = place(together(tubes([one, other]), 60.0), SIZE, FPS, tolerance=0.0, disorder_s=30.0)
    starts = {each.tube.track.id: each.start for each in made.placed}
    assert starts[2] - starts[1] == 20


def test_cells_are_those_that_a_box_touches() -> None:
    random = np.random.default_rng(1)
    corners = random.uniform(0, 1, (200, 2)) * np.array([600, 330])
    boxes = np.concatenate((corners, corners + random.uniform(1, 40, (200, 2))), axis=1)
    for box, cells in zip(boxes.tolist(), cells_of(boxes, *SIZE), strict=True):
        for row in range(36):
            for column in range(64):
                touched = (
                    column * 10 < box[2] and (column + 1) * 10 > box[0]
                    and row * 10 < box[3] and (row + 1) * 10 > box[1]
                )  # fmt: skip
                assert bool(int(cells[row]) >> column & 1) == touched


def test_the_measures_are_as_they_are_defined() -> None:
    one = track(1, 0.0, [(10 + n, 10) for n in range(20)])
    other = track(2, 50.0, [(30 - n, 10) for n in range(20)])
    made = place(together(tubes([one, other]), 60.0), SIZE, FPS, tolerance=1.0, disorder_s=30.0)
    told = measure(made, SIZE, FPS, 100.0)
    assert made.frames == 20
    assert told.frame_ratio == pytest.approx(0.02)
    assert told.compactness == pytest.approx(2 * 24 * 48 / (640 * 360))
    both = sum(max(0, min(10 + n, 30 - n) + 6 - max(10 + n, 30 - n)) * 4 * 48 for n in range(20))
    assert told.overlap == pytest.approx(both / (640 * 360 * 20), rel=0.02)
    assert told.disorder == 0.0
    assert measure(Placement((), (), 0), SIZE, FPS, 100.0).frame_ratio == 0.0


def test_long_standing_is_cut_short_and_long_tracks_are_cut_up() -> None:
    walk = [(n, 20) for n in range(40)]
    still = track(1, 0.0, [*walk, *[(40, 20)] * 300, *[(40 + n, 20) for n in range(40)]])
    (tube,) = tubes_of(still, FPS, 30.0)
    assert len(tube) < 130
    assert not tube.whole
    assert np.all(np.diff(tube.at_s) > 0)
    pieces = tubes_of(track(2, 0.0, [(n % 140, 20) for n in range(700)]), FPS, 30.0)
    assert [len(one) for one in pieces] == [300, 300, 100]
    assert [one.piece for one in pieces] == [0, 1, 2]


def test_what_is_not_shown_is_listed_with_its_reason() -> None:
    alone = track(1, 0.0, [(n, 20) for n in range(60)])
    merged = track(2, 0.0, [(n, 24) for n in range(60)], met=(1,), how=1)
    late = track(3, 30.0, [(n, 22) for n in range(60)])
    motion = Motion(
        640, 360, 4, 60.0, 600, 600, 60.0, 0.0, "fixed", (alone, merged, late), (), {"too small": 7}
    )
    settings_ = SynopsisSettings(density=0.0, longest_s=6.0)
    placement, left_out = plan(motion, motion.tracks, settings_)
    assert [one.tube.track.id for one in placement.placed] == [1]
    assert [(one.reason, one.number, one.track) for one in left_out] == [
        ("too small", 7, None), (MERGED, 1, 2), (NOT_PLACED, 1, 3),
    ]  # fmt: skip
