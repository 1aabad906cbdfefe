# SPDX-License-Identifier: Apache-2.0
"""Engagements of contractors: opened, what became of each condition, media, reminders, the close.

Promises: a condition is only ever added; a step is never taken away, and a breach stays among the
steps whatever follows it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.fleet.models import Engagement, EngagementCondition, EngagementStep, HandedOver

if TYPE_CHECKING:
    from holdfast.records.acts import Act

_SETTLES = ("met", "waived", "breached")


def open_engagement(act: Act) -> None:
    """Write the engagement down with its conditions."""
    told, details = act.published, act.details
    found = Engagement.objects.create(
        number=told["number"],
        contractor=details["contractor"],
        contact=details["contact"],
        case_id=act.subject("case"),
        purpose=told["purpose"],
        work=details["work"],
        technology_id=told["technology"] or None,
        drone=details["drone"],
        certificate_of=details["certificate_of"],
        certificate=details["certificate"],
        rule_part=details["rule_part"],
        starts_on=date.fromisoformat(told["from"]),
        ends_on=date.fromisoformat(told["to"]),
        agreement_name=details["agreement_name"],
        agreement_sha256=told["agreement_sha256"],
        left_out=details["left_out"],
        opened_at=act.at,
        opened_by=Person.objects.get(username=act.actor),
        entry=act.entry,
    )
    for position, one in enumerate(details["conditions"]):
        due = date.fromisoformat(told["conditions"][one["id"]])
        EngagementCondition.objects.create(
            engagement=found,
            position=position,
            condition=one["id"],
            words=one["words"],
            asked=one["asked"],
            evidence=one["evidence"],
            listed_on=due,
            due_on=due,
        )


def step(act: Act) -> None:
    """Note what became of a condition, or that the agreement was signed."""
    told, details = act.published, act.details
    made_on, what = date.fromisoformat(told["on"]), told["step"]
    due = date.fromisoformat(told["due"]) if told["due"] else None
    condition = EngagementCondition.objects.filter(
        engagement=told["number"], condition=told["condition"]
    )
    if what in _SETTLES:
        condition.update(state=what, settled_on=made_on)
    if told["incident"]:
        condition.update(incident=told["incident"])
    if what == "moved":
        condition.update(due_on=due)
    if what == "agreed":
        Engagement.objects.filter(number=told["number"]).update(
            agreement_name=details["document_name"], agreement_sha256=told["document_sha256"]
        )
    EngagementStep.objects.create(
        engagement_id=told["number"],
        condition=told["condition"],
        step=what,
        made_on=made_on,
        by=details["by"],
        words=details["words"],
        due_on=due,
        document_name=details["document_name"],
        document_sha256=told["document_sha256"],
        acquisition_id=details["acquisition"] or None,
        incident_id=told["incident"] or None,
        at=act.at,
        entry=act.entry,
    )


def link(act: Act) -> None:
    """Tie a medium to the engagement that it was recorded under."""
    HandedOver.objects.create(
        acquisition_id=act.subject("acquisition"),
        engagement_id=act.published["number"],
        at=act.at,
        entry=act.entry,
    )


def remind(act: Act) -> None:
    """Note that a reminder was printed, with the letter as it was."""
    EngagementStep.objects.create(
        engagement_id=act.published["number"],
        step="reminded",
        made_on=date.fromisoformat(act.details["made_on"]),
        words=act.details["how"],
        outstanding=act.published["conditions"],
        letter=act.details["letter"],
        at=act.at,
        entry=act.entry,
    )


def close(act: Act) -> None:
    """Close it, and note what stays outstanding."""
    made_on = date.fromisoformat(act.published["on"])
    Engagement.objects.filter(number=act.published["number"]).update(closed_on=made_on)
    EngagementStep.objects.create(
        engagement_id=act.published["number"],
        step="closed",
        made_on=made_on,
        words=act.details["reason"],
        outstanding=act.published["outstanding"],
        at=act.at,
        entry=act.entry,
    )
