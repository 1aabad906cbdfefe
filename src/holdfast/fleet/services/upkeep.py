# SPDX-License-Identifier: Apache-2.0
"""Pilots and upkeep, as technology governance keeps them; and grounding, which whoever flies may.

Promises: an asset that may not be safe is taken out of service by anybody who works with it, and
returned by governance alone; new firmware is written down once here and is then on the register of
devices too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from holdfast.accounts.models import Person
from holdfast.fleet.checking import checked_text, needed
from holdfast.fleet.errors import FlightRefusedError, NoSuchFlightError
from holdfast.fleet.seen import check_district
from holdfast.fleet.upkeep import FIRMWARE, GROUNDED, KINDS
from holdfast.records.drafts import Draft, Subject
from holdfast.records.models import Device
from holdfast.records.services import register_device
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from holdfast.home import Home

RECORD: Final = "upkeep.record"
GROUND: Final = "upkeep.ground"
PILOT: Final = "pilot.record"
_MOST: Final = 1_000_000
_WHOLE: Final = 100
_LONGEST_KEY: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class UpkeepTold:
    """What was done to an asset on a day; what does not belong to its kind stays empty."""

    asset: str
    kind: str
    day: date
    note: str = ""
    cycles: int | None = None
    health: int | None = None
    firmware: str = ""
    due_on: date | None = None
    due_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate: its kind, of the agency's list; its number; its last day, None for no end."""

    kind: str
    number: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotTold:
    """A pilot: `key` is a username of this home, or the name of somebody from outside."""

    key: str
    name: str = ""
    district: str = ""
    certificates: tuple[Certificate, ...] = ()
    practised_on: date | None = None
    ended_on: date | None = None
    note: str = ""


def record_upkeep(
    *, home: Home, actor: Person, told: UpkeepTold, now: datetime | None = None
) -> Recorded:
    """Write down what was done; a firmware update brings the register of devices up to date too.

    Raises NotPermittedError, FlightRefusedError, NoSuchFlightError.
    """
    role, moment = authorise(actor, RECORD), now or datetime.now(UTC)
    if told.kind == GROUNDED:
        return ground(
            home=home, actor=actor, asset=told.asset, day=told.day, reason=told.note, now=moment
        )
    if told.kind not in KINDS:
        raise FlightRefusedError(f"Upkeep is one of {', '.join(KINDS)}. Nothing was recorded.")
    if told.kind == FIRMWARE:
        version = needed(told.firmware, "The version of the firmware")
        device = _device(told.asset)
        if device.firmware != version:
            authorise(actor, "device.register")
            _update(home, actor, device, version, moment)
    return _record(home, actor, RECORD, role, told, moment)


def ground(
    *,
    home: Home,
    actor: Person,
    asset: str,
    day: date,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """Take an asset out of service. Flights with it are flagged until it is returned."""
    role, moment = authorise(actor, GROUND), now or datetime.now(UTC)
    told = UpkeepTold(
        asset=asset, kind=GROUNDED, day=day, note=needed(reason, "Why it may not be used")
    )
    return _record(home, actor, GROUND, role, told, moment)


def record_pilot(
    *, home: Home, actor: Person, told: PilotTold, now: datetime | None = None
) -> Recorded:
    """Write a pilot down, or bring what is recorded up to date.

    Raises NotPermittedError, FlightRefusedError.
    """
    role, moment = authorise(actor, PILOT), now or datetime.now(UTC)
    key = needed(told.key, "The pilot's username or name")
    if len(key) > _LONGEST_KEY:
        raise FlightRefusedError("A name is too long. Nothing was recorded.")
    check_district(told.district)
    for one in told.certificates:
        if home.lists.pilot_certificates.get(one.kind) is None:
            raise FlightRefusedError(
                f"There is no kind of certificate {one.kind!r}. Nothing was recorded. There are "
                f"{', '.join(each.id for each in home.lists.pilot_certificates)}."
            )
    if told.practised_on is not None and told.practised_on > _today(home, moment):
        raise FlightRefusedError("A practice flight is not yet over. Nothing was recorded.")
    with writing(home=home, actor=actor, command="recording a pilot", now=moment) as writer:
        person = Person.objects.filter(username=key).first()
        details: dict[str, Any] = {
            "key": key,
            "username": key if person else "",
            "name": person.name if person else checked_text(told.name, _LONGEST_KEY) or key,
            "district": told.district,
            "certificates": [
                {
                    "kind": one.kind,
                    "number": checked_text(one.number, _LONGEST_KEY),
                    "valid_until": one.valid_until.isoformat() if one.valid_until else "",
                }
                for one in told.certificates
            ],
            "practised_on": told.practised_on.isoformat() if told.practised_on else "",
            "ended_on": told.ended_on.isoformat() if told.ended_on else "",
            "note": checked_text(told.note),
        }
        writer.record(
            Draft(
                act=PILOT,
                details=details,
                subjects=(Subject("pilot", key),),
                role=role,
                count=1,
                unit="pilots",
            )
        )
    return writer.recorded()


def _record(  # noqa: PLR0917 # one call a line, above
    home: Home, actor: Person, act: str, role: str, told: UpkeepTold, now: datetime
) -> Recorded:
    device = _device(told.asset)
    if told.day > _today(home, now):
        raise FlightRefusedError("Upkeep is recorded when it is done. Nothing was recorded.")
    for value, most in (
        (told.cycles, _MOST),
        (told.health, _WHOLE),
        (told.due_minutes, _MOST),
    ):
        if value is not None and not 0 <= value <= most:
            raise FlightRefusedError(f"{value} is not from 0 to {most}. Nothing was recorded.")
    with writing(home=home, actor=actor, command="recording upkeep", now=now) as writer:
        details: dict[str, Any] = {
            "asset": device.asset,
            "kind": told.kind,
            "day": told.day.isoformat(),
            "note": checked_text(told.note),
            "cycles": told.cycles,
            "health": told.health,
            "firmware": checked_text(told.firmware, _WHOLE),
            "due_on": told.due_on.isoformat() if told.due_on else "",
            "due_minutes": told.due_minutes,
        }
        writer.record(
            Draft(
                act=act,
                details=details,
                subjects=(Subject("device", device.asset),),
                role=role,
                count=1,
                unit="assets",
            )
        )
    return writer.recorded()


def _update(home: Home, actor: Person, device: Device, version: str, now: datetime) -> None:
    """Register the device again, as it is, with its new firmware."""
    register_device(
        home=home,
        actor=actor,
        asset=device.asset,
        maker=device.maker,
        model=device.model,
        serials=device.serials,
        kind=device.kind,
        district=device.district,
        custodian=device.custodian,
        technology=device.technology,
        firmware=version,
        now=now,
    )


def _device(asset: str) -> Device:
    found = Device.objects.filter(asset=" ".join(asset.split())).first()
    if found is None:
        raise NoSuchFlightError(f"There is no asset {asset!r}. Nothing was recorded.")
    return found


def _today(home: Home, now: datetime) -> date:
    return now.astimezone(ZoneInfo(home.config.zone)).date()
