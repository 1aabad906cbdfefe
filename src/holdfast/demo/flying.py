# SPDX-License-Identifier: Apache-2.0
"""The demonstration's drone programme: pilots, batteries, flights, upkeep, and what does not fit.

Two thirds of the flights are of scenes of fires, crimes and crashes, and each is minutes rather
than hours. One aircraft is borrowed and approved by nobody, one flies though it is out of service,
one check is never followed by a flight, and some media wait for theirs. All of it is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from holdfast.demo.card.record import write_flight_record
from holdfast.demo.people import find
from holdfast.fleet import services
from holdfast.fleet.durations import TYPED, Known
from holdfast.fleet.facts import FlightTold, PreparationTold
from holdfast.fleet.queries import proposed_flights
from holdfast.gate import Support
from holdfast.records.services import register_device

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.demo.calendar import Act, Calendar
    from holdfast.demo.card import GeneratedCard
    from holdfast.demo.story import CardHandedIn
    from holdfast.home import Home

_GOVERNS: Final = "h.wiremu"
_STANDING_CASE: Final = "2026-0100"
_LENGTHS: Final = (11, 14, 9, 7, 18, 12, 6)
_OFTEN: Final = 3


@dataclass(frozen=True, slots=True)
class _Habit:
    """What is flown every so many days: which aircraft, where, what for, by whom."""

    every: int
    asset: str
    purpose: str
    pilot: str
    district: str
    place: tuple[float, float]
    rule: str = "101"


_HABITS: Final = (
    _Habit(9, "UAS-08", "crash-scene", "m.okeefe", "Capital", (-41.13, 174.84)),
    _Habit(13, "UAS-04", "crime-scene", "m.okeefe", "Capital", (-41.29, 174.78)),
    _Habit(17, "UAS-21", "fire-scene", "r.patel", "Sounds", (-41.52, 173.95)),
    _Habit(16, "UAS-26", "search-and-rescue", "r.patel", "Sounds", (-41.27, 173.28), "102"),
    _Habit(20, "UAS-11", "situational-awareness", "m.okeefe", "Harbour", (-41.22, 174.90)),
)
# asset, kind, model, beginning of the serial number, what it is fitted to
_PARTS: Final = (
    ("CAM-01", "camera", "Zenmuse H20T", "1ZVZCAMERA0001", "UAS-26"),
    ("CAM-02", "camera", "Zenmuse X5S", "0FFZCAMERA0002", "UAS-24"),
    ("BAT-01", "battery", "Mavic 2 intelligent flight battery", "0TBZBATTERY001", ""),
    ("BAT-02", "battery", "Mavic 2 intelligent flight battery", "0TBZBATTERY002", ""),
    ("BAT-03", "battery", "TB60", "4ERZBATTERY003", ""),
    ("BAT-04", "battery", "TB60", "4ERZBATTERY004", ""),
    ("RC-01", "controller", "Smart Controller Enterprise", "1S6ZCONTROL001", ""),
)


def register_parts(home: Home, actor: Person, now: datetime) -> None:
    """Register cameras, batteries and a controller beside the aircraft."""
    for asset, kind, model, serial, part_of in _PARTS:
        register_device(
            home=home, actor=actor, asset=asset, kind=kind, maker="DJI", model=model,
            serials=[serial], district="Capital", part_of=part_of, now=now,
        )  # fmt: skip


def put_flight_record(
    folder: Path, card: GeneratedCard, *, started: datetime, seconds: float
) -> None:
    """Put the flight record of the controller's application beside what is on the card."""
    records = folder / "FlightRecord"
    records.mkdir()
    write_flight_record(
        records / f"DJIFlightRecord_{started:%Y-%m-%d_[%H-%M-%S]}.txt",
        card.flight,
        card.model,
        started=started,
        seconds=seconds,
        serial=card.serial,
    )


