# SPDX-License-Identifier: Apache-2.0
"""Correcting a flight, and withdrawing one that was entered by mistake: new entries, nothing lost.

Promises: words of assets and of the pilot that a correction does not change stay as they were at
the flight; a correction never makes a flight approved, and takes its approval away when it changes
what the permit was for; what the person who corrects may not see of a flight stays as it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from holdfast.fleet.access import find_flight, may_change, tells_all
from holdfast.fleet.checking import checked_flight, needed
from holdfast.fleet.errors import FlightRefusedError
from holdfast.fleet.facts import OF_THE_CASE, FlightSeen, FlightTold
from holdfast.fleet.publishing import flight_record
from holdfast.fleet.seen import instant_of, seen_of
from holdfast.fleet.services.permission import need_known_case
from holdfast.oversight.models import Approval, Technology
from holdfast.publication.records import PUBLIC, make_record
from holdfast.records.access import find_items
from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import NotPermittedError
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.fleet.facts import AssetWords
    from holdfast.fleet.models import Flight
    from holdfast.home import Home

CORRECT: Final = "flight.correct"
WITHDRAW: Final = "flight.withdraw"
_NO_LONGER: Final = (
    "The flight was approved as it was recorded, and a correction changed what it was approved for."
)


def correct_flight(
    *,
    home: Home,
    actor: Person,
    number: str,
    told: FlightTold,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """Say what is right of a flight, and why it is corrected. What was said before stays readable.

    Raises NotPermittedError, NoSuchFlightError, FlightRefusedError, NotFoundError.
    """
    role, moment = authorise(actor, CORRECT), now or datetime.now(UTC)
    flight = _changeable(actor, number, moment)
    before = FlightTold.from_json(flight.told)
    told = _with_hidden(actor, flight, before, told, moment)
    told = checked_flight(home, told, moment)
    why = needed(reason, "Why it is corrected")
    if told.support != before.support:
        need_known_case(actor, told.support, moment)
    find_items(actor, tuple(sorted(set(told.items) - set(before.items))), moment)
    seen = _with_old_words(seen_of(home, told), FlightSeen.from_json(flight.seen), before, told)
    with writing(home=home, actor=actor, command="correcting a flight", now=moment) as writer:
        flight = _changeable(actor, number, moment)
        approved, denied = _approval(home, flight, before, told, seen)
        known = Technology.objects.filter(number=seen.aircraft.technology).exists()
        details: dict[str, Any] = {
            "number": number,
            "version": flight.version + 1,
            "told": told.to_json(),
            "seen": seen.to_json(),
            "reason": why,
            "approved": approved,
            "denied": denied,
        }
        writer.record(
            Draft(
                act=CORRECT,
                details=details,
                subjects=(
                    Subject("flight", number),
                    *(Subject("item", item) for item in told.items),
                ),
                role=role,
                technology=seen.aircraft.technology if known else "",
                purpose=told.purpose,
                count=1,
                unit="flights",
                published=flight_record(
                    CORRECT, number, told, seen, approved=approved, known=known
                ),
            )
        )
    return writer.recorded()


def withdraw_flight(
    *, home: Home, actor: Person, number: str, reason: str, now: datetime | None = None
) -> Recorded:
    """Withdraw a flight that was entered by mistake; its number is not used again.

    Raises NotPermittedError, NoSuchFlightError, FlightRefusedError without a reason.
    """
    role, moment = authorise(actor, WITHDRAW), now or datetime.now(UTC)
    why = needed(reason, "Why it is withdrawn")
    with writing(home=home, actor=actor, command="withdrawing a flight", now=moment) as writer:
        flight = _changeable(actor, number, moment)
        writer.record(
            Draft(
                act=WITHDRAW,
                details={"number": number, "version": flight.version + 1, "reason": why},
                subjects=(Subject("flight", number),),
                role=role,
                technology=_on_register(flight.technology),
                count=1,
                unit="flights",
                published=make_record(WITHDRAW, PUBLIC, {"number": number}),
            )
        )
    return writer.recorded()


def _changeable(actor: Person, number: str, now: datetime) -> Flight:
    flight = find_flight(actor, number, now)
    if not may_change(actor, flight):
        raise NotPermittedError(
            f"{actor} may not change the flight {number}: that may whoever flew it, whoever "
            "recorded it, and technology governance. Nothing was changed."
        )
    if flight.withdrawn_at is not None:
        raise FlightRefusedError(
            f"The flight {number} was withdrawn. Nothing was changed. Record it anew if it was flown."
        )
    return flight


def _with_hidden(
    actor: Person, flight: Flight, before: FlightTold, told: FlightTold, now: datetime
) -> FlightTold:
    """Keep what the actor may not see of the flight, and the check that belongs to it."""
    told = replace(
        told,
        preparation=before.preparation,
        checked=told.checked if not before.preparation else (),
        from_data=before.from_data,
    )
    if tells_all(actor, flight, now):
        return told
    hidden = {name: getattr(before, name) for name in OF_THE_CASE}
    return replace(told, **hidden, consent=before.consent)


def _with_old_words(
    seen: FlightSeen, before: FlightSeen, told_before: FlightTold, told: FlightTold
) -> FlightSeen:
    """Keep the words of what the correction does not change."""
    old = {one.asset: one for one in (before.aircraft, *before.cameras, *before.batteries)}
    old |= {one.asset: one for one in before.controllers}

    def kept(words: AssetWords) -> AssetWords:
        return old.get(words.asset, words) if words.asset else words

    same_pilot = seen.pilot.key == before.pilot.key and seen.day == before.day
    return replace(
        seen,
        aircraft=kept(seen.aircraft),
        cameras=tuple(map(kept, seen.cameras)),
        batteries=tuple(map(kept, seen.batteries)),
        controllers=tuple(map(kept, seen.controllers)),
        pilot=before.pilot if same_pilot else seen.pilot,
        cell=before.cell
        if (told.latitude, told.longitude) == (told_before.latitude, told_before.longitude)
        else seen.cell,
        checklist=before.checklist if told.checked == told_before.checked else seen.checklist,
    )


def _approval(
    home: Home, flight: Flight, before: FlightTold, told: FlightTold, seen: FlightSeen
) -> tuple[bool, Mapping[str, Any]]:
    """Say whether the corrected flight is still what was approved, and why it is not."""
    if not flight.approved:
        return False, {"reason": flight.denied_kind, "words": flight.denied}
    same = (
        seen.aircraft.technology == flight.technology
        and seen.pilot.key == flight.pilot
        and (told.purpose, told.support) == (before.purpose, before.support)
    )
    given = Approval.objects.filter(number=flight.approval).first()
    flown = instant_of(told.began, told.start_zone, ZoneInfo(home.config.zone))
    if same and given is not None and flown >= given.start:
        return True, {}
    return False, {"reason": "corrected", "words": _NO_LONGER}


def _on_register(technology: str) -> str:
    return technology if Technology.objects.filter(number=technology).exists() else ""
