# SPDX-License-Identifier: Apache-2.0
"""What hangs on one technology: approvals, rows, assessments, advice, uses, incidents, history.

Promises: what is public is read by anybody signed in; an answer of the panel that is withheld is
read by governance and auditors alone; which uses lost their record is told to the same two.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from holdfast.accounts.permissions import may
from holdfast.gate import USES
from holdfast.ledger.acts import ACTS
from holdfast.oversight.models import (
    Advice,
    Approval,
    Assessment,
    Incident,
    PermissionRow,
    Withdrawal,
)
from holdfast.oversight.queries import counting
from holdfast.oversight.queries.register import warning_of
from holdfast.oversight.queries.standing import approval_lines, row_lines
from holdfast.oversight.queries.told import told
from holdfast.oversight.queries.values import (
    AdviceLine,
    AssessmentLine,
    HistoryLine,
    IncidentLine,
    UseLine,
    UsesOfTechnology,
)
from holdfast.records.models import Entry
from holdfast.records.queries.paging import page_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.oversight.queries.values import ApprovalLine, RowLine
    from holdfast.records.queries.values import Page

_MOST_ROWS = 100


def approvals_of(home: Home, technology: str, now: datetime) -> tuple[ApprovalLine, ...]:
    """Give every approval there ever was of it, the newest first."""
    rows = Approval.objects.filter(technology=technology).select_related("technology")
    return approval_lines(rows.order_by("-start", "-number"), now, warning=warning_of(home))


def rows_of(technology: str, now: datetime) -> tuple[RowLine, ...]:
    """Give the rows that speak of it and were not ended, bans on everything too; at most 100."""
    rows = PermissionRow.objects.filter(ended_at__isnull=True).filter(
        Q(technology=technology) | Q(technology="", kind="ban")
    )
    return row_lines(list(rows.order_by("kind", "entry")[:_MOST_ROWS]), now)


def assessments_of(home: Home, technology: str) -> tuple[AssessmentLine, ...]:
    """Give what was assessed, the newest first, each with every principle of the agency's list."""
    lists = home.lists
    found = []
    for row in Assessment.objects.filter(technology=technology).select_related("entry"):
        kind, trigger = lists.assessments.get(row.kind), lists.triggers.get(row.trigger)
        listed = [(one.words, row.principles.get(one.id, "")) for one in lists.principles]
        gone = [
            (name, words)
            for name, words in row.principles.items()
            if lists.principles.get(name) is None
        ]
        found.append(
            AssessmentLine(
                kind=kind.words if kind else row.kind,
                done_on=row.done_on,
                attached_at=row.at,
                trigger=trigger.words if trigger else row.trigger,
                summary=row.summary,
                alternative=row.alternative,
                document_sha256=row.document_sha256,
                answers=(*listed, *gone),
                entry=row.entry.index,
            )
        )
    return tuple(reversed(found))


def advice_on(viewer: Person, home: Home, technology: str) -> tuple[AdviceLine, ...]:
    """Give what the panel was asked, the newest first."""
    reads = may(viewer, "technology.advice") is not None
    found = []
    for row in Advice.objects.filter(technology=technology):
        ground = home.lists.grounds.get(row.withheld_ground)
        withheld = f"{ground.words} ({ground.act})" if ground else row.withheld_ground
        found.append(
            AdviceLine(
                number=row.number,
                question=row.question,
                asked_on=row.asked_on,
                answered_on=row.answered_on,
                answer=row.answer if reads or not row.withheld_ground else "",
                withheld=withheld,
                response=row.response,
            )
        )
    return tuple(reversed(found))


def uses_of(home: Home, technology: str, now: datetime) -> UsesOfTechnology:
    """Count its uses."""
    purposes = home.lists.purposes
    rows = counting.uses().filter(technology=technology)
    since = now.date() - timedelta(days=counting.LATELY_DAYS)
    return UsesOfTechnology(
        ever=counting.tally(rows),
        lately=counting.tally(rows.filter(day__gte=since)),
        flagged=rows.filter(outcome="done", support__in=_withdrawn()).count(),
        volume=counting.volume(rows),
        by_purpose=tuple(
            (found.words if (found := purposes.get(purpose)) else purpose, count)
            for purpose, count in counting.by_purpose(rows)
        ),
        months=counting.by_month(rows, now.date()),
    )


def use_page(
    viewer: Person, technology: str, *, after: str | None = None, limit: int = 50
) -> Page[UseLine]:
    """Give its uses and refusals, the newest first, as their faces have them."""
    rows = counting.uses().filter(technology=technology).order_by("-id").defer("body", "face")
    flags = may(viewer, "technology.advice") is not None
    return page_of(
        rows,
        after=after,
        limit=limit,
        key=lambda entry: entry.pk,
        since=lambda found, key: found.filter(pk__lt=int(key)),
        lines=lambda found: _use_lines(found, flags=flags),
    )


def incidents_of(technology: str) -> tuple[IncidentLine, ...]:
    """Give what went wrong with it, the newest first."""
    rows = Incident.objects.filter(technology=technology).order_by("-at", "-number")
    return tuple(IncidentLine(row.number, row.kind, row.summary, row.at) for row in rows)


def history_of(
    home: Home, technology: str, *, after: str | None = None, limit: int = 50
) -> Page[HistoryLine]:
    """Give everything that was done about it, uses left out, the newest first."""
    rows = Entry.objects.filter(technology=technology, index__isnull=False).exclude(act__in=USES)
    return page_of(
        rows.order_by("-id"),
        after=after,
        limit=limit,
        key=lambda entry: entry.pk,
        since=lambda found, key: found.filter(pk__lt=int(key)),
        lines=lambda found: tuple(_history_line(home, entry) for entry in found),
    )


def _history_line(home: Home, entry: Entry) -> HistoryLine:
    record = json.loads(bytes(entry.body)).get("published") if entry.body is not None else None
    sentence = told(home.lists, record) if record else ACTS.get(entry.act, entry.act)
    return HistoryLine(entry.index or 0, entry.day, entry.act, entry.role, sentence)


def _withdrawn() -> QuerySet[Withdrawal, str]:
    return Withdrawal.objects.values_list("support", flat=True)


def _use_lines(found: Sequence[Entry], *, flags: bool) -> tuple[UseLine, ...]:
    supports = {entry.support for entry in found if entry.support}
    lost = (
        set(Withdrawal.objects.filter(support__in=supports).values_list("support", flat=True))
        if flags
        else set()
    )
    return tuple(
        UseLine(
            index=entry.index,
            day=entry.day,
            act=ACTS.get(entry.act, entry.act),
            role=entry.role,
            purpose=entry.purpose,
            data_class=entry.data_class,
            approval=entry.approval,
            outcome=entry.outcome,
            count=entry.count,
            unit=entry.unit,
            flagged=entry.outcome == "done" and entry.support in lost,
        )
        for entry in found
    )
