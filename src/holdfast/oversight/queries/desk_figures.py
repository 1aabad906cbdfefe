# SPDX-License-Identifier: Apache-2.0
"""Figures about complaints and requests over a period; the viewer comes first.

Promises: what was received is counted by the faces of the ledger, so a complaint cannot vanish from
the figures; a number that the projection gives otherwise is shown beside it. Every ground and every
finding is there, with 0 where it was not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.information import InformationError, count_requests, working_days_between
from holdfast.oversight.models import Complaint, InformationRequest
from holdfast.oversight.queries.desk import CLOSED_COMPLAINTS, need_desk
from holdfast.oversight.queries.requests import state_of
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.agency import RequestKind
    from holdfast.home import Home
    from holdfast.information import RequestFigures

FINDINGS = ("upheld", "not-upheld", "answered", "transferred")


@dataclass(frozen=True, slots=True)
class ComplaintFigures:
    """The figures of complaints over a period. Days are working days.

    `received` is counted by faces, `kept` by what the database shows; when they differ, it is told.
    `on_time_percent`, rounded down, is of those closed.
    """

    received: int
    kept: int
    open: int
    overdue: int
    closed: int
    on_time_percent: int | None
    median_days: float | None
    by_finding: Mapping[str, int]
    by_technology: tuple[tuple[str, int], ...]


def complaint_figures(viewer: Person, home: Home, *, first: date, last: date) -> ComplaintFigures:
    """Count the complaints of a period, both days inside; closed ones by the day they closed."""
    need_desk(viewer)
    rows = list(
        Complaint.objects.select_related("technology", "entry")
        .prefetch_related("steps")
        .filter(received_on__lte=last)
    )
    received = [row for row in rows if row.received_on >= first]
    closed_on: dict[str, tuple[date, str]] = {}
    for row in rows:
        for step in row.steps.all():
            if step.step in CLOSED_COMPLAINTS and step.made_on <= last:
                began = closed_on.get(row.number, (step.made_on, ""))[0]
                closed_on[row.number] = (began, step.step)
    closed = [row for row in rows if closed_on.get(row.number, (date.min, ""))[0] >= first]
    waiting = [row for row in rows if row.number not in closed_on]
    on_time = sum(row.due_on is None or closed_on[row.number][0] <= row.due_on for row in closed)
    names: dict[str, int] = {}
    for row in received:
        name = row.technology.name if row.technology else ""
        names[name] = names.get(name, 0) + 1
    return ComplaintFigures(
        received=_faces(home, "complaint.receive", first, last),
        kept=sum(_face_day(home, first, last, row.entry.at) for row in rows),
        open=len(waiting),
        overdue=sum(row.due_on is not None and row.due_on < last for row in waiting),
        closed=len(closed),
        on_time_percent=100 * on_time // len(closed) if closed else None,
        median_days=_median(home, [(row.received_on, closed_on[row.number][0]) for row in closed]),
        by_finding={
            one: sum(closed_on[row.number][1] == one for row in closed) for one in FINDINGS
        },
        by_technology=tuple(sorted(names.items(), key=lambda one: (-one[1], one[0]))),
    )


def request_figures(
    viewer: Person, home: Home, *, first: date, last: date
) -> tuple[tuple[RequestKind, RequestFigures], ...]:
    """Count the requests of a period for every kind."""
    need_desk(viewer)
    states = [
        state_of(row, row.steps.all())
        for row in InformationRequest.objects.prefetch_related("steps")
    ]
    return tuple(
        (kind, count_requests(states, kind=kind.id, first=first, last=last, agency=home.lists))
        for kind in home.lists.request_kinds
    )


def _faces(home: Home, act: str, first: date, last: date) -> int:
    """Count the faces of an act whose entry was made from `first` to `last` where the agency is."""
    start, end = _moments(home, first, last)
    return Entry.objects.filter(act=act, outcome="done", at__gte=start, at__lt=end).count()


def _face_day(home: Home, first: date, last: date, at: datetime) -> bool:
    start, end = _moments(home, first, last)
    return start <= at < end


def _moments(home: Home, first: date, last: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(home.config.zone)
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(last, time.min, tzinfo=zone) + timedelta(days=1)
    return start.astimezone(UTC), end.astimezone(UTC)


def _median(home: Home, spans: list[tuple[date, date]]) -> float | None:
    try:
        days = [working_days_between(*span, home.lists.holidays) for span in spans]
    except InformationError:
        return None
    return float(median(days)) if days else None
