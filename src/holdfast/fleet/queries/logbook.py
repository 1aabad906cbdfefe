# SPDX-License-Identifier: Apache-2.0
"""The logbook: one row a flight, oldest first, in columns that a spreadsheet opens.

Promises: a row for every flight the viewer may see, withdrawn ones said to be; what is withheld is
an empty cell with the word in its own column; a cell never begins a formula (an apostrophe stands
before it). Times are UTC, or a clock's with the word that its zone is unknown.
"""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Final

from holdfast.fleet.access import visible_flights
from holdfast.fleet.durations import SOURCES
from holdfast.fleet.facts import FlightSeen, FlightTold
from holdfast.fleet.queries.flights import WantedFlights, narrowed
from holdfast.fleet.queries.lines import flight_lines, moment_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.accounts.models import Person
    from holdfast.fleet.models import Flight
    from holdfast.fleet.queries.values import FlightLine
    from holdfast.home import Home

COLUMNS: Final = (
    "flight", "state", "version", "day", "take-off", "take-off as claimed", "zone", "landing",
    "minutes", "seconds", "source of the minutes",
    *(f"seconds by {source}" for source in SOURCES),
    "aircraft", "maker", "model", "serial numbers", "firmware", "technology", "cameras",
    "batteries", "controller", "district", "pilot", "pilot's name", "pilot current",
    "observer", "purpose", "purpose in words", "case or other record", "job", "rule", "consent",
    "consent in words", "airspace", "weather", "place", "latitude", "longitude", "cell",
    "occurrence", "incident", "damage", "battery state", "media handed in", "no media", "items",
    "check before take-off", "approved", "why not approved", "approval", "out of service",
    "withheld", "recorded at", "recorded by", "ledger entry", "note",
)  # fmt: skip
_BATCH: Final = 500
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def logbook_rows(
    viewer: Person, home: Home, wanted: WantedFlights | None = None
) -> Iterator[tuple[str, ...]]:
    """Yield one row a flight, oldest first, in the order of COLUMNS."""
    chosen = wanted or WantedFlights(withdrawn=True)
    rows = narrowed(visible_flights(viewer), chosen).select_related("recorded_by", "entry")
    ordered = rows.order_by("began", "number").iterator(chunk_size=_BATCH)
    while batch := list(islice(ordered, _BATCH)):
        for found, line in zip(batch, flight_lines(viewer, home, batch), strict=True):
            yield _row(found, line, whole=not line.withheld)


def logbook_csv(viewer: Person, home: Home, wanted: WantedFlights | None = None) -> bytes:
    """Give the logbook as CSV (RFC 4180) in UTF-8 with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in logbook_rows(viewer, home, wanted):
        writer.writerow([_harmless(cell) for cell in row])
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def _row(found: Flight, line: FlightLine, *, whole: bool) -> tuple[str, ...]:
    told, seen = FlightTold.from_json(found.told), FlightSeen.from_json(found.seen)
    shown = told if whole else told.without_case()
    by_source = {one.source: f"{one.seconds:.3f}" for one in told.known}
    support = shown.support
    ended = told.ended
    return (
        line.number, line.state, str(line.version), line.day.isoformat(), line.began,
        moment_words(told.start, told.start_zone), told.start_zone,
        moment_words(ended, told.start_zone) if ended else "",
        "" if line.minutes is None else str(line.minutes),
        "" if line.seconds is None else f"{line.seconds:.3f}", line.source,
        *(by_source.get(source, "") for source in SOURCES),
        line.aircraft, seen.aircraft.maker, line.model, " ".join(seen.aircraft.serials),
        seen.aircraft.firmware, line.technology, " ".join(told.cameras), " ".join(told.batteries),
        told.controller, line.district, line.pilot, line.pilot_name,
        f"{seen.pilot.current}: {seen.pilot.why}", told.observer, line.purpose, shown.purpose_text,
        f"{support.kind} {support.id}" if support else "", shown.job, line.rule, told.consent,
        shown.consent_words, told.airspace, told.weather, shown.locality,
        _degrees(shown.latitude), _degrees(shown.longitude), line.cell, told.occurrence,
        told.incident, told.damage, told.battery_state, told.handed_in,
        "yes" if told.no_media else "", " ".join(map(str, shown.items)), told.preparation or " ".join(told.checked),
        "yes" if line.approved else "no", found.denied, found.approval, seen.grounded,
        "" if whole else "withheld", moment_words(found.recorded_at, "UTC"),
        str(found.recorded_by), "" if found.entry.index is None else str(found.entry.index),
        shown.note,
    )  # fmt: skip


def _degrees(value: float | None) -> str:
    return "" if value is None else repr(value)


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running what a person typed; a number stays a number."""
    if cell.startswith(_FORMULA) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
