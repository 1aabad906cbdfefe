# SPDX-License-Identifier: Apache-2.0
"""A complaint is received from anybody, freezes what it names, has a day, and cannot vanish."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from django.forms.models import model_to_dict

from holdfast.errors import HoldfastError
from holdfast.information import ReceivedInFutureError
from holdfast.ledger import Policy, TlogProof, Verifier, commit
from holdfast.ledger.publish import publish
from holdfast.oversight import services
from holdfast.oversight.acts import APPLY
from holdfast.oversight.codes import digest_of, fits
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import Complaint, ComplaintStep
from holdfast.oversight.public_person import (
    PUBLIC_ACTS,
    authorise_sender,
    is_public,
    member_of_the_public,
)
from holdfast.oversight.queries.desk import complaints, due_soon, received_by_faces
from holdfast.oversight.receipts import receipt_file
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Entry, Hold
from holdfast.records.rebuild import rebuild
from holdfast.records.stores import view_log
from oversight.desk import MONDAY, WORDS, later

if TYPE_CHECKING:
    from pathlib import Path

    from oversight.desk import Desk

STEPPING = ("acknowledge_complaint", "transfer_complaint", "answer_complaint")


def _faces(*entries: Entry) -> list[dict[str, object]]:
    return [
        {**json.loads(bytes(one.face)), "sealed": "", "published": "", "technology": ""}
        for one in entries
    ]


def test_anybody_complains_and_gets_a_reference_a_code_and_a_day(desk: Desk) -> None:
    got = desk.complain(technology="holdfast-viewer", contact="021 000 000")
    kept = Complaint.objects.get()
    assert (got.number, kept.number) == ("K-2026-0001", "K-2026-0001")
    assert got.due_on == kept.due_on == date(2026, 11, 30)
    assert (kept.text, kept.contact, kept.state) == (WORDS, "021 000 000", "received")
    assert kept.received_on == date(2026, 11, 2)
    assert kept.entry.index == got.entry
    assert kept.entry.actor == "~public"
    assert kept.entry.role == ""


def test_the_code_is_kept_as_its_digest_alone(desk: Desk) -> None:
    got = desk.complain()
    kept = Complaint.objects.get()
    assert kept.secret_sha256 == digest_of(got.code)
    assert fits(got.code.lower().replace("-", " "), kept.secret_sha256)
    assert not fits("WRONG", kept.secret_sha256)
    assert not fits("", "")
    assert got.code not in repr(got)
    plain = got.code.replace("-", "")
    for path in desk.home.ledger.rglob("*"):
        if path.is_file():
            assert got.code.encode() not in path.read_bytes()
            assert plain.encode() not in path.read_bytes()


def test_a_person_without_account_does_these_two_acts_and_no_other(desk: Desk) -> None:
    nobody = member_of_the_public()
    assert {"complaint.receive", "request.receive"} == PUBLIC_ACTS
    got = desk.complain()
    for name in STEPPING:
        more: dict[str, Any] = {"to": "ipca"} if name.startswith("transfer") else {}
        more |= {"finding": "upheld", "words": "x"} if name.startswith("answer") else {}
        with pytest.raises(NotPermittedError):
            getattr(services, name)(home=desk.home, actor=nobody, number=got.number, **more)
    with pytest.raises(NotPermittedError):
        services.freeze_case(home=desk.home, actor=nobody, number=got.number, reference="C-1")
    with pytest.raises(NotPermittedError, match="Without an account"):
        authorise_sender(nobody, "decision.record")


def test_nobody_enrolled_passes_for_the_public_and_no_roles_are_needed_to_be_it(desk: Desk) -> None:
    assert is_public(member_of_the_public())
    for person in desk.people.values():
        assert not is_public(person)
    pretender = member_of_the_public()
    pretender.roles = ["governance"]
    assert not is_public(pretender)


def test_staff_record_for_somebody_with_the_day_on_which_it_came(desk: Desk) -> None:
    got = services.receive_complaint(
        **desk.as_("operator"), about="conduct", text="By post.", received_on=date(2026, 10, 27)
    )
    kept = Complaint.objects.get()
    assert kept.received_on == date(2026, 10, 27)
    assert got.due_on == date(2026, 11, 24)
    assert kept.entry.role == "operator"


def test_a_day_of_receipt_that_is_to_come_is_refused(desk: Desk) -> None:
    with pytest.raises(ReceivedInFutureError, match="Nothing was recorded"):
        services.receive_complaint(
            **desk.as_("governance"), about="other", text="x", received_on=date(2026, 11, 3)
        )
    assert not Complaint.objects.exists()


def test_the_public_cannot_say_another_day(desk: Desk) -> None:
    desk.complain(received_on=date(2020, 1, 6))
    assert Complaint.objects.get().received_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": ""}, "is empty"),
        ({"text": " \n\t "}, "is empty"),
        ({"text": "a" * (1 << 20)}, "1,048,576 characters"),
        ({"text": "a\0b"}, "no text"),
        ({"text": "a\ud800b"}, "no text"),
        ({"contact": "a" * 1001}, "at most 1,000"),
        ({"where_and_when": "a" * 1001}, "at most 1,000"),
        ({"stated_reference": "a" * 101}, "at most 100"),
        ({"about": "faces"}, "Choose one"),
        ({"technology": "no-such-thing"}, "no-such-thing"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_recorded(
    desk: Desk, more: dict[str, str], words: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(HoldfastError, match=words):
        desk.complain(**more)
    assert Entry.objects.count() == before


def test_markup_stays_text_and_lines_stay_lines(desk: Desk) -> None:
    desk.complain(text="<script>alert(1)</script>\r\n{{ 7*7 }}\r\n\u202eekil")
    assert Complaint.objects.get().text == "<script>alert(1)</script>\n{{ 7*7 }}\n\u202eekil"


def test_a_case_that_was_named_is_frozen_at_once_until_somebody_releases_it(desk: Desk) -> None:
    case = desk.case("231123/0042")
    got = desk.complain(stated_reference="  231123/0042 ")
    hold = Hold.objects.get()
    assert (hold.case_id, hold.released_at, hold.placed_by) == (case, None, None)
    assert got.number in hold.reason
    step = ComplaintStep.objects.get()
    assert (step.step, step.case_id, step.hold_id) == ("froze", case, hold.number)


def test_neither_answer_nor_faces_tell_whether_the_case_exists(desk: Desk) -> None:
    desk.case("231123/0042")
    there = desk.complain(stated_reference="231123/0042")
    missing = desk.complain(stated_reference="231123/9999")
    assert there.due_on == missing.due_on
    first = list(Entry.objects.filter(index__in=(there.entry, there.entry + 1)).order_by("index"))
    second = list(
        Entry.objects.filter(index__in=(missing.entry, missing.entry + 1)).order_by("index")
    )
    assert [one.act for one in first] == ["complaint.receive", "complaint.concern"]
    assert _faces(*first) == _faces(*second)
    assert Hold.objects.count() == 1
    assert ComplaintStep.objects.get(complaint=missing.number).case_id is None


def test_a_complaint_without_reference_freezes_nothing(desk: Desk) -> None:
    desk.case("231123/0042")
    desk.complain()
    assert not Hold.objects.exists()
    assert not ComplaintStep.objects.exists()


@pytest.mark.parametrize("who", ["governance", "exhibit_officer"])
def test_staff_freeze_later_once_for_each_reference(desk: Desk, who: str) -> None:
    desk.case("231123/0042", access_class="restricted")
    got = desk.complain()
    named: dict[str, Any] = {"number": got.number, "reference": "231123/0042"}
    services.freeze_case(**desk.as_(who), **named, reason="The notebook names it.")
    assert Hold.objects.get().placed_by == desk[who]
    with pytest.raises(NotDecidedError, match="already"):
        services.freeze_case(**desk.as_(who), **named)
    assert Hold.objects.count() == 1


@pytest.mark.parametrize("who", ["operator", "investigator", "auditor", "admin"])
def test_others_neither_freeze_nor_answer(desk: Desk, who: str) -> None:
    got = desk.complain()
    with pytest.raises(NotPermittedError):
        services.answer_complaint(
            **desk.as_(who), number=got.number, finding="upheld", words="Yes."
        )
    if who != "admin":
        with pytest.raises(NotPermittedError):
            services.freeze_case(**desk.as_(who), number=got.number, reference="C-1")


def test_a_complaint_goes_its_way_and_each_step_stays(desk: Desk) -> None:
    number = desk.complain().number
    act = desk.as_("governance")
    services.acknowledge_complaint(**act, number=number, words="We have it.")
    services.answer_complaint(**act, number=number, finding="answered", words="It was ours.")
    services.answer_complaint(**act, number=number, finding="upheld", words="And wrong.")
    steps = list(ComplaintStep.objects.values_list("step", "words"))
    assert steps == [
        ("acknowledged", "We have it."),
        ("answered", "It was ours."),
        ("upheld", "And wrong."),
    ]
    assert Complaint.objects.get().state == "upheld"


@pytest.mark.parametrize("closing", ["upheld", "not-upheld"])
def test_nothing_follows_what_is_closed(desk: Desk, closing: str) -> None:
    number = desk.complain().number
    act = desk.as_("governance")
    services.answer_complaint(**act, number=number, finding=closing, words="So it is.")
    with pytest.raises(NotDecidedError, match="stays counted"):
        services.transfer_complaint(**act, number=number, to="ipca")
    with pytest.raises(NotDecidedError):
        services.acknowledge_complaint(**act, number=number)


def test_it_is_passed_on_to_a_body_of_the_list_and_no_other(desk: Desk) -> None:
    number = desk.complain().number
    act = desk.as_("governance")
    with pytest.raises(NotDecidedError, match="ipca"):
        services.transfer_complaint(**act, number=number, to="the-bin")
    services.transfer_complaint(**act, number=number, to="ipca", words="They are independent.")
    assert Complaint.objects.get().state == "transferred"


def test_a_complaint_that_is_not_there_cannot_be_answered(desk: Desk) -> None:
    with pytest.raises(NotOnRegisterError):
        services.acknowledge_complaint(**desk.as_("governance"), number="K-2026-0009")


def test_no_act_takes_a_complaint_away_or_joins_two(desk: Desk) -> None:
    numbers = [desk.complain(text=WORDS).number for _ in range(3)]
    act = desk.as_("governance")
    services.transfer_complaint(**act, number=numbers[0], to="police")
    services.answer_complaint(**act, number=numbers[1], finding="not-upheld", words="No.")
    assert Complaint.objects.count() == received_by_faces("complaint.receive") == 3
    assert {name for name in APPLY if name.startswith("complaint.")} == {
        "complaint.receive",
        "complaint.step",
        "complaint.concern",
    }


def test_the_desk_shows_days_left_then_overdue_and_governance_is_told(desk: Desk) -> None:
    number = desk.complain().number
    viewer = desk["governance"]
    days = {}
    for at in (date(2026, 11, 2), date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 2)):
        (line,) = complaints(viewer, desk.home, at)
        assert line.time is not None
        days[at] = line.time.words
        assert bool(due_soon(viewer, desk.home, at)) == (at >= date(2026, 11, 23))
        assert due_soon(desk["auditor"], desk.home, at) == ()
    assert list(days.values()) == [
        "20 working days left",
        "5 working days left",
        "due today",
        "overdue by 2 working days",
    ]
    services.answer_complaint(
        **{**desk.as_("governance"), "now": later(31)}, number=number, finding="upheld", words="Yes"
    )
    (line,) = complaints(viewer, desk.home, date(2026, 12, 3))
    assert line.time is None


@pytest.mark.parametrize("who", ["operator", "investigator", "admin"])
def test_who_has_no_business_at_the_desk_sees_nothing_of_it(desk: Desk, who: str) -> None:
    desk.complain()
    if who == "admin":
        desk.people["admin"].roles = ["administrator"]
        desk.people["admin"].save()
    with pytest.raises(NotPermittedError):
        complaints(desk[who], desk.home, date(2026, 11, 2))


def test_the_receipt_proves_itself_against_the_published_ledger(desk: Desk, tmp_path: Path) -> None:
    got = desk.complain(stated_reference="231123/0042")
    receipt = json.loads(receipt_file(desk.home, Complaint.objects.get()))
    for _ in range(3):
        desk.complain()
    publish(view_log(desk.home), tmp_path / "published")
    face, body = receipt["face"].encode(), receipt["body"].encode()
    # As the file's own words say it, with hashlib alone.
    assert sha256(b"holdfast sealed v1\n" + body).hexdigest() == json.loads(face)["sealed"]
    assert commit(body) == json.loads(face)["sealed"]
    assert json.loads(body)["details"]["text"] == WORDS
    assert receipt["entry"] == got.entry
    assert receipt["reference"] == "K-2026-0001"
    log = Verifier.from_vkey((tmp_path / "published" / "vkey").read_text().strip())
    assert receipt["log_key"] == log.vkey
    proof = TlogProof.parse(receipt["proof"].encode())
    proof.verify(face, Policy.of_log(log))
    tile = (tmp_path / "published" / "tile" / "entries").rglob("*")
    assert any(face in path.read_bytes() for path in tile if path.is_file())
    with pytest.raises(HoldfastError):
        proof.verify(face.replace(b"complaint", b"compliant"), Policy.of_log(log))
    assert len(receipt["how"]) >= 6
    assert got.code not in json.dumps(receipt)


def test_rebuild_gives_the_same(desk: Desk) -> None:
    desk.case("231123/0042")
    number = desk.complain(stated_reference="231123/0042", technology="holdfast-viewer").number
    services.freeze_case(**desk.as_("exhibit_officer"), number=number, reference="231123/0043")
    services.answer_complaint(
        **desk.as_("governance"), number=number, finding="upheld", words="Yes."
    )

    def told() -> list[object]:
        return [
            [model_to_dict(one) for one in model.objects.order_by("pk")]
            for model in (Complaint, ComplaintStep, Hold)
        ]

    before = told()
    rebuild(home=desk.home, permits_to_read=tuple, now=MONDAY)
    assert told() == before
