# SPDX-License-Identifier: Apache-2.0
"""What belongs in a bundle: the records and reports that the ledger names, and no others.

Promises: a record is published only when its digest stands on its entry's face, a report only when
the newest `report.make` of its quarter names it; a public bundle never takes a record for the
oversight body. Reads the log and the bytes it is given; writes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.ledger.tiles import TILE_WIDTH
from holdfast.publication.errors import BundleContentsError
from holdfast.publication.flights import Flown
from holdfast.publication.quarters import Quarter
from holdfast.publication.records import OVERSIGHT, PUBLIC, WITHHELD_ACTS, read_record
from holdfast.publication.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.ledger.readable_log import ReadableLog

REPORT_FILES = ("report.json", "report.html", "report.csv", "report.pdf")
# The same for the oversight body, nothing withheld: only in a full bundle.
FULL_FILES = ("full.json", "full.html", "full.csv", "full.pdf")
_PUBLISHES = b'"published":"'


@dataclass(frozen=True, slots=True)
class Contents:
    """The records of a bundle by path, their register and flights, and how many are withheld."""

    files: Mapping[str, bytes]
    register: Register
    flown: Flown
    withheld: int


def record_path(index: int) -> str:
    """Return where the record of entry `index` stands."""
    return f"records/{index:07d}.json"


def gather_records(
    log: ReadableLog, size: int, published: Iterable[tuple[int, bytes]], audience: str
) -> Contents:
    """Return the records under `size` for `audience`; raise BundleContentsError unless all fit."""
    given = dict(published)
    files: dict[str, bytes] = {}
    register, flown, withheld = Register(), Flown(), 0
    for index, face in _publishing_faces(log, size):
        data = given.get(index)
        if face["act"] in WITHHELD_ACTS and audience == PUBLIC:
            withheld += 1
            continue
        if data is None or sha256(data).hexdigest() != face["published"]:
            raise BundleContentsError(
                f"The record of entry {index} ({face['act']}) is "
                f"{'missing' if data is None else 'not the one that the ledger names'}. Nothing was "
                "published. Run 'holdfast check', then publish again."
            )
        record = read_record(data)
        if record["type"] != face["act"]:
            raise BundleContentsError(
                f"The record of entry {index} is of another act than its entry. Nothing was "
                "published. Run 'holdfast check', then publish again."
            )
        register.fold(index, face["day"], record)
        flown.fold(record)
        files[record_path(index)] = data
    return Contents(files, register, flown, withheld)


def _publishing_faces(log: ReadableLog, size: int) -> Iterator[tuple[int, dict[str, Any]]]:
    for number in range(-(-size // TILE_WIDTH)):
        faces = log.tree.entries(number, min(TILE_WIDTH, size - number * TILE_WIDTH))
        for at, face in enumerate(faces):
            if _PUBLISHES in face:
                yield number * TILE_WIDTH + at, json.loads(face)


def gather_reports(
    register: Register, reports: Mapping[str, Mapping[str, bytes]], audience: str
) -> dict[str, bytes]:
    """Return the files of each quarter's newest report; raise BundleContentsError unless they fit.

    A report whose entry is not among the records yet is left for a later bundle.
    """
    files: dict[str, bytes] = {}
    for quarter in sorted({record["quarter"] for _, _, record in register.reports}):
        found = register.report_of(quarter)
        record = found[2] if found else {}
        given = dict(reports.get(quarter, {}))
        named = {"report.json": record["report_sha256"], **record["files_sha256"]}
        for name, digest in sorted(named.items()):
            if sha256(given.get(name, b"")).hexdigest() != digest or name not in REPORT_FILES:
                raise BundleContentsError(
                    f"The file {name} of the report for {quarter} is not the one that the ledger "
                    "names. Nothing was published. Compute the report again, then publish."
                )
        taken = (*REPORT_FILES, *FULL_FILES) if audience == OVERSIGHT else REPORT_FILES
        files.update({f"reports/{quarter}/{name}": given[name] for name in taken if name in given})
    return files


def overdue_reports(register: Register, today: date) -> list[dict[str, Any]]:
    """Return the quarters whose report is late on `today`, and by how many days.

    Reports are owed from the quarter in which the first technology or decision was recorded. A
    provisional report is none.
    """
    days = [one.day for one in register.technologies.values()]
    days += [one.day for one in register.decisions.values()]
    if not days:
        return []
    made = {record["quarter"] for _, _, record in register.reports if not record["provisional"]}
    late: list[dict[str, Any]] = []
    quarter = Quarter.containing(date.fromisoformat(min(days)))
    while quarter.due_on < today:
        if quarter.text not in made:
            late.append({"quarter": quarter.text, "days": (today - quarter.due_on).days})
        quarter = quarter.next
    return late
