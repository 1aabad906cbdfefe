# SPDX-License-Identifier: Apache-2.0
"""Flights for the public: how many and how many minutes, by month, district, purpose, model, place.

Promises: computed from published records alone, in the order of the ledger: the same records give
the same bytes; a correction takes the place of what it corrects, and a withdrawn flight counts
nowhere but among the withdrawn; minutes stand apart by where they come from as well, because no two
sources are one measurement. `verifier/verify_flights.py` counts them again with code of its own.
Format: docs/formats/public-bundle.md.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from holdfast.publication.records import MINUTES_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.publication.records import Record

FLIGHTS_VERSION: Final = 1
KEYS: Final = ("month", "district", "purpose", "technology")
_UNKNOWN: Final = MINUTES_SOURCES[-1]
_KNOWN: Final = MINUTES_SOURCES[:-1]
_COUNTS: Final = ("flights", "minutes", "unknown_length", "not_approved")
_MARK: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Flown:
    """The flights that records tell of, as they stand after the last record folded."""

    flights: dict[str, Record] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)

    def fold(self, record: Record) -> None:
        """Take in one record; what is not about a flight changes nothing."""
        kind, number = record["type"], str(record.get("number", ""))
        if kind == "flight.record":
            if number not in self.flights and number not in self.withdrawn:
                self.flights[number] = record
        elif number in self.flights and kind == "flight.correct":
            self.flights[number] = record
            self.corrected.add(number)
        elif number in self.flights and kind == "flight.withdraw":
            del self.flights[number]
            self.corrected.discard(number)
            self.withdrawn.add(number)


@dataclass(slots=True)
class _Sum:
    """Flights of one row, their minutes by source, and how many of them are of unknown length."""

    flights: int = 0
    by_source: dict[str, int] = field(default_factory=dict)
    unknown: int = 0
    not_approved: int = 0

    def add(self, flight: Record) -> None:
        self.flights += 1
        self.not_approved += not flight["approved"]
        source = flight["source"]
        if source == _UNKNOWN:
            self.unknown += 1
        else:
            self.by_source[source] = self.by_source.get(source, 0) + flight["minutes"]

    def told(self) -> dict[str, Any]:
        return {
            "flights": self.flights,
            "minutes": sum(self.by_source.values()),
            "minutes_by_source": self.by_source,
            "unknown_length": self.unknown,
            "not_approved": self.not_approved,
        }


def fold_flights(records: Iterable[Record]) -> Flown:
    """Return the flights that records tell of, read in the order of the ledger."""
    flown = Flown()
    for record in records:
        flown.fold(record)
    return flown


def flights_document(flown: Flown, *, agency: str, on: str, size: int) -> dict[str, Any]:
    """Return flights.json: totals, one row for each combination flown, and one for each cell."""
    total, rows, cells = _Sum(), dict[tuple[str, ...], _Sum](), dict[str, _Sum]()
    rules: dict[str, _Sum] = {}
    for flight in flown.flights.values():
        key = tuple(str(flight[name]) for name in KEYS)
        for each in (
            total,
            rows.setdefault(key, _Sum()),
            cells.setdefault(flight["cell"], _Sum()),
            rules.setdefault(flight["rule"], _Sum()),
        ):
            each.add(flight)
    return {
        "v": FLIGHTS_VERSION,
        "agency": agency,
        "as_of": on,
        "size": size,
        "totals": {
            **total.told(),
            "corrected": len(flown.corrected),
            "withdrawn": len(flown.withdrawn),
        },
        "rows": [
            {**dict(zip(KEYS, key, strict=True)), **one.told()} for key, one in sorted(rows.items())
        ],
        "cells": [{"cell": cell, **one.told()} for cell, one in sorted(cells.items())],
        "rules": [{"rule": rule, **one.told()} for rule, one in sorted(rules.items())],
    }


def flights_csv(document: Mapping[str, Any]) -> bytes:
    """Return flights.csv: one row for each combination flown, in the order of flights.json.

    RFC 4180 in UTF-8 with a byte order mark. A cell that would begin a formula has an apostrophe
    before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*KEYS, *_COUNTS, *(f"minutes by {source}" for source in _KNOWN)))
    for row in document["rows"]:
        writer.writerow(
            (
                *(_harmless(row[name]) for name in KEYS),
                *(row[name] for name in _COUNTS),
                *(row["minutes_by_source"].get(source, 0) for source in _KNOWN),
            )
        )
    return (_MARK + out.getvalue()).encode()


def numbers_of(document: Mapping[str, Any]) -> dict[str, int]:
    """Return every number by its path, as the page and both verifiers name them."""
    found: dict[str, int] = {}
    for name, one in (
        ("totals", document["totals"]),
        *((f"rows[{'|'.join(row[key] for key in KEYS)}]", row) for row in document["rows"]),
        *((f"cells[{row['cell']}]", row) for row in document["cells"]),
        *((f"rules[{row['rule']}]", row) for row in document["rules"]),
    ):
        for key, value in one.items():
            if key == "minutes_by_source":
                found |= {f"{name}.{key}[{source}]": many for source, many in value.items()}
            elif type(value) is int:
                found[f"{name}.{key}"] = value
    return found


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
