# SPDX-License-Identifier: Apache-2.0
"""The quarters since the founding, each with the report that counts or with how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.oversight.models import Report
from holdfast.oversight.services.reports import overdue, quarters_owed

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.home import Home


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
