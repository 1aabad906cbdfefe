# SPDX-License-Identifier: Apache-2.0
"""Somebody without an account complains and asks; the desk deals with it; a second person reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.serving import made_by, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from browser.pages import Looker

COMPLAINT, REQUEST, OWN = "K-2026-0001", "R-2026-0002", "R-2026-0003"
QUESTION = "How often were drones flown over Seatoun?"


@pytest.fixture(scope="module")
def home_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home whose desk has two months behind it."""
    return made_by("make_desk_home.py", tmp_path_factory.mktemp("desk") / "home")


@pytest.fixture(scope="module")
def site(home_folder: Path) -> Iterator[str]:
    """Serve it."""
    with serving(home_folder) as address:
        yield address


@pytest.fixture(scope="module")
def _cookies() -> dict[str, Any]:
    return {}


def _kept(page: Page) -> tuple[str, str]:
    """Give the reference and the code that a page of receipt shows."""
    shown = page.locator("output.one-time-code").all_inner_texts()
    assert len(shown) == 2
    return shown[0], shown[1]


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_complains_keeps_the_receipt_and_asks_what_became_of_it(
    look: Callable[..., Looker], *, scripts: bool
) -> None:
    looker = look(scripts=scripts)
    page = looker.open("/public/")
    page.get_by_role("navigation").get_by_role("link", name="Complain", exact=True).click()
    if scripts:
        looker.check("public-complain")
    page.get_by_role("button", name="Send the complaint").click()
    expect(page.get_by_role("heading", name="Please look at this again")).to_be_visible()
    if scripts:
        looker.check("public-complain-wrong")
    page.get_by_label("How a tool is used").check()
    page.get_by_label("Which tool").select_option("holdfast-viewer")
    page.get_by_label("What happened?").fill("It stood over our garden.\n<b>An hour.</b>")
    page.get_by_label("A case or file number").fill("231123/0042")
    page.get_by_role("button", name="Send the complaint").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your complaint")
    number, code = _kept(page)
    if scripts:
        looker.check("public-sent")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Save the receipt")).click()
    assert download.value.suggested_filename == f"receipt-{number}.json"
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert json.loads(told["body"])["details"]["text"].endswith("<b>An hour.</b>")
    page.get_by_role("main").get_by_role("link", name="What became of it?").click()
    if scripts:
        looker.check("public-status")
    page.get_by_label("Reference").fill(number)
    page.get_by_label("Code").fill("WRONG")
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing with this reference")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_text("We received it")).to_be_visible()
    assert "code" not in page.url
    if scripts:
        looker.check("public-status-found")


def test_a_question_about_oneself_is_led_to_its_law_before_it_is_sent(
    look: Callable[..., Looker],
) -> None:
    looker = look()
    page = looker.open("/public/ask/")
    looker.check("public-ask")
    page.get_by_label("Anything else").check()
    page.get_by_label("What do you want to know?").fill("Was a drone used on me?")
    page.get_by_label("Your name").fill("Moana Rewi")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("alert")).to_contain_text("Privacy Act")
    looker.check("public-ask-again")
    page.get_by_label("About me").check()
    page.get_by_label("How can we reach you?").fill("021 000 000")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your questions")
    expect(page.get_by_role("main")).to_contain_text("information privacy principle 6")
    looker.check("public-sent-two")


@pytest.mark.parametrize("address", ["complain", "ask", "status"])
def test_the_public_desk_in_the_dark_and_on_a_telephone(
    look: Callable[..., Looker], address: str
) -> None:
    looker = look(scheme="dark", width=390)
    looker.open(f"/public/{address}/")
    looker.check(f"public-{address}")


def test_the_public_desk_is_walked_by_keyboard(look: Callable[..., Looker]) -> None:
    looker = look()
    looker.open("/public/complain/")
    looker.check_focus_is_seen()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_governance_sees_what_is_due_and_every_page_of_the_desk(
    look: Callable[..., Looker], scheme: str
) -> None:
    looker = look("governance", scheme=scheme)
    page = looker.open("/")
    expect(page.get_by_role("region", name="Complaints and requests")).to_contain_text(COMPLAINT)
    looker.check("desk-today")
    for name, address in (
        ("desk", "/complaints/"),
        ("desk-requests", "/complaints/requests/"),
        ("desk-figures", "/complaints/statistics/"),
        ("desk-complaint", f"/complaints/{COMPLAINT}/"),
        ("desk-request", f"/complaints/requests/{REQUEST}/"),
        ("desk-decided", "/complaints/requests/R-2026-0001/"),
        ("desk-no-clock", "/complaints/requests/R-2026-0004/"),
        ("desk-decide", f"/complaints/requests/{REQUEST}/decide/"),
    ):
        looker.open(address)
        looker.check(name)


def test_governance_answers_a_complaint_and_freezes_a_case(look: Callable[..., Looker]) -> None:
    looker = look("governance")
    page = looker.open("/complaints/")
    page.get_by_role("link", name=COMPLAINT).click()
    expect(page.get_by_role("main")).to_contain_text("<b>I want to know</b>")
    expect(page.get_by_role("main")).to_contain_text("overdue by")
    expect(page.get_by_role("main")).to_contain_text("Froze whatever is under 231123/0042")
    expect(page.get_by_role("link", name="231123/0042")).to_have_count(0)
    page.get_by_role("link", name="Freeze a case").click()
    looker.check("desk-freeze")
    page.get_by_label("Case reference").fill("no such case")
    page.get_by_role("button", name="Freeze").click()
    expect(page.get_by_role("status").first).to_contain_text("frozen")
    page.get_by_role("link", name="Pass on").click()
    looker.check("desk-transfer")
    page.go_back()
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("Upheld: they were right").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer")
    looker.check("desk-answer-wrong")
    page.get_by_role("textbox", name="Answer").fill("You were right. It was not needed.")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".page-head")).to_contain_text("upheld")
    with page.expect_download():
        page.get_by_role("link", name="Receipt").click()


