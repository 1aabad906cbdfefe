# SPDX-License-Identifier: Apache-2.0
"""Confirming proposed flights: many at once, each by a person who says what the data cannot.

Promises: nothing is recorded that a person did not confirm; the media of a proposal are looked up
again by its key, so that nobody can attach what they were not shown; a proposal that is no longer
there is named, and the others are recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.fleet.errors import FleetError
from holdfast.fleet.queries.media import DAYS
from holdfast.fleet.queries.proposals import media_of_proposals
from holdfast.fleet.services.flights import ACT, RecordedFlight, record_with_media
from holdfast.records.errors import RecordsError
from holdfast.records.writing import authorise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.accounts.models import Person
    from holdfast.fleet.facts import FlightTold
    from holdfast.home import Home

GONE = "This proposal is no longer there: its media belong to a flight now. Look at the list again."


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A proposal by its key, with the flight as the person confirms it; its items are ignored."""

    key: str
    told: FlightTold


@dataclass(frozen=True, slots=True)
class ConfirmedFlight:
    """What became of one: the flight, or why there is none."""

    key: str
    flight: RecordedFlight | None
    problem: str = ""


def record_proposed(
    *,
    home: Home,
    actor: Person,
    confirmed: Sequence[Confirmed],
    days: int = DAYS,
    now: datetime | None = None,
) -> tuple[ConfirmedFlight, ...]:
    """Record each confirmed proposal with its media, and say what became of each.

    `days` is how far back the proposals went that the person was shown.

    Raises NotPermittedError.
    """
    authorise(actor, ACT)
    moment = now or datetime.now(UTC)
    media = media_of_proposals(home, actor, [one.key for one in confirmed], moment, days=days)
    found = []
    for one in confirmed:
        items = media.pop(one.key, None)
        if items is None:
            found.append(ConfirmedFlight(one.key, None, GONE))
            continue
        try:
            flight = record_with_media(
                home=home,
                actor=actor,
                told=replace(one.told, items=items, no_media=False),
                now=moment,
            )
        except (FleetError, RecordsError) as error:
            found.append(ConfirmedFlight(one.key, None, str(error)))
        else:
            found.append(ConfirmedFlight(one.key, flight))
    return tuple(found)
