# SPDX-License-Identifier: Apache-2.0
"""A contractor is engaged on conditions; each is met, waived or breached, and all of it is kept."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from fleet.engagements.engaging import CASE, DIGEST, ENDS, MONDAY, STARTS, USUAL, condition
from holdfast.errors import HoldfastError
from holdfast.fleet import services
from holdfast.fleet.acts import APPLY
from holdfast.fleet.models import Engagement, EngagementStep, HandedOver
from holdfast.fleet.queries.engagements import condition_lines
from holdfast.fleet.services import Document, Evidence, Flying
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import Incident
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Entry
from holdfast.records.rebuild import rebuild
from records.projection import tables

if TYPE_CHECKING:
    from pathlib import Path

    from fleet.engagements.engaging import Programme


def test_an_engagement_has_every_usual_condition_with_its_day_by_the_list(
    programme: Programme,
) -> None:
    number = programme.open()
    kept = Engagement.objects.get()
    assert (number, kept.number, kept.case.reference) == ("E-2026-0001", "E-2026-0001", CASE)
    days = {one.condition: one.due_on for one in kept.conditions.all()}
    assert days == {
        "handed-over-on-media": date(2026, 11, 8),
        "no-cloud": date(2026, 11, 12),
        "copies-destroyed": date(2026, 11, 19),
        "no-subcontractor": date(2026, 11, 19),
        "attestation-signed": date(2026, 11, 19),
    }
    assert (kept.drone, kept.rule_part, kept.certificate) == (
        "DJI Matrice 350 RTK", "Part 102", "AC-102-44",
    )  # fmt: skip


def test_the_public_record_names_neither_contractor_nor_case(programme: Programme) -> None:
    programme.open(work="Photograph the bend")
    entry = Entry.objects.get(act="engagement.open")
    face, record = bytes(entry.face), json.loads(bytes(entry.body or b""))["published"]
    assert record == {
        "v": 1, "type": "engagement.open", "audience": "public", "number": "E-2026-0001",
        "contractor": "", "technology": "", "purpose": "crash-scene", "from": "2026-11-03",
        "to": "2026-11-05", "agreement_sha256": DIGEST,
        "conditions": {one: record["conditions"][one] for one in USUAL},
    }  # fmt: skip
    for word in ("Skyline", CASE, "Photograph", "AC-102-44"):
        assert word.encode() not in face
        assert word not in json.dumps(record)


def test_an_agency_may_decide_that_contractors_are_public(programme: Programme) -> None:
    from agency import shipped

    shipped.changed(
        programme.home.root / "agency", "settings.toml", "contractors_public = 0",
        "contractors_public = 1",
    )  # fmt: skip
    opened = type(programme)(type(programme.home).open(programme.home.root))
    opened.open()
    record = json.loads(bytes(Entry.objects.get(act="engagement.open").body or b""))["published"]
    assert record["contractor"] == "Skyline Survey Ltd"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"contractor": " "}, "is empty"),
        ({"contractor": "a" * 201}, "at most 200"),
        ({"contractor": "a\0b"}, "no text"),
        ({"contact": "a" * 1001}, "at most 1,000"),
        ({"case": "231123/9999"}, "There is no case"),
        ({"purpose": "faces"}, "Choose one"),
        ({"purpose": "oversight", "case": "nothing"}, "There is no case"),
        ({"flying": Flying("")}, "is empty"),
        ({"flying": Flying("Drone", technology="no-such")}, "no-such"),
        ({"flying": Flying("Drone", certificate_of="nobody")}, "contractor's or the agency's"),
        ({"ends_on": date(2026, 11, 2)}, "before it begins"),
        ({"ends_on": date(9999, 12, 31)}, "ten years"),
        ({"starts_on": date(1, 1, 1)}, "ten years"),
        ({"conditions": (*USUAL, "no-faces")}, "no-faces"),
        ({"conditions": USUAL[:-1]}, "The attestation is signed"),
        ({"conditions": (), "left_out": "An emergency"}, "at least one"),
        ({"agreement": Document("agreement.pdf")}, "one of the two is missing"),
        ({"agreement": Document("", DIGEST)}, "one of the two is missing"),
        ({"agreement": Document("agreement.pdf", "xyz")}, "64 hex digits"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_recorded(
    programme: Programme, more: dict[str, Any], words: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(HoldfastError, match=words):
        programme.open(**more)
    assert Entry.objects.count() == before


def test_a_usual_condition_is_left_out_with_a_reason_that_is_kept(programme: Programme) -> None:
    programme.open(conditions=USUAL[:-1], left_out="They are a public body under oath")
    assert Engagement.objects.get().left_out == "They are a public body under oath"
    assert Engagement.objects.get().conditions.count() == 4


def test_handing_over_needs_a_medium_of_the_same_case_and_ties_it(
    programme: Programme, tmp_path: Path
) -> None:
    number = programme.open()
    with pytest.raises(NotDecidedError, match="No medium is tied"):
        programme.meet(number, "handed-over-on-media", evidence=Evidence())
    programme.case("other")
    elsewhere = programme.take_in(tmp_path, case="other", name="elsewhere")
    with pytest.raises(NotOnRegisterError, match="of this engagement's case"):
        programme.meet(number, "handed-over-on-media", evidence=Evidence(acquisition=elsewhere))
    receipt = programme.take_in(tmp_path)
    programme.meet(number, "handed-over-on-media", evidence=Evidence(acquisition=receipt))
    tied = HandedOver.objects.get()
    assert (tied.engagement_id, tied.acquisition_id) == (number, receipt)
    assert condition(number, "handed-over-on-media").state == "met"


def test_handing_over_counts_from_the_day_on_which_the_last_medium_came(
    programme: Programme, tmp_path: Path
) -> None:
    number = programme.open(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 1))
    receipt = programme.take_in(tmp_path)
    evidence = Evidence(acquisition=receipt)
    programme.meet(number, "handed-over-on-media", days=20, evidence=evidence)
    assert condition(number, "handed-over-on-media").settled_on == date(2026, 11, 2)
    assert not condition_lines(Engagement.objects.get(), date(2026, 11, 30))[0].late


def test_a_medium_belongs_to_one_engagement(programme: Programme, tmp_path: Path) -> None:
    first, second = programme.open(), programme.open()
    receipt = programme.take_in(tmp_path)
    services.link_medium(**programme.as_("investigator"), number=first, acquisition=receipt)
    with pytest.raises(NotDecidedError, match=f"tied to {first} already"):
        services.link_medium(**programme.as_("investigator"), number=second, acquisition=receipt)
    programme.meet(first, "handed-over-on-media", evidence=Evidence(), who="governance")
    assert condition(first, "handed-over-on-media").state == "met"


@pytest.mark.parametrize(
    ("name", "evidence", "words"),
    [
        ("copies-destroyed", Evidence(by="Jo"), "who says so, and how"),
        ("copies-destroyed", Evidence(words="Wiped"), "who says so, and how"),
        ("attestation-signed", Evidence("Jo", "Signed"), "by a document"),
        ("attestation-signed", Evidence(document=Document("a.pdf", "1")), "64 hex"),
        ("no-faces", Evidence("Jo", "So"), "has no condition"),
        ("attestation-signed", Evidence(document=Document("a", DIGEST), acquisition="A-1"), "A-1"),
    ],
)
def test_a_condition_is_met_by_the_evidence_that_the_list_asks_for(
    programme: Programme, name: str, evidence: Evidence, words: str
) -> None:
    number = programme.open()
    with pytest.raises(HoldfastError, match=words):
        programme.meet(number, name, evidence=evidence)
    assert not EngagementStep.objects.exists()


@pytest.mark.parametrize("on", [date(2026, 11, 8), date(2026, 11, 2)])
def test_a_day_to_come_or_before_the_work_is_refused(programme: Programme, on: date) -> None:
    number = programme.open()
    with pytest.raises(NotDecidedError, match="Nothing was changed"):
        programme.meet(number, "copies-destroyed", on=on)


def test_what_is_met_late_is_recorded_as_late_and_never_refused(programme: Programme) -> None:
    number = programme.open()
    lines = {one.id: one for one in condition_lines(Engagement.objects.get(), date(2026, 11, 20))}
    assert (lines["copies-destroyed"].standing, lines["copies-destroyed"].days) == ("overdue", -1)
    lines = {one.id: one for one in condition_lines(Engagement.objects.get(), date(2026, 11, 19))}
    assert (lines["copies-destroyed"].standing, lines["copies-destroyed"].days) == ("due", 0)
    programme.meet(number, "copies-destroyed", days=30)
    lines = {one.id: one for one in condition_lines(Engagement.objects.get(), date(2026, 12, 20))}
    assert lines["copies-destroyed"].late


def test_a_waiver_says_who_decided_it_and_why(programme: Programme) -> None:
    number = programme.open()
    named: dict[str, Any] = {"number": number, "condition": "no-cloud"}
    with pytest.raises(NotDecidedError, match="Who decided it"):
        services.waive_condition(**programme.as_("governance"), **named, by="", reason="x")
    with pytest.raises(NotDecidedError, match="The reason"):
        services.waive_condition(**programme.as_("governance"), **named, by="Inspector", reason="")
    services.waive_condition(
        **programme.as_("governance"), **named, by="District commander", reason="It has no radio"
    )
    step = EngagementStep.objects.get()
    assert (step.step, step.by, step.words) == ("waived", "District commander", "It has no radio")
    with pytest.raises(NotDecidedError, match="was waived already"):
        programme.meet(number, "no-cloud")


def test_a_breach_opens_an_incident_even_of_what_was_thought_settled(programme: Programme) -> None:
    number = programme.open()
    programme.meet(number, "copies-destroyed")
    incident = services.record_breach(
        **programme.as_("governance", 9),
        number=number,
        condition="copies-destroyed",
        summary="A copy was found on a telephone",
        private="The pilot's own",
    )
    kept = Incident.objects.get()
    assert (kept.number, kept.kind, kept.technology_id) == (incident, "breach", None)
    assert kept.summary == "A copy was found on a telephone"
    assert "The pilot's own" in kept.private
    one = condition(number, "copies-destroyed")
    assert (one.state, one.incident_id) == ("breached", incident)
    programme.meet(number, "copies-destroyed", days=12)
    assert condition(number, "copies-destroyed").state == "met"
    assert condition(number, "copies-destroyed").incident_id == incident
    assert [one.step for one in EngagementStep.objects.all()] == ["met", "breached", "met"]


def test_a_day_is_moved_with_a_reason_and_both_days_stay(programme: Programme) -> None:
    number = programme.open()
    said: dict[str, Any] = {"number": number, "condition": "copies-destroyed"}
    with pytest.raises(NotDecidedError, match="reason is empty"):
        services.move_day(**programme.as_("governance"), **said, due_on=ENDS, reason=" ")
    with pytest.raises(NotDecidedError, match="ten years"):
        services.move_day(
            **programme.as_("governance"), **said, due_on=date(9999, 12, 31), reason="x"
        )
    services.move_day(
        **programme.as_("governance"), **said, due_on=date(2026, 12, 1), reason="Appeal"
    )
    one = condition(number, "copies-destroyed")
    assert (one.listed_on, one.due_on) == (date(2026, 11, 19), date(2026, 12, 1))


def test_nothing_is_closed_over_what_is_outstanding_without_saying_so(
    programme: Programme, tmp_path: Path
) -> None:
    number = programme.open()
    for name in USUAL[1:-1]:
        programme.meet(number, name)
    with pytest.raises(NotDecidedError, match="2 conditions are outstanding"):
        services.close_engagement(**programme.as_("governance", 6), number=number)
    services.close_engagement(
        **programme.as_("governance", 6), number=number, reason="They went out of business"
    )
    assert EngagementStep.objects.last().outstanding == [  # type: ignore[union-attr] # it is there
        "handed-over-on-media", "attestation-signed",
    ]  # fmt: skip
    with pytest.raises(NotDecidedError, match="closed already"):
        services.close_engagement(**programme.as_("governance", 6), number=number, reason="x")
    programme.meet(number, "attestation-signed", days=40)
    well = programme.open()
    programme.meet_all(well, programme.take_in(tmp_path))
    services.close_engagement(**programme.as_("exhibit_officer", 6), number=well)
    assert Engagement.objects.get(pk=well).closed_on == date(2026, 11, 8)


def test_the_agreement_may_come_later(programme: Programme) -> None:
    number = programme.open(agreement=Document())
    with pytest.raises(NotDecidedError, match="No document was named"):
        services.name_agreement(**programme.as_("governance"), number=number, agreement=Document())
    services.name_agreement(
        **programme.as_("governance"), number=number, agreement=Document("signed.pdf", DIGEST)
    )
    assert Engagement.objects.get().agreement_sha256 == DIGEST


@pytest.mark.parametrize("who", ["operator", "investigator", "auditor"])
def test_others_neither_open_nor_step_nor_remind_nor_close(programme: Programme, who: str) -> None:
    number = programme.open()
    before = Entry.objects.count()
    named: dict[str, Any] = {**programme.as_(who), "number": number}
    one: dict[str, Any] = {**named, "condition": "no-cloud"}
    with pytest.raises(NotPermittedError):
        programme.open(who)
    with pytest.raises(NotPermittedError):
        services.meet_condition(**one, evidence=Evidence("Jo", "So"))
    with pytest.raises(NotPermittedError):
        services.waive_condition(**one, by="Jo", reason="x")
    with pytest.raises(NotPermittedError):
        services.record_breach(**one, summary="x")
    with pytest.raises(NotPermittedError):
        services.move_day(**one, due_on=STARTS, reason="x")
    with pytest.raises(NotPermittedError):
        services.name_agreement(**named, agreement=Document("a", DIGEST))
    with pytest.raises(NotPermittedError):
        services.remind_contractor(**named, how="By post")
    with pytest.raises(NotPermittedError):
        services.close_engagement(**named, reason="x")
    assert Entry.objects.count() == before


def test_a_rebuild_gives_the_same_engagements(programme: Programme, tmp_path: Path) -> None:
    first, second = programme.open(), programme.open("governance", conditions=USUAL)
    programme.meet_all(first, programme.take_in(tmp_path))
    services.close_engagement(**programme.as_("governance", 6), number=first)
    services.remind_contractor(**programme.as_("governance", 7), number=second, how="By post")
    services.record_breach(
        **programme.as_("governance", 8), number=second, condition="no-cloud", summary="It synced"
    )
    services.waive_condition(
        **programme.as_("governance", 9), number=second, condition="copies-destroyed",
        by="Inspector", reason="None were made",
    )  # fmt: skip
    services.move_day(
        **programme.as_("governance", 9), number=second, condition="attestation-signed",
        due_on=date(2026, 12, 1), reason="Illness",
    )  # fmt: skip
    done = {one for one in APPLY if one.startswith("engagement.")}
    assert set(Entry.objects.values_list("act", flat=True)) >= done
    before = tables()
    rebuild(home=programme.home, permits_to_read=tuple)
    assert tables() == before


def test_the_day_is_that_of_where_the_agency_is(programme: Programme) -> None:
    number = programme.open()
    services.close_engagement(**programme.as_("governance"), number=number, reason="Called off")
    assert MONDAY.date() == date(2026, 11, 1)
    assert Engagement.objects.get().closed_on == date(2026, 11, 2)
