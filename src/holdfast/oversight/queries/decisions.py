# SPDX-License-Identifier: Apache-2.0
"""What there is to say of one decision: public, but for who recorded it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.gate import USES
from holdfast.oversight.publishing import instant
from holdfast.oversight.queries.finding import find_decision
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.oversight.models import Decision


def decision_told(_viewer: Person, _home: Home, number: str) -> dict[str, Any]:
    """Give a decision in plain values. Raises NotOnRegisterError."""
    found = find_decision(number)
    return {
        "number": found.number,
        "title": found.title,
        "kind": found.kind,
        "form": found.form,
        "made_on": found.made_on.isoformat(),
        "recorded_at": instant(found.recorded_at),
        "maker": found.maker,
        "technology": found.technology_id or "",
        "affects": list(found.affects),
        "confirm_by": "" if found.confirmed_at else instant(found.confirm_by),
        "confirmed_at": instant(found.confirmed_at),
        "approvals": [
            {
                "number": one.number,
                "technology": one.technology_id,
                "kind": one.kind,
                "from": instant(one.start),
                "until": instant(one.until),
            }
            for one in found.approvals.order_by("number")
        ],
        "uses_before": uses_before(found),
    }


def uses_before(decision: Decision) -> int:
    """Count the uses of its technology that were recorded before the decision was."""
    if decision.technology_id is None:
        return 0
    return Entry.objects.filter(
        act__in=USES,
        technology=decision.technology_id,
        outcome="done",
        at__lt=decision.recorded_at,
    ).count()
