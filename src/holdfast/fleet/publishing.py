# SPDX-License-Identifier: Apache-2.0
"""What is public of a flight: the month, and words of lists; never pilot, job, day or exact place.

Promises: one function for recording and correcting, so that both publish the same things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.publication.records import PUBLIC, make_record

if TYPE_CHECKING:
    from holdfast.fleet.facts import FlightSeen, FlightTold


def flight_record(
    act: str, number: str, told: FlightTold, seen: FlightSeen, *, approved: bool, known: bool
) -> dict[str, Any]:
    """Make the published record of a flight. `known`: its model is on the register."""
    length = told.duration
    return make_record(
        act,
        PUBLIC,
        {
            "number": number,
            "month": seen.day[:7],
            "district": told.district,
            "purpose": told.purpose,
            "technology": seen.aircraft.technology if known else "",
            "minutes": length.minutes,
            "source": length.source,
            "rule": told.rule,
            "cell": seen.cell,
            "approved": approved,
        },
    )
