# SPDX-License-Identifier: Apache-2.0
"""Containers that do not hold together, hostile files, limits, references, and real recordings."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.recordings import make
from holdfast.analysis.integrity import (
    KINDS,
    IntegrityReport,
    Limits,
    ReferenceUnreadableError,
    Verdict,
    examine,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
_SAMPLES = ROOT.parent / "shared" / "samples" / "video"
_SHORT = 6.0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One short recording of every container."""
    folder = tmp_path_factory.mktemp("made")
    fragments = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    return {
        "mp4": make(folder / "a.mp4", seconds=_SHORT).read_bytes(),
        "fragmented": make(folder / "f.mp4", seconds=10.0, options=fragments).read_bytes(),
        "mkv": make(folder / "a.mkv", seconds=_SHORT).read_bytes(),
        "ts": make(folder / "a.ts", seconds=_SHORT).read_bytes(),
        "avi": make(
            folder / "a.avi", seconds=_SHORT, codec="mpeg4", sound="pcm_s16le", encoder={}
        ).read_bytes(),
    }


def _examined(tmp_path: Path, name: str, data: bytes) -> IntegrityReport:
    path = tmp_path / name
    path.write_bytes(data)
    report = examine(path)
    assert IntegrityReport.from_json(json.loads(json.dumps(report.to_json()))) == report
    return report


def _kinds(report: IntegrityReport) -> set[str]:
    return {finding.kind for finding in report.findings}


