# SPDX-License-Identifier: Apache-2.0
"""Decisions: the list, and one with all that stands on it. They are public.

Promises: the day a decision was made and the time it was recorded are both given; an oral one that
ended unconfirmed is listed as such, with the uses that were made under it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from holdfast.oversight.errors import NotOnRegisterError
from holdfast.oversight.models import Approval, Decision, PermissionRow
from holdfast.oversight.queries import counting
from holdfast.oversight.queries.register import warning_of
from holdfast.oversight.queries.standing import (
    UNCONFIRMED,
    approval_lines,
    hours_until,
    row_lines,
    state_of_decision,
)
from holdfast.oversight.queries.told import effect_of
from holdfast.oversight.queries.values import DecisionDetail, DecisionLine, Tally
from holdfast.records.models import Entry
from holdfast.records.queries.paging import page_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from holdfast.home import Home
    from holdfast.records.queries.values import Page

_MOST_ROWS = 50


def decisions(
    now: datetime,
    *,
    form: str = "",
    technology: str = "",
    after: str | None = None,
    limit: int = 50,
) -> Page[DecisionLine]:
    """List them, the newest recorded first."""
    rows = Decision.objects.select_related("technology").order_by("-entry_id")
    if form:
        rows = rows.filter(form=form)
    if technology:
        rows = rows.filter(
            Q(technology=technology) | Q(approvals__technology=technology)
        ).distinct()
    return page_of(
        rows,
        after=after,
        limit=limit,
        key=lambda row: row.entry_id,
        since=lambda found, key: found.filter(entry_id__lt=int(key)),
        lines=lambda found: _lines(found, now),
    )


def decision(home: Home, number: str, now: datetime) -> DecisionDetail:
    """Give one. Raises NotOnRegisterError."""
    row = Decision.objects.select_related("technology", "entry").filter(number=number).first()
    if row is None:
        raise NotOnRegisterError(f"There is no decision {number!r}.")
    given = Approval.objects.filter(decision=row).select_related("technology")
    touched = Approval.objects.filter(number__in=row.affects).select_related("technology")
    standing = PermissionRow.objects.filter(
        Q(approval__in=[one.number for one in given]) | Q(decision=number)
    ).order_by("entry")
    used = _uses_under([one.number for one in given], row.technology_id)
    warning = warning_of(home)
    before = _before(row)
    return DecisionDetail(
        line=_lines([row], now)[0],
        maker=row.maker,
        authority=row.authority,
        reason=row.reason,
        alternatives=row.alternatives,
        instrument_sha256=row.instrument_sha256,
        approvals=approval_lines(given, now, warning=warning),
        affected=approval_lines(touched, now, warning=warning),
        rows=row_lines(list(standing[:_MOST_ROWS]), now),
        row_count=standing.count(),
        uses=counting.tally(used) if given else Tally(),
        volume=counting.volume(used),
        months=counting.by_month(used, now.date()) if given else (),
        before=before.count(),
        since_made=before.filter(day__gte=row.made_on).count(),
        entry=row.entry.index,
    )


def oral_to_confirm(now: datetime) -> tuple[DecisionLine, ...]:
    """Give the oral decisions that still hold and wait for their confirmation."""
    rows = Decision.objects.filter(form="oral", confirmed_at__isnull=True, confirm_by__gt=now)
    return _lines(list(rows.select_related("technology").order_by("confirm_by")), now)


def approvals_that_may(does: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Give (number, words) of the approvals that a pause, a resumption or an end could be about."""
    rows = Approval.objects.filter(ended_by="").filter(Q(until__isnull=True) | Q(until__gt=now))
    if does == "pause":
        rows = rows.filter(suspended_by="")
    elif does == "resume":
        rows = rows.exclude(suspended_by="")
    rows = rows.select_related("technology").order_by("technology__name", "number")
    return tuple((one.number, f"{one.technology.name}: {one.kind} {one.number}") for one in rows)


def _uses_under(approvals: Sequence[str], technology: str | None) -> QuerySet[Entry]:
    if not approvals:
        return Entry.objects.none()
    wanted = Q()
    for number in approvals:
        wanted |= counting.under(number)
    rows = counting.uses().filter(wanted)
    return rows.filter(technology=technology) if technology else rows


def _before(row: Decision) -> QuerySet[Entry]:
    """Give the uses of its technology that stand in the ledger before the decision does."""
    if not row.technology_id:
        return Entry.objects.none()
    return counting.uses().filter(technology=row.technology_id, outcome="done", pk__lt=row.entry_id)


def _lines(found: Sequence[Decision], now: datetime) -> tuple[DecisionLine, ...]:
    given: dict[str, Approval] = {
        one.decision_id: one
        for one in Approval.objects.filter(decision__in=[row.number for row in found])
    }
    return tuple(_line(row, given.get(row.number), now) for row in found)


def _line(row: Decision, given: Approval | None, now: datetime) -> DecisionLine:
    state = state_of_decision(row, now)
    uses = None
    if state == UNCONFIRMED and given is not None:
        uses = _uses_under([given.number], row.technology_id).filter(outcome="done").count()
    return DecisionLine(
        number=row.number,
        title=row.title,
        kind=row.kind,
        form=row.form,
        state=state,
        hours_left=hours_until(row.confirm_by, now) if state == "to confirm" else None,
        confirm_by=row.confirm_by,
        confirmed_at=row.confirmed_at,
        made_on=row.made_on,
        recorded_at=row.recorded_at,
        technology=row.technology_id or "",
        name=row.technology.name if row.technology else "",
        effect=effect_of(row.kind, _told(given), list(row.affects)),
        uses=uses,
    )


def _told(given: Approval | None) -> dict[str, Any] | None:
    if given is None:
        return None
    until = given.until.isoformat() if given.until else ""
    return {"id": given.number, "kind": given.kind, "until": until}
