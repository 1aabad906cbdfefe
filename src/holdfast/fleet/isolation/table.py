# SPDX-License-Identifier: Apache-2.0
"""The destinations of a report as CSV: one row a destination, and the same again for each phase.

Promises: cells that a spreadsheet would take for a formula begin with an apostrophe; the verdict
and what a capture cannot see stand in the file too, so that it does not travel without them.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from holdfast.fleet.isolation.names import by_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.analysis.isolation import Destination, IsolationReport

HEAD: Final = (
    "phase", "address", "names", "how known", "owner class", "owner", "ports", "bytes out", "bytes in",
    "packets out", "packets in", "unanswered", "first", "last", "plain text", "whose traffic",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def report_csv(report: IsolationReport, *, sentence: str) -> bytes:
    """Give the CSV, in UTF-8 with a mark that spreadsheets know."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("verdict", sentence))
    for limit in report.cannot_see:
        rows.writerow(("a capture cannot see", _safe(limit)))
    rows.writerow(HEAD)
    for one in report.destinations:
        for row in _rows(one):
            rows.writerow([_safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def _rows(one: Destination) -> Iterator[Sequence[str]]:
    about = (
        one.address,
        " ".join(name for name, _ in by_name(one)),
        "; ".join(how for _, how in by_name(one)),
        one.owner.kind,
        one.owner.name,
        " ".join(str(port) for port in one.ports),
    )
    numbers = (one.bytes_out, one.bytes_in, one.packets_out, one.packets_in)
    times = (one.first.isoformat(), one.last.isoformat())
    yield (
        "all", *about, *map(str, numbers), str(one.attempts_unanswered), *times,
        " ".join(one.plain_text), " ".join(one.hosts),
    )  # fmt: skip
    for phase in one.phases:
        counts = (phase.bytes_out, phase.bytes_in, phase.packets_out, phase.packets_in)
        yield (
            phase.phase or "no phase", *about, *map(str, counts), "",
            phase.first.isoformat(), phase.last.isoformat(), "", "",
        )  # fmt: skip


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
