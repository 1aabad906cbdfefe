# SPDX-License-Identifier: Apache-2.0
"""Comparing two sounds as a processor: confined, the same each time, and counted from pictures."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from analysis.recordings import make
from analysis.sync.scenes import recorded, scene, write_sound
from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Outcome, Source, State, run
from holdfast.analysis.sync import RATE, Alignment

if TYPE_CHECKING:
    from pathlib import Path

TALK = scene(50, 31)


def _of(path: Path) -> Source:
    return Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, path.name)


def _compared(output: Path, a: Path, *others: Path) -> Outcome:
    permit = permit_for(PROCESSORS["sync"].technology, "item.process")
    return run(Job("sync", permit, _of(a), output, tuple(map(_of, others)), {}))


def test_the_answer_is_the_second_recording_on_the_first_ones_clock(tmp_path: Path) -> None:
    a = write_sound(tmp_path / "a.mp4", recorded(TALK, seed=1), video_s=2)
    b = write_sound(tmp_path / "b.mp4", recorded(TALK[9 * RATE :], seed=2), video_s=2)
    ended = [_compared(tmp_path / f"{number}.json", a, b) for number in range(2)]
    assert {one.state for one in ended} == {State.DONE}
    assert ended[0].output_sha256 == ended[1].output_sha256
    assert ended[0].finding is not None
    assert ended[0].finding["refused"] is False
    assert ended[0].finding["pictures_offset_s"] == [pytest.approx(9, abs=0.02)]
    told = json.loads((tmp_path / "0.json").read_text(encoding="utf-8"))
    assert (told.pop("a"), told.pop("b")) == ("a.mp4", "b.mp4")
    assert Alignment.from_json(told).offset_s == ended[0].finding["offset_s"]
    assert str(tmp_path) not in (tmp_path / "0.json").read_text(encoding="utf-8")


def test_pictures_that_begin_later_than_the_sound_are_taken_into_account(tmp_path: Path) -> None:
    a = write_sound(tmp_path / "a.mp4", recorded(TALK, seed=1), video_s=2)
    late = recorded(TALK[9 * RATE :], seed=2)
    b = write_sound(tmp_path / "b.mp4", late, video_s=2, pictures_from_s=1.5)
    finding = _compared(tmp_path / "a.json", a, b).finding
    assert finding is not None
    assert finding["offset_s"] == pytest.approx(9, abs=0.03)
    assert finding["first_pictures_s"] == [pytest.approx(0, abs=0.03), pytest.approx(1.5, abs=0.03)]
    assert finding["pictures_offset_s"] == [pytest.approx(10.5, abs=0.03)]


def test_what_does_not_match_is_refused_with_its_reason(tmp_path: Path) -> None:
    a = write_sound(tmp_path / "a.m4a", recorded(scene(30, 5), seed=1))
    b = write_sound(tmp_path / "b.m4a", recorded(scene(30, 6), seed=2))
    finding = _compared(tmp_path / "a.json", a, b).finding
    assert finding is not None
    assert finding["refused"] is True
    assert finding["offset_s"] is None
    assert finding["pictures_offset_s"] == []
    assert finding["why"]


def test_a_recording_without_sound_gives_nothing_to_do_and_is_named(tmp_path: Path) -> None:
    a = write_sound(tmp_path / "a.mp4", recorded(TALK, seed=1), video_s=2)
    silent = make(tmp_path / "silent.mp4", seconds=2.0, sound=None)
    ended = _compared(tmp_path / "a.json", a, silent)
    assert ended.state is State.NOTHING_TO_DO
    assert "silent.mp4 has no sound" in ended.reason
    assert str(tmp_path) not in ended.reason
    assert _compared(tmp_path / "b.json", a).state is State.NOTHING_TO_DO


@pytest.mark.parametrize("content", [b"", b"no recording at all\n" * 40])
def test_what_is_no_recording_ends_in_words(tmp_path: Path, content: bytes) -> None:
    a = write_sound(tmp_path / "a.mp4", recorded(TALK, seed=1), video_s=2)
    (tmp_path / "b.mp4").write_bytes(content)
    ended = _compared(tmp_path / "a.json", a, tmp_path / "b.mp4")
    assert ended.state is State.NOTHING_TO_DO
    assert "b.mp4 cannot be opened" in ended.reason
