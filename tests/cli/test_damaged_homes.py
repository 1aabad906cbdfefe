# SPDX-License-Identifier: Apache-2.0
"""A home on a bad day: each command answers in words, with everything it still can say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import environment, holdfast


@pytest.fixture
def harmed(used_home: Path, tmp_path: Path) -> Path:
    """Give a copy of a home with a card in it, to be harmed."""
    return Path(shutil.copytree(used_home, tmp_path / "harmed"))


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def _lines_of_the_card(home: Path) -> Path:
    return max((home / "ledger" / "lines").rglob("*"), key=lambda each: each.stat().st_size)


@pytest.mark.parametrize("part", ["log/checkpoint", "log/vkey", "bodies/000", "lines"])
def test_a_check_goes_on_when_the_ledger_is_damaged(harmed: Path, part: str) -> None:
    sound = holdfast("check", "--home", harmed, "--json").json
    _flip(_lines_of_the_card(harmed) if part == "lines" else harmed / "ledger" / part)
    original = next(each for each in (harmed / "vault/objects").rglob("*") if each.is_file())
    _flip(original)
    checked = holdfast("check", "--home", harmed, "--json")
    assert checked.code == 3
    assert (checked.json["objects"], checked.json["bytes"]) == (sound["objects"], sound["bytes"])
    assert [one["sha256"] for one in checked.json["damaged"]] == [original.name]
    assert any(part in problem for problem in checked.json["ledger_problems"])
    assert (checked.json["entry"] is None) == bool(checked.json["unrecorded"])


def test_a_ledger_too_damaged_to_open_is_an_answer(harmed: Path) -> None:
    _flip(harmed / "ledger" / "log" / "checkpoint")
    verified = holdfast("ledger", "verify", "--home", harmed, "--json")
    assert verified.code == 3
    assert verified.json["sound"] is False
    assert len(verified.json["problems"]) == 1


def test_a_whole_ledger_is_held_to_the_key_that_is_given(used_home: Path, home: Path) -> None:
    ours, another = (folder / "ledger" / "log" / "vkey" for folder in (used_home, home))
    assert holdfast("ledger", "verify", "--home", used_home, "--vkey", ours).code == 0
    verified = holdfast("ledger", "verify", "--home", used_home, "--vkey", another)
    assert verified.code == 3
    assert "Not what was signed" in verified.out


@pytest.mark.parametrize("how", ["missing", "garbage", "cut off"])
def test_a_database_that_cannot_be_used_is_named_and_made_again(harmed: Path, how: str) -> None:
    before = holdfast("items", "--home", harmed, "--json").out
    database = harmed / "records.sqlite3"
    if how == "garbage":
        database.write_bytes(os.urandom(1 << 16))
    elif how == "cut off":
        os.truncate(database, 5000)
    else:
        database.unlink()
    for aside in harmed.glob("records.sqlite3-*"):
        aside.unlink()
    refused = holdfast("items", "--home", harmed, "--json")
    assert refused.code == 3
    assert "holdfast rebuild" in refused.json["error"]["message"]
    assert holdfast("rebuild", "--home", harmed).code == 0
    assert holdfast("items", "--home", harmed, "--json").out == before


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_answer_that_cannot_be_written_out_is_no_traceback(
    used_home: Path, form: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "holdfast", "items", "--home", str(used_home), *form],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=environment(),
        )
    assert done.returncode == 1
    assert done.stderr.startswith("The answer could not be written out: No space left on device.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--case", "--purpose", "--authority", "--medium"])
def test_words_that_are_no_text_are_wrong_usage(home: Path, tmp_path: Path, option: str) -> None:
    medium = tmp_path / "card"
    medium.mkdir()
    (medium / "DJI_0001.JPG").write_bytes(b"a picture")
    words = {"--case": "C-1", "--purpose": "a test", option: "not text \udcff"}
    given = [each for pair in words.items() for each in pair]
    done = holdfast("intake", medium, "--home", home, "--json", *given)
    assert done.code == 2
    assert "must be text in UTF-8" in done.json["error"]["message"]
    assert holdfast("items", "--home", home, "--json").json["items"] == []


def test_an_empty_medium_is_said_to_be_empty(home: Path, tmp_path: Path) -> None:
    medium = tmp_path / "empty"
    medium.mkdir()
    done = holdfast("intake", medium, "--home", home, "--case", "C-1", "--purpose", "a test")
    assert done.code == 0
    assert "No file was found on the medium." in done.out