def test_a_missing_fragment_is_counted_by_its_number(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    data = made["fragmented"]
    places = [at - 4 for at in range(len(data)) if data[at : at + 4] == b"moof"]
    report = _examined(tmp_path, "a.mp4", data[: places[2]] + data[places[4] :])
    assert report.verdict is Verdict.INCOMPLETE
    (missing,) = (each for each in report.findings if each.kind == "fragment_missing")
    assert missing.what.startswith("2 fragments")


@pytest.mark.parametrize(
    ("name", "changed", "kinds"),
    [
        ("mp4", lambda data: data + bytes(4000), {"padding"}),
        ("mkv", lambda data: data + b"\x07" * 4000, {"unknown_bytes"}),
        ("avi", lambda data: data + b"\x07" * 4000, {"unknown_bytes"}),
        ("avi", lambda data: data[: len(data) * 6 // 10], {"cut_off", "shorter_than_declared"}),
        ("ts", lambda data: data[:99_000] + b"xyz" * 400 + data[100_200:], {"structure_broken"}),
        ("mkv", lambda data: data[:60_000] + bytes(20_000) + data[80_000:], {"structure_broken"}),
        ("fragmented", lambda data: data[: len(data) // 2], {"cut_off"}),
    ],
)
def test_a_container_that_does_not_hold_together_is_told(
    made: dict[str, bytes],
    tmp_path: Path,
    name: str,
    changed: Callable[[bytes], bytes],
    kinds: set[str],
) -> None:
    ending = "mp4" if name == "fragmented" else name
    assert _kinds(_examined(tmp_path, f"a.{ending}", changed(made[name]))) >= kinds


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text.mp4", b"This is no recording at all.\n" * 20),
        ("empty.mp4", b""),
        ("header.mkv", b"\x1a\x45\xdf\xa3\xa3" + b"\x42" * 500),
        ("size.avi", b"RIFF\xff\xff\xff\xffAVI LIST" + bytes(500)),
        ("huge.mp4", struct.pack(">I4s", 1, b"mdat") + b"\xff" * 8 + bytes(100)),
        ("loop.mp4", struct.pack(">I4s", 8, b"moov") * 5000),
        ("list.mp4", b"#EXTM3U\n#EXTINF:10,\n/etc/hostname\n#EXT-X-ENDLIST\n"),
        ("join.mp4", b"ffconcat version 1.0\nfile /etc/hostname\n"),
        ("sync.ts", b"G" * 188 * 50),
    ],
)
def test_what_is_no_recording_is_unreadable(tmp_path: Path, name: str, data: bytes) -> None:
    report = _examined(tmp_path, name, data)
    assert report.verdict is Verdict.UNREADABLE
    assert report.findings


def test_an_index_that_declares_more_than_it_holds_is_no_bomb(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    data = bytearray(made["mp4"])
    at = data.find(b"stsz")
    data[at + 12 : at + 16] = b"\xff\xff\xff\xff"
    report = _examined(tmp_path, "bomb.mp4", bytes(data))
    assert report.verdict.needs_attention


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(["mp4", "fragmented", "mkv", "ts", "avi"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=12)), max_size=6),
    kept=st.floats(0.01, 1.0),
)
def test_no_file_makes_an_examination_fail(
    made: dict[str, bytes],
    tmp_path: Path,
    name: str,
    changes: list[tuple[float, bytes]],
    kept: float,
) -> None:
    data = bytearray(made[name][: int(len(made[name]) * kept)])
    for where, what in changes:
        at = int(where**3 * len(data))  # headers and indexes are hit more often
        data[at : at + len(what)] = what
    _examined(tmp_path, "mutant.bin", bytes(data))


def test_limits_hold_and_are_told(made: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(made["mp4"])
    small = examine(path, limits=Limits(most_pixels=100))
    assert "larger than the limit" in small.limits[0]
    assert "no_decoder" in _kinds(small)
    ticks = iter(range(10_000))
    hurried = examine(path, limits=Limits(decode_seconds=0.0), elapsed=lambda: float(next(ticks)))
    assert "were not decoded" in hurried.limits[0]
    assert "decode_errors" not in _kinds(hurried)
    few = examine(path, limits=Limits(most_packets=20))
    assert few.limits == ("packets after the first 20",)


def test_a_reference_tells_what_is_missing_and_what_differs(tmp_path: Path) -> None:
    with_sound = make(tmp_path / "reference.mp4", seconds=_SHORT)
    without = make(tmp_path / "mute.mp4", seconds=_SHORT, sound=None)
    alike = make(tmp_path / "alike.mp4", seconds=_SHORT + 1, drawn=lambda n: n + 500)
    assert examine(alike, reference=with_sound).verdict is Verdict.SOUND
    report = examine(without, reference=with_sound)
    assert report.verdict is Verdict.INCOMPLETE
    assert {"sound_missing", "unlike_reference"} <= _kinds(report)
    again = make(tmp_path / "again.mp4", seconds=_SHORT, encoder={"preset": "veryfast", "bf": "2"})
    told = [each.what for each in examine(again, reference=with_sound).findings]
    assert any("ahead of their time" in each for each in told)
    (tmp_path / "no.mp4").write_text("no recording", encoding="utf-8")
    with pytest.raises(ReferenceUnreadableError, match="does not open"):
        examine(without, reference=tmp_path / "no.mp4")


def test_a_chapter_of_a_split_recording_is_named(made: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "GX020017.MP4"
    path.write_bytes(made["mp4"])
    report = examine(path, beside=("GX010017.MP4", "GX020017.MP4", "GX010018.MP4"))
    (chapter,) = (each for each in report.findings if each.kind == "chapter")
    assert "part 2" in chapter.what
    assert "GX010017.MP4." in chapter.how


def test_software_in_the_encoder_strings_is_a_sign_and_no_finding(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    report = _examined(tmp_path, "a.mp4", made["mp4"])
    assert report.verdict is Verdict.SOUND
    assert any("x264" in sign.what for sign in report.signs)
    assert all("not prove" in sign.does_not_mean for sign in report.signs)


def test_every_kind_of_finding_is_explained_on_its_page() -> None:
    page = (ROOT / "docs" / "integrity.md").read_text(encoding="utf-8")
    missing = [
        kind for kind, entry in KINDS.items() if f"| `{kind}` | {entry.verdict} |" not in page
    ]
    assert missing == []


def _labelled() -> list[tuple[str, Any]]:
    manifest = _SAMPLES / "integrity" / "manifest.json"
    if not manifest.is_file():
        return []
    return sorted(json.loads(manifest.read_text(encoding="utf-8")).items())


@pytest.mark.skipif(not _SAMPLES.is_dir(), reason="the folder of real samples is not there")
def test_labelled_recordings_are_told_as_their_labels_say() -> None:
    for name, label in _labelled():
        report = examine(_SAMPLES / "integrity" / name)
        assert report.verdict.needs_attention != label["label"].startswith("intact") or (
            name == "bad_noaudio.mp4" and _kinds(report) == {"no_sound"}
        ), name
        for finding in report.findings:
            if finding.kind == "gap":
                assert finding.from_s == label["gap_at"]


@pytest.mark.skipif(not _SAMPLES.is_dir(), reason="the folder of real samples is not there")
def test_real_sound_recordings_raise_no_alarm() -> None:
    for path in sorted((_SAMPLES / "fixed-camera").iterdir()):
        assert not examine(path).verdict.needs_attention, path


def test_a_report_goes_on_paper_the_same_each_time(made: dict[str, bytes], tmp_path: Path) -> None:
    from holdfast.analysis.integrity.report_pdf import report_pdf

    report = _examined(tmp_path, "a.mp4", made["mp4"][: len(made["mp4"]) // 2])
    first, second = (
        report_pdf(report, name="<b>a</b>\n.mp4", made="today", author="A") for _ in range(2)
    )
    assert first == second
    assert first.startswith(b"%PDF-")
