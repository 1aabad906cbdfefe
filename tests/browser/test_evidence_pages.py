# SPDX-License-Identifier: Apache-2.0
"""Every evidence page, light and dark, is accessible, reflows and breaks no policy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from holdfast.leaving import review

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.pages import Looker

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def card(home_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Take in a card on which everything is that can be wrong with one."""
    folder = tmp_path_factory.mktemp("card") / "SD14"
    done = subprocess.run(
        [sys.executable, TESTS / "browser" / "take_in_card.py", home_folder, folder],
        check=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdout=subprocess.PIPE,
        timeout=300,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


PAGES = {
    "take-in": "/take-in/",
    "receipts": "/receipts/",
    "receipt": "/receipts/{receipt}/",
    "receipt-unreadable": "/receipts/{receipt}/?disposition=unreadable",
    "cases": "/cases/",
    "case-open": "/cases/open/",
    "break-glass": "/cases/break-glass/",
    "case": "/cases/{case}/",
    "case-filtered": "/cases/{case}/?status=evidential",
    "case-flights": "/cases/{case}/flights/",
    "case-people": "/cases/{case}/people/",
    "case-exhibits": "/cases/{case}/exhibits/",
    "case-packs": "/cases/{case}/packs/",
    "case-receipts": "/cases/{case}/receipts/",
    "case-recordings": "/cases/{case}/recordings/",
    "case-movement": "/cases/{case}/movement/",
    "case-together": "/cases/{case}/together/",
    "case-purpose": "/cases/{case}/purpose/",
    "pack-new": "/cases/{case}/packs/~make/",
    "item-before-purpose": "/items/{video}/",
    "item-facts": "/items/{video}/facts/",
    "item-custody": "/items/{video}/custody/",
    "item-derivatives": "/items/{video}/derivatives/",
    "item-access": "/items/{video}/access/",
    "flights": "/flights/map/",
    "find": "/find/",
    "find-found": "/find/?text=DJI",
    "find-nothing": "/find/?text=zzzz",
    "find-wrong": "/find/?latitude=-41",
}
AFTER_PURPOSE = {
    "case-pictures": "/cases/{case}/",
    "item-video": "/items/{video}/",
    "item-photograph": "/items/{photograph}/",
    "item-change": "/items/{photograph}/change/time/",
    "item-classify": "/items/{photograph}/change/classify/",
    "item-leaving": "/items/{photographs[0]}/leaving/",
    "item-leaving-video": "/items/{video}/leaving/",
}


def address(pattern: str, card: dict[str, Any]) -> str:
    both = sorted(set(card["videos"]) & set(card["tracks"]))
    return pattern.format(**card, video=both[0], photograph=card["photographs"][-1])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_reflows(
    look: Callable[..., Looker], card: dict[str, Any], name: str, scheme: str
) -> None:
    looker = look("auditor" if "before" in name else "exhibit_officer", scheme=scheme)
    looker.open(address(PAGES[name], card))
    if "flights" in name:
        looker.page.wait_for_selector("[data-map][data-ready]")
    looker.check(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", AFTER_PURPOSE)
def test_content_is_shown_after_a_purpose_was_stated(
    look: Callable[..., Looker], card: dict[str, Any], name: str, scheme: str
) -> None:
    looker = look("exhibit_officer", scheme=scheme)
    page = looker.open(f"/cases/{card['case']}/purpose/")
    page.get_by_label("Purpose").select_option("crash-scene")
    page.get_by_role("button", name="State the purpose").click()
    page.get_by_role("heading", level=1).wait_for()
    looker.open(address(AFTER_PURPOSE[name], card))
    if name == "item-video":
        page.wait_for_selector("[data-map][data-ready]")
        page.wait_for_selector("video")
    page.wait_for_load_state("networkidle")
    looker.check(name)


def test_the_keys_go_through_the_grid(look: Callable[..., Looker], card: dict[str, Any]) -> None:
    looker = look("exhibit_officer")
    page = looker.open(f"/cases/{card['case']}/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.href")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.href") != first
    page.keyboard.press("x")
    assert page.locator("[data-picked]").inner_text() == "1 item picked"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.href") == first


def test_a_photograph_is_reviewed_cleaned_and_taken_away(
    look: Callable[..., Looker], card: dict[str, Any]
) -> None:
    looker = look("exhibit_officer")
    page = looker.open(f"/cases/{card['case']}/purpose/")
    page.get_by_label("Purpose").select_option("crash-scene")
    page.get_by_role("button", name="State the purpose").click()
    page.get_by_role("heading", level=1).wait_for()
    looker.open(address("/items/{photographs[0]}/", card))
    page.get_by_role("link", name="What leaves with this file").click()
    page.get_by_role("button", name="Make a cleaned copy").click()
    expect(page.get_by_text("Clean: it was read again, and nothing")).to_be_visible()
    for number in range(page.locator("details").count()):
        if page.locator("details").nth(number).get_attribute("open") is None:
            page.locator("details > summary").nth(number).click()
    looker.check("item-leaving-cleaned")
    with page.expect_download() as got:
        page.get_by_role("link", name="Download the copy").click()
    assert got.value.suggested_filename.startswith("cleaned-")
    told = review(got.value.path(), name=got.value.suggested_filename)
    assert set(told.gives_away) <= {"how it was recorded"}
