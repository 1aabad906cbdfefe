# SPDX-License-Identifier: Apache-2.0
"""Integrity and salvage as processors: confined, bounded, and the same each time."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from analysis.faults import cut
from analysis.recordings import make
from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Outcome, Source, State, run
from holdfast.analysis.integrity import examine

if TYPE_CHECKING:
    from pathlib import Path


def _of(path: Path) -> Source:
    return Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, path.name)


def _made(name: str, path: Path, output: Path, *companions: Path, **settings: str | int) -> Outcome:
    permit = permit_for(PROCESSORS[name].technology, "item.process")
    beside = tuple(map(_of, companions))
    return run(Job(name, permit, _of(path), output, beside, settings))


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cut") / "BWC0003.MP4"
    return cut(make(path, seconds=6.0, drawn=lambda number: number + 900), 0.6)


def test_an_examination_gives_the_same_report_each_time(cut_off: Path, tmp_path: Path) -> None:
    ended = [_made("integrity", cut_off, tmp_path / f"{number}.json") for number in range(2)]
    assert {one.state for one in ended} == {State.DONE}
    assert ended[0].output_sha256 == ended[1].output_sha256
    assert ended[0].finding is not None
    assert ended[0].finding["verdict"] == "unreadable"
    assert str(tmp_path) not in (tmp_path / "0.json").read_text()


def test_a_bound_of_time_that_was_met_is_said_in_the_report(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", seconds=4.0)
    outcome = _made("integrity", path, tmp_path / "a.json", decode_minutes=0)
    told: dict[str, Any] = json.loads((tmp_path / "a.json").read_bytes())
    assert outcome.finding is not None
    assert outcome.finding["limited"] is True
    assert "were not decoded: the limit of 0 s was met" in told["limits"][0]
    assert told["verdict"] == "sound", "what was not decoded is not called damaged"


def test_what_is_no_recording_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"words, and nothing else" * 40)
    outcome = _made("integrity", tmp_path / "a.mp4", tmp_path / "a.json")
    assert outcome.finding is not None
    assert outcome.finding["kinds"] == ["not_a_recording"]


def test_a_salvage_may_neither_rename_nor_remove_and_still_leaves_one_file(
    cut_off: Path, tmp_path: Path
) -> None:
    reference = make(tmp_path / "reference.mp4", seconds=4.0)
    damaged = tmp_path / "holed.MP4"
    data = bytearray(cut_off.read_bytes())
    data[60_000:60_300] = bytes(300)
    damaged.write_bytes(data)
    before = damaged.read_bytes()
    (tmp_path / "out").mkdir()
    first = _made("salvage", damaged, tmp_path / "out" / "copy", reference)
    assert first.state is State.DONE, first.reason
    assert first.finding is not None
    result: Any = first.finding["result"]
    assert result["output_sha256"] == first.output_sha256
    assert result["lost"]
    assert "pieces that do not decode were left out" in result["method"]
    assert first.provenance.sources == (_of(damaged).sha256, _of(reference).sha256)
    assert examine(tmp_path / "out" / "copy").facts.found_s
    assert damaged.read_bytes() == before
    left = {path.name: path.stat().st_size for path in (tmp_path / "out").iterdir()}
    left.pop("copy")
    assert all(name.startswith("copy") and size == 0 for name, size in left.items())
    again = _made("salvage", damaged, tmp_path / "out" / "other", reference)
    assert again.output_sha256 == first.output_sha256


def test_a_salvage_that_is_refused_says_why(cut_off: Path, tmp_path: Path) -> None:
    needed = _made("salvage", cut_off, tmp_path / "copy")
    assert needed.state is State.UNSUPPORTED
    assert "has no index" in needed.reason
    (tmp_path / "empty.mp4").write_bytes(b"")
    nothing = _made("salvage", tmp_path / "empty.mp4", tmp_path / "other")
    assert nothing.state is State.DAMAGED
    assert "no bytes" in nothing.reason
