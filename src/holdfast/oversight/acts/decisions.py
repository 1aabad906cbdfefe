# SPDX-License-Identifier: Apache-2.0
"""Decisions with the approvals they give or touch, and the rows that stand on approvals."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.oversight.acts.revision import policy_changed
from holdfast.oversight.models import Approval, Decision, PermissionRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.records.acts import Act


def record(act: Act) -> None:
    """Write the decision down, give its approval, and suspend, resume or end what it affects."""
    told = act.published
    given: Mapping[str, Any] | None = told["approval"]
    decision = Decision.objects.create(
        number=told["number"],
        title=told["title"],
        kind=told["kind"],
        form=told["form"],
        made_on=date.fromisoformat(told["made_on"]),
        recorded_at=act.at,
        recorded_by=Person.objects.get(username=act.actor),
        maker=told["maker"],
        authority=told["authority"],
        reason=told["reason"],
        alternatives=told["alternatives"],
        technology_id=told["technology"] or None,
        affects=told["affects"],
        instrument_sha256=told["instrument_sha256"],
        confirm_by=moment(act.details["confirm_by"]),
        entry=act.entry,
    )
    if given is not None:
        Approval.objects.create(
            number=given["id"],
            decision=decision,
            technology_id=given["technology"],
            kind=given["kind"],
            start=datetime.fromisoformat(given["from"]),
            until=moment(given["until"]),
            confirm_by=moment(given["confirm_by"]),
            conditions=given["conditions"],
            expected=given["expected"],
            review_on=date.fromisoformat(given["review_on"]) if given["review_on"] else None,
        )
    touched = Approval.objects.filter(number__in=told["affects"])
    if told["kind"] == "pause":
        touched.update(suspended_by=decision.number)
    elif told["kind"] == "resume":
        touched.update(suspended_by="")
    elif told["kind"] == "end":
        touched.update(ended_by=decision.number, until=act.at)
    policy_changed()


def confirm(act: Act) -> None:
    """Confirm an oral decision in writing: it no longer ends by itself."""
    number = act.published["number"]
    Decision.objects.filter(number=number).update(
        confirmed_at=act.at, instrument_sha256=act.published["instrument_sha256"]
    )
    Approval.objects.filter(decision=number).update(confirm_by=None)
    policy_changed()


def add_row(act: Act) -> None:
    """Put the row in force."""
    row = act.published["row"]
    PermissionRow.objects.create(
        number=row["id"],
        kind=row["kind"],
        roles=row["roles"],
        technology=row["technology"],
        purposes=row["purposes"],
        data_classes=row["data_classes"],
        approval_id=row["approval"] or None,
        until=moment(row["until"]),
        sentence=act.published["sentence"],
        decision=act.published["decision"],
        added_at=act.at,
        entry=act.entry,
    )
    policy_changed()


def end_row(act: Act) -> None:
    """Take the row out of force; it stays readable."""
    PermissionRow.objects.filter(number=act.published["row"]).update(
        ended_at=act.at, end_reason=act.published["reason"]
    )
    policy_changed()


def moment(text: str) -> datetime | None:
    """Read an instant of a record; None for an empty one."""
    return datetime.fromisoformat(text) if text else None
