# SPDX-License-Identifier: Apache-2.0
"""Quarterly reports as the public reads them: made, provisional, or overdue by so many days.

Promises: a report is shown only when the newest `report.make` record of its quarter names exactly
these bytes, and only the public version of it; a late one stands in the list with its days.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from holdfast.publication import Quarter, QuarterError, overdue_reports
from holdfast.web.published.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.web.published.state import Published

# What may be handed out of a report's entry; everything else there is for the oversight body.
FILES: Final = {
    "report.json": "application/json",
    "report.csv": "text/csv; charset=utf-8",
    "report.pdf": "application/pdf",
    "report.html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A quarter in the list of reports: final, provisional, overdue or running."""

    quarter: str
    standing: str
    days: int
    made_on: str
    due_on: str
    span: str
    index: int


def report_lines(published: Published, today: date) -> list[ReportLine]:
    """Give every quarter for which a report is owed or was made, the newest first."""
    late = {one["quarter"]: one["days"] for one in overdue_reports(published.register, today)}
    owed = set(late) | {record["quarter"] for _, _, record in published.register.reports}
    if published.days:
        owed |= set(_since(published.days[0][0], today))
    return [_line(published, quarter, late.get(quarter, 0), today) for quarter in sorted(owed)][
        ::-1
    ]


def _since(first: str, today: date) -> Iterator[str]:
    quarter, last = Quarter.containing(date.fromisoformat(first)), Quarter.containing(today)
    while quarter <= last:
        yield quarter.text
        quarter = quarter.next


def _line(published: Published, quarter: str, days: int, today: date) -> ReportLine:
    of, found = Quarter(quarter), published.register.report_of(quarter)
    if days:
        standing = "overdue"
    elif found is None:
        standing = "running" if today <= of.last_day else "due"
    else:
        standing = "provisional" if found[2]["provisional"] else "final"
    return ReportLine(
        quarter=quarter,
        standing=standing,
        days=days,
        made_on=day_words(found[1]) if found else "",
        due_on=day_words(str(of.due_on)),
        span=f"{day_words(str(of.first_day))} to {day_words(str(of.last_day))}",
        index=found[0] if found else -1,
    )


def report_file(published: Published, quarter: str, name: str) -> bytes | None:
    """Give a file of a quarter's report; None unless the ledger names exactly these bytes."""
    try:
        found = published.register.report_of(Quarter(quarter).text)
    except QuarterError:
        return None
    if found is None or name not in FILES:
        return None
    index, _, record = found
    named = {"report.json": record["report_sha256"], **record["files_sha256"]}
    body = published.log.body(index)
    details = json.loads(body)["details"] if body else {}
    kept = {"report.json": details.get("public", ""), **details.get("files", {})}
    data = base64.b64decode(kept.get(name) or "")
    return data if data and sha256(data).hexdigest() == named.get(name) else None


def report_of(published: Published, quarter: str) -> dict[str, Any] | None:
    """Give a quarter's public report, read; None when there is none."""
    data = report_file(published, quarter, "report.json")
    return dict(json.loads(data)) if data else None


def report_files(published: Published, quarter: str) -> dict[str, bytes]:
    """Give every file of a quarter's report that is for everybody."""
    found = {name: report_file(published, quarter, name) for name in FILES}
    return {name: data for name, data in found.items() if data is not None}
