# SPDX-License-Identifier: Apache-2.0
"""The fleet: a device is registered, or what was registered of it is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.models import Device

if TYPE_CHECKING:
    from holdfast.records.acts.act import Act


def register(act: Act) -> None:
    """Write the device down as the entry tells."""
    words = ("kind", "maker", "model", "serials", "district", "custodian")
    Device.objects.update_or_create(
        asset=act.details["asset"],
        defaults={
            **{word: act.details[word] for word in words},
            "technology": act.details.get("technology", ""),
        },
        create_defaults={
            **{word: act.details[word] for word in words},
            "technology": act.details.get("technology", ""),
            "registered_at": act.at,
        },
    )
