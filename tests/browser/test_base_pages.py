# SPDX-License-Identifier: Apache-2.0
"""The pages around the evidence: accessible, offline and whole, in light and in dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.pages import Looker

SCHEMES = ("light", "dark")
OPEN = ("/account/sign-in/", "/account/enrol/", "/account/closed/")
OF_ADMINISTRATOR = (
    "/",
    "/people/",
    "/people/investigator/",
    "/people/~enrol/",
    "/people/investigator/roles/",
    "/people/investigator/os-user/",
    "/technologies/",
    "/flights/fleet/~register/",
    "/ledger/",
    "/ledger/0/",
    "/system/",
    "/account/",
    "/account/password/",
    "/account/second-factor/",
    "/first-steps/",
    "/styleguide/",
)
ROLES = ("operator", "investigator", "exhibit_officer", "governance", "auditor", "administrator")


def _name(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path).strip("-") or "today"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", OPEN)
def test_the_entrance_is_accessible(look: Callable[..., Looker], path: str, scheme: str) -> None:
    looker = look(scheme=scheme)
    looker.open(path)
    looker.check(_name(path))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", OF_ADMINISTRATOR)
def test_every_base_page_is_accessible(look: Callable[..., Looker], path: str, scheme: str) -> None:
    looker = look("administrator", scheme=scheme)
    if path == "/account/password/":
        looker.page.goto(path)
    else:
        looker.open(path)
    looker.check(_name(path))


@pytest.mark.parametrize("role", ROLES)
def test_today_and_the_ledger_open_for_every_role(look: Callable[..., Looker], role: str) -> None:
    looker = look(role)
    for path in ("/ledger/", "/technologies/", "/account/", "/ledger/1/", "/"):
        looker.open(path)
    looker.check()


def test_a_section_that_is_not_for_the_person_is_not_shown_and_does_not_open(
    look: Callable[..., Looker],
) -> None:
    looker = look("investigator")
    looker.open("/people/", status=403)
    looker.check("not-allowed")
    sections = looker.page.get_by_role("navigation", name="Sections").get_by_role("link")
    assert "People" not in sections.all_inner_texts()
    assert "Cases" in sections.all_inner_texts()


def test_a_page_that_does_not_exist_says_so_in_words(look: Callable[..., Looker]) -> None:
    looker = look("investigator")
    page = looker.open("/there-is-no-such-page/", status=404)
    assert page.get_by_role("heading", name="There is nothing here").is_visible()
    looker.check("not-found")


def test_a_form_with_errors_says_so_at_the_top_and_at_each_field(
    look: Callable[..., Looker],
) -> None:
    looker = look("administrator")
    page = looker.open("/people/~enrol/")
    page.get_by_role("button", name="Enrol").click()
    summary = page.get_by_role("alert")
    assert "Please look at this again" in summary.inner_text()
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Name: This field is required.", exact=True).click()
    assert page.get_by_label("Name", exact=True).get_attribute("aria-invalid") == "true"
    looker.check("enrol-with-errors")


def test_a_dialog_is_accessible_and_gives_the_focus_back(look: Callable[..., Looker]) -> None:
    for scheme in SCHEMES:
        looker = look("administrator", scheme=scheme)
        page = looker.open("/styleguide/")
        page.get_by_role("button", name="Release the hold").click()
        assert page.get_by_role("dialog").is_visible()
        looker.check("dialog")
        page.keyboard.press("Escape")
        assert not page.get_by_role("dialog").is_visible()
        opener = page.get_by_role("button", name="Release the hold")
        assert opener.evaluate("element => element === document.activeElement")


def test_the_chosen_colours_are_remembered(look: Callable[..., Looker]) -> None:
    looker = look("auditor")
    page = looker.open("/ledger/")
    page.get_by_role("button", name="Dark colours").click()
    looker.open("/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    looker.check_accessible()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(
    look: Callable[..., Looker],
) -> None:
    looker = look("auditor")
    page = looker.open("/ledger/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_focus_is_seen_at_every_stop(look: Callable[..., Looker]) -> None:
    looker = look("administrator")
    looker.open("/people/")
    looker.check_focus_is_seen()


def test_the_pages_work_without_scripts(
    look: Callable[..., Looker],
) -> None:
    page = look("auditor", scripts=False).open("/ledger/?act=person.enrol")
    assert page.get_by_role("row").count() > 1
    page.get_by_role("link", name=re.compile(r"^\d+$")).first.click()
    page.get_by_role("heading", name="Proof", exact=True).wait_for()


def test_a_proof_taken_from_the_page_is_in_the_written_format(
    look: Callable[..., Looker],
) -> None:
    page = look("investigator").open("/ledger/1/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Proof").click()
    text = taken.value.path().read_text(encoding="utf-8")
    assert text.startswith("c2sp.org/tlog-proof@v1\n")
    assert "\nindex 1\n" in text


@pytest.mark.parametrize("path", ["/", "/people/", "/ledger/", "/styleguide/"])
def test_a_telephone_shows_the_whole_page(look: Callable[..., Looker], path: str) -> None:
    looker = look("administrator", width=390, height=844)
    looker.open(path)
    looker.check(_name(path))
