# SPDX-License-Identifier: Apache-2.0
"""The public site in a real Chromium: for everybody, on a telephone, in the dark, without scripts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.serving import made_by, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Route

    from browser.pages import Looker

    Look = Callable[..., Looker]

_TODAY = datetime.now(UTC).date()
QUARTER = f"{_TODAY.year}Q{(_TODAY.month + 2) // 3}"
PAGES = {
    "public-home": "/public/",
    "public-register": "/public/register/",
    "public-entry": "/public/register/nuix/",
    "public-latent": "/public/register/nuix/face-search/",
    "public-empty-entry": "/public/register/helmet-camera/",
    "public-no-contractors": "/public/contractors/",
    "public-reports": "/public/reports/",
    "public-report": f"/public/reports/{QUARTER}/",
    "public-checkpoints": "/public/checkpoints/",
    "public-check": "/public/check/",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a home that has something to show the public."""
    home = made_by("make_public_home.py", tmp_path_factory.mktemp("public") / "home")
    with serving(home) as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_public_page_is_accessible(look: Look, name: str, scheme: str) -> None:
    looker = look(scheme=scheme)
    page = looker.open(PAGES[name])
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    looker.check(name)
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_front_page_is_for_telephones_too(look: Look, scheme: str) -> None:
    looker = look(scheme=scheme, width=390)
    for name in ("public-home", "public-register", "public-entry", "public-check"):
        looker.open(PAGES[name])
        looker.check(name)


def test_every_page_is_read_without_scripts(look: Look) -> None:
    looker = look(scripts=False)
    for path in PAGES.values():
        page = looker.open(path)
        assert page.locator("h1").count() == 1
        assert page.locator("main").inner_text().strip()
    looker.open(PAGES["public-check"])
    expect(looker.page.get_by_text("This way needs scripts, and they are off.")).to_be_visible()
    expect(looker.page.get_by_role("button", name="Start the check")).to_be_hidden()


def test_a_kept_checkpoint_is_compared_without_scripts(look: Look) -> None:
    looker = look(scripts=False)
    page = looker.open(PAGES["public-checkpoints"])
    kept = page.locator("#checkpoint-text").inner_text()
    page.get_by_label("The whole text of your checkpoint").fill(kept)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="This is the newest checkpoint")).to_be_visible()
    page.get_by_label("The whole text of your checkpoint").fill("nothing")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="This cannot be read as a checkpoint")).to_be_visible()
    assert page.context.cookies() == []


def test_the_answers_to_a_comparison_are_accessible(look: Look) -> None:
    looker = look()
    page = looker.open(PAGES["public-checkpoints"])
    for text in (page.locator("#checkpoint-text").inner_text(), "nothing"):
        page.get_by_label("The whole text of your checkpoint").fill(text)
        page.get_by_role("button", name="Compare").click()
        page.locator(".verdict").wait_for()
        looker.check("public-compared")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_browser_counts_every_number_again_and_says_proven(look: Look, scheme: str) -> None:
    looker = look(scheme=scheme)
    page = looker.open(PAGES["public-check"])
    page.get_by_role("button", name="Start the check").click()
    expect(page.get_by_role("heading", name="Proven", exact=True)).to_be_visible(timeout=30_000)
    expect(page.get_by_text(f"Report {QUARTER}:")).to_contain_text("counted again, all right")
    looker.check("public-proven")


def test_a_changed_number_is_named(look: Look) -> None:
    looker = look()

    def change(route: Route) -> None:
        told = json.loads(route.fetch().body())
        told["totals"]["refused"] += 1
        route.fulfill(json=told)

    page = looker.open(PAGES["public-check"])
    page.route(f"**/reports/{QUARTER}/report.json", change)
    page.get_by_role("button", name="Start the check").click()
    expect(page.get_by_role("heading", name="Not proven")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-check-answer]")).to_contain_text(QUARTER)
    looker.check("public-not-proven")


def test_a_record_that_was_changed_or_taken_away_is_named(look: Look) -> None:
    looker = look()
    page = looker.open(PAGES["public-check"])
    page.route("**/records/0000003.json", lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Start the check").click()
    expect(page.get_by_role("heading", name="Not proven")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-check-answer]")).to_contain_text("0000003.json")


def test_an_entry_that_was_changed_breaks_the_seal(look: Look) -> None:
    looker = look()

    def change(route: Route) -> None:
        data = route.fetch().body()
        route.fulfill(body=data.replace(b'"outcome":"denied"', b'"outcome":"failed"'))

    page = looker.open(PAGES["public-check"])
    page.route("**/log/tile/entries/**", change)
    page.get_by_role("button", name="Start the check").click()
    expect(page.get_by_role("heading", name="Not proven")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-check-answer]")).to_contain_text("signed")


def test_the_keyboard_reaches_everything_and_is_seen(look: Look) -> None:
    looker = look()
    for name in ("public-home", "public-check"):
        looker.open(PAGES[name])
        looker.check_focus_is_seen(presses=9)


def test_a_page_prints_without_its_navigation(look: Look) -> None:
    looker = look()
    page = looker.open(PAGES["public-entry"])
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="This site")).to_be_hidden()
    expect(page.get_by_role("heading", name="Who may use it, and for what")).to_be_visible()
    looker.picture("public-entry-print")
