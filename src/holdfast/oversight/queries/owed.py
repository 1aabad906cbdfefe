# SPDX-License-Identifier: Apache-2.0
"""Which quarters a report is owed for since the founding, and which of them are late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.oversight.models import Report
from holdfast.publication import Quarter
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.home import Home

_FOUNDING: Final = ("technology.register", "decision.record")


@dataclass(frozen=True, slots=True)
class Overdue:
    """A quarter whose final report is late, and by how many days."""

    quarter: str
    days: int


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
