# SPDX-License-Identifier: Apache-2.0
"""The check before take-off, and saying that a prepared flight was not flown after all.

Promises: what was not ticked is kept as not ticked; a check stops nobody from flying. One that is
neither followed by a flight nor cancelled is listed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from holdfast.fleet.access import find_preparation
from holdfast.fleet.checking import checked_preparation, needed
from holdfast.fleet.errors import FlightRefusedError
from holdfast.fleet.models import Preparation
from holdfast.fleet.seen import prepared_of
from holdfast.fleet.services.permission import need_known_case
from holdfast.oversight.models import Technology
from holdfast.records.drafts import Draft, Subject
from holdfast.records.numbers import next_number
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.fleet.facts import PreparationTold
    from holdfast.home import Home

PREPARE: Final = "flight.prepare"
CANCEL: Final = "flight.cancel"


def prepare_flight(
    *, home: Home, actor: Person, told: PreparationTold, now: datetime | None = None
) -> str:
    """Write down what was checked before take-off; give its number, which the flight then names.

    Raises NotPermittedError, FlightRefusedError, NoSuchFlightError, RefusedError.
    """
    role, moment = authorise(actor, PREPARE), now or datetime.now(UTC)
    told = checked_preparation(home, told)
    need_known_case(actor, told.support, moment)
    seen = prepared_of(home, told, moment)
    technology = seen.aircraft.technology
    with writing(home=home, actor=actor, command="a check before take-off", now=moment) as writer:
        number = next_number(Preparation, "C", writer.now)
        known = Technology.objects.filter(number=technology).exists()
        writer.record(
            Draft(
                act=PREPARE,
                details={"number": number, "told": told.to_json(), "seen": seen.to_json()},
                subjects=(Subject("preparation", number),),
                role=role,
                technology=technology if known else "",
                purpose=told.purpose,
                count=len(told.checked),
                unit="lines",
            )
        )
    return number


def cancel_preparation(
    *, home: Home, actor: Person, number: str, reason: str, now: datetime | None = None
) -> Recorded:
    """Say that a prepared flight was not flown, and why.

    Raises NotPermittedError, NoSuchFlightError, FlightRefusedError.
    """
    role, moment = authorise(actor, CANCEL), now or datetime.now(UTC)
    why = needed(reason, "Why it was not flown")
    with writing(home=home, actor=actor, command="cancelling a flight", now=moment) as writer:
        found = find_preparation(actor, number, moment)
        if found.cancelled_at is not None or hasattr(found, "flight"):
            raise FlightRefusedError(
                f"The check {number} was followed by a flight or is cancelled already. Nothing was "
                "changed."
            )
        writer.record(
            Draft(
                act=CANCEL,
                details={"number": number, "reason": why},
                subjects=(Subject("preparation", number),),
                role=role,
                count=1,
                unit="flights",
            )
        )
    return writer.recorded()
