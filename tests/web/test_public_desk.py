# SPDX-License-Identifier: Apache-2.0
"""Anybody complains, asks and asks after it, without an account; nothing is lost or done twice."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from holdfast.oversight.models import Complaint, InformationRequest
from holdfast.oversight.services import answer_complaint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_django.fixtures import Settings

    from holdfast.accounts.models import Person
    from holdfast.home import Home

COMPLAIN, ASK, STATUS = "/public/complain/", "/public/ask/", "/public/status/"
SAID = {"about": "technology", "text": "It hovered for an hour.", "technology": ""}
ASKED = {"subjects": ["anything-else"], "text": "How often?", "requester": "Moana Rewi"}


@pytest.fixture(autouse=True)
def _home(people: Mapping[str, Person]) -> None:  # noqa: ARG001 # makes the home and its people
    cache.clear()


def _code(page: str) -> str:
    found = re.search(r'id="code1">([A-Z0-9-]+)<', page)
    assert found is not None
    return found.group(1)


def _send(client: Client, address: str = COMPLAIN, **more: object) -> str:
    said = SAID if address == COMPLAIN else ASKED
    answer = client.post(address, {**said, **more})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_a_complaint_without_account_or_session_gets_reference_code_and_day() -> None:
    client = Client(enforce_csrf_checks=True)
    form = client.get(COMPLAIN)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.content.decode())
    assert token is not None
    answer = client.post(COMPLAIN, {**SAID, "csrfmiddlewaretoken": token.group(1)})
    assert answer.status_code == 200
    assert set(client.cookies) == {"csrftoken"}
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    kept = Complaint.objects.get()
    assert kept.number in page
    assert "Ombudsman" in page
    assert _code(page)


def test_a_form_from_another_site_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post(COMPLAIN, SAID)
    assert answer.status_code == 403
    assert b"Nothing was sent" in answer.content
    assert not Complaint.objects.exists()


def test_whoever_is_signed_in_complains_as_a_member_of_the_public_too(
    people: Mapping[str, Person],
) -> None:
    client = Client()
    client.force_login(people["governance"])
    _send(client)
    assert Complaint.objects.get().entry.actor == "~public"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": ""}, "What happened?"),
        ({"text": "a" * (1 << 20)}, "20000"),
        ({"about": "faces"}, "What is it about?"),
        ({"technology": "no-such-thing"}, "Which tool"),
        ({"text": "a\0b"}, "Null"),
    ],
)
def test_a_mistake_is_said_in_words_and_what_was_typed_is_still_there(
    more: dict[str, str], words: str
) -> None:
    answer = Client().post(COMPLAIN, {**SAID, "where_and_when": "Our garden", **more})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Our garden" in page
    assert not Complaint.objects.exists()


def test_a_body_that_no_form_can_hold_is_refused_in_words() -> None:
    answer = Client().post(COMPLAIN, {**SAID, "text": "a" * (4 << 20)})
    assert answer.status_code == 400
    assert b"larger than a form can be" in answer.content


def test_line_ends_of_a_browser_count_once() -> None:
    _send(Client(), text="\r\n".join(["a"] * 10_000))
    assert len(Complaint.objects.get().text) == 19_999


def test_markup_is_shown_as_text_to_who_sent_it(people: Mapping[str, Person], home: Home) -> None:
    client = Client()
    page = _send(client, text="<script>alert(1)</script>")
    kept = Complaint.objects.get()
    answer_complaint(
        home=home, actor=people["governance"], number=kept.number, finding="upheld",
        words="<b>Yes</b>",
    )  # fmt: skip
    told = client.post(STATUS, {"reference": kept.number, "code": _code(page)}).content.decode()
    assert "&lt;b&gt;Yes&lt;/b&gt;" in told
    assert "<script>alert" not in page + told


def test_the_same_form_sent_twice_is_received_once() -> None:
    client = Client()
    first = _send(client, once="a token of one form")
    again = _send(client, once="a token of one form")
    assert Complaint.objects.count() == 1
    number = Complaint.objects.get().number
    assert number in again
    assert _code(first) not in again
    _send(client, once="another form")
    assert Complaint.objects.count() == 2


def test_a_form_that_was_refused_may_be_sent_again() -> None:
    client = Client()
    assert client.post(COMPLAIN, {**SAID, "text": "", "once": "one"}).status_code == 422
    _send(client, once="one")
    assert Complaint.objects.count() == 1


def test_too_many_from_one_address_are_refused_and_others_are_not(settings: Settings) -> None:
    assert settings.ACCOUNT_RATE_LIMITS["public_send"].startswith("12/h/ip")
    for _ in range(12):
        _send(Client())
    answer = Client().post(COMPLAIN, SAID)
    assert answer.status_code == 429
    assert b"Nothing was recorded" in answer.content
    assert b"It hovered for an hour." in answer.content
    assert Complaint.objects.count() == 12
    _send(Client(REMOTE_ADDR="203.0.113.9"))
    _send(Client(REMOTE_ADDR="203.0.113.9"), ASK)


def test_there_is_a_limit_over_all_addresses(settings: Settings) -> None:
    limits = {**settings.ACCOUNT_RATE_LIMITS, "public_send": "100/h/ip,3/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    for last in range(3):
        _send(Client(REMOTE_ADDR=f"203.0.113.{last}"))
    assert Client(REMOTE_ADDR="203.0.113.9").post(COMPLAIN, SAID).status_code == 429


def test_reference_and_code_together_tell_what_became_of_it() -> None:
    client = Client()
    code = _code(_send(client))
    number = Complaint.objects.get().number
    typed = {"reference": f" {number.lower()} ", "code": code.lower().replace("-", " ")}
    told = client.post(STATUS, typed)
    assert told.status_code == 200
    assert b"We received it" in told.content


@pytest.mark.parametrize(
    "typed",
    [
        {"reference": "K-2026-0001", "code": "AAAA-AAAA-AAAA-AAAA-AAAA"},
        {"reference": "K-1999-0001", "code": "AAAA-AAAA-AAAA-AAAA-AAAA"},
        {"reference": "' OR 1=1 --", "code": "%00"},
        {"reference": "K-2026-0001", "code": ""},
    ],
)
def test_a_wrong_code_and_a_wrong_reference_look_the_same(typed: dict[str, str]) -> None:
    client = Client()
    _send(client)
    number = Complaint.objects.get().number
    named = {**typed, "reference": typed["reference"].replace("K-2026-0001", number)}
    for address in (STATUS, "/public/status/receipt/"):
        answer = client.post(address, named)
        assert answer.status_code == 422
        assert b"We received it" not in answer.content
        if typed["code"]:
            assert b"nothing with this reference and this code together" in answer.content


def test_guessing_codes_ends_after_some_tries() -> None:
    client = Client()
    code = _code(_send(client))
    number = Complaint.objects.get().number
    for _ in range(30):
        client.post(STATUS, {"reference": number, "code": "A"})
    right = {"reference": number, "code": code}
    assert b"Too many wrong tries" in client.post(STATUS, right).content
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert b"We received it" in other.post(STATUS, right).content


def test_the_receipt_is_a_file_for_who_has_the_code() -> None:
    client = Client()
    code = _code(_send(client))
    number = Complaint.objects.get().number
    answer = client.post("/public/status/receipt/", {"reference": number, "code": code})
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{number}.json"'
    told = json.loads(answer.content)
    assert json.loads(told["body"])["details"]["text"] == SAID["text"]
    assert "c2sp.org/tlog-proof@v1" in told["proof"]


def test_a_question_about_oneself_is_led_to_the_privacy_act() -> None:
    client = Client()
    question = {"text": "Was a drone used on me?", "contact": "021 000 000"}
    answer = client.post(ASK, {**ASKED, **question})
    assert answer.status_code == 422
    assert b"Privacy Act" in answer.content
    page = _send(client, ASK, **question, subjects=["the-asker"])
    assert "Privacy Act 2020" in page
    assert InformationRequest.objects.get().kind == "privacy"
    _send(client, ASK, **question, sure="on")
    assert InformationRequest.objects.filter(kind="oia").count() == 1


def test_a_question_about_two_things_gets_two_references_and_two_codes() -> None:
    page = _send(Client(), ASK, subjects=["the-asker", "anything-else"], contact="021 000 000")
    codes = re.findall(r'id="code\d">([A-Z0-9-]+)<', page)
    assert len(set(codes)) == 2
    assert InformationRequest.objects.count() == 2


def test_no_page_of_the_public_desk_reads_a_session_or_lets_a_script_in() -> None:
    for address in (COMPLAIN, ASK, STATUS):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert "sessionid" not in answer.cookies
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert b"<script>" not in answer.content
        assert django_settings.AGENCY.encode() in answer.content
