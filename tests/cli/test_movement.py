# SPDX-License-Identifier: Apache-2.0
"""`motion` and `synopsis` need no home, say what they found, and refuse in sentences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analysis.motion.known import CROSSING, TURNING
from analysis.motion.scenes import film
from cli.conftest import holdfast

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = {"frames", "fps_analysed", "tracks"}
_TRACK = {
    "id", "from_s", "to_s", "boxes", "colours", "direction_deg", "speed_px_s", "size_px",
}  # fmt: skip


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("movement") / "scene.mp4"
    film(path, CROSSING)
    return path


def test_motion_prints_tracks(scene: Path, tmp_path: Path) -> None:
    ended = holdfast("motion", scene, "--json", "--keep", tmp_path)
    assert ended.code == 0
    assert ended.json.keys() >= _KEYS
    assert ended.json["frames"] == 100
    assert len(ended.json["tracks"]) == 2
    assert ended.json["tracks"][0].keys() >= _TRACK
    assert all(len(box) == 5 for box in ended.json["tracks"][0]["boxes"])
    # A new condition is asked of what is kept.
    right = holdfast("motion", scene, "--json", "--keep", tmp_path, "--direction", "right",
                     "--area", "0,0 1,0 1,1 0,1", "--crossing", "0.5,0 0.5,1", "--longer", "2")  # fmt: skip
    assert [track["colours"][0] for track in right.json["tracks"]] == ["red"]
    said = holdfast("motion", scene, "--keep", tmp_path, "--colour", "blue")
    assert said.code == 0
    assert "1 track of 2" in said.out
    assert "180°" in said.out


def test_synopsis_writes_a_video_and_prints_its_measures(scene: Path, tmp_path: Path) -> None:
    to = tmp_path / "made.mp4"
    ended = holdfast("synopsis", scene, "--to", to, "--json", "--density", "0.3")
    assert ended.code == 0
    assert ended.json.keys() >= {"FR", "CR", "OR", "CD", "placed", "left_out"}
    assert ended.json["placed"] == 2
    assert to.read_bytes()[4:8] == b"ftyp"
    assert [one.name for one in tmp_path.iterdir()] == ["made.mp4"]
    again = holdfast("synopsis", scene, "--to", to, "--json")
    assert again.code == 2
    assert "Nothing was analysed or written" in again.json["error"]["message"]


def test_a_moving_camera_is_answered_no(tmp_path: Path) -> None:
    path = tmp_path / "turning.mp4"
    film(path, TURNING)
    ended = holdfast("motion", path, "--json")
    assert ended.code == 1
    assert ended.json["tracks"] == []
    assert "outside this method" in ended.json["notes"][0]
    refused = holdfast("synopsis", path, "--to", tmp_path / "made.mp4")
    assert refused.code == 1
    assert not (tmp_path / "made.mp4").exists()


@pytest.mark.parametrize("content", [b"", b"text, whatever its name", b"\x00\x00\x00\x18ftypmp42"])
@pytest.mark.parametrize("command", ["motion", "synopsis"])
def test_what_is_no_video_is_refused_in_a_sentence(
    tmp_path: Path, command: str, content: bytes
) -> None:
    path = tmp_path / "named.mp4"
    path.write_bytes(content)
    more = ["--to", tmp_path / "made.mp4"] if command == "synopsis" else []
    ended = holdfast(command, path, *more, "--json")
    assert ended.code == 1
    error = ended.json["error"]
    assert error["kind"] == "NotAnalysedError"
    assert "The file is unharmed" in error["message"]
    assert [one.name for one in tmp_path.iterdir()] == ["named.mp4"]
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "wrong",
    [
        ("--area", "0,0 1,1"), ("--area", "zero"), ("--area", "0,0 2,0 1,1"),
        ("--crossing", "0,0"), ("--colour", "mauve"), ("--direction", "sideways"),
    ],
)  # fmt: skip
def test_a_wrong_condition_is_wrong_usage(scene: Path, wrong: tuple[str, str]) -> None:
    ended = holdfast("motion", scene, *wrong, "--json")
    assert ended.code == 2
    assert json.dumps(ended.json).count("error") >= 1
