# SPDX-License-Identifier: Apache-2.0
"""Pilots and upkeep: who keeps them, what is due, and what may not fly."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fleet.making import APPROVED, told_flight
from holdfast.errors import HoldfastError
from holdfast.fleet import queries, services
from holdfast.fleet.durations import Known
from holdfast.fleet.errors import FlightRefusedError, NoSuchFlightError
from holdfast.fleet.models import Upkeep
from holdfast.fleet.queries.logbook import COLUMNS
from holdfast.records.errors import NotPermittedError, RefusedError
from holdfast.records.models import Device, DeviceChange, Entry

if TYPE_CHECKING:
    from fleet.making import Programme

DAY = date(2026, 1, 12)
NOW = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)


def upkeep(programme: Programme, kind: str, who: str = "governance", **more: Any) -> None:
    told = {"asset": "UAS-01", "day": DAY, **more}
    when = told.pop("now", NOW)
    services.record_upkeep(
        home=programme.home, actor=programme[who],
        told=services.UpkeepTold(kind=kind, **told), now=when,
    )  # fmt: skip


def flags(programme: Programme, asset: str = "UAS-01") -> list[str]:
    page = queries.asset(programme["governance"], programme.home, asset, now=NOW)
    return [one.kind for one in page.line.flags]


def test_whoever_flies_takes_out_of_service_and_governance_alone_returns(
    programme: Programme,
) -> None:
    services.ground(
        home=programme.home, actor=programme["operator"], asset="UAS-01", day=DAY, reason="Cracked",
        now=datetime(2026, 1, 12, 9, tzinfo=UTC),
    )  # fmt: skip
    with pytest.raises(NotPermittedError):
        upkeep(programme, "returned", "operator")
    with pytest.raises(NotPermittedError):
        services.ground(
            home=programme.home, actor=programme["auditor"], asset="UAS-01", day=DAY, reason="x",
            now=NOW,
        )  # fmt: skip
    programme.fly(day=11)
    programme.fly(day=13)
    upkeep(programme, "returned", day=date(2026, 1, 14), now=NOW)
    programme.fly(day=21)
    found = queries.unmatched(programme["governance"], programme.home, now=NOW)
    assert [one.number for one in found.grounded] == ["F-2026-0002"]
    assert "Cracked" in found.grounded[0].flags[0].words


def test_what_a_flight_did_to_an_aircraft_does_not_ground_that_flight(programme: Programme) -> None:
    services.ground(
        home=programme.home, actor=programme["operator"], asset="UAS-01", day=date(2026, 1, 12),
        reason="Hit a wire", now=datetime(2026, 1, 12, 11, tzinfo=UTC),
    )  # fmt: skip
    start = datetime(2026, 1, 12, 10, tzinfo=UTC)
    services.record_flight(
        home=programme.home, actor=programme["operator"], told=told_flight(start),
        now=datetime(2026, 1, 12, 12, tzinfo=UTC),
    )  # fmt: skip
    later = datetime(2026, 1, 12, 11, 30, tzinfo=UTC)
    services.record_flight(
        home=programme.home, actor=programme["operator"], told=told_flight(later),
        now=datetime(2026, 1, 12, 13, tzinfo=UTC),
    )  # fmt: skip
    grounded = queries.unmatched(programme["governance"], programme.home, now=NOW).grounded
    assert [one.number for one in grounded] == ["F-2026-0002"]


def test_new_firmware_is_on_the_register_of_devices_and_old_flights_keep_theirs(
    programme: Programme,
) -> None:
    programme.fly()
    upkeep(programme, "firmware", firmware="2.0")
    assert Device.objects.get(asset="UAS-01").firmware == "2.0"
    assert Device.objects.get(asset="UAS-01").serials == ["163ZAIRCRAFT01"]
    page = queries.flight(programme["governance"], programme.home, "F-2026-0001")
    assert page.seen.aircraft.firmware == ""
    with pytest.raises(FlightRefusedError, match="version"):
        upkeep(programme, "firmware")


def test_what_is_due_by_day_or_by_minutes_is_said_until_it_is_done(programme: Programme) -> None:
    upkeep(programme, "inspection", due_on=DAY + timedelta(days=1), due_minutes=20)
    assert flags(programme) == ["overdue"]
    programme.fly()
    programme.fly(day=11)
    assert flags(programme) == ["overdue", "overdue"]
    upkeep(programme, "inspection", day=DAY + timedelta(days=5), due_on=date(2026, 2, 10))
    assert flags(programme) == ["due"]
    upkeep(programme, "inspection", day=DAY + timedelta(days=6))
    assert flags(programme) == []


def test_a_worn_battery_is_listed(programme: Programme) -> None:
    upkeep(programme, "battery", asset="BAT-01", cycles=300, health=60)
    assert flags(programme, "BAT-01") == ["worn", "worn"]
    upkeep(programme, "battery", asset="BAT-01", cycles=10, health=100, day=date(2026, 1, 13))
    assert flags(programme, "BAT-01") == []


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "polish"}, {"kind": "inspection", "asset": "UAS-99"},
        {"kind": "inspection", "day": date(2027, 1, 1)}, {"kind": "battery", "cycles": -1},
        {"kind": "battery", "health": 101}, {"kind": "grounded", "note": " "},
        {"kind": "inspection", "note": "\ud800"},
    ],
)  # fmt: skip
def test_upkeep_that_cannot_be_kept_is_refused(programme: Programme, more: dict[str, Any]) -> None:
    size = Entry.objects.count()
    with pytest.raises(HoldfastError, match="Nothing was"):
        upkeep(programme, **more)
    assert (Entry.objects.count(), Upkeep.objects.count()) == (size, 0)


# Devices


def test_what_is_not_said_of_a_device_stays_as_it_was_registered(programme: Programme) -> None:
    programme.device("UAS-01", firmware="1.0", retired_on=date(2026, 1, 9), now=NOW)
    programme.device("UAS-01", model="Mavic 2 Zoom", now=NOW)
    device = Device.objects.get(asset="UAS-01")
    assert (device.firmware, device.retired_on) == ("1.0", date(2026, 1, 9))
    programme.device("UAS-01", back_in_service=True, now=NOW)
    assert Device.objects.get(asset="UAS-01").retired_on is None
    assert DeviceChange.objects.filter(device="UAS-01").count() == 4


@pytest.mark.parametrize("whole", ["UAS-77", "CAM-02", "CAM-01"])
def test_a_part_is_fitted_to_a_whole_that_is_there(programme: Programme, whole: str) -> None:
    with pytest.raises(RefusedError, match="Nothing changed"):
        programme.device("CAM-02", kind="camera", part_of=whole, now=NOW)


def test_an_unknown_kind_of_device_is_refused(programme: Programme) -> None:
    with pytest.raises(RefusedError, match="is one of"):
        programme.device("X", kind="balloon", now=NOW)


# Pilots


def test_a_pilot_without_practice_is_not_current_and_a_flight_keeps_that(
    programme: Programme,
) -> None:
    programme.pilot(practised_on=None)
    programme.fly()
    programme.fly(day=12)
    lines = queries.flights(programme["governance"], programme.home).rows
    assert [any(flag.kind == "not-current" for flag in one.flags) for one in lines] == [False, True]
    found = queries.unmatched(programme["governance"], programme.home, now=NOW)
    assert [one.number for one in found.not_current] == ["F-2026-0001"]


def test_numbers_of_certificates_and_sums_of_a_person_are_told_to_few(programme: Programme) -> None:
    programme.pilot()
    programme.pilot("operator2")
    programme.fly()
    told = {
        who: {one.key: one for one in queries.pilots(programme[who], programme.home, now=NOW)}
        for who in ("governance", "auditor", "operator", "operator2", "investigator", "keeper")
    }
    assert told["keeper"] == {}
    for who, shown in (("governance", True), ("auditor", True), ("operator", True),
                       ("operator2", False), ("investigator", False)):  # fmt: skip
        one = told[who]["operator"]
        assert (one.certificates[0].number == "UAS/77") is shown
        assert (one.flights is not None) is shown
        assert one.current == "yes"


@pytest.mark.parametrize(
    "more",
    [
        {"key": " "}, {"key": "x" * 200}, {"district": "Elsewhere"},
        {"certificates": (services.Certificate(kind="rocket"),)},
        {"practised_on": date(2027, 1, 1)},
    ],
)  # fmt: skip
def test_a_pilot_that_cannot_be_kept_is_refused(programme: Programme, more: dict[str, Any]) -> None:
    with pytest.raises(FlightRefusedError, match="othing was recorded"):
        programme.pilot(**{"key": "operator", **more})
    with pytest.raises(NoSuchFlightError):
        queries.pilot(programme["governance"], programme.home, "operator", now=NOW)


# Sums and the logbook


def test_sums_are_of_what_the_viewer_sees_and_apart_by_source(programme: Programme) -> None:
    programme.fly(day=10, known=(Known("video", 59.0),))
    programme.fly(day=11, known=(Known("typed", 61.0),), purpose="fire-scene")
    programme.fly(
        day=31, hour=23, known=(Known("typed", 60.0),), now=datetime(2026, 2, 1, 3, tzinfo=UTC)
    )
    sums = queries.totals(programme["governance"], programme.home)
    assert (sums.all.flights, sums.all.minutes) == (3, 4)
    assert sums.all.by_source == {"video": 1, "typed": 3}
    assert [(one.key, one.flights) for one in sums.by_month] == [("2026-01", 2), ("2026-02", 1)]
    assert {one.key: one.minutes for one in sums.by_purpose} == {"crash-scene": 2, "fire-scene": 2}
    assert sums.by_month_and_purpose["2026-01", "fire-scene"].minutes == 2
    narrow = queries.totals(programme["governance"], programme.home, last=date(2026, 1, 10))
    assert narrow.all.flights == 1
    assert queries.totals(programme["operator2"], programme.home).all.flights == 0


def test_a_quarter_beyond_what_its_approval_assumed_is_listed_once_a_unit(
    programme: Programme,
) -> None:
    for day in (10, 11, 12, 13):
        programme.fly(day=day)
    found = queries.unmatched(programme["governance"], programme.home, now=NOW).beyond
    told = [(one.flight.number, one.unit, one.assumed, one.so_far, one.more) for one in found]
    assert sorted(told) == [
        ("F-2026-0003", "flights", 2, 4, 1), ("F-2026-0003", "minutes", 30, 48, 1),
    ]  # fmt: skip
    assert {one.flight.technology for one in found} == {APPROVED}


def test_two_flights_of_one_aircraft_at_one_time_are_listed(programme: Programme) -> None:
    programme.fly()
    later = datetime(2026, 1, 10, 10, 5, tzinfo=UTC)
    services.record_flight(
        home=programme.home, actor=programme["operator"], told=told_flight(later), now=NOW
    )
    programme.fly(day=12)
    ((one, two),) = queries.unmatched(programme["governance"], programme.home, now=NOW).overlapping
    assert (one.number, two.number) == ("F-2026-0001", "F-2026-0002")


def test_the_logbook_has_one_row_a_flight_and_runs_nothing(programme: Programme) -> None:
    programme.fly(note="=HYPERLINK(1)", job="-1+1", occurrence='A "bird", twice')
    programme.fly(day=11, known=())
    services.withdraw_flight(
        home=programme.home, actor=programme["operator"], number="F-2026-0002", reason="x", now=NOW
    )
    data = queries.logbook_csv(programme["governance"], programme.home)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert list(rows[0]) == list(COLUMNS)
    assert [one["state"] for one in rows] == ["recorded", "withdrawn"]
    assert (rows[0]["minutes"], rows[0]["seconds by flight-record"]) == ("12", "690.000")
    assert (rows[0]["note"], rows[0]["job"]) == ("'=HYPERLINK(1)", "'-1+1")
    assert rows[0]["occurrence"] == 'A "bird", twice'
    assert rows[0]["latitude"] == "-41.2865"
    assert rows[1]["minutes"] == ""
