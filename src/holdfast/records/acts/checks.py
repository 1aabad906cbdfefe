# SPDX-License-Identifier: Apache-2.0
"""Integrity checks: when every original was last read, and which of them are damaged or missing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.records.models import IntegrityCheck, Original

if TYPE_CHECKING:
    from holdfast.records.acts.act import Act


def check(act: Act) -> None:
    """Write the check down, and the condition of every original it read."""
    details = act.details
    problems = list(act.rows()) if act.lines_root else []
    started = datetime.fromisoformat(details["started_at"])
    Original.objects.filter(received_at__lte=started).update(
        checked_at=act.at, condition="sound", damaged_blocks=[]
    )
    for row in problems:
        Original.objects.filter(sha256=row["sha256"]).update(
            condition=row["state"], damaged_blocks=row["blocks"]
        )
    IntegrityCheck.objects.create(
        entry=act.entry,
        started_at=started,
        finished_at=act.at,
        objects_checked=details["objects"],
        bytes_checked=details["bytes"],
        damaged=[dict(row) for row in problems if row["state"] == "damaged"],
        missing=[row["sha256"] for row in problems if row["state"] == "missing"],
        ledger_problems=details["ledger_problems"],
    )


def meet_damage(act: Act) -> None:
    """Remember which blocks were found damaged while the content was opened."""
    Original.objects.filter(sha256=act.details["sha256"]).update(
        condition=act.details["state"], damaged_blocks=act.details["blocks"]
    )
