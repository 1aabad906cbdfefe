# SPDX-License-Identifier: Apache-2.0
"""What needs the viewer today: receipts, unclassified items, holds, checks, alerts, growth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import TruncMonth

from holdfast.accounts.permissions import may, may_open
from holdfast.accounts.roles import AUDITOR, EXHIBIT_OFFICER
from holdfast.records.access import (
    sees_everything_said,
    visible_acquisitions,
    visible_cases,
    visible_items,
)
from holdfast.records.models import CaseMember, Hold, IntegrityCheck, Original
from holdfast.records.queries.lines import (
    acquisition_lines,
    hold_line,
    item_lines,
    person_name,
)
from holdfast.records.queries.values import (
    Ageing,
    Alert,
    CheckLine,
    MonthGrowth,
    Today,
)

if TYPE_CHECKING:
    from holdfast.accounts.models import Person

COUNTED_TO = 10_000
_MOST = 12
_ALERT_DAYS = 30
_MONTHS = 12


def today(viewer: Person, *, now: datetime | None = None) -> Today:
    """Give it; parts that the viewer's roles or cases do not reach are empty."""
    moment = now or datetime.now(UTC)
    taken = visible_acquisitions(viewer, moment).select_related("case", "taken_by")
    taken = taken.order_by("-finished_at", "-number")
    holds = Hold.objects.filter(released_at__isnull=True).filter(
        Q(case__in=visible_cases(viewer, moment)) | Q(item__in=visible_items(viewer, moment))
    )
    ran = checks(viewer)
    ages = _check_ages(viewer)
    return Today(
        to_confirm=acquisition_lines(list(taken.filter(confirmed_at__isnull=True)[:_MOST])),
        recent=acquisition_lines(list(taken[:_MOST])),
        unclassified=_ageing(viewer, moment),
        holds=tuple(
            map(hold_line, holds.select_related("case", "placed_by").order_by("placed_at")[:_MOST])
        ),
        failed_checks=tuple(
            check for check in ran[:1] if check.damaged or check.missing or check.ledger_problems
        ),
        last_check=ran[0] if ran else None,
        oldest_check=ages[0],
        never_checked=ages[1],
        alerts=_alerts(viewer, moment),
        growth=_growth(viewer, moment),
    )


def checks(viewer: Person) -> tuple[CheckLine, ...]:
    """Give the integrity checks, newest first, to those who may see the machine's state."""
    if may_open(viewer, "system") is None and may(viewer, "item.classify") is None:
        return ()
    rows = IntegrityCheck.objects.select_related("entry").order_by("-finished_at", "-id")[:_MOST]
    return tuple(
        CheckLine(
            entry=row.entry.index,
            finished_at=row.finished_at,
            objects=row.objects_checked,
            bytes=row.bytes_checked,
            damaged=tuple(
                {"sha256": one["sha256"], "blocks": one["blocks"], "where": one["where"]}
                for one in row.damaged
            ),
            missing=tuple(row.missing),
            ledger_problems=tuple(row.ledger_problems),
        )
        for row in rows
    )


def _check_ages(viewer: Person) -> tuple[datetime | None, int]:
    if may_open(viewer, "system") is None and may(viewer, "item.classify") is None:
        return None, 0
    found = Original.objects.aggregate(
        oldest=Min("checked_at"), never=Count("pk", filter=Q(checked_at__isnull=True))
    )
    return found["oldest"], found["never"]


def _ageing(viewer: Person, now: datetime) -> Ageing:
    rows = visible_items(viewer, now).filter(status="unclassified")
    edges = [now - timedelta(days=days) for days in (7, 30, 90)]

    def count(**when: datetime) -> int:
        return rows.filter(**when)[:COUNTED_TO].count()

    return Ageing(
        under_7_days=count(received_at__gt=edges[0]),
        under_30_days=count(received_at__lte=edges[0], received_at__gt=edges[1]),
        under_90_days=count(received_at__lte=edges[1], received_at__gt=edges[2]),
        older=count(received_at__lte=edges[2]),
        oldest=item_lines(list(rows.order_by("received_at", "number")[:_MOST])),
    )


def _alerts(viewer: Person, now: datetime) -> tuple[Alert, ...]:
    """Break-glass openings: exhibit officers and auditors see all of them, that is the alert."""
    if {EXHIBIT_OFFICER, AUDITOR}.isdisjoint(viewer.roles) or not viewer.is_active:
        return ()
    rows = CaseMember.objects.filter(
        via="break-glass", since__gt=now - timedelta(days=_ALERT_DAYS)
    ).select_related("case", "person", "entry")
    return tuple(
        Alert(
            case=row.case.reference,
            person=person_name(row.person),
            at=row.since,
            until=row.until,
            reason=row.reason,
            entry=row.entry.index,
        )
        for row in rows.order_by("-since", "-id")
    )


def _growth(viewer: Person, now: datetime) -> tuple[MonthGrowth, ...]:
    """How much came in, by month: of everything for those who see the machine, else of theirs."""
    taken = visible_acquisitions(viewer, now)
    if may_open(viewer, "system") is not None and not sees_everything_said(viewer):
        taken = taken.model.objects.all()
    rows = (
        taken.filter(finished_at__gt=now - timedelta(days=31 * _MONTHS))
        .annotate(month=TruncMonth("finished_at", tzinfo=UTC))
        .values("month")
        .annotate(
            acquisitions=Count("pk", distinct=True),
            bytes=Sum("bytes_stored"),
            files=Sum("stored"),
        )
        .order_by("month")
    )
    return tuple(
        MonthGrowth(
            month=row["month"].date(),
            acquisitions=row["acquisitions"],
            files=row["files"] or 0,
            bytes=row["bytes"] or 0,
        )
        for row in rows
    )
