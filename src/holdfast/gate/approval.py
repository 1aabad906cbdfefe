# SPDX-License-Identifier: Apache-2.0
"""An approval: the written act under which a technology may be tried or used, as data.

Promises: whether it is in force is a question of the moment asked about, never stored; its end is
exclusive; an oral one ends at `confirm_by` unless it was confirmed. Suspending one is a change of
data that stops the next use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.gate.instants import rounded_down, rounded_up

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """`decision` is the number of the decision that made it; `kind` is trial, adoption or baseline.

    `until` None: no end was decided. `confirm_by` None: written, or confirmed in writing.
    Raises RowError when a time has no zone.
    """

    id: str
    technology: str
    kind: str
    start: datetime
    until: datetime | None
    suspended: bool
    confirm_by: datetime | None
    decision: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", rounded_up(self.start, f"The start of {self.id}"))
        for name in ("until", "confirm_by"):
            moment = getattr(self, name)
            if moment is not None:
                rounded = rounded_down(moment, f"The end of {self.id}")
                object.__setattr__(self, name, rounded)

    def why_not_in_force(self, now: datetime) -> str | None:
        """Give the reason (a code of DeniedError) why it is not in force now, or None."""
        if self.until is not None and now >= self.until:
            return "approval-ended"
        if self.confirm_by is not None and now >= self.confirm_by:
            return "approval-unconfirmed"
        if self.suspended:
            return "approval-suspended"
        return "approval-not-begun" if now < self.start else None

    def last_end(self) -> datetime | None:
        """Give when it ends at the latest, as it stands; None when no end was decided."""
        ends = [end for end in (self.until, self.confirm_by) if end is not None]
        return min(ends) if ends else None
