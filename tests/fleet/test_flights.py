# SPDX-License-Identifier: Apache-2.0
"""A flight that happened is recorded, approved or not; and stays as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fleet.making import APPROVED, CASE, DISTRICT, HIDDEN, told_flight
from holdfast.errors import HoldfastError
from holdfast.fleet import queries, services
from holdfast.fleet.durations import Known
from holdfast.fleet.errors import FlightRefusedError, NoSuchFlightError
from holdfast.fleet.models import Flight
from holdfast.gate import Support
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import DeviceChange, Entry

if TYPE_CHECKING:
    from fleet.making import Programme

JUST_AFTER = datetime(2026, 1, 10, 12, 30, tzinfo=UTC)


def faces(**more: Any) -> list[dict[str, Any]]:
    return [json.loads(bytes(one.face)) for one in Entry.objects.filter(**more).order_by("index")]


def records(**more: Any) -> list[dict[str, Any]]:
    """Give the published records of entries."""
    bodies = Entry.objects.filter(**more).order_by("index").values_list("body", flat=True)
    return [json.loads(bytes(one))["published"] for one in bodies if one]


def test_a_permitted_flight_stands_under_its_permit(programme: Programme) -> None:
    done = programme.fly()
    assert (done.number, done.approved, done.denied) == ("F-2026-0001", True, "")
    (face,) = faces(act="flight.record")
    assert face["approval"] == programme.approval
    assert (face["technology"], face["role"], face["purpose"]) == (
        APPROVED,
        "operator",
        "crash-scene",
    )
    assert (face["count"], face["unit"], face["outcome"]) == (12, "minutes", "done")
    (record,) = records(act="flight.record")
    assert {key: one for key, one in record.items() if key not in ("v", "type", "audience")} == {
        "number": "F-2026-0001", "month": "2026-01", "district": DISTRICT, "minutes": 12,
        "purpose": "crash-scene", "technology": APPROVED, "source": "flight-record", "rule": "101",
        "cell": "-41.50,174.75/0.25", "approved": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"aircraft": "UAS-02"}, "technology-stage"),
        ({"aircraft": "", "aircraft_words": "A borrowed Anafi"}, "technology-unknown"),
        ({"purpose": "training", "support": None}, "support-missing"),
        ({"purpose": "search-and-rescue"}, "no-row"),
        ({"support": None}, "support-missing"),
        ({"pilot": "governance"}, "no-row"),
        ({"pilot": "Sam from outside"}, None),
    ],
)
def test_a_flight_that_was_not_permitted_is_a_denial_and_a_flight(
    programme: Programme, told: dict[str, Any], reason: str | None
) -> None:
    done = programme.fly(**told)
    assert done.approved is (reason is None)
    if reason is None:
        return
    denied, flown = faces(act="flight.record")
    assert (denied["outcome"], denied["unit"]) == ("denied", "refusals")
    assert (flown["outcome"], flown["approval"], flown["count"]) == ("done", "", 12)
    row = Flight.objects.get()
    assert (row.approved, row.denied_kind, row.denied) == (False, reason, done.denied)
    assert records(act="flight.record", outcome="done")[0]["approved"] is False
    found = queries.unmatched(programme["governance"], programme.home, now=JUST_AFTER)
    assert [one.number for one in found.not_approved] == [done.number]


def test_governance_writes_a_flight_down_under_the_roles_of_its_pilot(programme: Programme) -> None:
    done = programme.fly(who="governance")
    assert done.approved
    (entry,) = Entry.objects.filter(act="flight.record")
    assert (entry.actor, entry.role) == ("governance", "operator")


def test_a_flight_before_its_approval_began_is_not_approved(programme: Programme) -> None:
    start = datetime(2026, 1, 4, 10, tzinfo=UTC)
    now = JUST_AFTER
    done = services.record_flight(
        home=programme.home, actor=programme["operator"], told=told_flight(start), now=now
    )
    assert not done.approved
    assert Flight.objects.get().denied_kind == "approval-not-begun"


def test_editing_the_aircraft_and_the_pilot_later_changes_no_flight(programme: Programme) -> None:
    programme.pilot()
    programme.fly()
    before = queries.flight(programme["governance"], programme.home, "F-2026-0001")
    programme.device(
        "UAS-01", model="Mavic 3", serials=["X"], firmware="9.9", district="Plains",
        technology="spark", now=JUST_AFTER,
    )  # fmt: skip
    programme.pilot(district="", certificates=(), now=JUST_AFTER)
    after = queries.flight(programme["governance"], programme.home, "F-2026-0001")
    assert after == before
    assert after.seen.aircraft.serials == ("163ZAIRCRAFT01",)
    assert after.seen.pilot.current == "yes"
    page = queries.asset(programme["governance"], programme.home, "UAS-01", now=JUST_AFTER)
    assert ("Model", "Mavic 2 Pro", "Mavic 3") in page.changes[-1].changes


def test_a_flight_recorded_late_shows_the_aircraft_as_it_was_then(programme: Programme) -> None:
    programme.device("UAS-01", firmware="2.0", now=datetime(2026, 1, 12, tzinfo=UTC))
    programme.fly(now=datetime(2026, 1, 13, tzinfo=UTC))
    seen = queries.flight(programme["governance"], programme.home, "F-2026-0001").seen
    assert (seen.aircraft.firmware, seen.aircraft.technology) == ("", APPROVED)


def test_lengths_are_kept_with_their_sources_and_never_added_up(programme: Programme) -> None:
    known = (Known("video", 30.0), Known("subtitles", 61.0), Known("typed", 300.0))
    programme.fly(known=known)
    page = queries.flight(programme["operator"], programme.home, "F-2026-0001")
    assert (page.line.minutes, page.line.source) == (2, "subtitles")
    assert [(one.source, one.used) for one in page.known] == [
        ("subtitles", True), ("video", False), ("typed", False),
    ]  # fmt: skip
    with pytest.raises(FlightRefusedError, match="Say why"):
        programme.fly(day=11, known=known, chosen="typed")
    programme.fly(day=11, known=known, chosen="typed", chosen_reason="The card was full")
    assert Flight.objects.get(number="F-2026-0002").minutes == 5


def test_an_unknown_length_is_said_and_counts_nothing(programme: Programme) -> None:
    programme.fly(known=())
    sums = queries.totals(programme["governance"], programme.home)
    assert queries.total(programme["governance"]) == sums.all
    assert (sums.all.flights, sums.all.minutes, sums.all.unknown) == (1, 0, 1)
    (line,) = queries.flights(programme["operator"], programme.home).rows
    assert (line.minutes, line.source_words) == (None, "nobody knows")
    assert records(act="flight.record")[0]["source"] == "unknown"


@pytest.mark.parametrize(
    "told",
    [
        {"pilot": " "},
        {"aircraft": "", "aircraft_words": ""},
        {"aircraft": "UAS-99"},
        {"aircraft": "BAT-01"},
        {"cameras": ("CAM-77",)},
        {"district": "Somewhere of my own"},
        {"purpose": ""},
        {"rule": "my own"},
        {"consent": "maybe"},
        {"consent": "set-aside", "consent_words": " "},
        {"latitude": 91.0},
        {"latitude": float("nan")},
        {"longitude": None},
        {"start": datetime(2027, 1, 1, tzinfo=UTC)},
        {"start": datetime(1970, 1, 1, tzinfo=UTC)},
        {"start": datetime(2026, 1, 10)},  # noqa: DTZ001 # what is refused
        {"known": (Known("typed", -1.0),)},
        {"known": (Known("typed", float("nan")),)},
        {"known": (Known("guess", 1.0),)},
        {"known": (Known("typed", 1.0), Known("typed", 2.0))},
        {"known": (Known("typed", 9 * 3600.0),)},
        {"note": "x" * 5000},
        {"note": "a\x00b"},
        {"note": "\ud800"},
        {"items": (99,)},
        {"items": (1, 1)},
        {"items": (1,), "no_media": True},
        {"preparation": "C-2026-0001"},
        {"support": Support("case", "no such case")},
        {"support": Support("case", HIDDEN)},
        {"corrected_start": datetime(2026, 1, 9, tzinfo=UTC)},
    ],
    ids=lambda told: repr(told)[:50],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_recorded(
    programme: Programme, told: dict[str, Any]
) -> None:
    size = Entry.objects.count()
    with pytest.raises(HoldfastError, match=r"[Nn]othing"):
        services.record_flight(
            home=programme.home, actor=programme["operator"],
            told=told_flight(**{"start": datetime(2026, 1, 10, 10, tzinfo=UTC), **told}),
            now=JUST_AFTER,
        )  # fmt: skip
    assert Entry.objects.count() == size


def test_a_form_that_was_sent_twice_makes_one_flight(programme: Programme) -> None:
    programme.fly()
    with pytest.raises(FlightRefusedError, match="began at the same moment"):
        programme.fly()
    number = programme.prepare(day=12)
    programme.fly(day=12, preparation=number)
    with pytest.raises(FlightRefusedError, match="belongs to the flight F-2026-0002"):
        programme.fly(day=12, hour=11, preparation=number)


@pytest.mark.parametrize("who", ["auditor", "keeper"])
def test_who_neither_flies_nor_keeps_the_fleet_records_no_flight(
    programme: Programme, who: str
) -> None:
    with pytest.raises(NotPermittedError):
        programme.fly(who=who)


# Corrections


def correct(programme: Programme, who: str = "operator", **more: Any) -> None:
    now = more.pop("now", JUST_AFTER)
    told = told_flight(datetime(2026, 1, 10, 10, tzinfo=UTC), **more)
    services.correct_flight(
        home=programme.home, actor=programme[who], number="F-2026-0001", told=told,
        reason="Misread", now=now,
    )  # fmt: skip


def test_a_correction_is_a_version_and_the_first_stays_readable(programme: Programme) -> None:
    programme.fly()
    correct(programme, occurrence="A bird", known=(Known("typed", 120.0),))
    page = queries.flight(programme["auditor"], programme.home, "F-2026-0001")
    assert (page.line.version, page.line.minutes, page.line.approved) == (2, 2, True)
    first, second = page.versions
    assert (first.changes, second.reason) == ((), "Misread")
    assert ("Occurrence", "", "A bird") in second.changes
    record = records(act="flight.correct")[0]
    assert (record["number"], record["minutes"], record["source"]) == ("F-2026-0001", 2, "typed")


@pytest.mark.parametrize(
    "more", [{"purpose": "fire-scene"}, {"aircraft": "UAS-02"}, {"pilot": "operator2"}, {"support": None}]
)  # fmt: skip
def test_a_correction_of_what_was_permitted_takes_the_approval_away(
    programme: Programme, more: dict[str, Any]
) -> None:
    programme.fly()
    correct(programme, "governance", **more)
    row = Flight.objects.get()
    assert (row.approved, row.denied_kind) == (False, "corrected")
    assert records(act="flight.correct")[0]["approved"] is False


def test_no_correction_makes_a_flight_approved(programme: Programme) -> None:
    programme.fly(aircraft="UAS-02")
    correct(programme, aircraft="UAS-01")
    assert not Flight.objects.get().approved


def test_a_withdrawn_flight_counts_nowhere_and_stays_readable(programme: Programme) -> None:
    programme.fly()
    services.withdraw_flight(
        home=programme.home, actor=programme["operator"], number="F-2026-0001",
        reason="Entered twice", now=JUST_AFTER,
    )  # fmt: skip
    governance = programme["governance"]
    assert queries.flights(governance, programme.home).rows == ()
    assert queries.totals(governance, programme.home).all.flights == 0
    page = queries.flight(governance, programme.home, "F-2026-0001")
    assert (page.line.state, page.withdraw_reason) == ("withdrawn", "Entered twice")
    assert records(act="flight.withdraw")[0]["number"] == "F-2026-0001"
    with pytest.raises(FlightRefusedError, match="was withdrawn"):
        correct(programme)
    assert programme.fly(day=12).number == "F-2026-0002"


def test_a_reason_is_needed_to_correct_and_to_withdraw(programme: Programme) -> None:
    programme.fly()
    with pytest.raises(FlightRefusedError, match="missing"):
        services.withdraw_flight(
            home=programme.home, actor=programme["operator"], number="F-2026-0001", reason=" ",
            now=JUST_AFTER,
        )  # fmt: skip


# Who sees what


def test_a_pilot_sees_own_flights_and_nobody_elses(programme: Programme) -> None:
    programme.fly(pilot="operator2", who="operator2", support=None)
    programme.fly(day=11)
    mine, theirs = (
        queries.flights(programme[who], programme.home).rows for who in ("operator", "operator2")
    )
    assert [one.number for one in mine] == ["F-2026-0002"]
    assert [one.number for one in theirs] == ["F-2026-0001"]
    with pytest.raises(NoSuchFlightError):
        queries.flight(programme["operator"], programme.home, "F-2026-0001")
    sums = queries.totals(programme["operator"], programme.home)
    assert queries.total(programme["operator"]) == sums.all
    assert (sums.all.flights, sums.by_pilot) == (1, ())
    assert len(queries.totals(programme["governance"], programme.home).by_pilot) == 2


def test_a_member_of_the_case_sees_its_flights(programme: Programme) -> None:
    programme.fly()
    assert len(queries.flights(programme["investigator"], programme.home).rows) == 1
    assert len(queries.flights(programme["exhibit_officer"], programme.home).rows) == 1
    assert queries.flights(programme["keeper"], programme.home).rows == ()


def test_governance_is_not_told_what_belongs_to_a_restricted_case(programme: Programme) -> None:
    told: dict[str, Any] = {
        "support": Support("case", HIDDEN),
        "purpose_text": "Conduct of Q",
        "locality": "Here",
    }
    programme.fly(who="investigator", pilot="operator", **told)
    page = queries.flight(programme["governance"], programme.home, "F-2026-0001")
    assert page.line.withheld
    shown = (page.told.support, page.told.job, page.told.purpose_text, page.told.locality)
    assert shown == (None, "", "", "")
    assert page.told.latitude is None
    assert HIDDEN not in repr(page)
    assert HIDDEN.encode() not in queries.logbook_csv(programme["governance"], programme.home)
    auditor = queries.flight(programme["auditor"], programme.home, "F-2026-0001")
    assert auditor.line.case == HIDDEN


def test_a_correction_by_governance_keeps_what_it_is_not_told(programme: Programme) -> None:
    programme.fly(who="investigator", support=Support("case", HIDDEN), purpose_text="Conduct")
    page = queries.flight(programme["governance"], programme.home, "F-2026-0001")
    services.correct_flight(
        home=programme.home, actor=programme["governance"], number="F-2026-0001",
        told=page.told, reason="Looked at again", now=JUST_AFTER + timedelta(hours=1),
    )  # fmt: skip
    after = queries.flight(programme["auditor"], programme.home, "F-2026-0001")
    assert (after.told.support, after.told.purpose_text) == (Support("case", HIDDEN), "Conduct")
    assert after.line.approved


def test_somebody_elses_flight_of_a_case_is_seen_and_not_changed(programme: Programme) -> None:
    programme.fly()
    with pytest.raises(NotPermittedError, match="may not change"):
        correct(programme, "investigator")


# The check before take-off


def test_a_check_that_no_flight_followed_is_listed_until_it_is_cancelled(
    programme: Programme,
) -> None:
    number = programme.prepare()
    operator, later = programme["operator"], JUST_AFTER + timedelta(days=1)
    (line,) = queries.unmatched(operator, programme.home, now=later).never_flown
    assert (line.number, line.state) == (number, "waiting")
    assert "people" in [one.id for one in line.missing]
    services.cancel_preparation(
        home=programme.home, actor=operator, number=number, reason="Wind", now=later
    )
    assert queries.unmatched(operator, programme.home, now=later).never_flown == ()
    (line,) = queries.preparations(operator, programme.home, waiting=False)
    assert (line.state, line.cancel_reason) == ("cancelled", "Wind")
    with pytest.raises(FlightRefusedError, match="is cancelled"):
        programme.fly(day=12, preparation=number)


def test_a_flight_carries_the_check_before_it(programme: Programme) -> None:
    number = programme.prepare()
    programme.fly(preparation=number)
    page = queries.flight(programme["operator"], programme.home, "F-2026-0001")
    assert page.preparation is not None
    assert (page.preparation.state, page.preparation.flight) == ("flown", "F-2026-0001")
    assert [one.id for one in page.checks if one.ticked] == ["aircraft-sound", "batteries"]
    assert "unchecked" not in [one.kind for one in page.line.flags]


def test_nobody_else_cancels_or_uses_a_check(programme: Programme) -> None:
    number = programme.prepare(support=None)
    with pytest.raises(NoSuchFlightError):
        services.cancel_preparation(
            home=programme.home, actor=programme["operator2"], number=number, reason="x",
            now=JUST_AFTER,
        )  # fmt: skip


def test_the_case_of_a_flight_is_answered_alike_whether_hidden_or_not_there(
    programme: Programme,
) -> None:
    said = []
    for reference in (HIDDEN, "no such case"):
        with pytest.raises(FlightRefusedError) as refused:
            programme.fly(support=Support("case", reference))
        said.append(str(refused.value).replace(reference, "X"))
    assert said[0] == said[1]
    assert CASE not in said[0]


def test_an_aircraft_of_an_older_home_flies_without_a_history(programme: Programme) -> None:
    DeviceChange.objects.all().delete()
    programme.fly()
    page = queries.flight(programme["operator"], programme.home, "F-2026-0001")
    assert page.seen.aircraft.serials == ("163ZAIRCRAFT01",)
