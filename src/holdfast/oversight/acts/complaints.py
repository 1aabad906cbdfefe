# SPDX-License-Identifier: Apache-2.0
"""Complaints: received, tied to a case and its disposal frozen, and what became of them.

Promises: a complaint is only ever added; nothing here takes one away or joins two.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.oversight.models import Complaint, ComplaintStep
from holdfast.records.models import Hold

if TYPE_CHECKING:
    from holdfast.records.acts import Act


def receive(act: Act) -> None:
    """Write the complaint down as it was made."""
    told = act.published
    Complaint.objects.create(
        number=told["number"],
        received_at=act.at,
        received_on=date.fromisoformat(act.details["received_on"]),
        technology_id=told["technology"] or None,
        about=told["about"],
        text=act.details["text"],
        contact=act.details["contact"],
        stated_reference=act.details["stated_reference"],
        where_and_when=act.details["where_and_when"],
        due_on=date.fromisoformat(told["due"]) if told["due"] else None,
        secret_sha256=act.details["secret_sha256"],
        entry=act.entry,
    )


def step(act: Act) -> None:
    """Note what became of it."""
    told = act.published
    Complaint.objects.filter(number=told["number"]).update(state=told["step"])
    ComplaintStep.objects.create(
        complaint_id=told["number"],
        step=told["step"],
        made_on=date.fromisoformat(act.details["made_on"]),
        to=told["to"],
        words=act.details["words"],
        at=act.at,
        entry=act.entry,
    )


def concern(act: Act) -> None:
    """Tie it to a case, and hold that case against disposal, where there is such a case."""
    case = act.details["case"]
    if case is not None:
        Hold.objects.create(
            number=act.details["hold"],
            case_id=case,
            reason=act.details["reason"],
            placed_at=act.at,
            placed_by=Person.objects.filter(username=act.actor).first(),
        )
    ComplaintStep.objects.create(
        complaint_id=act.subject("complaint"),
        step="froze",
        made_on=date.fromisoformat(act.details["made_on"]),
        reference=act.details["reference"],
        words=act.details["reason"],
        case_id=case,
        hold_id=act.details["hold"] or None,
        at=act.at,
        entry=act.entry,
    )
