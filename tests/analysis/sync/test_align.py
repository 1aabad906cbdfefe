# SPDX-License-Identifier: Apache-2.0
"""Offsets and drifts of drawn scenes are found, and what cannot be known is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.sync.scenes import drifting, echoing, recorded, scene, write_sound
from holdfast.analysis.sync import RATE, Alignment, NoSoundError, align, align_sounds

HALF_A_PICTURE = 0.02
TALK = scene(180, 1)
_SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "video" / "sync"


def _from(start_s: float, end_s: float) -> np.ndarray:
    return TALK[round(start_s * RATE) : round(end_s * RATE)]


@pytest.mark.parametrize(("start", "end"), [(12.26, 60), (0, 170), (100.5, 130.25), (170, 180)])
def test_where_a_part_of_a_recording_begins_is_found(start: float, end: float) -> None:
    found = align_sounds(recorded(TALK, seed=1), recorded(_from(start, end), gain=0.3, seed=2))
    assert not found.refused
    assert found.offset_s == pytest.approx(start, abs=0.001)
    assert found.drift_ppm == pytest.approx(0, abs=found.pieces[0].drift_within_ppm)


def test_the_other_way_round_is_the_same_with_the_other_sign() -> None:
    a, b = recorded(_from(20, 110), seed=1), recorded(_from(60, 180), seed=2)
    assert align_sounds(a, b).offset_s == pytest.approx(40, abs=0.001)
    assert align_sounds(b, a).offset_s == pytest.approx(-40, abs=0.001)


def test_two_recordings_that_overlap_for_fifteen_seconds_are_put_together() -> None:
    found = align_sounds(recorded(_from(0, 100), seed=1), recorded(_from(85, 180), seed=2))
    assert found.offset_s == pytest.approx(85, abs=0.001)
    assert found.overlap_s == pytest.approx(15, abs=0.1)


@pytest.mark.parametrize("ppm", [-145.0, 40.0, 300.0])
def test_a_drift_is_told_and_the_offset_is_that_of_the_beginning(ppm: float) -> None:
    heard = drifting(_from(10, 180), ppm)
    found = align_sounds(recorded(TALK, seed=1), recorded(heard, seed=2))
    assert found.offset_s == pytest.approx(10, abs=0.002)
    assert found.drift_ppm == pytest.approx(ppm, abs=max(3, found.pieces[0].drift_within_ppm))


def test_noise_and_echo_do_not_move_it_by_half_a_picture() -> None:
    near = echoing(_from(30, 120), 0.035, 0.6)
    found = align_sounds(recorded(TALK, noise=1500, seed=1), recorded(near, noise=1500, seed=2))
    assert not found.refused
    assert found.offset_s == pytest.approx(30, abs=HALF_A_PICTURE)


def test_unrelated_recordings_are_refused() -> None:
    found = align_sounds(recorded(scene(90, 7), seed=1), recorded(scene(60, 8), seed=2))
    assert found.refused
    assert found.offset_s is None
    assert found.why


def test_a_sound_that_repeats_itself_is_refused() -> None:
    once = scene(9, 3)
    again = np.tile(once, 8)
    found = align_sounds(recorded(again, seed=1), recorded(again[: len(once) * 3], seed=2))
    assert found.refused
    assert "repeats" in found.why


def test_silence_is_refused() -> None:
    nothing = np.zeros(40 * RATE)
    found = align_sounds(recorded(TALK, seed=1), recorded(nothing, noise=1, seed=2))
    assert found.refused


def test_a_recording_that_was_paused_gives_two_pieces() -> None:
    paused = np.concatenate([_from(10, 80), _from(87, 170)])
    found = align_sounds(recorded(TALK, seed=1), recorded(paused, seed=2))
    assert [piece.offset_s for piece in found.pieces] == pytest.approx([10, 17], abs=0.001)
    first, second = found.pieces
    assert first.to_s == pytest.approx(70, abs=8)
    assert second.from_s == pytest.approx(70, abs=8)


def test_a_file_is_read_on_its_own_clock(tmp_path: Path) -> None:
    a = write_sound(tmp_path / "a.mp4", recorded(TALK, seed=1), video_s=2)
    late = recorded(_from(33, 90), seed=2)
    b = write_sound(tmp_path / "b.mp4", late, starts_s=1.5, video_s=2)
    found = align(a, b)
    assert found.offset_s == pytest.approx(31.5, abs=HALF_A_PICTURE)


def test_an_answer_is_read_again_as_it_was_written() -> None:
    found = align_sounds(recorded(TALK, seed=1), recorded(_from(5, 50), seed=2))
    assert Alignment.from_json(found.to_json()) == found


@pytest.mark.parametrize("content", [b"", b"no recording at all\n" * 40])
def test_a_file_without_sound_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(NoSoundError, match=r"clip\.mp4"):
        align(path, path)


@pytest.mark.skipif(not _SAMPLES.is_dir(), reason="the folder of real samples is not there")
def test_the_two_recordings_of_a_talk_are_put_together() -> None:
    one, two = _SAMPLES / "bbc_timbl_1.mp3", _SAMPLES / "bbc_timbl_2.mp3"
    found = align(one, two)
    assert found.offset_s == pytest.approx(12.26, abs=HALF_A_PICTURE)
    assert found.confidence > 0.9
