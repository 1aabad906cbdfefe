# SPDX-License-Identifier: Apache-2.0
"""`holdfast flights`: recorded flights, what readings propose, the logbook and the sums."""

from __future__ import annotations

from holdfast.cli.lazy import LazyGroup

flights = LazyGroup(
    "flights",
    {
        "list": "holdfast.cli.flights.listing:list_flights",
        "propose": "holdfast.cli.flights.propose:propose",
        "record": "holdfast.cli.flights.record:record",
        "logbook": "holdfast.cli.flights.logbook:logbook",
        "totals": "holdfast.cli.flights.totals:totals",
    },
    help_text="Record flights, and say what was flown, by whom, why and for how long.",
)

__all__ = ["flights"]
