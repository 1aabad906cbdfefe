# SPDX-License-Identifier: Apache-2.0
"""Complaints: received, tied to a case and its disposal frozen, and what became of them."""

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
        technology_id=told["technology"] or None,
        about=told["about"],
        text=act.details["text"],
        contact=act.details["contact"],
        stated_reference=act.details["stated_reference"],
        where_and_when=act.details["where_and_when"],
        due_on=date.fromisoformat(act.details["due_on"]),
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
        to=told["to"],
        words=act.details["words"],
        at=act.at,
        entry=act.entry,
    )


def concern(act: Act) -> None:
    """Tie it to a case, and hold that case against disposal."""
    number, case = act.subject("complaint"), act.subject("case")
    ComplaintStep.objects.create(
        complaint_id=number, step="froze", case_id=case, at=act.at, entry=act.entry
    )
    Hold.objects.create(
        number=act.details["hold"],
        case_id=case,
        reason=act.details["reason"],
        placed_at=act.at,
        placed_by=Person.objects.get(username=act.details["placed_by"]),
    )
