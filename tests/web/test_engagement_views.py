# SPDX-License-Identifier: Apache-2.0
"""Engagements open to those they are for, and a bad form or a hostile value changes nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.fleet import services
from holdfast.fleet.models import Engagement, EngagementStep
from holdfast.fleet.services import Flying
from holdfast.records.models import Entry
from holdfast.records.services import open_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.test import Client

    from holdfast.accounts.models import Person
    from holdfast.home import Home

    Browse = Callable[[str], Client]

BASE = "/flights/engagements/"
WRITE = ("agreement/", "remind/", "close/", "no-cloud/met/", "no-cloud/waive/", "no-cloud/breach/",
         "no-cloud/move/")  # fmt: skip
OPEN = {
    "contractor": "Skyline", "case": "C-1", "purpose": "crash-scene", "starts_on": "2026-11-03",
    "ends_on": "2026-11-04", "technology": "not-on-the-register", "drone": "Anafi",
    "certificate_of": "contractor", "conditions": ["no-cloud"], "left_out": "On loan",
}  # fmt: skip


@pytest.fixture
def number(home: Home, people: Mapping[str, Person]) -> str:
    """Engage a contractor for a case of the investigator."""
    open_case(home=home, actor=people["investigator"], reference="C-1", title="A case")
    return services.open_engagement(
        home=home, actor=people["governance"], contractor="<script>x</script>", case="C-1",
        purpose="crash-scene", flying=Flying("{{ 7*7 }}"), starts_on=date(2026, 11, 3),
        ends_on=date(2026, 11, 4), conditions=["no-cloud"], left_out="\u202eloan",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["governance", "exhibit_officer", "investigator", "auditor"])
def test_it_is_read_by_those_of_the_case_governance_and_auditors(
    number: str, browse: Browse, role: str
) -> None:
    page = browse(role).get(f"{BASE}{number}/").content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    assert "{{ 7*7 }}" in page
    assert "\u202e" not in page
    assert number in browse(role).get(BASE).content.decode()


def test_it_is_not_there_for_somebody_outside_the_case(number: str, browse: Browse) -> None:
    client = browse("operator")
    assert number not in client.get(f"{BASE}?shown=all").content.decode()
    assert client.get(f"{BASE}{number}/").status_code == 404
    assert browse("administrator").get(BASE).status_code == 403
    for path in WRITE:
        assert client.get(f"{BASE}{number}/{path}").status_code == 403
        assert client.post(f"{BASE}{number}/{path}").status_code == 403


@pytest.mark.parametrize("path", WRITE)
def test_an_empty_form_and_a_hostile_one_change_nothing(
    number: str, browse: Browse, path: str
) -> None:
    client = browse("governance")
    before = Entry.objects.count()
    hostile = {"due_on": "9999-12-31", "on": "9999-12-31", "reason": "", "by": "a\0b", "words": "x",
               "document_sha256": "zz", "how": "a\0b", "summary": "a\0b"}  # fmt: skip
    for data in ({}, hostile):
        assert client.post(f"{BASE}{number}/{path}", data).status_code == 422
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "address",
    ["E-1/", f"{'E' * 300}/", "E-2026-0001/no-such/met/", "E-2026-0001/no-cloud/forget/",
     "E-2026-0001/reminders/1.pdf", "?after={", "?after=[1]"],
)  # fmt: skip
def test_what_is_not_there_says_so(number: str, browse: Browse, address: str) -> None:
    assert number == "E-2026-0001"
    expected = 200 if address == "?after=[1]" else 404
    assert browse("governance").get(f"{BASE}{address}").status_code == expected


@pytest.mark.parametrize(
    "more",
    [{"case": "C-9"}, {"purpose": "faces"}, {"starts_on": "soon"}, {"technology": ""},
     {"conditions": ["no-faces"]}, {"left_out": ""}, {"contractor": "a" * 201},
     {"ends_on": "2026-11-01"}, {"ends_on": "9999-12-31"}, {"document_sha256": "ab" * 32}],
)  # fmt: skip
def test_a_bad_opening_is_told_on_its_page_with_what_was_typed(
    number: str, browse: Browse, more: dict[str, object]
) -> None:
    assert number
    answer = browse("governance").post(f"{BASE}~open/", {**OPEN, **more})
    assert answer.status_code == 422
    assert "Anafi" in answer.content.decode()
    assert Engagement.objects.count() == 1


def test_a_file_gives_its_name_and_digest_and_is_not_kept(number: str, browse: Browse) -> None:
    assert number
    signed = SimpleUploadedFile("../../agreement.pdf", b"signed")
    answer = browse("governance").post(f"{BASE}~open/", {**OPEN, "document": signed})
    assert answer.status_code == 302
    made = Engagement.objects.latest("number")
    assert answer["Location"] == f"{BASE}{made.number}/"
    assert made.agreement_name == "agreement.pdf"
    assert made.agreement_sha256.startswith("4a3cdf")


def test_nothing_outstanding_leaves_nothing_to_be_reminded_of(number: str, browse: Browse) -> None:
    client = browse("governance")
    assert client.post(f"{BASE}{number}/remind/", {"how": "By post"}).status_code == 302
    step = EngagementStep.objects.get()
    file = client.get(f"{BASE}{number}/reminders/{step.pk}.pdf")
    assert file["Content-Type"] == "application/pdf"
    client.post(f"{BASE}{number}/no-cloud/waive/", {"by": "Inspector", "reason": "No radio"})
    answer = client.post(f"{BASE}{number}/remind/", {"how": "By post"})
    assert answer.status_code == 422
    assert "nothing to be reminded of" in answer.content.decode()


def test_taking_in_offers_the_open_engagements_of_ones_cases_and_no_others(
    number: str, browse: Browse
) -> None:
    assert f'value="{number}"' in browse("investigator").get("/take-in/").content.decode()
    assert number not in browse("operator").get("/take-in/").content.decode()