def plan_flying(calendar: Calendar, home: Home, founded: datetime, now: datetime) -> None:
    """Put it all into the calendar."""

    def on(days: int, act: Act, words: str = "") -> None:
        calendar.after(founded, days, act, words, before=now)

    on(6, partial(_record_pilots, home), "pilots")
    for habit in _HABITS:
        for turn, days in enumerate(range(8 + habit.every, (now - founded).days - 1, habit.every)):
            on(days, partial(_fly, home, habit, turn))
    on(40, partial(_keep_up, home, founded.date()), "upkeep")
    on(71, partial(_borrow, home))
    calendar.on(now - timedelta(days=33), partial(_ground, home))
    calendar.on(now - timedelta(days=30), partial(_fly_grounded, home))
    calendar.on(now - timedelta(days=24), partial(_correct, home))
    calendar.on(now - timedelta(days=23), partial(_withdraw, home))
    calendar.on(now - timedelta(days=9), partial(_cancel, home))
    calendar.on(now - timedelta(days=2), partial(_prepare, home))


def after_a_card(home: Home, card: CardHandedIn, now: datetime) -> None:
    """Record the flight of a card that was handed in, as its readings propose it; or nobody does."""
    if card.typed_minutes is None:
        return
    actor = find(card.taken_by)
    for one in proposed_flights(actor, home, days=2, now=now):
        if one.told.aircraft != card.asset:
            continue
        headed = any(known.source == "flight-record" for known in one.told.known)
        told = replace(
            one.told,
            pilot=card.taken_by,
            purpose=card.purpose,
            district="Capital",
            known=(*one.told.known, Known(TYPED, card.typed_minutes * 60.0, "the pilot's notes")),
            chosen="" if headed else TYPED,
            chosen_reason="" if headed else "The recordings are parts of a longer flight",
            rule="101",
            consent="set-aside",
            consent_words=card.authority,
        )
        services.record_proposed(
            home=home, actor=actor, confirmed=[services.Confirmed(one.key, told)], days=2, now=now
        )


def _record_pilots(home: Home, now: datetime) -> None:
    for key, more in (
        ("m.okeefe", {"district": "Capital", "kinds": ("part-101", "part-102", "night")}),
        ("r.patel", {"district": "Sounds", "kinds": ("part-101", "part-102")}),
        ("Tui Raukawa, Fire and Emergency (invented)", {"district": "", "kinds": ("part-101",)}),
    ):  # fmt: skip
        kinds: Any = more["kinds"]
        services.record_pilot(
            home=home,
            actor=find(_GOVERNS),
            told=services.PilotTold(
                key=key,
                district=str(more["district"]),
                certificates=tuple(
                    services.Certificate(
                        kind=kind,
                        number=f"INVENTED-{number}",
                        valid_until=now.date() + timedelta(days=700),
                    )
                    for number, kind in enumerate(kinds, 1)
                ),
                practised_on=now.date() if more["district"] else None,
            ),
            now=now,
        )


def _fly(home: Home, habit: _Habit, turn: int, now: datetime) -> None:
    """Fly as usual; every third time with the check before take-off on record."""
    minutes = _LENGTHS[turn % len(_LENGTHS)] + (8 if habit.purpose == "search-and-rescue" else 0)
    # Nobody flies two at once.
    start = now - timedelta(minutes=minutes + 20, hours=_HABITS.index(habit))
    prepared = ""
    if turn % _OFTEN == 0:
        prepared = services.prepare_flight(
            home=home, actor=find(habit.pilot), told=_check(home, habit),
            now=start - timedelta(minutes=5),
        )  # fmt: skip
    latitude, longitude = habit.place
    services.record_flight(
        home=home,
        actor=find(habit.pilot),
        told=FlightTold(
            pilot=habit.pilot,
            aircraft=habit.asset,
            start=start,
            known=(Known(TYPED, minutes * 60.0 - 20),),
            purpose=habit.purpose,
            support=Support("case", _STANDING_CASE),
            job=f"P{turn:03}{habit.every:02}",
            district=habit.district,
            latitude=latitude + turn % 4 * 0.01,
            longitude=longitude,
            rule=habit.rule,
            consent="not-needed",
            consent_words="The scene was closed to the public",
            preparation=prepared,
            no_media=habit.purpose != "crime-scene" or turn % _OFTEN > 0,
            cameras=("CAM-01",) if habit.asset == "UAS-26" else (),
            batteries=("BAT-01",) if habit.asset == "UAS-08" else (),
            occurrence="A gull struck the gimbal; landed at once"
            if (turn, habit.every) == (4, 9)
            else "",
        ),
        now=now,
    )


