# SPDX-License-Identifier: Apache-2.0
"""The rows' meaning once more, in Python: it explains a denial, and can deny but never permit.

Promises: says the same as Cedar (`tests/gate/test_worlds.py` compares them, and both with an
oracle, over all small worlds); where it would not, the gate denies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.gate.policy import USABLE_STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from holdfast.gate.approval import Approval
    from holdfast.gate.policy import TechnologyState
    from holdfast.gate.row import Row

# Which reason is told when several roles are denied: first what a decision could mend soonest.
_TOLD_FIRST: Final = (
    "policy-error",
    "approval-suspended",
    "approval-unconfirmed",
    "approval-ended",
    "approval-not-begun",
    "ban",
    "technology-stage",
    "no-row",
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why one role may not: a reason of DeniedError, and the row and approval it is about."""

    reason: str
    role: str
    row: Row | None = None
    approval: Approval | None = None

    @property
    def weight(self) -> int:
        """Rank it among several: the lowest is told."""
        return _TOLD_FIRST.index(self.reason)


def obstacle(
    rows: Iterable[Row],
    role: str,
    technology: TechnologyState,
    approvals: Mapping[str, Approval],
    now: datetime,
) -> Obstacle | None:
    """Say what stands in the way, or None. `rows` are all that speak of the combination."""
    listed = list(rows)
    ban = next((row for row in listed if row.is_ban and row.runs(now)), None)
    if ban is not None:
        return Obstacle("ban", role, ban)
    if technology.stage not in USABLE_STAGES:
        return Obstacle("technology-stage", role)
    permits = [row for row in listed if not row.is_ban]
    found = [_of_permit(row, role, technology, approvals, now) for row in permits]
    if None in found:
        return None
    return min(
        (one for one in found if one is not None),
        key=lambda one: one.weight,
        default=Obstacle("no-row", role),
    )


def _of_permit(
    row: Row,
    role: str,
    technology: TechnologyState,
    approvals: Mapping[str, Approval],
    now: datetime,
) -> Obstacle | None:
    if not row.runs(now):
        return Obstacle("no-row", role, row)
    approval = approvals.get(row.approval)
    if approval is None or approval.technology != technology.id:
        return Obstacle("policy-error", role, row)
    reason = approval.why_not_in_force(now)
    return None if reason is None else Obstacle(reason, role, row, approval)
