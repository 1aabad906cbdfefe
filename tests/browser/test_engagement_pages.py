# SPDX-License-Identifier: Apache-2.0
"""Somebody engages a contractor, records what became of the conditions, and prints a reminder."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.serving import made_by, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

BASE = "/flights/engagements/"


@pytest.fixture(scope="module")
def home_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home whose contractors have two months behind them."""
    return made_by("make_engagement_home.py", tmp_path_factory.mktemp("engaged") / "home")


@pytest.fixture(scope="module")
def site(home_folder: Path) -> Iterator[str]:
    """Serve it."""
    with serving(home_folder) as address:
        yield address


@pytest.fixture(scope="module")
def _cookies() -> dict[str, Any]:
    return {}


def _number(looker: Looker, contractor: str) -> str:
    """Look an engagement's number up in the list of all."""
    row = looker.open(f"{BASE}?shown=all").get_by_role("row").filter(has_text=contractor)
    return row.get_by_role("link").first.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_governance_sees_every_engagement_and_what_each_owes(
    look: Callable[..., Looker], scheme: str
) -> None:
    looker = look("governance", scheme=scheme)
    late, broken = (_number(looker, one) for one in ("Long Cloud", "unreasonably"))
    for name, path in (
        ("engagements", BASE),
        ("engagements-all", f"{BASE}?shown=all"),
        ("engagement-late", f"{BASE}{late}/"),
        ("engagement-broken", f"{BASE}{broken}/"),
        ("engagement-remind", f"{BASE}{late}/remind/"),
        ("engagement-open", f"{BASE}~open/"),
        ("engagement-met", f"{BASE}{late}/attestation-signed/met/"),
        ("engagement-breach", f"{BASE}{late}/no-cloud/breach/"),
        ("engagement-today", "/"),
    ):
        looker.open(path)
        looker.check(name)
    page = looker.open(f"{BASE}{late}/")
    expect(page.get_by_role("main")).to_contain_text("a case that is not shown to you")
    expect(page.get_by_role("main")).not_to_contain_text("231123/0042")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_public_counts_what_contractors_owe_and_names_nobody(
    look: Callable[..., Looker], scheme: str
) -> None:
    looker = look(scheme=scheme)
    page = looker.open("/public/register/")
    page.get_by_role("link", name="What contractors fly for us").click()
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Contractors who fly for us")
    expect(main).to_contain_text("DJI Mavic 3")
    for name in ("Long Cloud", "Kererū", "Sealed Skies", "231123"):
        expect(main).not_to_contain_text(name)
    looker.check("public-contractors")


