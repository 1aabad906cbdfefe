# SPDX-License-Identifier: Apache-2.0
"""`holdfast leaving`: before and after, as sentences and as JSON, on a plain file without a home."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from cli.conftest import holdfast
from leaving.making import SERIAL, coded, full_jpeg, full_video, picture

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = {"file", "sha256", "size", "kind", "gives_away", "entries", "cleaned", "cannot_remove"}
_CLEANED = {
    "path", "sha256", "removed", "kept", "remains", "pictures_equal", "clean", "proof",
}  # fmt: skip


def test_it_says_what_leaves_and_makes_a_copy_without_it(tmp_path: Path) -> None:
    path, to = full_jpeg(tmp_path / "DJI_0018.JPG"), tmp_path / "clean.jpg"
    ended = holdfast("leaving", path, "--clean-to", to, "--json")
    assert ended.code == 0
    told = ended.json
    assert told.keys() >= _KEYS
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["gives_away"]["device serial"] == 1
    made = told["cleaned"]
    assert made.keys() >= _CLEANED
    assert (made["clean"], made["pictures_equal"], made["remains"]) == (True, True, [])
    assert made["sha256"] == hashlib.sha256(to.read_bytes()).hexdigest()
    assert SERIAL.encode() not in to.read_bytes()


def test_people_read_a_table_before_and_after(tmp_path: Path) -> None:
    path = full_video(tmp_path / "DJI_0001.MP4")
    ended = holdfast("leaving", path, "--clean-to", tmp_path / "b.mp4")
    assert ended.code == 0
    assert "before  after" in ended.out
    assert "©xyz" in ended.out
    assert "Clean: read again" in ended.out
    assert "What no cleaning removes:" in ended.out


def test_without_a_copy_it_only_says(tmp_path: Path) -> None:
    ended = holdfast("leaving", full_jpeg(tmp_path / "a.jpg"), "--json")
    assert ended.code == 0
    assert ended.json["cleaned"] is None
    assert "Again at byte" in holdfast("leaving", tmp_path / "a.jpg").out


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", "NotReviewedError"), (b"words\n", "NotReviewedError"), (b"\xff\xd8\xff\xe0", "Damaged")],
)
def test_a_bad_file_is_a_named_error(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    ended = holdfast("leaving", path, "--clean-to", tmp_path / "b.jpg", "--json")
    assert ended.code == 1
    assert kind in ended.json["error"]["kind"]
    assert not (tmp_path / "b.jpg").exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(before := coded(picture()))
    ended = holdfast("leaving", path, "--clean-to", path)
    assert ended.code == 2
    assert path.read_bytes() == before
    assert holdfast("leaving", tmp_path / "none.jpg").code == 2
