# SPDX-License-Identifier: Apache-2.0
"""From what a flight record says of itself to the flight that captures are held against."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.errors import NoFlightError
from holdfast.analysis.isolation.phases import Flight

if TYPE_CHECKING:
    from holdfast.readers import Reading


def flight_of(reading: Reading, name: str) -> Flight:
    """Give the flight that a record tells; raises NoFlightError when it tells none with an end."""
    times = {
        each.what: datetime.fromisoformat(each.at).astimezone(UTC)
        for each in reading.times
        if each.zone == "UTC"
    }
    first, last = times.get("start of the flight"), times.get("end of the flight")
    if reading.kind != "flight-record" or first is None or last is None:
        raise NoFlightError(
            f"{name!r} does not tell when a flight began and ended. Nothing was examined, and the "
            "file is as it was. Name a DJI flight record, or say the times with --flight."
        )
    return Flight(name, first, last)
