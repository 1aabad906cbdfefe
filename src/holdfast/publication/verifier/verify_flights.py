# SPDX-License-Identifier: Apache-2.0
"""Counts the flights of a public bundle again, for verify.py: standard library alone, Python 3.8.

A bundle's verify.py is one file: this one's functions stand in it, put there by `assemble.py`; the
source of verify.py finds this file beside it. Records come from a check that has compared them with
the ledger. A flight is what its `flight.record` says, or the last `flight.correct` after it, until
`flight.withdraw`. flights.json, flights.csv and flights.html must hold these numbers and no others.
The rules of counting: docs/formats/public-bundle.md.
"""

# ruff: noqa: ANN401 - what was parsed is checked by being counted
# fmt: off
from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any as Json  # what was parsed, or is made of it
from typing import Callable  # noqa: UP035 - for Python 3.8

KEYS = ("month", "district", "purpose", "technology")
COUNTS = ("flights", "minutes", "unknown_length", "not_approved")
SOURCES = ("flight-record", "subtitles", "video", "typed")
CELL = re.compile(r'data-cell="([^"]*)">([^<]*)<')  # a number on the page


def standing(records: Json) -> Json:
    """Return (flights by number, corrected, withdrawn) of records in the order of the ledger."""
    flights, corrected, withdrawn = {}, set(), set()  # type: Json, Json, Json
    for one in records:
        number = one.get("number")
        if one["type"] == "flight.record" and number not in withdrawn:
            flights.setdefault(number, one)
        if one["type"] == "flight.correct" and number in flights:
            flights[number] = one
            corrected.add(number)
        if one["type"] == "flight.withdraw" and number in flights:
            del flights[number]
            withdrawn.add(number)
    return flights, corrected - withdrawn, withdrawn


def summed(flights: Json) -> Json:
    """Return the numbers of some flights."""
    timed = [one for one in flights if one["source"] in SOURCES]
    by_source = {
        source: sum(one["minutes"] for one in timed if one["source"] == source)
        for source in {one["source"] for one in timed}
    }
    return {
        "flights": len(flights), "minutes": sum(by_source.values()), "minutes_by_source": by_source,
        "unknown_length": len(flights) - len(timed),
        "not_approved": sum(1 for one in flights if one["approved"] is not True),
    }


def document(records: Json, agency: str, on: str, size: int) -> Json:
    """Return flights.json as it must be."""
    flights, corrected, withdrawn = standing(records)

    def table(*keys: str) -> Json:
        rows: Json = {}
        for one in flights.values():
            rows.setdefault(tuple(one[key] for key in keys), []).append(one)
        return [{**dict(zip(keys, key)), **summed(rows[key])} for key in sorted(rows)]  # noqa: B905 - Python 3.8

    more = {"corrected": len(corrected), "withdrawn": len(withdrawn)}
    return {
        "v": 1, "agency": agency, "as_of": on, "size": size,
        "totals": {**summed(list(flights.values())), **more},
        "rows": table(*KEYS), "cells": table("cell"), "rules": table("rule"),
    }


def as_csv(told: Json) -> bytes:
    """Return flights.csv as it must be, byte for byte."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*KEYS, *COUNTS, *("minutes by " + source for source in SOURCES)])
    for row in told["rows"]:
        words = ["'" + row[key] if row[key][:1] in tuple("=+-@\t\r") else row[key] for key in KEYS]
        minutes = [row["minutes_by_source"].get(source, 0) for source in SOURCES]
        writer.writerow([*words, *(row[key] for key in COUNTS), *minutes])
    return ("\ufeff" + out.getvalue()).encode()


def numbers(told: Json) -> Json:
    """Return (path, number) of every number, as the page shows them."""
    named = [("totals", told["totals"])]
    named += [("rows[" + "|".join(row[key] for key in KEYS) + "]", row) for row in told["rows"]]
    named += [(f"{name}s[{row[name]}]", row) for name in ("cell", "rule") for row in told[name + "s"]]
    found = set()
    for path, row in named:
        found |= {(f"{path}.{key}", str(it)) for key, it in row.items() if type(it) is int}
        found |= {
            (f"{path}.minutes_by_source[{key}]", str(it)) for key, it in row["minutes_by_source"].items()
        }
    return found


def check_flights(records: Json, about: Json, read: Callable[[str], bytes]) -> tuple[Json, int]:
    """Return (problems, numbers counted again). `about` is bundle.json; `read` gives a file's bytes."""
    told = json.loads(read("flights.json"))
    ours = document(records, about["agency"], about["made_on"], about["size"])
    problems = [
        f"flights.json says {json.dumps(told.get(key))[:160]} for {key}; the records give "
        f"{json.dumps(it)[:160]}"
        for key, it in ours.items() if json.dumps(told.get(key), sort_keys=True) != json.dumps(it, sort_keys=True)
    ]
    problems += [f"flights.json holds {key!r}, which does not belong there" for key in sorted({*told} - {*ours})]
    if read("flights.csv") != as_csv(ours):
        problems.append("flights.csv does not show what the records give")
    page = read("flights.html").decode()
    shown = {(html.unescape(path), it.replace(",", "")) for path, it in CELL.findall(page)}
    if shown != numbers(ours):
        problems.append(f"flights.html shows other numbers: {sorted(shown ^ numbers(ours))[:2]}")
    return problems, len(numbers(ours))


def add_flights(check: Json, about: Json) -> None:
    """Add what is found to a check of verify.py: its records are those that entries name."""
    problems, counted = check_flights([one for _, _, one in check.records], about, check._read)  # noqa: SLF001 - ours
    check.problems += problems
    check.recomputed += counted
