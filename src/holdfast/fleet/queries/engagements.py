# SPDX-License-Identifier: Apache-2.0
"""Engagements as people read them: which there are, what is outstanding, what is due. Viewer first.

Promises: an engagement of a case is as unknown as the case to whoever may not know of it, in rows,
counts and errors alike. Technology governance reads every engagement, and of the case only what
they gave themselves: its reference and its media are left out otherwise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q

from holdfast.accounts.permissions import may, may_open
from holdfast.accounts.roles import GOVERNANCE
from holdfast.fleet.models import Engagement, EngagementCondition
from holdfast.records.access import visible_cases
from holdfast.records.errors import NotFoundError, NotPermittedError
from holdfast.records.queries.paging import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.queries.values import Page

OUTSTANDING: Final = ("open", "breached")
_MOST: Final = 100
SHOWN: Final = ("open", "overdue", "closed", "all")


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition on one day: `standing` is met, waived, breached, overdue or due.

    `days` is the number of days to its day, negative once it is over; None when it is settled.
    """

    id: str
    words: str
    asked: str
    evidence: str
    listed_on: date
    due_on: date
    standing: str
    settled_on: date | None
    incident: str
    days: int | None

    @property
    def outstanding(self) -> bool:
        """Whether the contractor still owes it, a breach included."""
        return self.standing in {"due", "overdue", "breached"}

    @property
    def late(self) -> bool:
        """Whether it was met after its day."""
        return (
            self.standing == "met" and self.settled_on is not None and self.settled_on > self.due_on
        )

    @property
    def moved(self) -> bool:
        """Whether it has another day than the agency's list gave."""
        return self.due_on != self.listed_on


@dataclass(frozen=True, slots=True)
class EngagementLine:
    """One engagement in a list. `case` is "" for whoever may not know of it."""

    number: str
    contractor: str
    case: str
    purpose: str
    technology: str
    drone: str
    starts_on: date
    ends_on: date
    closed_on: date | None
    next_due_on: date | None
    conditions: tuple[ConditionLine, ...]

    def count(self, standing: str) -> int:
        """Count the conditions of that standing."""
        return sum(one.standing == standing for one in self.conditions)

    @property
    def outstanding(self) -> int:
        """How many conditions are outstanding."""
        return sum(one.outstanding for one in self.conditions)


@dataclass(frozen=True, slots=True)
class DueLine:
    """What one engagement owes on Today: conditions that are due soon, overdue or breached."""

    number: str
    contractor: str
    conditions: tuple[ConditionLine, ...]

    @property
    def first_due_on(self) -> date:
        """The earliest of their days."""
        return min(one.due_on for one in self.conditions)


def visible_engagements(viewer: Person, now: datetime | None = None) -> QuerySet[Engagement]:
    """Give the engagements that the viewer may know of."""
    if may_open(viewer, "flights") is None:
        return Engagement.objects.none()
    if GOVERNANCE in viewer.roles:
        return Engagement.objects.all()
    return Engagement.objects.filter(case__in=visible_cases(viewer, now))


