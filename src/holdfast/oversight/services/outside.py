# SPDX-License-Identifier: Apache-2.0
"""What happens outside Holdfast and is recorded here: uses, incidents, supports that fell away.

Promises: a use outside is recorded under a permit like any other, and a denied one is a denial on
the ledger; when a record that stood behind uses is withdrawn, those uses are counted and flagged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.accounts.permissions import may_open
from holdfast.gate import STANDING, UNKNOWN, USES, WITHDRAWN, DeniedError, Support, genuine
from holdfast.gate.instants import in_words
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import Approval, Incident
from holdfast.oversight.policy import DatabasePolicy
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.queries.finding import find_technology
from holdfast.records.access import visible_cases
from holdfast.records.drafts import Subject
from holdfast.records.models import Entry
from holdfast.records.numbers import next_number
from holdfast.records.permitted import confirmed
from holdfast.records.services.cases import needed_reason
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.writing import Writer

UNITS: Final = ("uses", "flights", "minutes", "files", "searches")
INCIDENTS: Final = ("unauthorised access", "breach", "failure", "other")
ACT: Final = "use.record"


def record_use(
    *,
    home: Home,
    actor: Person,
    permit: Permit,
    count: int,
    unit: str,
    note: str = "",
    reference: str = "",
    happened_at: datetime | None = None,
    purpose_text: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Record that a technology was used outside Holdfast, as a person says.

    `reference` is by which the tool's own log names the use, `happened_at` when it was.
    """
    authorise(actor, ACT)
    if unit not in UNITS or type(count) is not int or count < 1:
        raise NotDecidedError(
            f"A use is a whole number from 1 of {', '.join(UNITS)}. Nothing was recorded."
        )
    with writing(home=home, actor=actor, command="recording a use", now=now) as writer:
        found = find_technology(genuine(permit).technology)
        under = confirmed([permit], actor=actor, act=ACT, technology=found.number, now=writer.now)
        when = happened_at or writer.now
        if when > writer.now:
            raise NotDecidedError(
                "A use is recorded after it happened. Nothing was recorded. Record it then."
            )
        _need_approved_then(under.approval, found.name, when)
        details = {
            "name": found.name,
            "count": count,
            "unit": unit,
            "note": note.strip(),
            "reference": reference.strip(),
            "happened_at": when.isoformat(),
            "text": purpose_text,
        }
        subjects = (Subject("technology", found.number),)
        writer.record(under.draft(ACT, details, subjects=subjects, count=count, unit=unit))
    return writer.recorded()


def _need_approved_then(approval: str, name: str, when: datetime) -> None:
    """Deny what happened before the approval of today: it was no use under that approval."""
    given = Approval.objects.get(number=approval)
    if when < given.start:
        raise DeniedError(
            "approval-not-begun",
            f"{name} was used on {in_words(when)}, and the approval {approval} began on "
            f"{in_words(given.start)}: an approval does not reach back. The use is not recorded "
            "as one that was permitted. Record it as an incident, and ask technology governance.",
            approval=approval,
        )


def record_incident(
    *,
    home: Home,
    actor: Person,
    technology: str,
    kind: str,
    summary: str,
    private: str = "",
    now: datetime | None = None,
) -> str:
    """Write an incident down; give its number. `summary` is public, `private` is sealed."""
    role = authorise(actor, "incident.record")
    if kind not in INCIDENTS:
        raise NotDecidedError(f"An incident is one of {', '.join(INCIDENTS)}. Nothing was changed.")
    with writing(home=home, actor=actor, command="recording an incident", now=now) as writer:
        find_technology(technology)
        return incident_in(
            writer, role=role, technology=technology, kind=kind, summary=summary, private=private
        )


def incident_in(
    writer: Writer, *, role: str, technology: str, kind: str, summary: str, private: str
) -> str:
    """Write an incident down in a transaction that is under way; give its number.

    `technology` is "" for one that is not on the register.
    """
    number = next_number(Incident, "I", writer.now)
    writer.record(
        public_draft(
            "incident.record",
            {
                "number": number,
                "technology": technology,
                "kind": kind,
                "summary": needed_reason(summary),
            },
            role=role,
            technology=technology,
            details={"private": private.strip()},
            subjects=(Subject("incident", number),),
            unit="incidents",
        )
    )
    return number


def withdraw_support(
    *,
    home: Home,
    actor: Person,
    kind: str,
    reference: str,
    reason: str,
    now: datetime | None = None,
) -> int:
    """Withdraw a record that stood behind uses; give how many uses are flagged by it.

    From now on nothing is permitted by it. The uses under it stay on the ledger and are flagged.
    """
    role = authorise(actor, "support.withdraw")
    support = f"{kind}:{reference}"
    with writing(home=home, actor=actor, command="withdrawing a record", now=now) as writer:
        _need_standing(actor, kind, reference, writer.now)
        uses = Entry.objects.filter(support=support, act__in=USES, outcome="done").count()
        writer.record(
            public_draft(
                "support.withdraw",
                {"uses": uses},
                role=role,
                count=uses,
                details={"support": support, "reason": needed_reason(reason)},
                unit="uses",
            )
        )
    return uses


def _need_standing(actor: Person, kind: str, reference: str, now: datetime) -> None:
    """Refuse what is withdrawn, is not there, or is a case that the actor may not know of."""
    hidden = (
        kind == "case"
        and may_open(actor, "cases") is not None
        and not visible_cases(actor, now).filter(reference=reference).exists()
    )
    standing = UNKNOWN if hidden else DatabasePolicy().stands(Support(kind, reference)).support
    if standing == WITHDRAWN:
        raise NotDecidedError(f"The {kind} {reference} is withdrawn already. Nothing was changed.")
    if standing != STANDING or kind == "home":
        raise NotOnRegisterError(
            f"There is no {kind} {reference!r} that could be withdrawn. Nothing was changed."
        )
