# SPDX-License-Identifier: Apache-2.0
"""How a technology moves along, from proposed to retired.

Promises: a technology goes to trial or into use by a decision about it whose approval is in force,
and into use with a notice of procurement or the reason why there was none; nothing is retired
while a row permits it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Approval, Assessment, Decision, PermissionRow
from holdfast.oversight.models.technologies import STAGES
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.queries.approvals import in_force
from holdfast.oversight.queries.finding import find_technology
from holdfast.oversight.services.decisions import standing_decision
from holdfast.oversight.services.technologies import changed
from holdfast.records.drafts import Subject
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.oversight.models import Technology

# From where one may move to where. Suspending and retiring are decisions too.
MOVES: Final[Mapping[str, frozenset[str]]] = {
    "proposed": frozenset({"assessed", "retired"}),
    "assessed": frozenset({"trial", "adopted", "proposed", "retired"}),
    "trial": frozenset({"adopted", "assessed", "suspended", "retired"}),
    "adopted": frozenset({"suspended", "assessed", "retired"}),
    "suspended": frozenset({"trial", "adopted", "assessed", "retired"}),
    "retired": frozenset({"proposed"}),
}
NEEDED_ASSESSMENTS: Final = ("privacy", "security")
USED: Final = ("trial", "adopted")
BY_DECISION: Final = (*USED, "suspended", "retired")


def move_technology(
    *,
    home: Home,
    actor: Person,
    number: str,
    stage: str,
    decision: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Move a technology along. Raises NotDecidedError with what is missing."""
    role = authorise(actor, "technology.stage")
    with writing(home=home, actor=actor, command="moving a technology", now=now) as writer:
        found = find_technology(number)
        _may_move(found, stage, decision, writer.now)
        if stage in USED and found.latent:
            # What is approved is no longer "present and not approved": the register says so too.
            writer.record(changed(number, {"latent": False}, role=role))
        writer.record(
            public_draft(
                "technology.stage",
                {
                    "id": number,
                    "from": found.stage,
                    "to": stage,
                    "decision": decision,
                    "reason": reason.strip(),
                },
                role=role,
                technology=number,
                subjects=(Subject("technology", number),),
                unit="technologies",
            )
        )
    return writer.recorded()


def _may_move(found: Technology, stage: str, decision: str, now: datetime) -> None:
    if stage not in STAGES or stage not in MOVES[found.stage]:
        raise NotDecidedError(
            f"{found.name} is {found.stage} and cannot become {stage!r}: from there it goes to "
            f"{' or '.join(sorted(MOVES[found.stage]))}. Nothing was changed."
        )
    if stage == "assessed":
        _need_assessments(found)
    if stage in BY_DECISION:
        _need_decision(found, stage, decision, now)
    if stage in USED:
        _need_approval(found, now)
    if stage == "adopted":
        _need_procurement(found)
    if stage == "retired":
        _need_no_rows(found, now)


def _need_assessments(found: Technology) -> None:
    there = set(Assessment.objects.filter(technology=found).values_list("kind", flat=True))
    missing = [kind for kind in NEEDED_ASSESSMENTS if kind not in there]
    if missing or found.open_trigger:
        what = f"{' and '.join(missing)} assessment" if missing else "a new assessment"
        raise NotDecidedError(
            f"{found.name} is not assessed: {what} is missing"
            + (f" ({found.open_trigger})" if found.open_trigger else "")
            + ". Nothing was changed. Attach it first."
        )


def _need_decision(found: Technology, stage: str, decision: str, now: datetime) -> None:
    if not Decision.objects.filter(technology=found, number=decision).exists():
        raise NotDecidedError(
            f"{found.name} becomes {stage} by a decision about it, and {decision or 'none'} is not "
            "one. Nothing was changed. Record the decision first."
        )
    standing_decision(decision, now)


def _need_approval(found: Technology, now: datetime) -> None:
    if not in_force(Approval.objects.filter(technology=found), now).exists():
        raise NotDecidedError(
            f"{found.name} has no approval in force. Nothing was changed. Record a decision that "
            "gives one."
        )


def _need_procurement(found: Technology) -> None:
    if found.ours or found.parent_id:
        return
    if not (found.fields.get("procurement_notice") or found.fields.get("procurement_reason")):
        raise NotDecidedError(
            f"The register says neither what notice there was of buying {found.name} nor why there "
            "was none. Nothing was changed. Say one of them first."
        )


def _need_no_rows(found: Technology, now: datetime) -> None:
    rows = PermissionRow.objects.filter(technology=found.number, ended_at__isnull=True)
    live = [row.number for row in rows if row.until is None or row.until > now]
    if live:
        raise NotDecidedError(
            f"{found.name} is in use: {', '.join(live[:5])} {'are' if len(live) > 1 else 'is'} in "
            "force. Nothing was changed. Take them out of force first."
        )