def find_engagement(viewer: Person, number: str, now: datetime | None = None) -> Engagement:
    """Give the engagement, or NotFoundError whether it does not exist or may not be seen."""
    found = (
        visible_engagements(viewer, now)
        .select_related("case", "technology", "opened_by", "entry")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFoundError(
            f"There is no engagement {number[:40]} that you may see. Nothing was changed. Ask an "
            "exhibit officer to add you to its case."
        )
    return found


def engagements(
    viewer: Person,
    today: date,
    *,
    shown: str = "open",
    now: datetime | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[EngagementLine]:
    """Give a page of engagements, the newest first. Raises NotPermittedError."""
    need_engagements(viewer)
    rows = _shown(visible_engagements(viewer, now), shown, today)
    return page_of(
        rows.select_related("technology", "case").order_by("-number"),
        after=after,
        limit=limit,
        key=lambda one: one.number,
        since=lambda found, key: found.filter(number__lt=str(key)),
        lines=lambda found: _lines(viewer, found, today, now),
    )


def count_engagements(viewer: Person, today: date, now: datetime | None = None) -> dict[str, int]:
    """Count the engagements that the viewer may know of, by what a list may be narrowed to."""
    need_engagements(viewer)
    seen = visible_engagements(viewer, now)
    late = Q(conditions__state="open", conditions__due_on__lt=today)
    counted = seen.aggregate(
        all=Count("pk", distinct=True),
        open=Count("pk", distinct=True, filter=Q(closed_on__isnull=True)),
        overdue=Count("pk", distinct=True, filter=late & Q(closed_on__isnull=True)),
    )
    return {**counted, "closed": counted["all"] - counted["open"]}


def due_engagements(
    viewer: Person, home: Home, today: date, now: datetime | None = None
) -> tuple[DueLine, ...]:
    """Give what contractors owe now or soon, to those who deal with it and whoever opened it.

    One line an engagement, the one whose day comes first at the top.
    """
    seen = visible_engagements(viewer, now).filter(closed_on__isnull=True)
    if may(viewer, "engagement.step") is None:
        seen = seen.filter(opened_by=viewer.pk)
    last = today.toordinal() + int(home.lists.settings["engagement_warning_days"])
    rows = (
        EngagementCondition.objects.filter(
            Q(state="breached") | Q(state="open", due_on__lte=today.fromordinal(last)),
            engagement__in=seen,
        )
        .select_related("engagement")
        .order_by("due_on", "engagement", "position")
    )
    owed: dict[str, list[ConditionLine]] = {}
    for one in rows:
        owed.setdefault(one.engagement_id, []).append(condition_line(one, today))
    names = {one.engagement_id: one.engagement.contractor for one in rows}
    return tuple(
        DueLine(number, names[number], tuple(conditions)) for number, conditions in owed.items()
    )


def engagements_to_hand_in(
    viewer: Person, now: datetime | None = None
) -> tuple[tuple[str, str], ...]:
    """Give the open engagements that the viewer may tie a medium to: (number, in words)."""
    if may(viewer, "engagement.link") is None:
        return ()
    rows = (
        visible_engagements(viewer, now)
        .filter(closed_on__isnull=True, case__in=visible_cases(viewer, now))
        .select_related("case")
        .order_by("-number")[:_MOST]
    )
    return tuple(
        (one.number, f"{one.number}: {one.contractor}, case {one.case.reference}") for one in rows
    )


def condition_lines(found: Engagement, today: date) -> tuple[ConditionLine, ...]:
    """Give the conditions of an engagement as they stand on that day."""
    return tuple(condition_line(one, today) for one in found.conditions.all())


def condition_line(one: EngagementCondition, today: date) -> ConditionLine:
    """Give one condition as it stands on that day."""
    open_ = one.state == "open"
    return ConditionLine(
        id=one.condition,
        words=one.words,
        asked=one.asked,
        evidence=one.evidence,
        listed_on=one.listed_on,
        due_on=one.due_on,
        standing=("overdue" if one.due_on < today else "due") if open_ else one.state,
        settled_on=one.settled_on,
        incident=one.incident_id or "",
        days=(one.due_on - today).days if open_ else None,
    )


def tally(lines: Iterable[ConditionLine]) -> dict[str, int]:
    """Count conditions by their standing."""
    return dict(Counter(one.standing for one in lines))


def knows_case(viewer: Person, found: Engagement, now: datetime | None = None) -> bool:
    """Say whether the viewer may be shown the reference: they see the case, or gave it themselves."""
    return found.opened_by_id == viewer.pk or sees_case(viewer, found, now)


def sees_case(viewer: Person, found: Engagement, now: datetime | None = None) -> bool:
    """Say whether the viewer may open the case behind an engagement."""
    return visible_cases(viewer, now).filter(pk=found.case_id).exists()


def need_engagements(viewer: Person) -> None:
    """Raise NotPermittedError unless the viewer may read engagements at all."""
    if may_open(viewer, "flights") is None:
        raise NotPermittedError(
            "Engagements are read by those who work in cases, technology governance and auditors. "
            "Ask an administrator for one of these roles."
        )


def _shown(rows: QuerySet[Engagement], shown: str, today: date) -> QuerySet[Engagement]:
    if shown == "closed":
        return rows.filter(closed_on__isnull=False)
    if shown == "all":
        return rows
    rows = rows.filter(closed_on__isnull=True)
    if shown == "overdue":
        late = EngagementCondition.objects.filter(state="open", due_on__lt=today)
        return rows.filter(pk__in=late.values("engagement"))
    return rows


def _lines(
    viewer: Person, found: Sequence[Engagement], today: date, now: datetime | None
) -> tuple[EngagementLine, ...]:
    numbers = [one.number for one in found]
    conditions: dict[str, list[ConditionLine]] = {number: [] for number in numbers}
    for row in EngagementCondition.objects.filter(engagement__in=numbers):
        conditions[row.engagement_id].append(condition_line(row, today))
    cases = visible_cases(viewer, now).filter(pk__in=[one.case_id for one in found])
    seen = set(cases.values_list("pk", flat=True))
    return tuple(
        _line(
            one,
            tuple(conditions[one.number]),
            known=one.case_id in seen or one.opened_by_id == viewer.pk,
        )
        for one in found
    )


def _line(one: Engagement, conditions: tuple[ConditionLine, ...], *, known: bool) -> EngagementLine:
    due = [each.due_on for each in conditions if each.standing in {"due", "overdue"}]
    return EngagementLine(
        number=one.number,
        contractor=one.contractor,
        case=one.case.reference if known else "",
        purpose=one.purpose,
        technology=one.technology.name if one.technology else "",
        drone=one.drone,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        closed_on=one.closed_on,
        next_due_on=min(due, default=None) if one.closed_on is None else None,
        conditions=conditions,
    )
