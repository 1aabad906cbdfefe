# SPDX-License-Identifier: Apache-2.0
"""Uses that happen outside Holdfast and are recorded here, and quarantines that end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.accounts.permissions import may_open
from holdfast.oversight.asking import Errand, Use, stated
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.services import outside
from holdfast.oversight.services.decisions import standing_decision
from holdfast.records import services
from holdfast.records.access import visible_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.accounts.models import Person
    from holdfast.gate import Support
    from holdfast.home import Home
    from holdfast.records.services import Recorded


def record_use(
    *,
    home: Home,
    actor: Person,
    technology: str,
    purpose: str,
    data_class: str,
    support: Support,
    count: int,
    unit: str,
    purpose_text: str = "",
    now: datetime | None = None,
    **more: Any,  # noqa: ANN401 # what the service takes besides
) -> Recorded:
    """Record a use outside Holdfast, if it was permitted; a denial is recorded as a denial."""
    services.authorise(actor, outside.ACT)
    _need_known_case(actor, support, now)
    errand = Errand(home, actor, stated(home, purpose, purpose_text), support, now)
    use = Use(outside.ACT, technology, data_class)
    with errand.permitted(use) as permit:
        return outside.record_use(
            home=home,
            actor=actor,
            permit=permit,
            count=count,
            unit=unit,
            purpose_text=errand.purpose.text,
            now=now,
            **more,
        )


def _need_known_case(actor: Person, support: Support, now: datetime | None) -> None:
    """Answer alike for a case that is not there and one that the actor may not know of."""
    if support.kind != "case" or may_open(actor, "cases") is None:
        return
    if not visible_cases(actor, now).filter(reference=support.id).exists():
        raise NotOnRegisterError(
            f"There is no case {support.id!r} that you may see. Nothing was recorded. Ask an "
            "exhibit officer to add you to the case."
        )


def release_items(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    reason: str,
    decision: str,
    now: datetime | None = None,
) -> Recorded:
    """Let quarantined items be analysed, by a decision on record.

    Raises NotDecidedError without one, NotOnRegisterError, RefusedError.
    """
    if not decision:
        raise NotDecidedError(
            "A quarantine ends by a decision. Nothing was changed. Record the decision, then name "
            "it here."
        )
    standing_decision(decision, now or datetime.now(UTC))
    return services.release_items(
        home=home, actor=actor, items=items, reason=reason, decision=decision, now=now
    )
