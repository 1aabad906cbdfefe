# SPDX-License-Identifier: Apache-2.0
"""Readings propose flights, and what does not fit is listed; nothing is recorded by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fleet.making import APPROVED, CASE, FOUNDED, Programme, found
from holdfast.demo.card import generate_card
from holdfast.demo.card.models import MODELS
from holdfast.demo.card.record import write_flight_record
from holdfast.fleet import queries, services
from holdfast.fleet.models import Flight
from holdfast.oversight import uses
from homes import Template, copy_of, make_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

# A Saturday morning at the agency: 10:00 in New Zealand is 21:00 UTC of the day before.
LOCAL = datetime(2026, 1, 10, 10, 0)  # noqa: DTZ001 - an aircraft's clock has no zone
MOMENT = datetime(2026, 1, 9, 21, 0, tzinfo=UTC)
NOW = datetime(2026, 1, 11, 9, 0, tzinfo=UTC)


def _take_in(programme: Programme, path: Path, case: str = CASE, who: str = "investigator") -> None:
    uses.take_in_medium(
        home=programme.home, actor=programme[who], path=path, case=case, purpose="crash-scene",
        now=NOW - timedelta(hours=3),
    )  # fmt: skip


@pytest.fixture(scope="module")
def _flown(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    """Make a home with a card of UAS-01, its flight record, and a card of nobody's aircraft."""
    folder = tmp_path_factory.mktemp("flown")

    def _found(home: Any) -> None:
        found(home)
        programme = Programme(home)
        told: dict[str, Any] = {"video_seconds": 2.0, "video_size": (320, 180)}
        ours = generate_card(
            folder / "ours", seed=1, model="mavic-2", start=LOCAL, photographs=2, videos=1, **told
        )
        generate_card(
            folder / "theirs", seed=2, model="mavic-2", start=LOCAL, photographs=2, videos=0, **told
        )
        (folder / "phone").mkdir()
        write_flight_record(
            folder / "phone" / "DJIFlightRecord_2026-01-10.txt", ours.flight, MODELS["mavic-2"],
            started=MOMENT, seconds=500.4, serial=ours.serial,
        )  # fmt: skip
        programme.device("UAS-01", serials=[ours.serial], technology=APPROVED, firmware="1.0")
        programme.device("CAM-01", kind="camera", model="L1D-20c", part_of="UAS-01")
        for name in ("ours", "theirs"):
            _take_in(programme, folder / name)
        _take_in(programme, folder / "phone")

    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("template"), agency="Te Tai Police", origin="te-tai/log",
            now=FOUNDED, found=_found,
        )  # fmt: skip


