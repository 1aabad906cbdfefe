# SPDX-License-Identifier: Apache-2.0
"""How an approval, a decision or a row stands at a moment, in words.

Promises: the same rules as the gate's, so that a page never says *in force* of what it denies.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from holdfast.gate import USABLE_STAGES
from holdfast.oversight.models import Approval, Technology
from holdfast.oversight.queries.values import ApprovalLine, RowLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from holdfast.oversight.models import Decision, PermissionRow

IN_FORCE: Final = "in force"
TO_CONFIRM: Final = "to confirm"
UNCONFIRMED: Final = "ended unconfirmed"
_HOUR: Final = 3600


def state_of_approval(row: Approval, now: datetime) -> str:
    """Say how an approval stands."""
    if row.ended_by or (row.until is not None and row.until <= now):
        return "ended"
    if row.confirm_by is not None and row.confirm_by <= now:
        return UNCONFIRMED
    if row.suspended_by:
        return "paused"
    if row.start > now:
        return "not begun"
    return TO_CONFIRM if row.confirm_by is not None else IN_FORCE


def state_of_decision(row: Decision, now: datetime) -> str:
    """Say how a decision stands."""
    if row.form != "oral":
        return "written"
    if row.confirmed_at is not None:
        return "confirmed"
    return UNCONFIRMED if row.confirm_by is not None and row.confirm_by <= now else TO_CONFIRM


def hours_until(end: datetime | None, now: datetime) -> int | None:
    """Give the hours that are left, a started one whole; None when there is no end or it passed."""
    if end is None or end <= now:
        return None
    return ceil((end - now).total_seconds() / _HOUR)


def approval_lines(
    rows: Iterable[Approval], now: datetime, *, warning: timedelta
) -> tuple[ApprovalLine, ...]:
    """Give lines for approvals that were fetched with their technology."""
    return tuple(_approval_line(row, now, warning) for row in rows)


def _approval_line(row: Approval, now: datetime, warning: timedelta) -> ApprovalLine:
    state = state_of_approval(row, now)
    live = state in (IN_FORCE, TO_CONFIRM, "paused", "not begun")
    return ApprovalLine(
        number=row.number,
        technology=row.technology_id,
        name=row.technology.name,
        kind=row.kind,
        decision=row.decision_id,
        start=row.start,
        until=row.until,
        confirm_by=row.confirm_by,
        state=state,
        by=row.ended_by or row.suspended_by,
        hours_left=hours_until(row.confirm_by, now) if state == TO_CONFIRM else None,
        conditions=row.conditions,
        expected=row.expected,
        review_on=row.review_on,
        overdue=live and row.review_on is not None and row.review_on < now.date(),
        ends_soon=live and row.until is not None and row.until <= now + warning,
    )


def row_lines(rows: Sequence[PermissionRow], now: datetime) -> tuple[RowLine, ...]:
    """Give lines for rows, looking up their approvals and technologies once for all of them."""
    wanted = {row.approval_id for row in rows if row.approval_id}
    approvals = Approval.objects.in_bulk(list(wanted))
    stages = {
        one.number: one
        for one in Technology.objects.filter(number__in={row.technology for row in rows})
    }
    return tuple(_row_line(row, approvals, stages, now) for row in rows)


def _row_line(
    row: PermissionRow,
    approvals: Mapping[str, Approval],
    technologies: Mapping[str, Technology],
    now: datetime,
) -> RowLine:
    technology = technologies.get(row.technology)
    standing, why = _standing(row, approvals.get(row.approval_id or ""), technology, now)
    return RowLine(
        number=row.number,
        kind=row.kind,
        sentence=row.sentence,
        technology=row.technology,
        name=technology.name if technology else "any technology",
        roles=tuple(row.roles),
        approval=row.approval_id or "",
        until=row.until,
        decision=row.decision,
        added_at=row.added_at,
        ended_at=row.ended_at,
        standing=standing,
        why=why,
    )


def _standing(
    row: PermissionRow, approval: Approval | None, technology: Technology | None, now: datetime
) -> tuple[str, str]:
    if row.ended_at is not None:
        return "ended", "it was taken out of force"
    if row.until is not None and row.until <= now:
        return "ended", "its own end has come"
    why = "" if row.kind == "ban" else _asleep(approval, technology, now)
    return ("not in force", why) if why else (IN_FORCE, "")


def _asleep(approval: Approval | None, technology: Technology | None, now: datetime) -> str:
    """Say why a permit that was not ended permits nothing now; "" when it does."""
    if approval is None:
        return "its approval is not on record"
    state = state_of_approval(approval, now)
    if state not in (IN_FORCE, TO_CONFIRM):
        by = approval.ended_by or approval.suspended_by
        return f"its approval {approval.number} is {_told(state)}" + (f" ({by})" if by else "")
    if technology is None or technology.stage not in USABLE_STAGES:
        return f"the technology is {technology.stage if technology else 'not on the register'}"
    return ""


def _told(state: str) -> str:
    if state == UNCONFIRMED:
        return "oral, and ended unconfirmed"
    return "not begun yet" if state == "not begun" else state
