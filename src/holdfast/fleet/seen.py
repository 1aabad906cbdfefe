# SPDX-License-Identifier: Apache-2.0
"""What is looked up as a flight is recorded: assets, pilot and place, in words that then stay.

Promises: an asset is described as it was registered at the moment of the flight (the earliest that
was registered, when the flight was before); an asset, a district or an item that is not there, or
may not be seen, is refused with its name. Never changes anything.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.accounts.models import Person
from holdfast.fleet.currency import Currency, currency
from holdfast.fleet.errors import FlightRefusedError, NoSuchFlightError
from holdfast.fleet.facts import UNKNOWN_ZONE, AssetWords, FlightSeen, PilotWords
from holdfast.fleet.models import Flight, Pilot, Upkeep
from holdfast.fleet.places import cell_of
from holdfast.fleet.upkeep import GROUNDED, RETURNED
from holdfast.records.models import Device, DeviceChange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from holdfast.fleet.facts import FlightTold, PreparationTold
    from holdfast.home import Home

AIRCRAFT_KINDS = frozenset({"drone", "aircraft"})


def seen_of(home: Home, told: FlightTold) -> FlightSeen:
    """Look up everything that a flight names. Raises NoSuchFlightError, FlightRefusedError."""
    zone = ZoneInfo(home.config.zone)
    moment = instant_of(told.began, told.start_zone, zone)
    day = day_of(told.began, told.start_zone, zone)
    aircraft = aircraft_of(told.aircraft, moment)
    check_district(told.district)
    return FlightSeen(
        aircraft=aircraft,
        pilot=pilot_words(home, told.pilot, day),
        cameras=tuple(asset_as_of(one, moment) for one in told.cameras),
        batteries=tuple(asset_as_of(one, moment) for one in told.batteries),
        controllers=(asset_as_of(told.controller, moment),) if told.controller else (),
        day=day.isoformat(),
        cell=cell_of(
            told.latitude, told.longitude, int(home.lists.settings["flight_cell_hundredths"])
        ),
        grounded=grounded_words((told.aircraft, *told.cameras, *told.batteries), day, moment),
        checklist=_checklist(home) if told.checked else "",
    )


def prepared_of(home: Home, told: PreparationTold, now: datetime) -> FlightSeen:
    """Look up everything that a check before take-off names, as it is now."""
    day = now.astimezone(ZoneInfo(home.config.zone)).date()
    check_district(told.district)
    return FlightSeen(
        aircraft=aircraft_of(told.aircraft, now),
        pilot=pilot_words(home, told.pilot, day),
        batteries=tuple(asset_as_of(one, now) for one in told.batteries),
        day=day.isoformat(),
        grounded=grounded_words((told.aircraft, *told.batteries), day, now),
        checklist=_checklist(home),
    )


def instant_of(at: datetime, zone: str, agency: ZoneInfo) -> datetime:
    """Give the moment; a wall clock whose zone is unknown is taken to be the agency's."""
    return at.replace(tzinfo=agency).astimezone(UTC) if zone == UNKNOWN_ZONE else at


def day_of(at: datetime, zone: str, agency: ZoneInfo) -> date:
    """Give the day in the agency's zone; that of the wall clock when its zone is unknown."""
    return at.date() if zone == UNKNOWN_ZONE else at.astimezone(agency).date()


def aircraft_of(asset: str, moment: datetime) -> AssetWords:
    """Give the aircraft in words; nothing for one that is not on the register."""
    if not asset:
        return AssetWords()
    found = asset_as_of(asset, moment)
    if found.kind not in AIRCRAFT_KINDS:
        raise FlightRefusedError(
            f"{asset} is registered as a {found.kind}, and a flight needs an aircraft. Nothing was "
            "recorded."
        )
    return found


def asset_as_of(asset: str, moment: datetime) -> AssetWords:
    """Give an asset as it was registered at a moment. Raises NoSuchFlightError."""
    changes = DeviceChange.objects.filter(device=asset)
    change = changes.filter(at__lte=moment).last() or changes.first()
    if change is None:
        device = Device.objects.filter(asset=asset).first()
        if device is not None:  # of a home that was made before changes were kept
            return _as_registered(device)
        raise NoSuchFlightError(
            f"There is no asset {asset!r} on the register of devices. Nothing was recorded. "
            "Register it, or leave it empty and say in words what flew."
        )
    return AssetWords.from_json({**change.told, "asset": change.device_id})


def _as_registered(device: Device) -> AssetWords:
    return AssetWords(
        asset=device.asset,
        kind=device.kind,
        maker=device.maker,
        model=device.model,
        serials=tuple(device.serials),
        firmware=device.firmware,
        technology=device.technology,
        district=device.district,
    )


def pilot_words(home: Home, key: str, day: date) -> PilotWords:
    """Give the pilot in words, with how their currency stood on the day."""
    person = Person.objects.filter(username=key).first()
    pilot = Pilot.objects.filter(key=key).first()
    if pilot is None:
        return PilotWords(
            key=key,
            name=person.name if person else key,
            username=key if person else "",
            why="there is no pilot's record",
        )
    stands = currency_of(home, pilot, day)
    return PilotWords(
        key=key,
        name=pilot.name,
        username=person.username if person else "",
        registered=True,
        current=stands.current,
        why=stands.why,
    )


def currency_of(home: Home, pilot: Pilot, day: date, flown: date | None = None) -> Currency:
    """Say whether a pilot is current on a day; `flown` is their last flight, looked up if None."""
    last = (
        flown
        or Flight.objects.filter(pilot=pilot.key, withdrawn_at__isnull=True, day__lt=day)
        .order_by("-day")
        .values_list("day", flat=True)
        .first()
    )
    return currency(
        pilot.certificates,
        (last, pilot.practised_on),
        on=day,
        days=int(home.lists.settings["pilot_currency_days"]),
        ended_on=pilot.ended_on,
    )


def grounded_words(assets: Iterable[str], day: date, moment: datetime) -> str:
    """Say which of the assets were out of service; "" when none was.

    An asset is out of service from the day it was taken out until the day it was returned. On the
    day itself it is when that was written down before the flight: what a flight did to an aircraft
    does not make that flight one of a grounded aircraft.
    """
    said = []
    for asset in filter(None, assets):
        last = (
            Upkeep.objects.filter(device=asset, kind__in=(GROUNDED, RETURNED), day__lte=day)
            .exclude(day=day, at__gt=moment)
            .order_by("day", "id")
            .last()
        )
        if last is not None and last.kind == GROUNDED:
            said.append(f"{asset} was taken out of service on {last.day}: {last.note}")
    return "; ".join(said)


def check_district(district: str) -> None:
    """Refuse a district that nobody and nothing is of: it would be public. FlightRefusedError."""
    if district and district not in districts():
        raise FlightRefusedError(
            f"There is no district {district!r}: it is one of {', '.join(districts()) or 'none'}, "
            "as devices and people are registered. Nothing was recorded."
        )


def districts() -> tuple[str, ...]:
    """Give the districts that devices, people and earlier flights are of, in their order."""
    found = {
        *Device.objects.exclude(district="").values_list("district", flat=True),
        *Person.objects.exclude(district="").values_list("district", flat=True),
        *Flight.objects.exclude(district="").values_list("district", flat=True).distinct(),
    }
    return tuple(sorted(found))


def _checklist(home: Home) -> str:
    listed = home.lists.preflight
    return f"{listed.source} ({listed.date})"
