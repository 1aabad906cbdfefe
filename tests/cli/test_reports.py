# SPDX-License-Identifier: Apache-2.0
"""The commands of reports: their answers, their JSON, and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cli.conftest import holdfast, make_home
from holdfast.publication.quarters import Quarter

if TYPE_CHECKING:
    from pathlib import Path

TODAY = datetime.now(UTC).date()
QUARTER = Quarter.containing(TODAY)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one home; what these tests enter does not disturb the others."""
    return make_home(tmp_path_factory.mktemp("reports") / "home")


def test_used_exits_with_0_only_when_it_is_proved(home: Path) -> None:
    period = ("--from", TODAY, "--to", TODAY, "--home", home)
    done = holdfast("used", "holdfast-viewer", *period)
    assert done.code == 0, done.err
    assert "PROVED NOT USED" in done.out
    assert "visible only by its own log" in done.out
    told = holdfast("used", "briefcam", *period, "--json")
    assert told.code == 1
    assert told.json["verdict"] == "cannot be proved"
    assert told.json["closing"]["size"] > 0
    assert holdfast("used", "x", "--from", "1/2/2026", "--to", TODAY, "--home", home).code == 2
    assert holdfast("used", "x", "--from", TODAY, "--home", home).code == 2


def test_a_report_is_computed_entered_and_written(home: Path, tmp_path: Path) -> None:
    done = holdfast(
        "report", "quarter", QUARTER, "--to", tmp_path / "out", "--home", home, "--json"
    )
    assert done.code == 0, done.err
    assert done.json["provisional"] is True
    assert done.json["files"] == ["report.csv", "report.html", "report.json", "report.pdf"]
    report = json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert report["closing"] == done.json["closing"]
    again = holdfast("report", "quarter", QUARTER, "--to", tmp_path / "out", "--home", home)
    assert "provisional: the quarter is not over" in again.out
    future = holdfast("report", "quarter", QUARTER.next, "--to", tmp_path / "no", "--home", home)
    assert (future.code, "begins on" in future.err) == (2, True)
    assert holdfast("report", "quarter", "Q4", "--to", tmp_path / "no", "--home", home).code == 2


def test_what_is_published_is_proven_by_its_own_verifier(home: Path, tmp_path: Path) -> None:
    holdfast("report", "quarter", QUARTER, "--to", tmp_path / "out", "--home", home)
    for name, more in (("public", ()), ("full", ("--full",))):
        done = holdfast("publish", "--to", tmp_path / name, *more, "--home", home, "--json")
        assert done.code == 0, done.err
        checked = subprocess.run(
            [sys.executable, "-I", tmp_path / name / "verify.py", tmp_path / name],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert checked.returncode == 0, checked.stdout
    wrong = holdfast("publish", "--to", tmp_path / "public", "--full", "--home", home)
    assert wrong.code == 2
    assert "another audience" in wrong.err


def test_a_tools_log_that_differs_exits_with_1(home: Path, tmp_path: Path) -> None:
    yesterday = TODAY - timedelta(days=1)
    log = tmp_path / "nuix.csv"
    made = holdfast("register", "nuix", "--name", "Nuix", "--kind", "outside-tool", "--home", home)
    assert made.code == 0, made.err
    period = ("--technology", "nuix", "--from", yesterday, "--to", yesterday, "--home", home)
    log.write_text("Zeit\n")
    refused = holdfast("toollog", log, *period)
    assert refused.code == 2
    assert "no heading of it is known as the time" in refused.err
    agrees = holdfast("toollog", log, *period, "--heading", "time=Zeit")
    assert (agrees.code, "agree" in agrees.out) == (0, True)
    log.write_text(f"Zeit\n{yesterday}T10:00Z\n")
    differs = holdfast("toollog", log, *period, "--heading", "time=Zeit", "--json")
    assert differs.code == 1
    assert differs.json["only_theirs"][0]["line"] == 2
    gone = holdfast("toollog", tmp_path / "gone", *period)
    assert gone.code == 2
    days = ("--from", yesterday, "--to", yesterday, "--home", home)
    told = holdfast("used", "nuix", *days, "--json")
    assert told.code == 1
