# SPDX-License-Identifier: Apache-2.0
"""A request is routed to its law, keeps its clock, and is decided only as the law lets it be."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.forms.models import model_to_dict

from holdfast.errors import HoldfastError
from holdfast.information import (
    DecisionRefusedError,
    ExtensionRefusedError,
    NoQuestionError,
    Reason,
    ReceivedInFutureError,
    count_requests,
)
from holdfast.information.letter_pdf import letter_pdf
from holdfast.oversight import services
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import InformationRequest, RequestStep
from holdfast.oversight.queries.requests import letter_of, stands, state_of
from holdfast.oversight.receipts import receipt_file
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Entry
from holdfast.records.rebuild import rebuild
from oversight.desk import MONDAY, later

if TYPE_CHECKING:
    from oversight.desk import Desk

PRIVACY = Reason("oia-9-2-a", public_interest="Nothing outweighs the privacy of those filmed.")
ANSWER = "Drones were flown 214 times in 2026."


def _on(desk: Desk, day: int, who: str = "governance") -> dict[str, Any]:
    return {**desk.as_(who), "now": later(day)}


def test_a_question_about_the_agency_is_a_request_for_official_information(desk: Desk) -> None:
    (got,) = desk.ask()
    kept = InformationRequest.objects.get()
    assert (got.number, got.kind, kept.kind) == ("R-2026-0001", "oia", "oia")
    assert got.due_on == kept.due_on == date(2026, 11, 30)
    assert kept.requester == "Moana Rewi"
    face = json.loads(bytes(kept.entry.face))
    assert face["unit"] == "requests"
    assert "Moana" not in json.dumps(face)


def test_a_question_about_oneself_is_one_under_the_privacy_act(desk: Desk) -> None:
    (got,) = desk.ask("the-asker", text="Was a drone used on me?")
    assert got.kind == "privacy"
    assert got.due_on == date(2026, 11, 30)


def test_a_defendants_question_has_its_own_law_and_no_number_of_days(desk: Desk) -> None:
    (got,) = desk.ask("a-prosecution")
    assert (got.kind, got.due_on) == ("cda", None)
    stand = stands(desk.home, InformationRequest.objects.get(), date(2027, 3, 1))
    assert stand is not None
    assert stand.deadline is None
    assert not stand.late


def test_a_question_about_several_things_is_a_request_for_each_law(desk: Desk) -> None:
    first, second = desk.ask("anything-else", "the-asker")
    assert (first.kind, second.kind) == ("privacy", "oia")
    assert first.code != second.code
    assert (second.number, second.entry - first.entry) == ("R-2026-0002", 1)


@pytest.mark.parametrize(
    ("more", "subjects", "words"),
    [
        ({"text": ""}, ("anything-else",), "is empty"),
        ({"text": "a" * (1 << 20)}, ("anything-else",), "1,048,576"),
        ({"requester": " "}, ("anything-else",), "name is empty"),
        ({"contact": ""}, ("the-asker",), "reach you"),
        ({}, ("the-weather",), "the-weather"),
    ],
)
def test_what_cannot_be_dealt_with_is_refused_and_nothing_is_recorded(
    desk: Desk, more: dict[str, str], subjects: tuple[str, ...], words: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(HoldfastError, match=words):
        desk.ask(*subjects, **more)
    assert Entry.objects.count() == before


def test_a_question_about_nothing_is_asked_again(desk: Desk) -> None:
    with pytest.raises(NoQuestionError):
        services.receive_request(
            **desk.as_("governance"), subjects=(), text="Why?", requester="Moana"
        )


def test_staff_record_a_letter_of_an_earlier_day_and_none_of_a_later_one(desk: Desk) -> None:
    named: dict[str, Any] = {
        "subjects": ("anything-else",),
        "text": "How many?",
        "requester": "Moana",
    }
    (got,) = services.receive_request(
        **desk.as_("governance"), **named, received_on=date(2026, 10, 27)
    )
    assert got.due_on == date(2026, 11, 24)
    with pytest.raises(ReceivedInFutureError):
        services.receive_request(**desk.as_("governance"), **named, received_on=date(2026, 11, 3))
    with pytest.raises(NotPermittedError):
        services.receive_request(**desk.as_("operator"), **named)


def test_an_extension_inside_the_time_moves_the_day_and_says_why(desk: Desk) -> None:
    (got,) = desk.ask()
    services.extend_request(
        **_on(desk, 7), number=got.number, until=date(2026, 12, 11), reason="9,000 flights"
    )
    kept = InformationRequest.objects.get()
    assert (kept.due_on, kept.state) == (date(2026, 12, 11), "extended")
    letter = letter_of(RequestStep.objects.get())
    assert letter is not None
    assert "9,000 flights" in letter.text
    assert "11 December 2026" in letter.text
    stand = stands(desk.home, kept, date(2026, 12, 4))
    assert stand is not None
    assert stand.status == "open"


@pytest.mark.parametrize(
    ("day", "until", "reason", "words"),
    [
        (30, date(2026, 12, 24), "Late.", "after the time ran out"),
        (7, date(2026, 11, 30), "Same day.", "is not after"),
        (7, date(2026, 11, 2), "Back.", "is not after"),
        (7, date(2026, 12, 11), " ", "is empty"),
    ],
)
def test_an_extension_that_does_not_count_is_refused(
    desk: Desk, day: int, until: date, reason: str, words: str
) -> None:
    (got,) = desk.ask()
    with pytest.raises((ExtensionRefusedError, NotDecidedError), match=words):
        services.extend_request(**_on(desk, day), number=got.number, until=until, reason=reason)
    assert InformationRequest.objects.get().due_on == date(2026, 11, 30)


def test_a_transfer_is_recorded_even_when_it_is_late_and_says_so(desk: Desk) -> None:
    (got,) = desk.ask()
    services.transfer_request(
        **_on(desk, 25), number=got.number, to="Civil Aviation Authority", reason="They hold it."
    )
    kept = InformationRequest.objects.get()
    stand = stands(desk.home, kept, date(2026, 12, 1))
    assert stand is not None
    assert (stand.status, stand.late, stand.late_by) == ("transferred", True, 9)
    with pytest.raises(NotDecidedError, match="already"):
        services.decide_request(
            **_on(desk, 26), number=got.number, outcome="granted", reasons=(), answer=ANSWER
        )


def test_a_granted_request_is_decided_and_answered_by_one_letter(desk: Desk) -> None:
    (got,) = desk.ask()
    services.decide_request(
        **_on(desk, 14), number=got.number, outcome="granted", reasons=(), answer=ANSWER
    )
    kept = InformationRequest.objects.get()
    assert (kept.state, kept.decided_on) == ("answered", date(2026, 11, 16))
    decided, answered = RequestStep.objects.all()
    assert (decided.step, answered.step) == ("decided", "answered")
    letter = letter_of(decided)
    assert letter is not None
    assert ANSWER in letter.text
    assert "Ombudsman" in letter.text
    assert letter_pdf(letter).startswith(b"%PDF")
    assert letter_of(answered) is None


def test_what_is_still_to_be_handed_over_keeps_a_decided_request_open(desk: Desk) -> None:
    (got,) = desk.ask()
    services.decide_request(
        **_on(desk, 14), number=got.number, outcome="granted", reasons=(), answer=ANSWER,
        everything=False,
    )  # fmt: skip
    assert InformationRequest.objects.get().state == "decided"
    services.close_request(**_on(desk, 20), number=got.number, words="A disc, by hand.")
    kept = InformationRequest.objects.get()
    assert (kept.state, kept.decided_on) == ("answered", date(2026, 11, 16))
    with pytest.raises(NotDecidedError):
        services.close_request(**_on(desk, 21), number=got.number)


@pytest.mark.parametrize(
    ("outcome", "reasons", "words"),
    [
        ("refused", (), "only on a ground"),
        ("granted", (PRIVACY,), "no ground"),
        ("granted-in-part", (Reason("oia-9-2-a"),), "public interest"),
        ("refused", (Reason("oia-6-c", public_interest="It matters."),), "not weighed"),
        ("refused", (Reason("oia-18-e"),), "consulting"),
        ("refused", (Reason("oia-18-f"),), "charge"),
        ("refused", (Reason("oia-18-a"),), "says nothing alone"),
        ("refused", (Reason("privacy-53-a"),), "no ground for a request under"),
        ("refused", (Reason("because"),), "no ground of the agency's list"),
        ("maybe", (), "no outcome"),
    ],
)
def test_a_decision_that_does_not_stand_in_law_is_not_recorded(
    desk: Desk, outcome: str, reasons: tuple[Reason, ...], words: str
) -> None:
    (got,) = desk.ask()
    before = Entry.objects.count()
    with pytest.raises(DecisionRefusedError, match=words):
        services.decide_request(
            **_on(desk, 1), number=got.number, outcome=outcome, reasons=reasons, answer=ANSWER
        )
    assert Entry.objects.count() == before
    assert InformationRequest.objects.get().state == "received"


def test_a_preview_is_the_letter_that_goes_out_and_records_nothing(desk: Desk) -> None:
    (got,) = desk.ask(text="<b>How</b> many\n$amount?")
    consulted = Reason(
        "oia-18-f",
        considered={"consultation": "We asked.", "charge": "No.", "extension": "Too long."},
    )
    what: dict[str, Any] = {
        "outcome": "granted-in-part",
        "reasons": (PRIVACY, consulted),
        "answer": ANSWER,
    }
    before = Entry.objects.count()
    shown = services.preview_decision(**_on(desk, 2), number=got.number, **what)
    assert Entry.objects.count() == before
    services.decide_request(**_on(desk, 2), number=got.number, **what)
    step = RequestStep.objects.filter(step="decided").get()
    assert letter_of(step) == shown
    assert "    <b>How</b> many\n    $amount?" in shown.text
    assert "s 9(2)(a)" in shown.text
    assert "We asked." in shown.text
    assert json.loads(bytes(step.entry.body or b""))["published"]["grounds"] == [
        "oia-9-2-a",
        "oia-18-f",
    ]


def test_a_persons_own_question_is_never_decided_by_one_person(desk: Desk) -> None:
    (got,) = desk.ask("the-asker")
    with pytest.raises(NotDecidedError, match="two people"):
        services.decide_request(
            **_on(desk, 1), number=got.number, outcome="granted", reasons=(), answer=ANSWER
        )


@pytest.mark.parametrize("who", ["operator", "investigator", "exhibit_officer", "auditor"])
def test_only_governance_takes_steps(desk: Desk, who: str) -> None:
    (got,) = desk.ask()
    with pytest.raises(NotPermittedError):
        services.transfer_request(**_on(desk, 1, who), number=got.number, to="X", reason="y")


def test_a_request_that_is_not_there_cannot_be_decided(desk: Desk) -> None:
    with pytest.raises(NotOnRegisterError):
        services.transfer_request(**_on(desk, 1), number="R-2026-0009", to="X", reason="y")


def test_the_figures_add_up_late_ones_and_zeros_included(desk: Desk) -> None:
    numbers = [desk.ask()[0].number for _ in range(4)]
    for day, number in ((7, numbers[0]), (31, numbers[1])):
        services.decide_request(
            **_on(desk, day), number=number, outcome="refused", reasons=(PRIVACY,), answer="No."
        )
    figures = count_requests(
        map(state_of, InformationRequest.objects.all()),
        kind="oia",
        first=date(2026, 11, 1),
        last=date(2026, 12, 31),
        agency=desk.home.lists,
    )
    assert (figures.received, figures.decided, figures.on_time_percent) == (4, 2, 50)
    assert (figures.open, figures.overdue) == (2, 2)
    assert figures.by_ground["oia-9-2-a"] == 2
    assert figures.by_ground["oia-6-a"] == 0


def test_the_receipt_of_a_request_holds_its_own_words(desk: Desk) -> None:
    desk.ask()
    told = json.loads(receipt_file(desk.home, InformationRequest.objects.get()))
    assert told["reference"] == "R-2026-0001"
    assert json.loads(told["body"])["details"]["requester"] == "Moana Rewi"


def test_rebuild_gives_the_same(desk: Desk) -> None:
    first, second = (desk.ask()[0].number for _ in range(2))
    desk.ask("a-prosecution")
    services.extend_request(
        **_on(desk, 7), number=first, until=date(2026, 12, 11), reason="9,000 flights"
    )
    services.decide_request(
        **_on(desk, 8), number=second, outcome="refused", reasons=(PRIVACY,), answer="No."
    )

    def told() -> list[object]:
        return [
            [model_to_dict(one) for one in model.objects.order_by("pk")]
            for model in (InformationRequest, RequestStep)
        ]

    before = told()
    rebuild(home=desk.home, permits_to_read=tuple, now=MONDAY)
    assert told() == before
