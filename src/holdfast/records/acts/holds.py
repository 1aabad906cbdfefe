# SPDX-License-Identifier: Apache-2.0
"""Holds: placed on an item or a case, and released; a released hold stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.records.models import Hold

if TYPE_CHECKING:
    from holdfast.records.acts.act import Act


def place(act: Act) -> None:
    """Make the hold."""
    Hold.objects.create(
        number=act.subject("hold"),
        item_id=act.details["item"],
        case_id=act.details["case"],
        reason=act.details["reason"],
        placed_at=act.at,
        placed_by=Person.objects.get(username=act.actor),
    )


def release(act: Act) -> None:
    """End the hold."""
    Hold.objects.filter(number=act.subject("hold")).update(
        released_at=act.at, release_reason=act.details["reason"]
    )
