# SPDX-License-Identifier: Apache-2.0
"""The fleet: devices registered with their serial numbers, so that recordings can be matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import RefusedError
from holdfast.records.models import Device
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home

# "drone" is what older versions called an aircraft.
KINDS: Final = ("drone", "aircraft", "camera", "battery", "controller", "other")
# What makes recordings, so that one that carries its serial number is its own.
RECORDING_KINDS: Final = frozenset({"drone", "aircraft", "camera", "other"})
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
    firmware: str | None = None,
    part_of: str | None = None,
    retired_on: date | None = None,
    back_in_service: bool = False,
    now: datetime | None = None,
) -> Recorded:
    """Register a device, or bring what is registered of it up to date.

    `technology` is the id of its model on the register of technologies: whether its recordings may
    be analysed follows from the approvals of that model. `part_of` is the asset number of what it
    is fitted to. Firmware, part and retirement that are not given stay as they were registered;
    `back_in_service` ends a retirement.
    """
    role = authorise(actor, "device.register")
    number = " ".join(asset.split())
    if not number or len(number) > _LONGEST_ASSET or not maker.strip() or not model.strip():
        raise RefusedError("A device needs an asset number, a maker and a model. Nothing changed.")
    if kind not in KINDS:
        raise RefusedError(f"A device is one of {', '.join(KINDS)}, not {kind!r}. Nothing changed.")
    with writing(home=home, actor=actor, command="registering a device", now=now) as writer:
        known = Device.objects.filter(asset=number).first()
        whole = _fitted_to(number, known.part_of if known and part_of is None else part_of or "")
        version = known.firmware if known and firmware is None else firmware or ""
        left = retired_on or (known.retired_on if known and not back_in_service else None)
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
                    "firmware": version.strip(),
                    "part_of": whole,
                    "retired_on": left.isoformat() if left else "",
                },
                subjects=(Subject("device", number),),
                role=role,
                count=1,
                unit="devices",
            )
        )
    return writer.recorded()


def _fitted_to(asset: str, part_of: str) -> str:
    """Give the asset number of what the device is fitted to. Raises RefusedError."""
    whole = " ".join(part_of.split())
    if not whole:
        return ""
    found = Device.objects.filter(asset=whole).first()
    if found is None or whole == asset or found.part_of:
        raise RefusedError(
            f"{asset} cannot be fitted to {whole!r}: that is the asset number of another device, "
            "which is registered and is itself fitted to nothing. Nothing changed."
        )
    return whole
