# SPDX-License-Identifier: Apache-2.0
"""The desk opens to those it is for, and a bad form changes nothing there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from holdfast.oversight.models import Answer, Complaint, InformationRequest
from holdfast.oversight.public_person import member_of_the_public
from holdfast.oversight.services import receive_complaint, receive_request
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.test import Client

    from holdfast.accounts.models import Person
    from holdfast.home import Home

    Browse = Callable[[str], Client]

READ = ("", "requests/", "statistics/", "K/", "R/", "P/", "P/answer/")
WRITE = (
    "~record/", "requests/~record/", "K/acknowledge/", "K/answer/", "K/transfer/", "K/freeze/",
    "R/extend/", "R/transfer/", "R/decide/",
)  # fmt: skip


@pytest.fixture
def at(home: Home, people: Mapping[str, Person]) -> Callable[[str], str]:
    """Give the address of a page, with a complaint, a request and a person's own question there."""
    assert people
    cache.clear()
    public = {"home": home, "actor": member_of_the_public()}
    complaint = receive_complaint(**public, about="other", text="<script>x</script>")  # type: ignore[arg-type] # as named
    said = {"text": "How often?", "requester": "Moana", "contact": "021"}
    first, second = (
        receive_request(**public, subjects=[subject], **said)[0]  # type: ignore[arg-type] # as named
        for subject in ("anything-else", "the-asker")
    )

    def address(path: str) -> str:
        named = {"K": complaint.number, "R": f"requests/{first.number}"}
        named["P"] = f"requests/{second.number}"
        head, _, rest = path.partition("/")
        return f"/complaints/{named[head]}/{rest}" if head in named else f"/complaints/{path}"

    return address


@pytest.mark.parametrize("role", ["governance", "auditor", "exhibit_officer"])
def test_the_desk_is_read_by_three_roles(
    at: Callable[[str], str], browse: Browse, role: str
) -> None:
    client = browse(role)
    for path in READ:
        answer = client.get(at(path))
        assert answer.status_code == 200, path
        assert b"<script>x" not in answer.content


@pytest.mark.parametrize("role", ["operator", "investigator", "administrator"])
def test_and_by_no_other(at: Callable[[str], str], browse: Browse, role: str) -> None:
    client = browse(role)
    for path in (*READ, *WRITE, "K/receipt.json", "R/acknowledgement.pdf"):
        assert client.get(at(path)).status_code == 403, path


def test_an_auditor_writes_nothing(at: Callable[[str], str], browse: Browse) -> None:
    client = browse("auditor")
    before = Entry.objects.count()
    for path, data in (
        ("K/acknowledge/", {"words": "x"}),
        ("K/answer/", {"finding": "upheld", "words": "x"}),
        ("K/freeze/", {"reference": "C-1"}),
        ("R/transfer/", {"to": "X", "reason": "y"}),
        ("R/decide/", {"outcome": "granted", "answer": "x", "do": "record"}),
        ("P/answer/give/", {}),
    ):
        assert client.post(at(path), data).status_code in {403, 302}, path
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("K/answer/", {"finding": "upheld", "words": ""}, "Answer"),
        ("K/answer/", {"finding": "maybe", "words": "x"}, "Finding"),
        ("K/transfer/", {"to": "the-bin"}, "Pass on to"),
        ("R/extend/", {"until": "2020-01-01", "reason": "x"}, "does not count"),
        ("R/extend/", {"until": "nonsense", "reason": "x"}, "valid date"),
        ("R/decide/", {"outcome": "refused", "answer": "x", "do": "record"}, "only on a ground"),
        (
            "R/decide/",
            {"outcome": "refused", "answer": "x", "ground": "oia-9-2-a", "do": "record"},
            "public interest",
        ),
        (
            "R/decide/",
            {"outcome": "refused", "answer": "x", "ground": "oia-18-f", "do": "record"},
            "charge",
        ),
        ("P/answer/", {"items": "1; DROP", "do": "look"}, "Write item numbers"),
        ("P/answer/", {"items": "999", "do": "look"}, "no item 999"),
        ("P/answer/", {"do": "draft", "identity": "", "text": ""}, "made sure"),
        ("~record/", {"about": "other", "text": "x", "received_on": "2999-01-01"}, "Check the day"),
    ],
)
def test_a_bad_form_is_answered_in_words_and_changes_nothing(
    at: Callable[[str], str], browse: Browse, path: str, data: dict[str, str], words: str
) -> None:
    client = browse("governance")
    target = at(path)
    before = Entry.objects.count()
    answer = client.post(target, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Entry.objects.count() == before


def test_approving_by_page_needs_another_person_and_the_draft_that_was_read(
    at: Callable[[str], str], browse: Browse
) -> None:
    said = {"do": "draft", "identity": "Passport.", "text": "This is what we hold."}
    assert browse("exhibit_officer").post(at("P/answer/"), said).status_code == 302
    draft = str(Answer.objects.get().entry.index)
    for role, sent in (("exhibit_officer", draft), ("governance", "0"), ("governance", "x")):
        browse(role).post(at("P/answer/approve/"), {"draft": sent})
        assert Answer.objects.get().approved_at is None
    browse("governance").post(at("P/answer/approve/"), {"draft": draft})
    assert Answer.objects.get().approved_at is not None
    browse("governance").post(at("P/answer/give/"), {})
    number = Answer.objects.get().request_id
    assert InformationRequest.objects.get(number=number).state == "answered"


def test_what_is_recorded_for_somebody_is_recorded_once(
    at: Callable[[str], str], browse: Browse
) -> None:
    client = browse("governance")
    said = {"about": "conduct", "text": "By telephone.", "once": "one form"}
    assert client.post(at("~record/"), said).status_code == 200
    again = client.post(at("~record/"), said)
    assert b"recorded already" in again.content
    assert Complaint.objects.count() == 2


def test_what_is_not_there_is_not_there(at: Callable[[str], str], browse: Browse) -> None:
    client = browse("governance")
    for path in ("K-1999-0001/", "requests/R-1999-0001/", "requests/R-1999-0001/decide/"):
        assert client.get(at(path)).status_code == 404
    assert client.get(at("R/letters/999.pdf")).status_code == 404
    assert client.get(at("R/acknowledgement.pdf"))["Content-Type"] == "application/pdf"
