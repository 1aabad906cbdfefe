# SPDX-License-Identifier: Apache-2.0
"""Flights on the map: told apart, found again, and no ground invented; and pictures that fail."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.acts import go_to_case, state_purpose, take_in
from holdfast.demo.card import generate_card

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.pages import Looker

REFERENCE = "260123/0001"


@pytest.fixture(scope="module")
def flights(media: Path) -> Path:
    """Give a folder with the cards of two drones that flew far from each other."""
    start = datetime(2026, 1, 17, 10, 4, 12)  # noqa: DTZ001 # an aircraft's clock has no zone
    for place in (0, 2):
        generate_card(
            media / "two-cards" / f"SD{place}", seed=place, model="mavic-2", place=place,
            start=start, photographs=1, videos=1, video_seconds=3.0, video_size=(640, 360),
        )  # fmt: skip
    return media / "two-cards"


def test_flights_are_told_apart_and_found_from_the_table(
    look: Callable[..., Looker], flights: Path
) -> None:
    looker = look("exhibit_officer")
    take_in(looker, flights, REFERENCE)
    looker.open(go_to_case(looker, REFERENCE) + "flights/")
    page = looker.page
    page.wait_for_selector("[data-map][data-ready]")
    place = page.locator("[data-map]")
    expect(place).not_to_have_attribute("data-close", "")
    expect(page.locator(".map-number")).to_have_count(2)
    looks = page.locator("path.map-track").evaluate_all(
        "lines => lines.map(line => getComputedStyle(line)).map(s => s.stroke + s.strokeDasharray)"
    )
    assert len(set(looks)) == 2
    page.locator(".map-number", has_text="2").click()
    expect(page.locator(".map-list a")).to_have_attribute("href", re.compile(r"^/items/\d+/$"))
    looker.check("case-flights-open")
    page.get_by_role("link", name="Flight 2 on the map").click()
    expect(place).to_have_attribute("data-close", "")
    expect(page.locator(".map-inset")).to_be_visible()
    expect(page.locator(".leaflet-land-pane").first).to_have_css("visibility", "hidden")
    looker.check("case-flights-close")


def test_a_picture_that_fails_gives_way_to_its_kind_and_words(
    look: Callable[..., Looker], flights: Path
) -> None:
    looker = look("exhibit_officer")
    take_in(looker, flights, "260123/0002")
    go_to_case(looker, "260123/0002")
    page = looker.page
    page.route("**/picture/thumbnail", lambda route: route.fulfill(status=404))
    state_purpose(looker)
    expect(page.locator(".card-without").first).to_contain_text("No picture could be shown")
    expect(page.locator(".card-picture img").first).to_be_hidden()
    looker.check("case-without-pictures")
