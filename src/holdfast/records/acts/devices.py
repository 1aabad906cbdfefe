# SPDX-License-Identifier: Apache-2.0
"""The fleet: a device is registered, or what was registered of it is brought up to date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.records.models import Device, DeviceChange

if TYPE_CHECKING:
    from holdfast.records.acts.act import Act

_WORDS = ("kind", "maker", "model", "serials", "district", "custodian")
# What entries of older versions do not have.
_LATER = ("technology", "firmware", "part_of", "retired_on")


def register(act: Act) -> None:
    """Write the device down as the entry tells, and keep what was told before."""
    told: dict[str, Any] = {word: act.details[word] for word in _WORDS}
    told |= {word: act.details.get(word, "") for word in _LATER}
    columns = {**told, "retired_on": _day(told["retired_on"])}
    device, _ = Device.objects.update_or_create(
        asset=act.details["asset"],
        defaults=columns,
        create_defaults={**columns, "registered_at": act.at},
    )
    DeviceChange.objects.create(device=device, at=act.at, told=told, entry=act.entry)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
