# SPDX-License-Identifier: Apache-2.0
"""`read`, `ledger` and `verify` answer without a database, a person or a network."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from cli.conftest import ROOT, holdfast

_SAMPLES = ROOT.parent / "shared" / "samples" / "drone"
_KEYS = {
    "kind", "format", "dialect", "device", "times", "track", "cues_read", "cues_skipped",
    "warnings", "sha256", "size",
}  # fmt: skip


def test_read_prints_what_a_recording_says(card: Path) -> None:
    subtitle = next(card.rglob("*.SRT"))
    ended = holdfast("read", subtitle, "--json")
    assert ended.code == 0
    assert ended.json.keys() >= _KEYS
    assert ended.json["sha256"] == hashlib.sha256(subtitle.read_bytes()).hexdigest()
    assert ended.json["track"][0].keys() == {"at", "lat", "lon", "height_m", "satellites"}


def test_read_says_whether_a_home_keeps_the_same_bytes(
    card: Path, used_home: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("never taken in", encoding="utf-8")
    subtitle = next(card.rglob("*.SRT"))
    assert holdfast("read", subtitle, "--home", used_home, "--json").json["kept"] is True
    assert holdfast("read", other, "--home", used_home, "--json").json["kept"] is False


@pytest.mark.parametrize("name", [b"a\nb.JPG", b"\xff\xfe.SRT", b"n" * 255, b"-- dash.MP4"])
def test_read_takes_any_name(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(b"")
    ended = holdfast("read", "--json", path)
    assert ended.code == 0
    assert ended.json["size"] == 0


@pytest.mark.skipif(
    not _SAMPLES.is_dir(), reason="the folder of real samples is not beside the project"
)
def test_read_ends_well_on_every_real_recording() -> None:
    for path in sorted(_SAMPLES.rglob("*")):
        if path.is_file():
            ended = holdfast("read", path, "--json")
            assert ended.code == 0, path
            assert ended.json["size"] == path.stat().st_size


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    ended = holdfast("read", tmp_path / "nothing", "--json")
    assert ended.code == 2
    assert ended.json["error"]["exit_code"] == 2


def test_an_entry_is_proven_with_two_files_and_a_key(used_home: Path, tmp_path: Path) -> None:
    vkey = holdfast("ledger", "head", "--home", used_home, "--json").json["vkey"]
    written = holdfast("ledger", "prove", 1, "--home", used_home, "--to", tmp_path, "--json").json
    assert [Path(path).name for path in written["written"]] == ["1.json", "1.tlog-proof"]
    proven = holdfast("ledger", "verify", tmp_path / "1.tlog-proof", "--vkey", vkey, "--json")
    assert (proven.code, proven.json) == (0, {"proven": True, "problems": []})


def test_a_face_with_one_byte_changed_is_not_proven(used_home: Path, tmp_path: Path) -> None:
    holdfast("ledger", "prove", 1, "--home", used_home, "--to", tmp_path)
    face = tmp_path / "1.json"
    face.write_bytes(face.read_bytes().replace(b'"count":1', b'"count":2', 1))
    ended = holdfast("ledger", "verify", tmp_path / "1.tlog-proof", "--home", used_home, "--json")
    assert ended.code == 1
    assert ended.json["proven"] is False
    assert ended.json["problems"]


def test_an_entry_that_is_not_there_is_refused_in_words(used_home: Path) -> None:
    ended = holdfast("ledger", "prove", 999_999, "--home", used_home, "--json")
    assert ended.code != 0
    assert "error" in ended.json


def test_a_whole_ledger_is_verified(used_home: Path) -> None:
    ended = holdfast("ledger", "verify", "--home", used_home, "--json")
    assert ended.code == 0, ended.out
    assert ended.json["sound"] is True
    assert ended.json["size"] > 3


def test_a_checkpoint_that_was_kept_is_compared_with_the_newest(
    used_home: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "checkpoint"
    head = holdfast("ledger", "head", "--home", used_home, "--json").json
    kept.write_text(head["checkpoint"], encoding="utf-8")
    ended = holdfast("ledger", "compare", kept, "--home", used_home, "--json")
    assert (ended.code, ended.json["verdict"]) == (0, "same")


def test_a_checkpoint_of_another_home_is_refused(
    home: Path, used_home: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "checkpoint"
    head = holdfast("ledger", "head", "--home", home, "--json").json
    kept.write_text(head["checkpoint"], encoding="utf-8")
    ended = holdfast("ledger", "compare", kept, "--home", used_home, "--json")
    assert ended.code == 1
