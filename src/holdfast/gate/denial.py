# SPDX-License-Identifier: Apache-2.0
"""A denial in words: what was asked, which approval or row is missing, and whom to ask.

Promises: each says that nothing was opened and nothing was run. Never names a case, an item or
another person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.gate.errors import DeniedError
from holdfast.gate.instants import in_words

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.agency import DataClass, Purpose
    from holdfast.gate.policy import TechnologyState
    from holdfast.gate.reference import Obstacle


def denied(reason: str, what: str, ask: str, *, row: str = "", approval: str = "") -> DeniedError:
    """Make a denial of one sentence of what was wrong."""
    message = f"{what} Nothing was opened and nothing was run. Ask {ask}."
    return DeniedError(reason, message, row=row, approval=approval)


def denied_by(
    obstacle: Obstacle,
    technology: TechnologyState,
    purpose: Purpose,
    data_class: DataClass,
    ask: str,
) -> DeniedError:
    """Put what stands in the way in words."""
    role = obstacle.role.replace("_", " ")
    use = f"In the role {role}, {technology.phrase} may not be used {purpose.phrase}, on "
    use += f"{data_class.phrase}: {_because(obstacle, technology)}"
    row = obstacle.row.id if obstacle.row else ""
    approval = obstacle.approval.id if obstacle.approval else ""
    return denied(obstacle.reason, use, ask, row=row, approval=approval)


def _because(obstacle: Obstacle, technology: TechnologyState) -> str:
    row, approval = obstacle.row, obstacle.approval
    if obstacle.reason == "technology-stage":
        return f"it is {technology.stage}, and only what is in trial or adopted may be used."
    if row is None:
        return "no permission row says so."
    if obstacle.reason == "ban":
        end = f" until {in_words(row.until)}" if row.until else ""
        return f"the ban {row.id} is in force{end}."
    if obstacle.reason == "no-row":
        end = f" ended on {in_words(row.until)}" if row.until else " has ended"
        return f"the permission {row.id}{end}, and no other row says so."
    if approval is None:
        return (
            f"the permission {row.id} rests on an approval, {row.approval}, that is not on record "
            "for this technology."
        )
    return (
        f"the approval {approval.id}, under which {row.id} permits it, "
        + {
            "approval-suspended": "is suspended.",
            "approval-ended": f"ended on {_when(approval.until)}.",
            "approval-not-begun": f"begins on {_when(approval.start)}.",
            "approval-unconfirmed": "was given orally and was not confirmed in writing by "
            f"{_when(approval.confirm_by)}.",
        }[obstacle.reason]
    )


def _when(moment: datetime | None) -> str:
    return in_words(moment) if moment is not None else "an unknown day"
