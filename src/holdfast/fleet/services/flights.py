# SPDX-License-Identifier: Apache-2.0
"""Recording a flight: under a permit where the gate gives one, and all the same where it does not.

Promises: a flight that happened is never refused for want of an approval. Where the gate permits
it, the entry stands under the permit, like any use; where it does not, the denial is an entry, and
the flight is recorded after it as one that was not approved, without an approval on its face. A
flight is a use of the aircraft's model: count is its minutes, each begun minute whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from holdfast.fleet.access import find_preparation
from holdfast.fleet.checking import checked_flight
from holdfast.fleet.errors import FlightRefusedError
from holdfast.fleet.models import Flight, Preparation
from holdfast.fleet.publishing import flight_record
from holdfast.fleet.seen import instant_of, seen_of
from holdfast.fleet.services.permission import (
    ACT as _ACT,
)
from holdfast.fleet.services.permission import (
    Denial,
    denial_on_ledger,
    flying,
    need_known_case,
    user_of,
)
from holdfast.gate import DeniedError, genuine
from holdfast.gate.instants import in_words
from holdfast.oversight.asking import acting_roles
from holdfast.oversight.models import Approval, Technology
from holdfast.records.access import find_items
from holdfast.records.drafts import Draft, Subject
from holdfast.records.numbers import next_number
from holdfast.records.permitted import confirmed
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.accounts.models import Person
    from holdfast.fleet.facts import FlightSeen, FlightTold
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.permitted import Under
    from holdfast.records.writing import Writer

ACT: Final = _ACT


@dataclass(frozen=True, slots=True)
class RecordedFlight:
    """What was recorded: the flight's number, its entry, and whether it was approved.

    `denied` says in words why it was not, "" when it was.
    """

    number: str
    entry: int
    approved: bool
    denied: str = ""


def record_flight(
    *, home: Home, actor: Person, told: FlightTold, now: datetime | None = None
) -> RecordedFlight:
    """Record a flight that is over, approved or not.

    Raises NotPermittedError, FlightRefusedError, NoSuchFlightError, NotFoundError for an item that
    the actor may not see, RefusedError without a purpose.
    """
    authorise(actor, ACT)
    find_items(actor, told.items, now)
    return record_with_media(home=home, actor=actor, told=told, now=now)


def record_flights(
    *, home: Home, actor: Person, told: Sequence[FlightTold], now: datetime | None = None
) -> tuple[RecordedFlight, ...]:
    """Record several flights, one entry each. The first that cannot be kept stops the rest."""
    return tuple(record_flight(home=home, actor=actor, told=one, now=now) for one in told)


def record_with_media(
    *, home: Home, actor: Person, told: FlightTold, now: datetime | None = None
) -> RecordedFlight:
    """Record a flight whose media were looked up for the actor, by number or by a proposal."""
    authorise(actor, ACT)
    moment = now or datetime.now(UTC)
    told = checked_flight(home, told, moment)
    need_known_case(actor, told.support, moment)
    if told.preparation:
        find_preparation(actor, told.preparation, moment)
    seen = seen_of(home, told)
    errand, use = flying(home, actor, told, seen, moment)
    try:
        with errand.permitted(use) as permit:
            return enter_permitted(
                home=home, actor=actor, permit=permit, told=told, seen=seen, now=moment
            )
    except DeniedError as error:
        denial = denial_on_ledger(error, seen.aircraft.technology)
    return enter_unapproved(home=home, actor=actor, denial=denial, told=told, seen=seen, now=moment)


def enter_permitted(
    *,
    home: Home,
    actor: Person,
    permit: Permit,
    told: FlightTold,
    seen: FlightSeen,
    now: datetime,
) -> RecordedFlight:
    """Enter a flight under the permit of whoever used the aircraft. Raises DeniedError."""
    authorise(actor, ACT)
    technology = seen.aircraft.technology
    data_class = str(home.lists.settings["flight_data_class"])
    genuine(permit).require(technology=technology, data_class=data_class)
    with writing(home=home, actor=actor, command="recording a flight", now=now) as writer:
        user = user_of(seen, actor)
        under = confirmed([permit], actor=user, act=ACT, technology=technology, now=writer.now)
        need_approved_then(under, told, home)
        number, details = _details(home, writer, told, seen)
        draft = under.draft(
            ACT,
            details | {"approved": True},
            subjects=_subjects(number, told),
            count=told.duration.minutes,
            unit="minutes",
        )
        public = flight_record(ACT, number, told, seen, approved=True, known=True)
        writer.record(replace(draft, published=public))
    return RecordedFlight(number, writer.recorded().entry, approved=True)


def enter_unapproved(
    *,
    home: Home,
    actor: Person,
    denial: Denial,
    told: FlightTold,
    seen: FlightSeen,
    now: datetime,
) -> RecordedFlight:
    """Enter a flight that the gate did not permit, by the denial that is on the ledger already."""
    role = authorise(actor, ACT)
    with writing(home=home, actor=actor, command="recording a flight", now=now) as writer:
        number, details = _details(home, writer, told, seen)
        technology = seen.aircraft.technology
        known = Technology.objects.filter(number=technology).exists()
        writer.record(
            Draft(
                act=ACT,
                details=details | {"approved": False, "denied": denial.to_json()},
                subjects=_subjects(number, told),
                role=next(iter(acting_roles(user_of(seen, actor))), role),
                technology=technology if known else "",
                purpose=told.purpose,
                data_class=str(home.lists.settings["flight_data_class"]),
                count=told.duration.minutes,
                unit="minutes",
                published=flight_record(ACT, number, told, seen, approved=False, known=known),
            )
        )
    entry = writer.recorded().entry
    return RecordedFlight(number, entry, approved=False, denied=denial.words)


def need_approved_then(under: Under, told: FlightTold, home: Home) -> None:
    """Deny what was flown before the approval of today: an approval does not reach back."""
    given = Approval.objects.get(number=under.approval)
    flown = instant_of(told.began, told.start_zone, ZoneInfo(home.config.zone))
    if flown < given.start:
        raise DeniedError(
            "approval-not-begun",
            f"The flight began on {in_words(flown)}, and the approval {given.number} on "
            f"{in_words(given.start)}: an approval does not reach back.",
            approval=given.number,
        )


def _details(
    home: Home, writer: Writer, told: FlightTold, seen: FlightSeen
) -> tuple[str, dict[str, Any]]:
    """Give the flight's number and what its entry holds, under the ledger's lock."""
    _need_new(told)
    number = next_number(Flight, "F", writer.now)
    flown = instant_of(told.began, told.start_zone, ZoneInfo(home.config.zone))
    return number, {
        "number": number,
        "version": 1,
        "told": told.to_json(),
        "seen": seen.to_json(),
        "text": told.purpose_text,
        "happened_at": flown.isoformat(),
    }


def _need_new(told: FlightTold) -> None:
    """Refuse what is recorded already: a form that was sent twice. Raises FlightRefusedError."""
    standing = Flight.objects.filter(withdrawn_at__isnull=True)
    if told.preparation:
        taken = standing.filter(preparation=told.preparation).first()
        if taken is not None:
            raise FlightRefusedError(
                f"The check {told.preparation} belongs to the flight {taken.number}, which is "
                "recorded. Nothing was recorded. Correct that one."
            )
        if Preparation.objects.filter(pk=told.preparation, cancelled_at__isnull=False).exists():
            raise FlightRefusedError(
                f"The check {told.preparation} is cancelled: it says that nothing was flown. Nothing "
                "was recorded. Record the flight without it."
            )
    same = standing.filter(
        aircraft=told.aircraft, pilot=told.pilot, began=told.began, start_zone=told.start_zone
    )
    if told.aircraft and same.exists():
        raise FlightRefusedError(
            f"A flight of {told.aircraft} by {told.pilot} that began at the same moment is "
            "recorded. Nothing was recorded. Correct that one, or give the start that is meant."
        )


def _subjects(number: str, told: FlightTold) -> tuple[Subject, ...]:
    return (
        Subject("flight", number),
        *((Subject("device", told.aircraft),) if told.aircraft else ()),
        *(Subject("item", item) for item in told.items),
    )
