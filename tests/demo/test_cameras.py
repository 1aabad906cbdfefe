# SPDX-License-Identifier: Apache-2.0
"""The drawn cameras keep what they say: the same each time, on one sound, with somebody to find."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.analysis.motion import analyse
from holdfast.analysis.sync import align
from holdfast.demo.cameras import ENTRANCE, OFFSET_S, SQUARE, WRONG_S, write_camera
from holdfast.demo.cameras.view import HIGH, WIDE
from holdfast.readers import read

if TYPE_CHECKING:
    from pathlib import Path

BEGUN = datetime(2026, 11, 24, 21, 14, 5, tzinfo=UTC)
SECONDS = 36.0


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("export")
    one, other = folder / "CH01_ENTRANCE.mp4", folder / "CH02_SQUARE.mp4"
    write_camera(one, replace(ENTRANCE, seconds=SECONDS), claims=BEGUN)
    later = BEGUN + timedelta(seconds=OFFSET_S + WRONG_S)
    square = replace(SQUARE, seconds=SECONDS)
    write_camera(other, square, claims=later, hears_from_s=OFFSET_S, room=1)
    return one, other


def test_two_drawings_are_the_same(filmed: tuple[Path, Path], tmp_path: Path) -> None:
    write_camera(tmp_path / "again.mp4", replace(ENTRANCE, seconds=SECONDS), claims=BEGUN)
    assert (tmp_path / "again.mp4").read_bytes() == filmed[0].read_bytes()


def test_their_sound_tells_how_far_apart_they_began_and_their_clocks_do_not(
    filmed: tuple[Path, Path],
) -> None:
    found = align(*filmed)
    assert not found.refused
    assert found.offset_s == pytest.approx(OFFSET_S, abs=0.02)
    one, other = (read(path) for path in filmed)
    assert "21:14:05" in str(one.times[0].at)
    assert "21:16:12" in str(other.times[0].at), "two minutes and seven seconds later by its clock"
    assert one.device is not None
    assert (one.device.make, one.device.model_code) == ("Tirohanga", "TR-804")


def test_who_is_drawn_is_found_where_the_truth_says(filmed: tuple[Path, Path]) -> None:
    motion = analyse(filmed[0], workers=2)
    assert [one.colours[0] for one in motion.tracks] == ["blue", "green", "red"]
    for track, name in zip(motion.tracks, ("blue", "green", "red"), strict=True):
        middle = len(track.at_s) // 2
        truth = ENTRANCE.truth(float(track.at_s[middle]))[name]
        across, down = track.centres[middle].tolist()
        assert truth[0] - 6 <= across <= truth[2] + 6
        assert truth[1] - 6 <= down <= truth[3] + 6


def test_a_bag_is_left_and_there_are_times_in_which_nobody_is_there() -> None:
    assert set(ENTRANCE.truth(85.0)) == {"bag"}
    assert set(ENTRANCE.truth(40.0)) == set()
    assert "red" in SQUARE.truth(36.0)
    for camera in (ENTRANCE, SQUARE):
        for second in range(int(camera.seconds)):
            for left, top, right, bottom in camera.truth(float(second)).values():
                assert 0 <= left < right <= WIDE
                assert 0 <= top < bottom <= HIGH
