# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import fcntl
import json
import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import WrongUsageError
from holdfast.records.founding import lay_out_home
from holdfast.web import behind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from holdfast.home import Home

DAY_S = 86_400


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Home:
    made = lay_out_home(tmp_path / "home", agency="Te Tai Police", now=datetime.now(UTC))
    settings.HOLDFAST_HOME = made.root
    return made


def work_folder(home: Home, number: str, state: Mapping[str, object] | None, days: int = 0) -> Path:
    folder = home.work / "pages" / number
    folder.mkdir(parents=True)
    ask = {"kind": "pack", "username": "awhina", "asked": {"case": 1}}
    (folder / "ask.json").write_text(json.dumps(ask))
    then = time.time() - days * DAY_S
    if state is not None:
        (folder / "state.json").write_text(json.dumps(state))
        os.utime(folder / "state.json", (then, then))
    os.utime(folder, (then, then))
    return folder


def test_work_that_was_killed_is_told_from_work_that_runs(home: Home) -> None:
    folder = work_folder(home, "aa", {"stage": "files"})
    found = behind.find(home, "pack", "aa")
    assert found is not None
    assert "stopped from outside" in found.problem
    with (folder / "running").open("w") as running:
        fcntl.flock(running, fcntl.LOCK_EX)
        found = behind.find(home, "pack", "aa")
        assert found is not None
        assert (found.runs, found.problem) == (True, "")


def test_work_is_found_only_as_its_own_kind_and_by_a_plain_number(home: Home) -> None:
    work_folder(home, "aa", None)
    assert behind.find(home, "take-in", "aa") is None
    assert behind.find(home, "pack", "../pages/aa") is None
    assert [one.number for one in behind.under_way(home, "pack", "awhina")] == ["aa"]
    assert list(behind.under_way(home, "pack", "tane")) == []


def test_what_is_done_is_swept_after_a_week_and_what_stopped_after_a_month(home: Home) -> None:
    work_folder(home, "done6", {"result": "P-1"}, days=6)
    work_folder(home, "done8", {"result": "P-2"}, days=8)
    work_folder(home, "stopped8", {"problem": "no space"}, days=8)
    work_folder(home, "stopped31", {"problem": "no space"}, days=31)
    work_folder(home, "nothing31", None, days=31)
    runs = work_folder(home, "runs31", {"stage": "storing"}, days=31)
    with (runs / "running").open("w") as running:
        fcntl.flock(running, fcntl.LOCK_EX)
        behind.sweep(home, time.time())
    left = sorted(one.name for one in (home.work / "pages").iterdir())
    assert left == ["done6", "runs31", "stopped8"]


def test_a_named_error_is_kept_in_its_words_and_its_exit_code(home: Home) -> None:
    folder = work_folder(home, "aa", None)

    def refuse(*_: object) -> None:
        raise WrongUsageError("There is no such card. Nothing was taken in.")

    assert behind.run(folder, refuse) == WrongUsageError.exit_code
    found = behind.find(home, "pack", "aa")
    assert found is not None
    assert found.problem == "There is no such card. Nothing was taken in."


def test_a_fault_of_the_program_is_said_and_not_hidden(home: Home) -> None:
    folder = work_folder(home, "aa", None)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        behind.run(folder, fail)
    found = behind.find(home, "pack", "aa")
    assert found is not None
    assert "fault of the program" in found.problem
