# SPDX-License-Identifier: Apache-2.0
"""What waits at the desk: complaints and requests with their days, for those who may open it.

Promises: numbers of complaints come from the faces of the ledger, and a projection that shows
another number says so; days are counted by `holdfast.information`. The viewer comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from holdfast.accounts.permissions import may, may_open
from holdfast.information import InformationError, working_days_between
from holdfast.oversight.models import Complaint, InformationRequest
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.accounts.models import Person
    from holdfast.home import Home

CLOSED_COMPLAINTS: Final = frozenset({"transferred", "answered", "upheld", "not-upheld"})
CLOSED_REQUESTS: Final = frozenset({"transferred", "decided", "answered"})
SOON: Final = 5
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Time:
    """How much time there is: working days left, or late by; None where no day is counted."""

    due_on: date | None
    left: int | None
    late_by: int | None

    @property
    def overdue(self) -> bool:
        """Whether the last day is over."""
        return self.late_by is not None

    @property
    def words(self) -> str:
        """The time in words."""
        if self.late_by is not None:
            return f"overdue by {self.late_by} working day{'' if self.late_by == 1 else 's'}"
        if self.left is None:
            return "no day is counted"
        if self.left == 0:
            return "due today"
        return f"{self.left} working day{'' if self.left == 1 else 's'} left"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One complaint or request at the desk. `time` is None once it is closed."""

    number: str
    what: str
    kind: str
    technology: str
    received_on: date
    state: str
    time: Time | None


def complaints(viewer: Person, home: Home, today: date) -> tuple[Waiting, ...]:
    """Give the complaints: all that wait, by the day they are due, then the newest closed ones."""
    need_desk(viewer)
    rows = Complaint.objects.select_related("technology").order_by("-number")
    waiting = rows.exclude(state__in=CLOSED_COMPLAINTS)
    return _sorted(
        Waiting(
            number=row.number,
            what="complaint",
            kind=row.about,
            technology=row.technology.name if row.technology else "",
            received_on=row.received_on,
            state=row.state,
            time=None if row.state in CLOSED_COMPLAINTS else time_of(home, row.due_on, today),
        )
        for row in (*waiting, *rows.filter(state__in=CLOSED_COMPLAINTS)[:_MOST])
    )


def requests(viewer: Person, home: Home, today: date) -> tuple[Waiting, ...]:
    """Give the requests for information, in the same order."""
    need_desk(viewer)
    rows = InformationRequest.objects.order_by("-number")
    waiting = rows.exclude(state__in=CLOSED_REQUESTS)
    return _sorted(
        Waiting(
            number=row.number,
            what="request",
            kind=row.kind,
            technology="",
            received_on=row.received_on,
            state=row.state,
            time=None if row.state in CLOSED_REQUESTS else time_of(home, row.due_on, today),
        )
        for row in (*waiting, *rows.filter(state__in=CLOSED_REQUESTS)[:_MOST])
    )


def due_soon(viewer: Person, home: Home, today: date) -> tuple[Waiting, ...]:
    """Give what is overdue or due within five working days, to those who must deal with it."""
    if may(viewer, "complaint.step") is None:
        return ()
    waiting = (*complaints(viewer, home, today), *requests(viewer, home, today))
    return _sorted(
        one
        for one in waiting
        if one.time is not None
        and (one.time.overdue or (one.time.left is not None and one.time.left <= SOON))
    )


def time_of(home: Home, due_on: date | None, today: date) -> Time:
    """Count the time to a day."""
    if due_on is None:
        return Time(None, None, None)
    holidays = home.lists.holidays
    try:
        if today > due_on:
            return Time(due_on, None, working_days_between(due_on, today, holidays))
        return Time(due_on, working_days_between(today, due_on, holidays), None)
    except InformationError:
        return Time(due_on, None, 0 if today > due_on else None)


def received_by_faces(act: str) -> int:
    """Count what was received by the faces of the ledger."""
    return Entry.objects.filter(act=act, outcome="done").count()


def need_desk(viewer: Person) -> None:
    """Raise NotPermittedError unless the viewer may open the desk."""
    if may_open(viewer, "complaints") is None:
        raise NotPermittedError(
            "Complaints and requests are read by technology governance, auditors and exhibit "
            "officers. Ask an administrator for one of these roles."
        )


def _sorted(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    found = list(waiting)
    waits = [one for one in found if one.time is not None]
    dated = sorted(waits, key=lambda one: (_due(one) is None, _due(one) or date.max, one.number))
    return (*dated, *(one for one in found if one.time is None))


def _due(one: Waiting) -> date | None:
    return one.time.due_on if one.time else None
