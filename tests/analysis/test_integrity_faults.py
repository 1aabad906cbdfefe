# SPDX-License-Identifier: Apache-2.0
"""Every fault is found and no sound recording is called damaged or incomplete."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from analysis.faults import FAULTS, SOUND, Case, without_packets
from analysis.recordings import RATE, Plan, make
from holdfast.analysis.integrity import IntegrityReport, Verdict, examine

if TYPE_CHECKING:
    from pathlib import Path

_PLAN = Plan(seconds=20.0)
_UNSEEN = "a single bit may change nothing that shows"


def _named(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", [each for each in FAULTS if each.name != "flip"], ids=_named)
def test_a_fault_is_found_and_classed(case: Case, tmp_path: Path) -> None:
    report = examine(case.make(tmp_path / case.name, _PLAN))
    kinds = {finding.kind for finding in report.findings}
    assert case.kinds & kinds, report.findings
    assert str(report.verdict) in case.worst
    assert IntegrityReport.from_json(report.to_json()) == report


@pytest.mark.parametrize("case", SOUND, ids=_named)
def test_a_sound_recording_raises_no_alarm(case: Case, tmp_path: Path) -> None:
    report = examine(case.make(tmp_path / case.name, _PLAN))
    kinds = {finding.kind for finding in report.findings}
    assert kinds == case.kinds, report.findings
    assert str(report.verdict) in case.worst


def _only(report: IntegrityReport, kind: str) -> tuple[float, float]:
    (finding,) = (each for each in report.findings if each.kind == kind)
    assert finding.from_s is not None
    assert finding.to_s is not None
    return finding.from_s, finding.to_s


def test_a_gap_is_told_to_the_picture(tmp_path: Path) -> None:
    path = make(tmp_path / "gap.mp4", moment=lambda _n, at: at if at < 8.0 else at + 5.0)
    assert _only(examine(path), "gap") == pytest.approx((8.0, 13.0), abs=0.001)


def test_a_freeze_is_told_within_a_second(tmp_path: Path) -> None:
    path = make(tmp_path / "frozen.mp4", drawn=lambda n: min(n, 75) if n < 225 else n)
    start, stop = _only(examine(path), "frozen")
    assert 5.0 <= start <= 6.0
    assert stop == pytest.approx(15.0, abs=0.2)


def test_damage_is_told_by_time(tmp_path: Path) -> None:
    path = make(tmp_path / "holed.mp4", sound=None)
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at : at + 20_000] = bytes(20_000)
    path.write_bytes(data)
    start, stop = _only(examine(path), "decode_errors")
    assert 8.5 < start < stop < 12.5
    assert stop - start < 2.5


def test_silence_in_the_middle_is_missing_sound(tmp_path: Path) -> None:
    path = make(tmp_path / "muted.mp4", loudness=lambda at: 0.0 if 6 <= at < 11 else 0.1)
    report = examine(path)
    assert report.verdict is Verdict.INCOMPLETE
    assert _only(report, "silence") == pytest.approx((6.0, 11.0), abs=0.2)


def test_sound_that_ends_early_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "short.mp4", sound_until_s=14.0)
    assert _only(examine(path), "ends_apart") == pytest.approx((14.0, 20.0), abs=0.2)


def test_dropped_pictures_are_counted(tmp_path: Path) -> None:
    gone = {50, 100, 101, 102, 103, 200}
    path = make(tmp_path / "dropped.mp4", moment=lambda n, at: None if n in gone else at)
    dropped = [each for each in examine(path).findings if each.kind == "dropped"]
    assert sum(int(each.what.split(" ")[0]) for each in dropped) == len(gone)
    assert dropped[0].from_s == pytest.approx(50 / RATE, abs=0.001)


def test_a_clock_that_runs_back_breaks_the_time_line(tmp_path: Path) -> None:
    first = make(tmp_path / "a.ts", seconds=6.0).read_bytes()
    (tmp_path / "joined.ts").write_bytes(first + first)
    report = examine(tmp_path / "joined.ts")
    assert report.verdict is Verdict.DAMAGED
    jumps = [each for each in report.findings if each.kind == "clock_jump"]
    assert {each.stream for each in jumps} == {0, 1}


def test_lost_packets_are_placed_in_time(tmp_path: Path) -> None:
    path = without_packets(make(tmp_path / "lost.ts"))
    start, stop = _only(examine(path), "packets_lost")
    assert 8.0 < start <= stop < 12.0


def test_a_stream_cut_at_its_start_begins_between_pictures(tmp_path: Path) -> None:
    data = make(tmp_path / "whole.ts").read_bytes()
    (tmp_path / "late.ts").write_bytes(data[len(data) // 3 // 188 * 188 :])
    report = examine(tmp_path / "late.ts")
    assert report.verdict is Verdict.UNUSUAL
    assert "starts_inside" in {each.kind for each in report.findings}


def test_a_still_scene_through_a_hard_encoder_is_not_frozen(tmp_path: Path) -> None:
    def seen(number: int) -> int:
        return number if number < 100 else 100_000 + number * 56  # the walker stands, noise goes on

    encoder = {"preset": "veryfast", "crf": "36"}
    path = make(tmp_path / "still.mp4", drawn=seen, encoder=encoder, noise=0.6, sound=None)
    assert {each.kind for each in examine(path).findings} == {"no_sound"}


def test_a_synthetic_still_is_unusual_and_not_frozen(tmp_path: Path) -> None:
    path = make(tmp_path / "card.mp4", drawn=lambda _n: 1, noise=0.0)
    report = examine(path)
    assert report.verdict is Verdict.UNUSUAL
    assert [each.kind for each in report.findings] == ["still"]


def test_a_time_lapse_is_neither_frozen_nor_full_of_gaps(tmp_path: Path) -> None:
    path = make(tmp_path / "lapse.mkv", rate=Fraction(1), seconds=120.0, sound=None)
    report = examine(path)
    assert {each.kind for each in report.findings} == {"no_sound"}
    assert report.facts.streams[0].rate == 1.0


def test_a_recording_with_sound_alone_is_examined(tmp_path: Path) -> None:
    import wave

    with wave.open(str(tmp_path / "memo.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(range(1, 251)) * 320)
    report = examine(tmp_path / "memo.wav")
    assert [each.kind for each in report.findings] == ["no_picture"]
    data = (tmp_path / "memo.wav").read_bytes()
    (tmp_path / "memo.wav").write_bytes(data[:50_000])
    assert examine(tmp_path / "memo.wav").verdict is Verdict.INCOMPLETE
