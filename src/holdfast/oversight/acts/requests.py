# SPDX-License-Identifier: Apache-2.0
"""Requests for information, what became of them, and a person's own answer by two people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.oversight.models import Answer, InformationRequest, RequestStep

if TYPE_CHECKING:
    from holdfast.records.acts import Act

_DECIDES = ("decided", "answered")


def receive(act: Act) -> None:
    """Write the request down as it came."""
    told = act.published
    InformationRequest.objects.create(
        number=told["number"],
        kind=told["kind"],
        subject=act.details["subject"],
        received_on=date.fromisoformat(act.details["received_on"]),
        requester=act.details["requester"],
        contact=act.details["contact"],
        text=act.details["text"],
        due_on=date.fromisoformat(told["due"]) if told["due"] else None,
        secret_sha256=act.details["secret_sha256"],
        entry=act.entry,
    )


def step(act: Act) -> None:
    """Note what became of it; an extension gives a new day, the first decision closes the clock."""
    told = act.published
    made_on = date.fromisoformat(act.details["made_on"])
    due = date.fromisoformat(told["due"]) if told["due"] else None
    found = InformationRequest.objects.filter(number=told["number"])
    found.update(state=told["step"])
    if due is not None:
        found.update(due_on=due)
    if told["step"] in _DECIDES:
        found.filter(decided_on__isnull=True).update(decided_on=made_on)
    RequestStep.objects.create(
        request_id=told["number"],
        step=told["step"],
        made_on=made_on,
        outcome=act.details["outcome"],
        reasons=act.details["reasons"],
        due_on=due,
        to=act.details["to"],
        words=act.details["words"],
        letter=act.details["letter"],
        at=act.at,
        entry=act.entry,
    )


def propose(act: Act) -> None:
    """Keep the draft of an answer; a newer draft takes the place of one that is not approved."""
    Answer.objects.update_or_create(
        request_id=act.subject("request"),
        defaults={
            "identity": act.details["identity"],
            "items": act.details["items"],
            "cases": act.details["cases"],
            "found": act.details["found"],
            "reasons": act.details["reasons"],
            "outcome": act.details["outcome"],
            "text": act.details["text"],
            "proposed_at": act.at,
            "proposed_by": Person.objects.get(username=act.actor),
            "approved_at": None,
            "approved_by": None,
            "entry": act.entry,
        },
    )


def approve(act: Act) -> None:
    """Approve the draft, by another person."""
    Answer.objects.filter(request=act.subject("request")).update(
        approved_at=act.at, approved_by=Person.objects.get(username=act.actor)
    )
