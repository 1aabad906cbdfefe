# SPDX-License-Identifier: Apache-2.0
"""The fleet: aircraft, cameras, batteries and controllers, with what is due and what does not fit.

Promises: flights and minutes are those the viewer may see; what was registered before stays
readable, with when and by whom.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Sum

from holdfast.accounts.models import Person
from holdfast.accounts.permissions import may_open
from holdfast.fleet.access import visible_flights
from holdfast.fleet.errors import NoSuchFlightError
from holdfast.fleet.models import Flight, FlightAsset, Upkeep
from holdfast.fleet.queries.changes import changes_of
from holdfast.fleet.queries.lines import flight_lines
from holdfast.fleet.queries.values import AssetChange, AssetLine, AssetPage, Flag, UpkeepLine
from holdfast.fleet.seen import AIRCRAFT_KINDS
from holdfast.fleet.upkeep import GROUNDED, KINDS, RETURNED
from holdfast.oversight.models import Technology
from holdfast.oversight.queries.approvals import approved_technologies
from holdfast.records.models import Device, DeviceChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from holdfast.home import Home

_SOON: Final = timedelta(days=30)
_NEWEST: Final = 20


@dataclass(slots=True)
class _Flown:
    flights: int = 0
    minutes: int = 0
    last: date | None = None


def assets(viewer: Person, home: Home, *, now: datetime | None = None) -> tuple[AssetLine, ...]:
    """Give the whole fleet by asset number; retired assets last."""
    if may_open(viewer, "fleet") is None:
        return ()
    moment = now or datetime.now(UTC)
    found = _Fleet(viewer, home, moment)
    lines = (found.line(one) for one in found.devices)
    return tuple(sorted(lines, key=lambda one: (one.retired_on is not None, one.asset)))


def asset(viewer: Person, home: Home, number: str, *, now: datetime | None = None) -> AssetPage:
    """Give one asset in full. Raises NoSuchFlightError."""
    found = {one.asset: one for one in assets(viewer, home, now=now)}
    line = found.get(number)
    if line is None:
        raise NoSuchFlightError(f"There is no asset {number!r} that you may see. Nothing changed.")
    flown = visible_flights(viewer, now).filter(withdrawn_at__isnull=True, aircraft=number)
    return AssetPage(
        line=line,
        parts=tuple(found[one] for one in line.parts),
        upkeep=tuple(
            upkeep_line(one)
            for one in Upkeep.objects.filter(device=number)
            .select_related("by", "entry")
            .order_by("-day", "-id")
        ),
        changes=_changes(number),
        flights=flight_lines(viewer, home, list(flown.order_by("-began")[:_NEWEST])),
    )


def upkeep_line(one: Upkeep) -> UpkeepLine:
    """Give one thing that was done to an asset."""
    return UpkeepLine(
        asset=one.device_id,
        kind=one.kind,
        kind_words=KINDS.get(one.kind, one.kind),
        day=one.day,
        note=one.note,
        cycles=one.cycles,
        health=one.health,
        firmware=one.firmware,
        due_on=one.due_on,
        due_minutes=one.due_minutes,
        at=one.at,
        by=str(one.by),
        entry=one.entry.index,
    )


class _Fleet:
    """Everything that lines are made of, read once."""

    def __init__(self, viewer: Person, home: Home, moment: datetime) -> None:
        self.home, self.moment = home, moment
        self.today = moment.astimezone(ZoneInfo(home.config.zone)).date()
        self.devices = list(Device.objects.order_by("asset"))
        self.approved = approved_technologies(moment)
        self.names = dict(Technology.objects.values_list("number", "name"))
        self.people = dict(Person.objects.values_list("username", "name"))
        self.parts: dict[str, list[str]] = {}
        for one in self.devices:
            if one.part_of:
                self.parts.setdefault(one.part_of, []).append(one.asset)
        serials = Counter(
            serial for one in self.devices if not one.retired_on for serial in set(one.serials)
        )
        self.twice = {serial for serial, count in serials.items() if count > 1}
        self.flown = _flown(visible_flights(viewer, moment))
        # Whether something is due follows from all flights: it is about the asset, not the viewer.
        self.in_all = _flown(Flight.objects.all())
        self.upkeep: dict[str, list[Upkeep]] = {}
        for done in Upkeep.objects.order_by("day", "id"):
            self.upkeep.setdefault(done.device_id, []).append(done)

    def line(self, one: Device) -> AssetLine:
        done = self.upkeep.get(one.asset, [])
        stands = [each for each in done if each.kind in {GROUNDED, RETURNED}][-1:]
        flown = self.flown.get(one.asset, _Flown())
        return AssetLine(
            asset=one.asset,
            kind=one.kind,
            maker=one.maker,
            model=one.model,
            serials=tuple(one.serials),
            firmware=one.firmware,
            district=one.district,
            custodian=one.custodian,
            custodian_name=self.people.get(one.custodian, one.custodian),
            technology=one.technology,
            technology_name=self.names.get(one.technology, one.technology),
            approved=self._approved(one),
            part_of=one.part_of,
            parts=tuple(self.parts.get(one.asset, ())),
            retired_on=one.retired_on,
            grounded=f"since {stands[0].day}: {stands[0].note}"
            if stands and stands[0].kind == GROUNDED
            else "",
            flights=flown.flights,
            minutes=flown.minutes,
            last_flight=flown.last,
            flags=tuple(self._flags(one, done)) if one.retired_on is None else (),
        )

    def _approved(self, one: Device) -> bool | None:
        if one.kind not in AIRCRAFT_KINDS and not one.technology:
            return None
        return one.technology in self.approved

    def _flags(self, one: Device, done: Sequence[Upkeep]) -> Iterator[Flag]:
        if self._approved(one) is False:
            yield Flag("not-approved", "Its model has no approval in force")
        for serial in sorted(self.twice.intersection(one.serials)):
            yield Flag("serial-twice", f"The serial number {serial} is registered with another too")
        flown = self.in_all.get(one.asset, _Flown()).minutes
        yield from _due(done, self.today, flown)
        yield from self._worn(done)

    def _worn(self, done: Sequence[Upkeep]) -> Iterator[Flag]:
        settings = self.home.lists.settings
        most, least = int(settings["battery_most_cycles"]), int(settings["battery_least_health"])
        cycles = [each.cycles for each in done if each.cycles is not None][-1:]
        health = [each.health for each in done if each.health is not None][-1:]
        if cycles and cycles[0] > most:
            yield Flag("worn", f"{cycles[0]} cycles, more than {most}")
        if health and health[0] < least:
            yield Flag("worn", f"health {health[0]} percent, less than {least}")


def _due(done: Sequence[Upkeep], today: date, flown: int) -> Iterator[Flag]:
    """Say what is due by the newest word on each kind of upkeep that sets a next one."""
    newest = {each.kind: each for each in done if each.due_on or each.due_minutes is not None}
    last = {each.kind: each for each in done}
    for kind, each in sorted(newest.items()):
        if last[kind] is not each:
            continue
        words = KINDS.get(kind, kind)
        if each.due_on and each.due_on < today:
            yield Flag("overdue", f"{words}: due on {each.due_on}")
        elif each.due_on and each.due_on <= today + _SOON:
            yield Flag("due", f"{words}: due on {each.due_on}")
        if each.due_minutes is not None and flown >= each.due_minutes:
            yield Flag("overdue", f"{words}: due at {each.due_minutes} minutes, flown {flown}")


def _flown(flights: QuerySet[Flight]) -> Mapping[str, _Flown]:
    """Sum flights by asset: aircraft, and what flew with it."""
    rows = (
        FlightAsset.objects.filter(flight__in=flights)
        .values("asset")
        .annotate(flights=Count("flight"), minutes=Sum("flight__minutes"), last=Max("flight__day"))
        .order_by()
    )
    return {one["asset"]: _Flown(one["flights"], one["minutes"], one["last"]) for one in rows}


def _changes(number: str) -> tuple[AssetChange, ...]:
    lines: list[AssetChange] = []
    before: Mapping[str, Any] = {}
    for one in DeviceChange.objects.filter(device=number).select_related("entry"):
        lines.append(
            AssetChange(one.at, one.entry.actor, one.entry.index, changes_of(before, one.told))
        )
        before = one.told
    return tuple(lines)