def _check(home: Home, habit: _Habit) -> PreparationTold:
    lines = tuple(one.id for one in home.lists.preflight if one.needed)
    return PreparationTold(
        pilot=habit.pilot,
        aircraft=habit.asset,
        purpose=habit.purpose,
        support=Support("case", _STANDING_CASE),
        district=habit.district,
        rule=habit.rule,
        consent="not-needed",
        consent_words="The scene is closed to the public",
        weather="Light wind, dry",
        checked=lines,
    )


def _keep_up(home: Home, founded: date, now: datetime) -> None:
    day = now.date()
    for told in (
        services.UpkeepTold(
            asset="UAS-08", kind="inspection", day=day, note="Propellers replaced",
            due_on=founded + timedelta(days=150),
        ),
        services.UpkeepTold(asset="UAS-04", kind="inspection", day=day, due_minutes=120),
        services.UpkeepTold(asset="UAS-21", kind="firmware", day=day, firmware="v01.19.5300"),
        services.UpkeepTold(asset="BAT-01", kind="battery", day=day, cycles=214, health=76),
        services.UpkeepTold(asset="BAT-03", kind="battery", day=day, cycles=61, health=95),
    ):  # fmt: skip
        services.record_upkeep(home=home, actor=find(_GOVERNS), told=told, now=now)


def _told_by_hand(now: datetime, asset: str, minutes: int, **more: str) -> FlightTold:
    told: dict[str, Any] = {
        "pilot": "m.okeefe", "aircraft": asset, "start": now - timedelta(minutes=minutes + 15),
        "known": (Known(TYPED, minutes * 60.0),), "purpose": "crime-scene", "district": "Capital",
        "support": Support("case", _STANDING_CASE), "rule": "101", "no_media": True, **more,
    }  # fmt: skip
    return FlightTold(**told)


def _borrow(home: Home, now: datetime) -> None:
    """Fly what nobody approved: it happened, and it is recorded as what it was."""
    told = _told_by_hand(
        now - timedelta(hours=7), "", 8, aircraft_words="Mavic 3 Thermal, borrowed from the fire service",
        purpose="fire-scene", note="Ours had no thermal camera to hand",
    )  # fmt: skip
    services.record_flight(home=home, actor=find("m.okeefe"), told=told, now=now)


def _ground(home: Home, now: datetime) -> None:
    services.ground(
        home=home, actor=find("r.patel"), asset="UAS-14", day=now.date() - timedelta(days=1),
        reason="A crack in the left front arm", now=now,
    )  # fmt: skip


def _fly_grounded(home: Home, now: datetime) -> None:
    told = _told_by_hand(now, "UAS-14", 5, note="Taken from the shelf in a hurry")
    services.record_flight(home=home, actor=find("m.okeefe"), told=told, now=now)


def _correct(home: Home, now: datetime) -> None:
    """Record with the wrong minutes, and correct them an hour later."""
    told = _told_by_hand(now, "UAS-05", 31)
    done = services.record_flight(home=home, actor=find("m.okeefe"), told=told, now=now)
    right = replace(told, known=(Known(TYPED, 13 * 60.0),))
    services.correct_flight(
        home=home, actor=find("m.okeefe"), number=done.number, told=right,
        reason="Thirteen was written, and read as thirty-one", now=now + timedelta(hours=1),
    )  # fmt: skip


def _withdraw(home: Home, now: datetime) -> None:
    told = _told_by_hand(now, "UAS-06", 10)
    done = services.record_flight(home=home, actor=find("m.okeefe"), told=told, now=now)
    services.withdraw_flight(
        home=home, actor=find("m.okeefe"), number=done.number,
        reason="It was another agency's flight", now=now + timedelta(hours=1),
    )  # fmt: skip


def _prepare(home: Home, now: datetime) -> str:
    return services.prepare_flight(
        home=home, actor=find("m.okeefe"), told=_check(home, _HABITS[0]), now=now
    )


def _cancel(home: Home, now: datetime) -> None:
    services.cancel_preparation(
        home=home, actor=find("m.okeefe"), number=_prepare(home, now), reason="Gusts over the limit",
        now=now + timedelta(minutes=20),
    )  # fmt: skip
