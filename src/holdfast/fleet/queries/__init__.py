# SPDX-License-Identifier: Apache-2.0
"""What can be asked of the drone programme: each takes the viewer first, and the home."""

from __future__ import annotations

from holdfast.fleet.queries.assets import asset, assets
from holdfast.fleet.queries.choices import Choices, choices
from holdfast.fleet.queries.flights import WantedFlights, flight, flights, preparations
from holdfast.fleet.queries.lines import FLAGS
from holdfast.fleet.queries.logbook import logbook_csv, logbook_rows
from holdfast.fleet.queries.pilots import pilot, pilots
from holdfast.fleet.queries.proposals import proposed_flights
from holdfast.fleet.queries.totals import total, totals
from holdfast.fleet.queries.unmatched import unmatched

__all__ = [
    "FLAGS",
    "Choices",
    "WantedFlights",
    "asset",
    "assets",
    "choices",
    "flight",
    "flights",
    "logbook_csv",
    "logbook_rows",
    "pilot",
    "pilots",
    "preparations",
    "proposed_flights",
    "total",
    "totals",
    "unmatched",
]
