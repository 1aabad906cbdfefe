# SPDX-License-Identifier: Apache-2.0
"""What is found in scenes whose truth is known, because we drew them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.motion.known import (
    COLOURS,
    CROSSING,
    EMPTY,
    LEAVES,
    LIGHTS_OUT,
    LUGGAGE,
    SCENES,
    SIZES,
    STOP_AND_GO,
    TURNING,
)  # fmt: skip
from analysis.motion.scenes import film
from holdfast.analysis.motion import MOVING, analyse
from holdfast.analysis.motion.boxes import overlap

if TYPE_CHECKING:
    from analysis.motion.scenes import Scene
    from holdfast.analysis.motion import Motion, Track


@cache
def found(scene: Scene) -> Motion:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scene.mp4"
        film(path, scene)
        return analyse(path)


def nearest(track: Track, at: float) -> tuple[float, float, float, float] | None:
    number = int(np.abs(track.at_s - at).argmin())
    if abs(float(track.at_s[number]) - at) > 0.051:
        return None
    left, top, right, bottom = track.boxes[number].tolist()
    return left, top, right, bottom


def score(scene: Scene) -> tuple[int, int, int, int]:
    """Count boxes right (0.3 in common), missed, false, and changes of a figure's track."""
    motion, held = found(scene), dict[int, int]()
    right = missed = false = changes = 0
    for step in range(5, int(scene.seconds * 10)):
        at = step / 10
        boxes = {track.id: box for track in motion.tracks if (box := nearest(track, at))}
        taken = set()
        for figure, box in scene.truth(at).items():
            if any(box[0] >= p[0] and box[2] <= p[2] for p in scene.pillars):
                continue
            best = max(boxes, key=lambda one: overlap(boxes[one], box), default=None)
            if best is None or best in taken or overlap(boxes[best], box) < 0.3:
                missed += 1
                continue
            taken.add(best)
            right += 1
            changes += held.setdefault(figure, best) != best
            held[figure] = best
        false += len(boxes) - len(taken)
    return right, missed, false, changes


@pytest.mark.parametrize("name", SCENES)
def test_figures_are_followed_from_beginning_to_end(name: str) -> None:
    right, missed, false, changes = score(SCENES[name])
    assert changes == 0
    assert 2 * right / (2 * right + missed + false) >= 0.9


@pytest.mark.parametrize("name", SCENES)
def test_there_are_as_many_tracks_as_figures(name: str) -> None:
    assert len(found(SCENES[name]).tracks) == len(SCENES[name].figures)


def test_those_that_cross_keep_their_own_colours_and_directions() -> None:
    one, other = found(CROSSING).tracks
    assert (one.colours[0], other.colours[0]) == ("red", "blue")
    assert one.direction_deg is not None
    assert other.direction_deg is not None
    assert min(one.direction_deg, 360 - one.direction_deg) < 5
    assert abs(other.direction_deg - 180) < 5
    assert one.met == (other.id,)


def test_each_colour_has_its_name() -> None:
    names = [track.colours[0] for track in found(COLOURS).tracks]
    assert names == ["red", "green", "blue", "yellow", "black", "white"]


def test_sizes_and_speeds_are_those_that_were_drawn() -> None:
    tracks = {track.colours[0]: track for track in found(SIZES).tracks}
    for colour, size, speed in (("black", 140, 56.7), ("purple", 600, 48.6), ("white", 2640, 63.3)):
        assert tracks[colour].size_px == pytest.approx(size, rel=0.15)
        # Coming in and going out, an object's visible middle is slower than the object.
        assert tracks[colour].speed_px_s == pytest.approx(speed, rel=0.2)


def test_standing_counts_as_dwell_and_not_as_speed() -> None:
    (track,) = found(STOP_AND_GO).tracks
    assert track.dwell_s == pytest.approx(4.0, abs=0.7)
    assert track.speed_px_s == pytest.approx(60, rel=0.2)


def test_what_is_left_behind_stays_a_track() -> None:
    luggage = found(LUGGAGE).tracks[1]
    assert luggage.direction_deg is None
    assert luggage.dwell_s >= 7
    assert luggage.to_s > 13.5
    left, top, right, bottom = luggage.boxes[-1].tolist()
    assert overlap((left, top, right, bottom), (169, 155, 183, 169)) > 0.6


def test_a_change_of_light_is_no_movement() -> None:
    assert len(found(LIGHTS_OUT).tracks) == 1


def test_leaves_in_the_wind_are_no_tracks() -> None:
    (walker,) = found(LEAVES).tracks
    assert walker.colours[0] == "red"


def test_a_turning_camera_is_said_to_be_outside_the_method() -> None:
    motion = found(TURNING)
    assert motion.camera == MOVING
    assert motion.tracks == ()
    assert "outside this method" in motion.notes[0]


def test_an_empty_scene_is_passed_over_and_said_to_be_quiet() -> None:
    motion = found(EMPTY)
    assert motion.tracks == ()
    assert motion.quiet_s > 35
    assert any("Quiet stretches" in note for note in motion.notes)


def test_every_track_has_a_picture_and_masks_of_its_boxes() -> None:
    for track in found(CROSSING).tracks:
        assert track.picture.startswith(b"\xff\xd8")
        mask = track.mask(len(track.at_s) // 3)
        assert mask is not None
        left, top, right, bottom = track.small[len(track.at_s) // 3].tolist()
        assert mask.shape == (bottom - top, right - left)
        assert mask.mean() > 0.5
