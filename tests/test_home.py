# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.home import (
    Home,
    HomeBusyError,
    HomeExistsError,
    HomeNotWritableError,
    NoHomeError,
    locked,
)
from holdfast.records.founding import lay_out_home

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
HOLDER = """
import os, sys, time
from datetime import UTC, datetime
from pathlib import Path
from holdfast.home import locked
with locked(Path(sys.argv[1]), command="holdfast intake /card", now=datetime(2026, 11, 23, tzinfo=UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_home_has_its_keys_in_a_folder_of_its_own(tmp_path: Path) -> None:
    home = lay_out_home(tmp_path / "home", agency="Te Tai Police", now=NOW)
    assert home.keys.stat().st_mode & 0o777 == 0o700
    assert home.log_key.stat().st_mode & 0o777 == 0o600
    assert home.web_secret.stat().st_mode & 0o777 == 0o600
    assert Home.open(tmp_path / "home").config.agency == "Te Tai Police"
    assert home.config.origin.startswith("holdfast/te-tai-police/")
    assert not list(tmp_path.glob("*.being-made"))


def test_a_home_is_never_made_over_something(tmp_path: Path) -> None:
    lay_out_home(tmp_path / "home", agency="A", now=NOW)
    before = (tmp_path / "home" / "keys" / "log.key").read_bytes()
    with pytest.raises(HomeExistsError, match="Nothing was changed"):
        lay_out_home(tmp_path / "home", agency="B", now=NOW)
    (tmp_path / "file").write_text("x")
    with pytest.raises(HomeExistsError):
        lay_out_home(tmp_path / "file", agency="B", now=NOW)
    assert (tmp_path / "home" / "keys" / "log.key").read_bytes() == before


def test_an_attempt_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(HomeNotWritableError, match="Nothing is left"):
        lay_out_home(tmp_path / "file" / "home", agency="A", now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_is_no_home_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoHomeError, match="holdfast init"):
        Home.open(tmp_path)


def test_a_refused_lock_names_its_holder_and_ends_with_it(tmp_path: Path) -> None:
    lock = tmp_path / "intake.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    named = rf"holdfast intake /card \(process {holder.pid}, since 2026-11-23T00:00:00 UTC\)"
    with pytest.raises(HomeBusyError, match=named), locked(lock, command="x", now=NOW):
        pytest.fail("the lock was held")
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with locked(lock, command="x", now=NOW):
        assert str(os.getpid()) in lock.read_text()
    assert lock.read_text() == ""


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        with locked(tmp_path / "lock", command="x", now=NOW, wait_seconds=20):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with (
        pytest.raises(HomeNotWritableError, match="cannot be written to"),
        locked(tmp_path / "nowhere" / "lock", command="x", now=NOW),
    ):
        pytest.fail("there is no such folder")
