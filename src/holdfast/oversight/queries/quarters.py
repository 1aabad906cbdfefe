# SPDX-License-Identifier: Apache-2.0
"""The quarters since the founding, each with the report that counts or with how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.oversight.models import Report
from holdfast.publication import Quarter
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from holdfast.home import Home

# From the first of these a report is owed.
_FOUNDING: Final = ("technology.register", "decision.record")


@dataclass(frozen=True, slots=True)
class Overdue:
    """A quarter whose final report is late, and by how many days."""

    quarter: str
    days: int


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter. `state` is final, provisional, overdue, due or running."""

    quarter: str
    first: date
    last: date
    due_on: date
    state: str
    days_overdue: int
    made_at: datetime | None
    entry: int | None
    closing_size: int | None


def quarters(home: Home, today: date) -> tuple[QuarterLine, ...]:
    """Give every quarter, the running one first."""
    late = {one.quarter: one.days for one in overdue(home, today)}
    newest: dict[str, Report] = {}
    for row in Report.objects.order_by("id").select_related("entry"):
        newest[row.quarter] = row
    lines: list[QuarterLine] = []
    for one in quarters_owed(today):
        made = newest.get(one.text)
        if made is not None and not made.provisional:
            state = "final"
        elif one.text in late:
            state = "overdue"
        elif made is not None:
            state = "provisional"
        else:
            state = "running" if one.last_day >= today else "due"
        lines.append(
            QuarterLine(
                quarter=one.text,
                first=one.first_day,
                last=one.last_day,
                due_on=one.due_on,
                state=state,
                days_overdue=late.get(one.text, 0),
                made_at=made.made_at if made else None,
                entry=made.entry.index if made else None,
                closing_size=made.closing_size if made else None,
            )
        )
    return tuple(lines)


def overdue(home: Home, today: date) -> tuple[Overdue, ...]:
    """Give the quarters since the founding that are over and due and have no final report."""
    del home  # the projection is that of the home the process was started for
    founded = Entry.objects.filter(act__in=_FOUNDING, index__isnull=False).order_by("index")
    first = founded.values_list("day", flat=True).first()
    if first is None:
        return ()
    made = set(Report.objects.filter(provisional=False).values_list("quarter", flat=True))
    late: list[Overdue] = []
    quarter = Quarter.containing(first)
    while quarter.due_on < today:
        if quarter.text not in made:
            late.append(Overdue(quarter.text, (today - quarter.due_on).days))
        quarter = quarter.next
    return tuple(late)


def quarters_owed(today: date) -> Iterator[Quarter]:
    """Yield the quarters since the founding, the running one first."""
    founded = Entry.objects.filter(act__in=_FOUNDING, index__isnull=False).order_by("index")
    first = founded.values_list("day", flat=True).first() or today
    quarter = Quarter.containing(max(today, first))
    while quarter.last_day >= first:
        yield quarter
        quarter = quarter.previous
