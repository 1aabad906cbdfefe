# SPDX-License-Identifier: Apache-2.0
"""Pilots and upkeep: who may fly, and what was done to an asset."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.fleet.models import Pilot, Upkeep

if TYPE_CHECKING:
    from holdfast.records.acts import Act


def record_pilot(act: Act) -> None:
    """Write the pilot down as the entry tells."""
    told = act.details
    Pilot.objects.update_or_create(
        key=told["key"],
        defaults={
            "name": told["name"],
            "person": Person.objects.filter(username=told["username"]).first()
            if told["username"]
            else None,
            "district": told["district"],
            "certificates": told["certificates"],
            "practised_on": _day(told["practised_on"]),
            "ended_on": _day(told["ended_on"]),
            "note": told["note"],
            "at": act.at,
            "entry": act.entry,
        },
    )


def record_upkeep(act: Act) -> None:
    """Add what was done."""
    told = act.details
    Upkeep.objects.create(
        device_id=told["asset"],
        kind=told["kind"],
        day=date.fromisoformat(told["day"]),
        note=told["note"],
        cycles=told["cycles"],
        health=told["health"],
        firmware=told["firmware"],
        due_on=_day(told["due_on"]),
        due_minutes=told["due_minutes"],
        at=act.at,
        by=Person.objects.get(username=act.actor),
        entry=act.entry,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