@pytest.fixture
def flown(
    tmp_path: Path, _flown: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[Programme]:
    with django_db_blocker.unblock(), copy_of(_flown, tmp_path / "home") as made:
        yield Programme(made)


def proposals(programme: Programme, who: str = "investigator") -> tuple[Any, ...]:
    return queries.proposed_flights(programme[who], programme.home, now=NOW)


def told_by(proposal: Any, **more: Any) -> Any:
    """Say what the data cannot."""
    told = {"pilot": "operator", "purpose": "crash-scene", "district": "Capital", **more}
    return replace(proposal.told, **told)


def test_a_flight_record_and_a_card_of_one_serial_number_are_proposed_as_one_flight(
    flown: Programme,
) -> None:
    theirs, ours = proposals(flown)
    assert (ours.told.aircraft, ours.told.start, ours.told.start_zone) == ("UAS-01", MOMENT, "UTC")
    assert [(one.source, one.seconds) for one in ours.told.known] == [
        ("flight-record", 500.4), ("subtitles", 2.0), ("video", 2.0),
    ]  # fmt: skip
    assert ours.minutes == 9
    assert ours.media == {"flight-record": 1, "photograph": 2, "video": 1}
    assert any("unknown zone" in one for one in ours.problems)
    assert (theirs.told.aircraft, theirs.minutes) == ("", None)
    assert "serial number" in theirs.told.aircraft_words
    assert any("No aircraft on the register" in one for one in theirs.problems)
    assert Flight.objects.count() == 0


def test_the_same_data_give_the_same_proposals(flown: Programme) -> None:
    assert proposals(flown) == proposals(flown)


def test_confirming_records_the_flight_with_its_media_and_once(flown: Programme) -> None:
    theirs, ours = proposals(flown)
    who = flown["investigator"]
    both = [services.Confirmed(one.key, told_by(one)) for one in (ours, theirs)]
    done = services.record_proposed(home=flown.home, actor=who, confirmed=both, now=NOW)
    numbers = [one.flight.number for one in done if one.flight]
    assert numbers == ["F-2026-0001", "F-2026-0002"]
    page = queries.flight(who, flown.home, "F-2026-0001")
    assert [one.item for one in page.media] == list(ours.items)
    assert (page.line.minutes, page.line.source, page.line.approved) == (9, "flight-record", True)
    assert not queries.flight(who, flown.home, "F-2026-0002").line.approved
    assert proposals(flown) == ()
    again = services.record_proposed(home=flown.home, actor=who, confirmed=both, now=NOW)
    assert [one.flight for one in again] == [None, None]
    assert "no longer there" in again[0].problem


def test_one_that_cannot_be_kept_stops_none_of_the_others(flown: Programme) -> None:
    theirs, ours = proposals(flown)
    done = services.record_proposed(
        home=flown.home, actor=flown["investigator"], now=NOW,
        confirmed=[
            services.Confirmed(theirs.key, told_by(theirs, pilot="")),
            services.Confirmed(ours.key, told_by(ours)),
        ],
    )  # fmt: skip
    assert (done[0].flight, done[1].problem) == (None, "")
    assert "Who flew is missing" in done[0].problem


def test_nobody_attaches_what_they_may_not_see(flown: Programme) -> None:
    _theirs, ours = proposals(flown)
    assert proposals(flown, "operator2") == ()
    (done,) = services.record_proposed(
        home=flown.home, actor=flown["operator2"], now=NOW,
        confirmed=[services.Confirmed(ours.key, told_by(ours, support=None))],
    )  # fmt: skip
    assert done.flight is None
    assert Flight.objects.count() == 0


def test_governance_confirms_without_being_told_items_cases_or_places(flown: Programme) -> None:
    theirs, ours = proposals(flown, "governance")
    for one in (theirs, ours):
        assert (one.items, one.case, one.told.support, one.told.latitude) == ((), "", None, None)
        assert CASE not in repr(one)
    assert ours.media["photograph"] == 2
    (done,) = services.record_proposed(
        home=flown.home, actor=flown["governance"], now=NOW,
        confirmed=[services.Confirmed(ours.key, told_by(ours, job="P1"))],
    )  # fmt: skip
    assert done.flight is not None
    page = queries.flight(flown["governance"], flown.home, done.flight.number)
    assert (page.media, page.hidden_media) == ((), 4)


def test_what_does_not_fit_is_listed_and_goes_when_it_does(flown: Programme) -> None:
    who = flown["investigator"]
    before = queries.unmatched(who, flown.home, now=NOW)
    assert sorted(one.device for one in before.loose_media) == ["", "UAS-01"]
    serials = {one.serial: one.part for one in before.unknown_serials}
    assert len(serials) == 3  # somebody's aircraft, and camera and controller of the flight record
    flown.fly(day=9, hour=21, who="investigator", now=NOW, known=())
    after = queries.unmatched(who, flown.home, now=NOW)
    assert sorted(one.fits for one in after.loose_media) == [(), ("F-2026-0001",)]
    assert [one.number for one in after.without_media] == ["F-2026-0001"]
    assert queries.unmatched(flown["operator2"], flown.home, now=NOW).count == before.count - 5


def test_a_serial_number_of_two_assets_matches_nothing_and_is_said(flown: Programme) -> None:
    _theirs, ours = proposals(flown)
    flown.device("UAS-07", serials=[ours.serials[0]], now=NOW)
    both = proposals(flown)
    assert [one.told.aircraft for one in both] == ["", ""]
    assert any("is registered with UAS-01, UAS-07" in one for p in both for one in p.problems)
    found = queries.unmatched(flown["governance"], flown.home, now=NOW)
    assert ("UAS-01", "UAS-07") in [one.assets for one in found.unknown_serials]
    assert any(flag.kind == "serial-twice" for one in found.upkeep for flag in one.flags)


def test_a_camera_that_was_moved_matches_the_aircraft_it_is_fitted_to(flown: Programme) -> None:
    _theirs, ours = proposals(flown)
    flown.device("UAS-01", serials=[], now=NOW)
    flown.device("CAM-01", kind="camera", serials=[ours.serials[0]], part_of="UAS-02", now=NOW)
    (one,) = [one for one in proposals(flown) if one.told.cameras]
    assert (one.told.aircraft, one.told.cameras) == ("UAS-02", ("CAM-01",))


def test_recordings_of_a_battery_are_nobodys(flown: Programme) -> None:
    _theirs, ours = proposals(flown)
    flown.device("UAS-01", serials=[], now=NOW)
    flown.device("BAT-02", kind="battery", serials=[ours.serials[0]], now=NOW)
    assert all(one.told.aircraft == "" for one in proposals(flown))
