# SPDX-License-Identifier: Apache-2.0
"""Flights and checks as lines of a list, with words as they were at the flight.

Promises: a line is made of the flight's own row, so that nothing registered later shows in it; what
the viewer may not be told is left out and said to be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.db.models import Count

from holdfast.accounts.permissions import READS_ALL_BODIES
from holdfast.fleet.access import has_role, keeps_fleet, told_cases
from holdfast.fleet.durations import SOURCES, UNKNOWN
from holdfast.fleet.facts import UNKNOWN_ZONE, FlightSeen, FlightTold, PreparationTold
from holdfast.fleet.models import FlightItem
from holdfast.fleet.queries.values import CheckLine, Flag, FlightLine, PreparationLine
from holdfast.records.purposes import purpose_in_words
from holdfast.records.words import time_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.fleet.models import Flight, Preparation
    from holdfast.home import Home

# kind of flag -> its short words, for a badge
FLAGS: Final = {
    "not-approved": "Not approved",
    "not-current": "Pilot not current",
    "grounded": "Was out of service",
    "occurrence": "Occurrence",
    "no-length": "Length unknown",
    "zone": "Zone unknown",
    "unchecked": "Not checked before take-off",
    "unregistered": "Aircraft not on the register",
    "withdrawn": "Withdrawn",
    "due": "Due",
    "overdue": "Overdue",
    "worn": "Worn",
    "serial-twice": "Serial number of two assets",
    "firmware": "Firmware not recorded",
}
SOURCE_WORDS: Final = {**SOURCES, UNKNOWN: "nobody knows"}


def flight_lines(viewer: Person, home: Home, rows: Sequence[Flight]) -> tuple[FlightLine, ...]:
    """Give the lines of flights that the viewer may see."""
    cases = {one.case_id for one in rows if one.case_id is not None}
    known = dict(told_cases(viewer).filter(pk__in=cases).values_list("pk", "reference"))
    counted = FlightItem.objects.filter(flight__in=[one.pk for one in rows])
    media = dict(
        counted.values_list("flight").annotate(Count("id")).values_list("flight", "id__count")
    )
    everything = has_role(viewer, READS_ALL_BODIES)
    return tuple(
        _line(
            home,
            one,
            media.get(one.pk, 0),
            hidden=_hides(viewer, one, known) and not everything,
        )
        for one in rows
    )


def _hides(viewer: Person, flight: Flight, known: dict[int, str]) -> bool:
    if flight.case_id is None or flight.case_id in known:
        return False
    return not (flight.pilot == viewer.username or flight.recorded_by_id == viewer.pk)


def _line(home: Home, flight: Flight, media: int, *, hidden: bool) -> FlightLine:
    told, seen = FlightTold.from_json(flight.told), FlightSeen.from_json(flight.seen)
    support = told.support
    case = support.id if support and support.kind == "case" and not hidden else ""
    return FlightLine(
        number=flight.number,
        state="withdrawn" if flight.withdrawn_at else "recorded",
        day=flight.day,
        began=moment_words(flight.began, flight.start_zone),
        ended=moment_words(flight.ended, flight.start_zone),
        seconds=flight.seconds,
        minutes=None if flight.seconds is None else flight.minutes,
        source=flight.source,
        source_words=SOURCE_WORDS.get(flight.source, flight.source),
        aircraft=flight.aircraft,
        model=flight.model,
        technology=flight.technology,
        pilot=flight.pilot,
        pilot_name=seen.pilot.name,
        district=flight.district,
        purpose=flight.purpose,
        purpose_words=purpose_in_words(home.lists, flight.purpose),
        rule=flight.rule,
        case=case,
        cell=flight.cell,
        approved=flight.approved,
        media=media,
        version=flight.version,
        withheld=hidden,
        flags=tuple(flight_flags(flight, told, seen)),
    )


def flight_flags(flight: Flight, told: FlightTold, seen: FlightSeen) -> Iterable[Flag]:
    """Yield what a person should look at, from what the flight itself holds."""
    if flight.withdrawn_at:
        yield Flag("withdrawn", "It was entered by mistake and withdrawn")
    if not flight.approved:
        yield Flag("not-approved", flight.denied)
    if not flight.aircraft:
        yield Flag("unregistered", f"What flew is not on the register: {told.aircraft_words}")
    if seen.grounded:
        yield Flag("grounded", seen.grounded)
    if seen.pilot.current != "yes":
        yield Flag("not-current", f"{seen.pilot.name} was not current: {seen.pilot.why}")
    if told.occurrence:
        yield Flag("occurrence", told.occurrence)
    if flight.seconds is None:
        yield Flag("no-length", "How long it was is not known")
    if flight.start_zone == UNKNOWN_ZONE:
        yield Flag("zone", "Its start is a clock's time of an unknown zone")
    if not told.preparation and not told.checked:
        yield Flag("unchecked", "No check before take-off is recorded")


def preparation_lines(
    viewer: Person, home: Home, rows: Iterable[Preparation]
) -> tuple[PreparationLine, ...]:
    """Give the lines of checks that the viewer may see."""
    found = []
    cases = {one.pk for one in told_cases(viewer)} if keeps_fleet(viewer) else set()
    for one in rows:
        told, seen = PreparationTold.from_json(one.told), FlightSeen.from_json(one.seen)
        if keeps_fleet(viewer) and one.case_id is not None and one.case_id not in cases:
            told = without_case(told)
        flight = getattr(one, "flight", None)
        state = "flown" if flight else "cancelled" if one.cancelled_at else "waiting"
        found.append(
            PreparationLine(
                number=one.number,
                at=one.at,
                by=str(one.by),
                aircraft=one.aircraft,
                model=seen.aircraft.model or told.aircraft_words,
                pilot=one.pilot,
                pilot_name=seen.pilot.name,
                district=one.district,
                purpose=told.purpose,
                purpose_words=purpose_in_words(home.lists, told.purpose),
                state=state,
                flight=flight.number if flight else "",
                cancel_reason=one.cancel_reason,
                checks=check_lines(home, told.checked),
                told=told,
                grounded=seen.grounded,
            )
        )
    return tuple(found)


def check_lines(home: Home, ticked: Iterable[str]) -> tuple[CheckLine, ...]:
    """Give the agency's list with what was ticked; a line of an older list shows by its id."""
    done = set(ticked)
    listed = tuple(
        CheckLine(one.id, one.words, one.needed, one.id in done) for one in home.lists.preflight
    )
    older = sorted(done - {one.id for one in listed})
    return (*listed, *(CheckLine(one, one, needed=False, ticked=True) for one in older))


def without_case(told: PreparationTold) -> PreparationTold:
    """Leave out what a check says of its case and place."""
    return replace(
        told, support=None, job="", purpose_text="", locality="", consent_words="", note=""
    )


def moment_words(at: datetime | None, zone: str) -> str:
    """Write a moment in UTC, or a clock's time with the word that its zone is unknown."""
    return time_in_words(at.replace(microsecond=0).isoformat(), zone) if at else ""
