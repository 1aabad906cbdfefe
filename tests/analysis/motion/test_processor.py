# SPDX-License-Identifier: Apache-2.0
"""Movement as a processor: confined, the same each time, and going on where it was stopped."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from analysis.motion.known import CROSSING
from analysis.motion.scenes import Scene, film
from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Outcome, Source, State, run
from holdfast.analysis.motion import Kept, Settings, analyse, read_motion

if TYPE_CHECKING:
    from pathlib import Path


def _ran(path: Path, output: Path, name: str = "scene.mp4") -> Outcome:
    output.with_suffix(".kept").mkdir()
    source = Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, name)
    permit = permit_for(PROCESSORS["motion"].technology, "item.process")
    return run(Job("motion", permit, source, output))


def test_what_moves_is_found_in_a_confined_process_and_is_the_same_each_time(
    tmp_path: Path,
) -> None:
    path = tmp_path / "scene.mp4"
    film(path, CROSSING)
    ended = [_ran(path, tmp_path / f"{number}.part") for number in range(2)]
    assert [one.state for one in ended] == [State.DONE, State.DONE], ended[0].reason
    assert ended[0].output_sha256 == ended[1].output_sha256
    found = read_motion(tmp_path / "0.part")
    assert [one.to_json() for one in found.tracks] == [
        one.to_json() for one in analyse(path).tracks
    ]
    assert ended[0].finding is not None
    assert ended[0].finding["tracks"] == len(found.tracks)


def test_it_leaves_what_is_finished_and_how_far_it_is_beside_its_output(tmp_path: Path) -> None:
    path = tmp_path / "scene.mp4"
    film(path, CROSSING)
    outcome = _ran(path, tmp_path / "a.part")
    shelf = Kept.at(tmp_path / "a.kept", outcome.provenance.sources[0], Settings())
    assert sum(len(one.tracks) for one in shelf.chunks()) > 0
    told = shelf.told()
    assert told is not None
    assert told[1] <= told[2]


def test_what_is_no_video_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("words, and nothing else " * 40)
    assert _ran(path, tmp_path / "a.part", "a.mp4").state is State.DAMAGED
    assert _ran(path, tmp_path / "b.part", "a.bin").state is State.NOTHING_TO_DO


def test_a_recording_in_which_nothing_moves_is_kept_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "scene.mp4"
    film(path, Scene([], seconds=3.0))
    outcome = _ran(path, tmp_path / "a.part")
    assert outcome.state is State.DONE, outcome.reason
    assert read_motion(tmp_path / "a.part").tracks == ()
