# SPDX-License-Identifier: Apache-2.0
"""What people do in a home from the command line."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.conftest import environment, holdfast, make_home
from holdfast.demo.card import generate_card

if TYPE_CHECKING:
    from pathlib import Path

ME = pwd.getpwuid(os.getuid()).pw_name
_RECEIPT = {
    "acquisition", "seen", "stored", "duplicate", "excluded", "unreadable", "gaps", "files",
    "items", "checkpoint",
}  # fmt: skip
_FILE = {"path", "size", "sha256", "disposition", "reason", "item"}


def _take_in(card: Path, home: Path, *more: object) -> tuple[int, dict[str, object]]:
    ended = holdfast(
        "intake", card, "--home", home, "--case", "2026-1", "--purpose", "crime-scene", "--json",
        *more,
    )  # fmt: skip
    return ended.code, ended.json


def test_init_makes_whoever_runs_it_the_first_person_and_says_so(tmp_path: Path) -> None:
    ended = holdfast("init", tmp_path / "home", "--agency", "Te Tai Police", "--json")
    assert ended.code == 0, ended.err
    person = ended.json["person"]
    assert person["os_user"] == ME
    assert set(person["roles"]) == {
        "operator", "investigator", "exhibit_officer", "governance", "administrator",
    }  # fmt: skip
    entries = [
        holdfast("ledger", "prove", n, "--home", tmp_path / "home", "--json").json["face"]["act"]
        for n in range(3)
    ]
    assert entries == ["home.create", "person.enrol", "person.identify"]
    assert (tmp_path / "home" / "keys").stat().st_mode & 0o777 == 0o700


def test_init_never_touches_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    ended = holdfast("init", tmp_path, "--agency", "Te Tai Police")
    assert ended.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_init_with_a_database_that_is_not_there_leaves_nothing(tmp_path: Path) -> None:
    database = "postgresql://nobody@127.0.0.1:9/nothing"
    ended = holdfast("init", tmp_path / "home", "--agency", "Te Tai", "--database", database)
    assert ended.code != 0
    assert not (tmp_path / "home").exists()


def test_a_receipt_accounts_for_every_file(tmp_path: Path, card: Path) -> None:
    home = make_home(tmp_path / "home")
    code, receipt = _take_in(card, home)
    assert code == 0
    assert receipt.keys() >= _RECEIPT
    files = receipt["files"]
    assert isinstance(files, list)
    on_card = {str(path.relative_to(card)) for path in card.rglob("*") if path.is_file()}
    assert {file["path"] for file in files} == on_card
    assert all(file.keys() >= _FILE for file in files)
    parts = [receipt[name] for name in ("stored", "duplicate", "excluded", "unreadable")]
    assert receipt["seen"] == sum(int(str(part)) for part in parts) == len(on_card)
    assert receipt["gaps"] == ["DJI_0028 → DJI_0030"]


def test_a_second_intake_of_the_same_card_stores_nothing(tmp_path: Path, card: Path) -> None:
    home = make_home(tmp_path / "home")
    _, first = _take_in(card, home)
    code, second = _take_in(card, home)
    assert code == 0
    assert (second["stored"], second["duplicate"]) == (0, first["seen"])


def test_a_take_in_that_was_killed_goes_on(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    card = tmp_path / "card"
    generate_card(card, seed=9, photographs=6, videos=2, video_seconds=2.0)
    command = ["intake", card, "--home", home, "--case", "2026-1", "--purpose", "crime-scene"]
    process = subprocess.Popen(
        [sys.executable, "-m", "holdfast", *map(str, command)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    objects = home / "vault" / "objects"
    while process.poll() is None and not any(objects.rglob("*/*/*")):
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert holdfast("items", "--home", home, "--json").json["items"] == []
    code, receipt = _take_in(card, home)
    assert code == 0
    assert receipt["unreadable"] == 0
    assert holdfast("check", "--home", home, "--json").code == 0


def test_a_medium_that_is_not_there_is_wrong_usage(home: Path, tmp_path: Path) -> None:
    ended = holdfast(
        "intake",
        tmp_path / "nothing",
        "--home",
        home,
        "--case",
        "x",
        "--purpose",
        "other",
        "--json",
    )
    assert (ended.code, ended.json["error"]["exit_code"]) == (2, 2)


def test_a_purpose_is_needed(home: Path, card: Path) -> None:
    ended = holdfast("intake", card, "--home", home, "--case", "x", "--purpose", " ", "--json")
    assert ended.code == 2
    assert "crime-scene" in ended.json["error"]["message"]


@pytest.mark.parametrize(
    "words", [("--case", " ", "--purpose", "court"), ("--case", "x", "--purpose", "")]
)
def test_a_pack_without_a_case_or_a_purpose_is_wrong_usage(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ended = holdfast("pack", *words, "--home", tmp_path, "--to", tmp_path / "pack", "--json")
    assert ended.code == 2
    assert "Nothing was done" in ended.json["error"]["message"]


def test_items_are_found_by_case_kind_and_word(used_home: Path) -> None:
    everything = holdfast("items", "--home", used_home, "--json").json["items"]
    videos = holdfast(
        "items", "--home", used_home, "--case", "2026-1", "--kind", "video", "--json"
    ).json["items"]
    assert len(videos) == 1
    assert videos[0]["has_track"] is True
    assert len(everything) > len(videos)
    by_word = holdfast("items", videos[0]["title"], "--home", used_home, "--json").json["items"]
    assert videos[0]["number"] in {each["number"] for each in by_word}


def test_an_item_shows_its_files_and_its_custody(used_home: Path) -> None:
    number = holdfast("items", "--home", used_home, "--kind", "video", "--json").json["items"][0][
        "number"
    ]
    shown = holdfast("item", number, "--home", used_home, "--json").json
    assert {file["role"] for file in shown["detail"]["files"]} >= {"main", "sidecar"}
    assert shown["custody"][0]["act"] == "acquisition.take_in"
    assert shown["integrity"]["word"] == "not examined"
    assert "took in" in holdfast("item", number, "--home", used_home).out


@pytest.mark.parametrize("number", ["999999", "1000000000"])
def test_an_item_that_is_not_there_and_one_that_may_not_be_seen_answer_alike(
    used_home: Path, number: str
) -> None:
    ended = holdfast("item", number, "--home", used_home, "--json")
    assert ended.code == 1
    assert ended.json["error"]["kind"] == "NotFoundError"


def test_a_person_is_enrolled_given_roles_mapped_and_given_a_code(home: Path) -> None:
    added = holdfast(
        "user", "add", "j.doe", "--name", "Jo Doe", "--role", "operator", "--home", home, "--json"
    )
    assert added.code == 0, added.err
    assert added.json["code"]
    assert holdfast("user", "roles", "j.doe", "auditor", "--home", home).code == 0
    assert holdfast("user", "map", "j.doe", "--os-user", "jdoe", "--home", home).code == 0
    again = holdfast("user", "code", "j.doe", "--home", home, "--json")
    assert again.json["code"] != added.json["code"]
    people = {
        p["username"]: p for p in holdfast("user", "list", "--home", home, "--json").json["people"]
    }
    assert people["j.doe"]["roles"] == ["auditor"]
    assert people["j.doe"]["os_user"] == "jdoe"


def test_a_role_that_does_not_exist_is_refused(home: Path) -> None:
    ended = holdfast("user", "add", "x", "--name", "X", "--role", "king", "--home", home, "--json")
    assert ended.code == 1
    assert "king" in ended.json["error"]["message"]


@pytest.mark.skipif(os.getuid() != 0, reason="running as another user needs root")
def test_somebody_who_is_nobody_in_the_home_is_told_so(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", "items", "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        preexec_fn=lambda: os.setresuid(65534, 0, 0),
    )
    assert done.returncode in {1, 2}
    assert "nobody" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_no_home_is_named(tmp_path: Path) -> None:
    for command in (["items"], ["check"], ["rebuild"], ["serve"], ["ledger", "head"]):
        ended = holdfast(*command, "--home", tmp_path, "--json")
        assert ended.code == 2, command
        assert "not a home" in ended.json["error"]["message"]
