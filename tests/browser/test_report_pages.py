# SPDX-License-Identifier: Apache-2.0
"""Reports, verdicts and tools' logs in a real browser: accessible, by keyboard, without a script."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.serving import environment, serving
from holdfast.publication.quarters import Quarter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.pages import Looker

SCHEMES = ("light", "dark")
ROLES = ("operator", "investigator", "exhibit_officer", "governance", "auditor", "administrator")
RUNNING = Quarter.containing(datetime.now(UTC).date())
LAST = RUNNING.previous


@pytest.fixture(scope="session")
def home_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports") / "home"
    maker = Path(__file__).with_name("make_report_home.py")
    subprocess.run([sys.executable, maker, folder], check=True, env=environment(), timeout=300)
    return folder


@pytest.fixture(scope="session")
def site(home_folder: Path) -> Iterator[str]:
    with serving(home_folder) as address:
        yield address


@pytest.fixture(scope="session")
def _cookies() -> dict[str, Any]:
    return {}


def question(technology: str, first: str, last: str) -> str:
    return f"/reports/used/?technology={technology}&first={first}&last={last}&purpose="


def first_log(looker: Looker) -> str:
    page = looker.open("/reports/tool-logs/")
    address = page.locator("tbody th a").first.get_attribute("href")
    assert address is not None
    return address


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_of_reports_is_accessible(look: Callable[..., Looker], scheme: str) -> None:
    looker = look("governance", scheme=scheme)
    day = timedelta(days=1)
    pages = {
        "reports": "/reports/",
        "report-final": f"/reports/{LAST}/",
        "report-full": f"/reports/{LAST}/?for=oversight",
        "report-provisional": f"/reports/{RUNNING}/",
        "used": "/reports/used/",
        "used-proved": question("holdfast-packs", str(LAST.first_day), str(LAST.last_day)),
        "used-unproved": question("nuix", str(LAST.last_day - day), str(LAST.last_day)),
        "used-contradicted": question("dji-mavic-3", str(LAST.first_day), str(LAST.last_day)),
        "used-by-log": question("nuix/face-search", str(LAST.first_day), str(LAST.last_day)),
        "tool-logs": "/reports/tool-logs/",
        "tool-log": first_log(looker),
        "tool-log-hand-in": "/reports/tool-logs/~hand-in/",
    }
    for name, path in pages.items():
        looker.open(path)
        looker.check(name)


def test_a_report_shows_zeros_drift_and_what_is_withheld(look: Callable[..., Looker]) -> None:
    looker = look("operator")
    page = looker.open(f"/reports/{LAST}/")
    row = page.get_by_role("row", name=re.compile("DJI Mavic 3"))
    assert "4 flights" in row.first.inner_text()
    assert "over" in page.locator("#technology-dji-mavic-3").inner_text()
    assert page.get_by_text("withheld", exact=True).count() > 3
    assert "s 9(2)(a)" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Make it now").count() == 0
    assert page.get_by_role("link", name="full.json").count() == 0
    looker.open(f"/reports/{LAST}/full.json", status=404)
    looker.check_focus_is_seen()


def test_what_is_late_says_by_how_many_days(look: Callable[..., Looker]) -> None:
    page = look("auditor").open("/reports/")
    assert re.search(r"overdue by [\d,]+ days", page.get_by_role("alert").inner_text())
    states = page.locator("tbody tr").all_inner_texts()
    assert [re.search("provisional|final|overdue", one).group() for one in states] == [  # type: ignore[union-attr] # each has one
        "provisional", "final", "overdue",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_reports_are_in_the_navigation_of_everybody(look: Callable[..., Looker], role: str) -> None:
    looker = look(role)
    page = looker.open("/")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Reports").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Reports"
    may = role in {"governance", "auditor"}
    assert (page.get_by_role("button", name=re.compile("Make it now")).count() > 0) == may
    if role != "governance":
        looker.open("/reports/tool-logs/~hand-in/", status=403)


def test_the_question_is_asked_and_a_report_is_made_without_scripts(
    look: Callable[..., Looker],
) -> None:
    page = look("auditor", scripts=False).open("/reports/used/")
    page.get_by_label("Technology").select_option("dji-mavic-3")
    page.get_by_label("First day").fill(str(LAST.first_day))
    page.get_by_label("Last day").fill(str(LAST.last_day))
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("heading", name="contradicted").wait_for()
    assert page.get_by_text("4 uses in Holdfast").first.is_visible()
    page.get_by_role("link", name="Reports").first.click()
    page.get_by_role("button", name=re.compile(f"Make it now.*{LAST.previous}")).click()
    assert "is computed and entered (final" in page.locator("main").inner_text()
    page.get_by_role("link", name="For the oversight body").click()
    assert page.get_by_text("withheld", exact=True).count() == 0


def test_a_log_is_handed_in_and_read_line_by_line(
    look: Callable[..., Looker], tmp_path: Path
) -> None:
    log = tmp_path / "tool.csv"
    log.write_text(f"Zeit;Vorgang\n{LAST.last_day}T01:00Z;J-9\nnever;J-9\n")
    looker = look("governance")
    page = looker.open("/reports/tool-logs/~hand-in/")
    page.get_by_label("Tool").select_option("nuix")
    page.get_by_label("First day of the log").fill(str(LAST.last_day))
    page.get_by_label("Last day of the log").fill(str(LAST.last_day))
    page.get_by_label("Headings").fill("time = Zeit\nreference = Vorgang")
    page.get_by_label("The log", exact=True).set_input_files(log)
    page.get_by_role("button", name="Hand it in").click()
    assert "Line 3 of the log cannot be taken in" in page.get_by_role("alert").inner_text()
    looker.check("tool-log-refused")
    log.write_text(f"Zeit;Vorgang\n{LAST.last_day}T01:00Z;J-9\n")
    page.get_by_label("The log", exact=True).set_input_files(log)
    page.get_by_role("button", name="Hand it in").click()
    page.get_by_role("heading", name="The log and the ledger differ").wait_for()
    page.get_by_text("not in the ledger").wait_for()
    looker.check()
