# SPDX-License-Identifier: Apache-2.0
"""`integrity` and `salvage` answer without a home, and their exit codes say what a person has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.recordings import make
from cli.conftest import holdfast

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a sound recording, and another of the same camera that was cut off."""
    folder = tmp_path_factory.mktemp("recordings")
    make(folder / "sound.mp4", seconds=4.0)
    data = make(folder / "cut.mp4", seconds=8.0, drawn=lambda n: n + 50).read_bytes()
    (folder / "cut.mp4").write_bytes(data[: len(data) // 2])
    return folder


def test_a_sound_recording_ends_in_nought(recordings: Path) -> None:
    ended = holdfast("integrity", recordings / "sound.mp4", "--json")
    assert ended.code == 0
    assert ended.json["verdict"] == "sound"
    assert ended.json["findings"] == []
    assert ended.json["facts"]["streams"][0]["codec"] == "h264"


def test_a_harmed_recording_needs_attention_and_says_why(recordings: Path) -> None:
    ended = holdfast("integrity", recordings / "cut.mp4", "--json")
    assert ended.code == 3
    finding = ended.json["findings"][0]
    assert {"class", "what", "from_s", "to_s", "how", "means", "does_not_mean"} <= finding.keys()
    assert finding["class"] == "incomplete"
    spoken = holdfast("integrity", recordings / "cut.mp4")
    assert spoken.code == 3
    assert "UNREADABLE" in spoken.out
    assert "Does not mean:" in spoken.out
    assert "Traceback" not in spoken.err


def test_a_text_named_as_a_video_gets_a_report(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("nothing to see", encoding="utf-8")
    ended = holdfast("integrity", tmp_path / "notes.mp4", "--json")
    assert ended.code == 3
    assert ended.json["verdict"] == "unreadable"


def test_salvage_makes_a_copy_that_is_sound_and_tells_what_is_lost(
    recordings: Path, tmp_path: Path
) -> None:
    out = tmp_path / "copy.mp4"
    ended = holdfast(
        "salvage", recordings / "cut.mp4", "--reference", recordings / "sound.mp4", "--to", out,
        "--json",
    )  # fmt: skip
    assert ended.code == 3, "something is lost, so somebody has to look"
    assert ended.json["recovered"][0]["kind"] == "pictures"
    assert ended.json["assumptions"]
    assert holdfast("integrity", out, "--json").json["verdict"] == "sound"


def test_salvage_says_what_it_needs_and_writes_nothing_over(
    recordings: Path, tmp_path: Path
) -> None:
    ended = holdfast("salvage", recordings / "cut.mp4", "--to", tmp_path / "copy.mp4", "--json")
    assert ended.code == 2
    assert ended.json["error"]["kind"] == "ReferenceNeededError"
    again = holdfast("salvage", recordings / "cut.mp4", "--to", recordings / "sound.mp4")
    assert again.code == 2
    assert "already" in again.err


def test_both_start_without_what_they_do_not_need(recordings: Path) -> None:
    for command in ("integrity", "salvage"):
        ended = holdfast(command, "--help")
        assert ended.code == 0
        assert "--reference" in ended.out
    assert holdfast("integrity", recordings / "missing.mp4").code == 2
