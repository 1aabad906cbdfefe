# SPDX-License-Identifier: Apache-2.0
"""What stories about permits need of technology governance: a model approved, a use stopped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.oversight import services
from holdfast.oversight.models import Approval, PermissionRow

if TYPE_CHECKING:
    from records.making import Agency


def approve_model(agency: Agency, number: str, *, now: datetime | None = None) -> str:
    """Register a drone model, assess it and put it in trial; give the approval's number."""
    home, actor = agency.home, agency["governance"]
    today = (now or datetime.now(UTC)).date()
    services.register_technology(
        home=home, actor=actor, number=number, name=f"The drone {number}", kind="drone", now=now
    )
    for kind in ("privacy", "security"):
        services.attach_assessment(
            home=home,
            actor=actor,
            number=number,
            kind=kind,
            done_on=today,
            summary="It records what is below it.",
            now=now,
        )
    services.move_technology(home=home, actor=actor, number=number, stage="assessed", now=now)
    decision = decide(agency, "approve", technology=number, approve="trial", now=now)
    services.move_technology(
        home=home, actor=actor, number=number, stage="trial", decision=decision, now=now
    )
    return Approval.objects.get(decision=decision).number


def decide(
    agency: Agency,
    kind: str,
    *,
    technology: str = "",
    approve: str = "",
    affects: tuple[str, ...] = (),
    now: datetime | None = None,
) -> str:
    """Record a written decision; give its number."""
    return services.record_decision(
        home=agency.home,
        actor=agency["governance"],
        title=f"To {kind}",
        kind=kind,
        form="written",
        made_on=(now or datetime.now(UTC)).date(),
        maker="The director of operations",
        authority="A delegation",
        reason="It was asked for",
        technology=technology,
        approve=approve,
        affects=affects,
        now=now,
    )


def approval_of(technology: str) -> str:
    """Give the number of the approval that one technology has."""
    return Approval.objects.get(technology=technology).number


def pause(agency: Agency, technology: str, *, now: datetime | None = None) -> str:
    """Suspend the approval of a technology; give the decision's number."""
    return decide(agency, "pause", affects=(approval_of(technology),), now=now)


def end_rows(agency: Agency, *technologies: str) -> None:
    """Take every permission of these technologies out of force, or of all when none is named."""
    rows = PermissionRow.objects.filter(ended_at__isnull=True)
    if technologies:
        rows = rows.filter(technology__in=technologies)
    for number in rows.values_list("number", flat=True):
        services.end_row(
            home=agency.home, actor=agency["governance"], number=number, reason="a new beginning"
        )
