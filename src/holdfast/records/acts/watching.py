# SPDX-License-Identifier: Apache-2.0
"""Notes on recordings, and recordings placed on a clock.

Promises: a withdrawn note stays readable; an earlier placing stays in its entry.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from holdfast.accounts.models import Person
from holdfast.records.models import Note, Placing

if TYPE_CHECKING:
    from holdfast.records.acts.act import Act

WITHDRAWN: Final = "withdrawn"
"""How a recording is placed when its placing is taken away."""


def write_note(act: Act) -> None:
    """Make the note."""
    Note.objects.create(
        number=act.subject("note"),
        item_id=act.details["item"],
        at_s=act.details["at_s"],
        until_s=act.details["until_s"],
        text=act.details["text"],
        written_at=act.at,
        written_by=Person.objects.get(username=act.actor),
    )


def withdraw_note(act: Act) -> None:
    """Withdraw the note."""
    Note.objects.filter(number=act.subject("note")).update(
        withdrawn_at=act.at, withdraw_reason=act.details["reason"]
    )


def align(act: Act) -> None:
    """Place the recording, instead of where it was placed before, or take its placing away."""
    if act.details["how"] == WITHDRAWN:
        Placing.objects.filter(item_id=act.details["item"]).delete()
        return
    begins = act.details["begins_at"]
    Placing.objects.update_or_create(
        item_id=act.details["item"],
        defaults={
            "reference_id": act.details["beside"],
            "offset_s": act.details["offset_s"],
            "drift_ppm": act.details["drift_ppm"],
            "begins_at": datetime.fromisoformat(begins) if begins else None,
            "how": act.details["how"],
            "confidence": act.details["confidence"],
            "within_s": act.details["within_s"],
            "said": act.details["said"],
            "at": act.at,
            "by": Person.objects.get(username=act.actor),
        },
    )