def _engage(page: Page, firm: str) -> None:
    """Fill in the form with two faults, be told of each, and engage the firm."""
    today = datetime.now(UTC).date()
    page.get_by_label("Organisation").fill(firm)
    page.get_by_label("Case reference").fill("231123/9999")
    page.get_by_label("Purpose").select_option("crash-scene")
    page.get_by_label("First day of the work").fill((today - timedelta(days=5)).isoformat())
    page.get_by_label("Last day of the work").fill((today - timedelta(days=4)).isoformat())
    page.get_by_label("On our register").select_option("not-on-the-register")
    page.get_by_label("Maker and model").fill("Parrot Anafi")
    page.get_by_label(re.compile("The attestation is signed")).uncheck()
    page.get_by_label(re.compile("Nobody else did the work")).uncheck()
    page.get_by_role("button", name="Engage").click()
    expect(page.get_by_role("alert")).to_contain_text("Left out without a reason")
    page.get_by_label("Why a usual one is left out").fill("They are ours, on loan")
    page.get_by_role("button", name="Engage").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no case")
    page.get_by_label("Case reference").fill("231123/0042")
    page.get_by_role("button", name="Engage").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Engagement E-")
    expect(page.get_by_role("main")).to_contain_text("3 conditions outstanding")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_exhibit_officer_engages_settles_and_closes(
    look: Callable[..., Looker], *, scripts: bool
) -> None:
    looker = look("exhibit_officer", scripts=scripts)
    page = looker.open("/flights/")
    page.get_by_role("navigation", name="Drone programme").get_by_role(
        "link", name="Engagements"
    ).click()
    page.get_by_role("link", name="Engage a contractor").click()
    page.get_by_role("button", name="Engage").click()
    expect(page.get_by_role("heading", name="Please look at this again")).to_be_visible()
    if scripts:
        looker.check("engagement-open-wrong")
    _engage(page, f"Tūī Aerial {'with' if scripts else 'without'} scripts")
    page.get_by_role("link", name=re.compile("Met ?: Copies")).click()
    page.get_by_label("Who says so").fill("Jo Pilot")
    page.get_by_label("What was done, and how").fill("Formatted twice")
    signed = {"name": "statement.pdf", "mimeType": "application/pdf", "buffer": b"signed"}
    page.get_by_label("The document").set_input_files(signed)  # type: ignore[arg-type] # as Playwright takes it
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("status").first).to_contain_text("recorded as met")
    expect(page.get_by_role("main")).to_contain_text("statement.pdf")
    page.get_by_role("link", name=re.compile("Waive ?: Nothing was")).click()
    page.get_by_label("Who decided it").fill("Inspector")
    page.get_by_label("Reason").fill("It has no radio")
    page.get_by_role("button", name="Waive it").click()
    if scripts:
        page.get_by_role("link", name=re.compile("Met ?: Everything")).click()
        page.get_by_label("The medium's receipt").select_option(index=1)
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_role("main")).to_contain_text("Nothing is outstanding")
    page.get_by_role("link", name="Close", exact=True).click()
    if not scripts:
        page.get_by_role("button", name="Close it").click()
        expect(page.get_by_role("alert")).to_contain_text("1 condition is outstanding")
        page.get_by_label(re.compile("Why it is closed")).fill("The card was lost at sea")
    page.get_by_role("button", name="Close it").click()
    expect(page.locator(".page-head")).to_contain_text("closed")
    if scripts:
        looker.check("engagement-closed")


def test_a_reminder_is_looked_at_recorded_and_printed(look: Callable[..., Looker]) -> None:
    looker = look("governance")
    late = _number(looker, "Long Cloud")
    page = looker.open(f"{BASE}{late}/")
    page.get_by_role("link", name="Print a reminder").click()
    expect(page.get_by_role("main")).to_contain_text("Holdfast sends nothing")
    letter = page.get_by_role("article", name="Letter")
    expect(letter).to_contain_text("Sign the attestation")
    expect(letter).not_to_contain_text("231123/0042")
    page.get_by_label("How you give it to them").fill("By hand")
    page.get_by_role("button", name="Record that it is given").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="The reminder, as PDF").last.click()
    assert download.value.suggested_filename == f"{late}-reminder.pdf"


def test_what_is_not_shown_is_not_there_for_others(look: Callable[..., Looker]) -> None:
    governs = look("governance")
    secret, late = _number(governs, "Sealed Skies"), _number(governs, "Long Cloud")
    operator = look("operator")
    page = operator.open(BASE)
    expect(page.get_by_role("main")).to_contain_text("No contractor was engaged")
    operator.check("engagements-none")
    operator.open(f"{BASE}{late}/", status=404)
    operator.open(f"{BASE}~open/", status=403)
    officer = look("exhibit_officer")
    officer.open(f"{BASE}{secret}/", status=404)
    auditor = look("auditor", width=390)
    page = auditor.open(f"{BASE}{late}/")
    auditor.check("engagement-auditor")
    assert page.get_by_role("link", name=re.compile("^Met")).count() == 0
    auditor.open(f"{BASE}{late}/remind/", status=403)
    look("administrator").open(BASE, status=403)


def test_an_engagement_is_walked_by_keyboard(look: Callable[..., Looker]) -> None:
    looker = look("governance")
    late = _number(looker, "Long Cloud")
    looker.open(f"{BASE}{late}/")
    looker.check_focus_is_seen()
