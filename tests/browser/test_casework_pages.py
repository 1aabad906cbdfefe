# SPDX-License-Identifier: Apache-2.0
"""The work of an exhibit officer, an emergency, and two viewers of whom one may not see a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.acts import go_to_case, open_case, state_purpose, take_in
from holdfast.demo.card import generate_card

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.pages import Looker

REFERENCE = "260121/0001"
HIDDEN = "260121/0999"
HIDDEN_TITLE = "Conduct of the chief"


@pytest.fixture(scope="module")
def card(media: Path) -> Path:
    """Give a card with two photographs and a video."""
    made = generate_card(
        media / "casework", seed=41, model="mavic-pro", photographs=2, videos=1, video_seconds=3.0
    )
    return made.folder


def test_an_exhibit_officer_does_the_work_and_both_values_stay_readable(
    look: Callable[..., Looker], card: Path
) -> None:
    looker = look("exhibit_officer")
    page = looker.page
    open_case(looker, REFERENCE, "Burglary, Miramar")
    open_case(looker, "260121/0002", "Burglary, Seatoun")
    take_in(looker, card, REFERENCE)
    go_to_case(looker, REFERENCE)
    page.get_by_role("button", name="Pick all").click()
    picked = page.locator("[data-pick]:checked").count()
    page.get_by_role("button", name="Evidential", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text(f"{picked} items classified, as one")
    page.get_by_role("link", name=re.compile(r"\.JPG$")).first.click()
    item = page.url
    work(page, item, "Exhibit number", {"Exhibit number": "HN/1"}, "The exhibit number is given")
    work(page, item, "Link to another case", {"Case reference": "260121/0002"}, "Linked")
    work(page, item, "Place a hold", {}, "The hold is placed")
    old = page.get_by_role("heading", level=1).inner_text()
    work(page, item, "Correct the title", {"Title": "The broken window"}, "The old title stays")
    claimed = page.locator(".times").inner_text().split("\n")[1]
    new_time = {"The right time": "2026-01-18T09:30:00"}
    work(page, item, "Correct the time", new_time, "What the device claims stays")
    expect(page.locator(".times")).to_contain_text(claimed)
    expect(page.locator(".times")).to_contain_text("18 Jan 2026, 09:30:00")
    expect(page.get_by_role("heading", level=1)).to_have_text("The broken window")
    expect(page.locator(".page-head")).to_contain_text("HN/1")
    expect(page.locator(".page-head")).to_contain_text("on hold")
    expect(page.locator(".page-head")).to_contain_text("260121/0002")
    looker.check("item-worked-on")
    page.get_by_role("navigation", name="Parts of the item").get_by_text("Custody").click()
    for words in (old, "The broken window", "HN/1", "because"):
        expect(page.locator(".timeline")).to_contain_text(words)
    looker.check("item-worked-on-custody")


def work(page: Page, item: str, name: str, values: dict[str, str], done: str) -> None:
    page.goto(item)
    # What is asked of the page below must be asked of the one that opens, not of this one.
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).click()
    for label, value in values.items():
        page.get_by_label(label, exact=False).first.fill(value)
    if page.get_by_label("Reason").count():
        page.get_by_label("Reason").fill("because the notebook says so")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("status").first).to_contain_text(done)


def test_breaking_the_glass_opens_a_case_and_tells_the_exhibit_officer(
    look: Callable[..., Looker], card: Path
) -> None:
    officer = look("exhibit_officer")
    take_in(officer, card, "260121/0003")
    investigator = look("investigator")
    page = investigator.open("/cases/")
    expect(page.locator("main")).not_to_contain_text("260121/0003")
    page.get_by_role("link", name="Emergency").click()
    page.get_by_label("Case reference").fill("260121/0003")
    page.get_by_label("Reason").fill("A child may be in the building")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("status").first).to_contain_text("open to you for 24 hours")
    go_to_case(investigator, "260121/0003")
    state_purpose(investigator)
    expect(page.locator(".card-picture img").first).to_be_visible()
    today = officer.open("/")
    alert = today.locator(".alert", has_text="A child may be in the building")
    expect(alert).to_contain_text("opened 260121/0003 without membership")
    expect(alert).to_contain_text("Investigator Ngata")
    officer.check("today-break-glass")


def test_a_restricted_case_leaves_no_trace_with_those_who_may_not_see_it(
    look: Callable[..., Looker], media: Path
) -> None:
    card = generate_card(media / "conduct", seed=43, photographs=2, videos=1).folder
    outsider = look("investigator")
    before = what_today_counts(outsider)
    insider = look("exhibit_officer")
    open_case(insider, HIDDEN, HIDDEN_TITLE, "Restricted")
    receipt = take_in(insider, card, HIDDEN)
    case = go_to_case(insider, HIDDEN)
    expect(insider.page.locator("main")).to_contain_text(HIDDEN_TITLE)
    link = insider.page.locator(".card-text a").first
    item = link.get_attribute("href") or ""
    assert what_today_counts(outsider) == before
    for path in (
        "/",
        "/cases/",
        "/receipts/",
        "/flights/",
        "/flights/map/",
        "/find/?text=DJI",
        "/take-in/",
    ):
        words = outsider.open(path).locator("main").inner_text()
        assert HIDDEN not in words, path
        assert HIDDEN_TITLE not in words, path
        assert receipt not in words, path
    expect(outsider.open(f"/find/?text={HIDDEN}").locator("main")).to_contain_text("Nothing that")
    assert outsider.open("/flights/map/tracks.geojson").locator(f"text={item}").count() == 0
    for there, nowhere in (
        (item, "/items/999999/"),
        (f"{item}facts/", "/items/999999/facts/"),
        (f"{item}track.geojson", "/items/999999/track.geojson"),
        (case, "/cases/999999/"),
        (f"{case}packs/", "/cases/999999/packs/"),
        (f"/receipts/{receipt}/", "/receipts/A-2026-9999/"),
        (f"/receipts/{receipt}/receipt.json", "/receipts/A-2026-9999/receipt.json"),
    ):
        assert refusal(outsider, there) == refusal(outsider, nowhere), there


def what_today_counts(looker: Looker) -> list[str]:
    return looker.open("/").locator(".figure").all_inner_texts()


def refusal(looker: Looker, path: str) -> str:
    words = looker.open(path, status=404).locator("body").inner_text()
    return re.sub(r"checkpoint \d+", "", words)