def test_an_exhibit_officer_sees_the_case_that_was_frozen(look: Callable[..., Looker]) -> None:
    looker = look("exhibit_officer")
    page = looker.open(f"/complaints/{COMPLAINT}/")
    expect(page.get_by_role("link", name="Answer", exact=True)).to_have_count(0)
    page.get_by_role("link", name="231123/0042").click()
    expect(page.get_by_role("main")).to_contain_text("A member of the public, by a complaint")
    looker.check("desk-hold")


def test_an_auditor_reads_and_does_nothing(look: Callable[..., Looker]) -> None:
    looker = look("auditor")
    page = looker.open(f"/complaints/requests/{REQUEST}/")
    expect(page.get_by_role("link", name="Decide")).to_have_count(0)
    looker.check("desk-request-auditor")
    looker.open(f"/complaints/requests/{REQUEST}/decide/", status=403)
    looker.open(f"/complaints/{COMPLAINT}/receipt.json", status=403)


def test_an_operator_has_no_business_at_the_desk(look: Callable[..., Looker]) -> None:
    looker = look("operator")
    looker.open("/complaints/", status=403)
    looker.open(f"/complaints/{COMPLAINT}/", status=403)
    expect(looker.open("/").get_by_role("link", name="Complaints")).to_have_count(0)


@pytest.mark.parametrize("scripts", [False])
def test_a_decision_stands_in_law_and_its_letter_is_seen_before_it_goes_out(
    look: Callable[..., Looker], *, scripts: bool
) -> None:
    looker = look("governance", scripts=scripts)
    page = looker.open(f"/complaints/requests/{REQUEST}/")
    page.get_by_role("link", name="Decide").click()
    page.get_by_label("Granted in part").check()
    page.get_by_label("What the letter says").fill("It was flown 31 times.")
    page.get_by_text("Section 9", exact=False).first.click()
    page.get_by_label("s 9(2)(a)", exact=False).first.check()
    page.get_by_role("button", name="See the letter").click()
    expect(page.get_by_role("alert")).to_contain_text("weighed against the public interest")
    looker.picture("desk-decide-wrong")
    page.get_by_label("Why the public interest does not outweigh it").first.fill("Privacy first.")
    page.get_by_role("button", name="See the letter").click()
    letter = page.get_by_role("article", name="Letter")
    expect(letter).to_contain_text("It was flown 31 times.")
    expect(letter).to_contain_text("The public interest: Privacy first.")
    looker.picture("desk-decide-letter")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator(".page-head")).to_contain_text("answered")
    link = page.get_by_role("link", name="The letter, as PDF").last
    with page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_two_people_answer_what_a_person_asks_about_themselves(look: Callable[..., Looker]) -> None:
    looker = look("exhibit_officer")
    page = looker.open(f"/complaints/requests/{OWN}/")
    page.get_by_role("link", name="The answer, by two people").click()
    looker.check("desk-draft")
    page.get_by_label("Cases linked to the person").fill("231123/0042")
    page.get_by_role("button", name="Look up what the ledger says").click()
    expect(page.get_by_role("region", name="Uses by month")).to_contain_text("Holdfast viewer")
    looker.check("desk-draft-found")
    page.get_by_label(re.compile("told, or withheld on")).first.select_option("privacy-53-c")
    page.get_by_label("How was it made sure who asks?").fill("Passport, at the counter.")
    page.get_by_label("What the letter says first").fill("You asked what was used on you.")
    page.get_by_role("button", name="Draft the answer").click()
    expect(page.get_by_role("main")).to_contain_text("another person approves it")
    expect(page.get_by_role("button", name="approve")).to_have_count(0)
    looker.check("desk-answer-drafted")
    second = look("governance")
    page = second.open(f"/complaints/requests/{OWN}/answer/")
    expect(page.get_by_role("article", name="Letter")).to_contain_text("1 line is withheld")
    second.check("desk-answer-to-approve")
    page.get_by_role("button", name="I have read it: approve").click()
    expect(page.get_by_role("status").first).to_contain_text("approved")
    second.check("desk-answer-approved")
    page.get_by_role("button", name="Give the answer").click()
    expect(page.locator(".page-head")).to_contain_text("answered")


def test_staff_record_what_came_by_post_and_hand_over_the_code(look: Callable[..., Looker]) -> None:
    looker = look("governance", width=390)
    page = looker.open("/complaints/requests/")
    page.get_by_role("link", name="Record one for somebody").click()
    looker.check("desk-record")
    page.get_by_label("The day it came").fill("2099-01-01")
    page.get_by_label("Anything else").check()
    page.get_by_label("What do you want to know?").fill(QUESTION)
    page.get_by_label("Your name").fill("Moana Rewi")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("Check the day")
    page.get_by_label("The day it came").fill("2026-11-02")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recorded")
    looker.check("desk-recorded")
