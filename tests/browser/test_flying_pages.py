# SPDX-License-Identifier: Apache-2.0
"""The drone programme in a browser: a pilot's phone without scripts, then everybody's pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.acts import open_case, take_in
from holdfast.demo.card import generate_card

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.pages import Looker

REFERENCE = "260211/0044"
PHONE = 390
AIRCRAFT = re.compile("^Aircraft")
PILOT = re.compile("^Pilot")
PAGES = {
    "flying": "/flights/",
    "flying-proposed": "/flights/proposed/",
    "flying-does-not-fit": "/flights/does-not-fit/",
    "flying-fleet": "/flights/fleet/",
    "flying-asset": "/flights/fleet/UAV-001/",
    "flying-pilots": "/flights/pilots/",
    "flying-figures": "/flights/figures/",
}


def test_a_pilot_records_a_flight_with_a_phone_and_without_scripts(
    look: Callable[..., Looker],
) -> None:
    looker = look("operator", width=PHONE, height=800, scripts=False)
    page = looker.open("/flights/~prepare/")
    page.get_by_label(AIRCRAFT).select_option("UAV-001")
    page.get_by_label(PILOT).select_option("operator")
    page.get_by_label("Purpose").select_option("crash-scene")
    page.get_by_label("Job number").fill("P061234567")
    page.get_by_label(re.compile("Airframe, propellers")).check()
    page.get_by_label("Consent of those below").select_option("not-needed")
    page.get_by_label("From whom, or why not").fill("Closed road, nobody below")
    page.get_by_role("button", name="Keep the check").click()
    expect(page.get_by_role("status").first).to_contain_text("is kept as C-")
    page.get_by_role("link", name=re.compile("Record it")).first.click()
    began = datetime.now(UTC) - timedelta(minutes=40)
    page.get_by_label("Took off at").fill(began.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("On the clock of").select_option("UTC")
    page.get_by_label("Minutes, as a person counted them").fill("8.5")
    page.get_by_label("Occurrence").fill("Lost the link for 3 s")
    page.get_by_role("button", name="Record the flight").click()
    # The model of this aircraft is not on the register: it is recorded all the same, and said.
    expect(page.locator(".alert").first).to_contain_text("as one that was not approved")
    page.get_by_role("link", name=re.compile(r"^F-\d{4}-\d{4}$")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("F-")
    expect(page.locator("main")).to_contain_text("Lost the link for 3 s")


def test_the_forms_pass_the_checks_of_every_page(look: Callable[..., Looker]) -> None:
    looker = look("operator", width=PHONE, height=800)
    for name, address in (
        ("flying-prepare", "/flights/~prepare/"),
        ("flying-record", "/flights/~record/"),
    ):
        looker.open(address)
        looker.check(name)
    keeper = look("governance")
    for name, address in (
        ("flying-upkeep", "/flights/fleet/UAV-001/upkeep/"),
        ("flying-ground", "/flights/fleet/UAV-001/ground/"),
        ("flying-pilot-keep", "/flights/pilots/~keep/"),
        ("device-register", "/flights/fleet/~register/"),
    ):
        keeper.open(address)
        keeper.check(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_programme_are_accessible(
    look: Callable[..., Looker], scheme: str
) -> None:
    looker = look("governance", scheme=scheme)
    for name, address in PAGES.items():
        looker.open(address)
        looker.check(name)


def test_recordings_propose_a_flight_and_a_person_records_it(
    look: Callable[..., Looker], media: Path
) -> None:
    made = generate_card(
        media / "flown", seed=77, model="mavic-2", photographs=2, videos=1, video_seconds=4.0,
        start=datetime.now() - timedelta(days=2),  # noqa: DTZ005 # an aircraft's clock has no zone
    )  # fmt: skip
    looker = look("exhibit_officer")
    open_case(looker, REFERENCE, "Crash, Centennial Highway")
    take_in(looker, made.folder, REFERENCE)
    page = looker.open("/flights/proposed/")
    looker.check("flying-proposed-full")
    page.get_by_role("link", name=re.compile("Record it")).first.click()
    page.get_by_label(PILOT).select_option("operator")
    page.get_by_label("Purpose").select_option("crash-scene")
    if not page.get_by_label(AIRCRAFT).input_value():
        page.get_by_label(AIRCRAFT).select_option("UAV-001")
    page.get_by_role("button", name="Record the flight").click()
    expect(page.locator(".alert").first).to_contain_text("is recorded as F-")
    page.get_by_role("link", name=re.compile(r"^F-\d{4}-\d{4}$")).first.click()
    expect(page.locator("main")).to_contain_text("Every length that is known")
    looker.check("flying-flight")
    looker.open("/flights/does-not-fit/")
    looker.check("flying-does-not-fit-full")
