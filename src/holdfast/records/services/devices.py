# SPDX-License-Identifier: Apache-2.0
"""The fleet: devices registered with their serial numbers, so that recordings can be matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import RefusedError
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home

_LONGEST_ASSET = 60


def register_device(
    *,
    home: Home,
    actor: Person,
    asset: str,
    maker: str,
    model: str,
    serials: Sequence[str],
    kind: str = "drone",
    district: str = "",
    custodian: str = "",
    technology: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Register a device, or bring what is registered of it up to date.

    `technology` is the id of its model on the register of technologies: whether its recordings may
    be analysed follows from the approvals of that model.
    """
    role = authorise(actor, "device.register")
    number = " ".join(asset.split())
    if not number or len(number) > _LONGEST_ASSET or not maker.strip() or not model.strip():
        raise RefusedError("A device needs an asset number, a maker and a model. Nothing changed.")
    with writing(home=home, actor=actor, command="registering a device", now=now) as writer:
        writer.record(
            Draft(
                act="device.register",
                details={
                    "asset": number,
                    "kind": kind,
                    "maker": maker.strip(),
                    "model": model.strip(),
                    "serials": [serial.strip() for serial in serials if serial.strip()],
                    "district": district.strip(),
                    "custodian": custodian.strip(),
                    "technology": technology.strip(),
                },
                subjects=(Subject("device", number),),
                role=role,
                count=1,
                unit="devices",
            )
        )
    return writer.recorded()
