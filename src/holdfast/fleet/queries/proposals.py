# SPDX-License-Identifier: Apache-2.0
"""Flights that readings speak of and nobody recorded: proposed, never recorded by themselves.

Promises: a proposal says what is known and by which source, and what does not fit; lengths of
several recordings of one source are added (they follow each other), those of two sources never. The
same data give the same proposals with the same keys. The rules of matching are those of
`holdfast.fleet.queries.media`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from holdfast.fleet.access import keeps_fleet
from holdfast.fleet.durations import FLIGHT_RECORD, SUBTITLES, VIDEO, Known
from holdfast.fleet.facts import FlightTold
from holdfast.fleet.models import FlightAsset
from holdfast.fleet.queries.lines import SOURCE_WORDS, moment_words
from holdfast.fleet.queries.media import (
    DAYS,
    GAP,
    TOLERANCE,
    Recording,
    assets_by_serial,
    loose_recordings,
    utc,
)
from holdfast.fleet.queries.values import Proposal
from holdfast.fleet.seen import instant_of
from holdfast.gate import Support
from holdfast.records.access import visible_items
from holdfast.records.models import Device

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.accounts.models import Person
    from holdfast.home import Home

_KEY_LENGTH: Final = 24


@dataclass(slots=True)
class Group:
    """Recordings that are proposed as one flight; `header` is the flight record, if there is one."""

    header: Recording | None = None
    recordings: list[Recording] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Name the group by its items."""
        items = ",".join(str(one.item) for one in sorted(self.recordings, key=lambda it: it.item))
        return sha256(f"holdfast proposed flight\n{items}".encode()).hexdigest()[:_KEY_LENGTH]

    @property
    def first(self) -> Recording:
        """What its start is taken from."""
        return self.header or min(self.recordings, key=lambda one: (one.start, one.item))

    @property
    def end(self) -> datetime:
        """When it ended, as far as is known."""
        return max(one.end for one in self.recordings)


def proposed_flights(
    viewer: Person, home: Home, *, days: int = DAYS, now: datetime | None = None
) -> tuple[Proposal, ...]:
    """Give the proposals from recordings of the last days that the viewer may know of, newest first.

    Recordings whose serial number is no asset's are proposed too, with the problem said.
    """
    moment = now or datetime.now(UTC)
    found = groups(loose_recordings(home, viewer, moment, days=days))
    shown = _shown_items(viewer, found, moment)
    flown = Flown(home)
    serials = assets_by_serial()
    proposals = [_proposal(one, flown, serials, shown) for one in found]
    return tuple(sorted(proposals, key=lambda one: (one.told.start, one.key), reverse=True))


def media_of_proposals(
    home: Home, viewer: Person, keys: Sequence[str], now: datetime, *, days: int = DAYS
) -> dict[str, tuple[int, ...]]:
    """Give the items of each proposal that there is for the viewer, by its key."""
    wanted = set(keys)
    return {
        one.key: tuple(sorted(each.item for each in one.recordings))
        for one in groups(loose_recordings(home, viewer, now, days=days))
        if one.key in wanted
    }


def groups(recordings: Iterable[Recording]) -> list[Group]:
    """Put recordings together as flights: around each flight record first, then by gaps of time."""
    by_asset: dict[str, list[Recording]] = {}
    for one in recordings:
        by_asset.setdefault(one.group, []).append(one)
    found: list[Group] = []
    for mine in by_asset.values():
        headers = [Group(one, [one]) for one in mine if one.kind == FLIGHT_RECORD]
        rest = []
        for one in (each for each in mine if each.kind != FLIGHT_RECORD):
            flight = next((each for each in headers if _overlaps(each, one)), None)
            if flight is None:
                rest.append(one)
            else:
                flight.recordings.append(one)
        found += [*headers, *_by_gaps(rest)]
    return found


def _overlaps(flight: Group, one: Recording) -> bool:
    header = flight.first
    return header.start - TOLERANCE <= one.end and one.start <= header.end + TOLERANCE


def _by_gaps(recordings: Sequence[Recording]) -> list[Group]:
    found: list[Group] = []
    for one in recordings:
        if not found or one.start - found[-1].end > GAP:
            found.append(Group())
        found[-1].recordings.append(one)
    return found


class Flown:
    """Recorded flights by asset, to find those at a time."""

    def __init__(self, home: Home) -> None:
        zone = ZoneInfo(home.config.zone)
        self._by_asset: dict[str, list[tuple[datetime, datetime, str]]] = {}
        rows = FlightAsset.objects.order_by("flight__began", "flight").values_list(
            "asset", "flight", "flight__began", "flight__ended", "flight__start_zone"
        )
        for asset, number, began, ended, of_zone in rows.iterator():
            start, end = (instant_of(at, of_zone, zone) for at in (began, ended or began))
            self._by_asset.setdefault(asset, []).append((start, end, number))

    def at(self, asset: str, start: datetime, end: datetime) -> tuple[str, ...]:
        """Give the numbers of the flights of an asset that overlap, with the tolerance."""
        return tuple(
            number
            for began, ended, number in self._by_asset.get(asset, ())
            if began - TOLERANCE <= end and start <= ended + TOLERANCE
        )


def _proposal(
    group: Group,
    flown: Flown,
    serials: dict[str, tuple[str, ...]],
    shown: frozenset[int],
) -> Proposal:
    first = group.first
    aircraft = next((one.aircraft for one in group.recordings if one.aircraft), "")
    cameras = tuple(dict.fromkeys(one.camera for one in group.recordings if one.camera))
    numbers = tuple(dict.fromkeys(pair for one in group.recordings for pair in one.serials))
    batteries = _assets_of(numbers, serials, "battery")
    controllers = _assets_of(numbers, serials, "controller")
    placed = next((one for one in group.recordings if one.latitude is not None), None)
    known = _known(group)
    seen = all(one.item in shown for one in group.recordings)
    case = first.case if seen else ""
    texts = tuple(dict.fromkeys(serial for _part, serial in numbers))
    told = FlightTold(
        pilot="",
        start=utc(first.at) if not first.assumed else first.at,
        aircraft=aircraft,
        aircraft_words="" if aircraft else _words(first, texts),
        cameras=cameras,
        batteries=batteries,
        controller=controllers[0] if controllers else "",
        start_zone=first.zone if first.assumed else "UTC",
        start_source=first.source,
        known=known,
        support=Support("case", case) if case else None,
        latitude=placed.latitude if placed and seen else None,
        longitude=placed.longitude if placed and seen else None,
        from_data=", ".join(sorted({SOURCE_WORDS[one.source] for one in known})),
    )
    length = told.duration
    return Proposal(
        key=group.key,
        told=told,
        model=first.model,
        serials=texts,
        began=moment_words(told.start, told.start_zone),
        ended=moment_words(told.ended, told.start_zone),
        minutes=None if length.seconds is None else length.minutes,
        source_words=SOURCE_WORDS[length.source],
        media=dict(Counter(one.kind for one in group.recordings)),
        items=tuple(sorted(one.item for one in group.recordings)) if seen else (),
        case=case,
        fits=flown.at(aircraft or first.group, first.start, group.end),
        problems=tuple(_problems(group, aircraft, serials)),
    )


def _known(group: Group) -> tuple[Known, ...]:
    """Give the lengths by source, each with what it was read in."""
    found = []
    if group.header is not None and group.header.seconds is not None:
        found.append(Known(FLIGHT_RECORD, group.header.seconds, group.header.source))
    videos = [one for one in group.recordings if one.kind == "video"]
    for source, lengths in (
        (SUBTITLES, [one.subtitle_seconds for one in videos]),
        (VIDEO, [one.seconds for one in videos]),
    ):
        there = [one for one in lengths if one is not None]
        if there:
            files = f"{len(there)} file{'s' if len(there) > 1 else ''}"
            found.append(Known(source, round(sum(there), 3), files))
    return tuple(found)


def _problems(group: Group, aircraft: str, serials: dict[str, tuple[str, ...]]) -> Iterable[str]:
    numbers = dict.fromkeys(serial for one in group.recordings for _part, serial in one.serials)
    for serial in numbers:
        owners = serials.get(serial, ())
        if len(owners) > 1:
            yield f"The serial number {serial} is registered with {', '.join(owners)}"
    if not aircraft:
        said = ", ".join(numbers) or "none"
        yield f"No aircraft on the register has a serial number of these: {said}"
    if any(one.assumed for one in group.recordings):
        yield "A time of an unknown zone was read as a clock in the agency's own zone"
    if len({one.assumed for one in group.recordings}) > 1:
        yield "Some of its times have a zone and some have none: they may not be of one clock"
    if group.header is None:
        if not any(one.seconds for one in group.recordings):
            yield "Its length is not known: there are photographs alone"
        elif len(group.recordings) > 1:
            whole = group.end - group.first.start
            yield (
                f"From its first recording to its last it was {whole.total_seconds() / 60:.0f} "
                "minutes: the flight may have been longer than its recordings"
            )


def _assets_of(
    numbers: Iterable[tuple[str, str]], serials: dict[str, tuple[str, ...]], kind: str
) -> tuple[str, ...]:
    owners = {serials[serial][0] for _part, serial in numbers if len(serials.get(serial, ())) == 1}
    found = Device.objects.filter(kind=kind, asset__in=owners)
    return tuple(found.order_by("asset").values_list("asset", flat=True))


def _words(first: Recording, serials: Sequence[str]) -> str:
    return ", ".join(filter(None, (first.model, *(f"serial number {one}" for one in serials))))


def _shown_items(viewer: Person, found: Sequence[Group], now: datetime) -> frozenset[int]:
    """Give the items that the viewer may know of by number: governance knows none."""
    if not keeps_fleet(viewer):
        return frozenset(one.item for group in found for one in group.recordings)
    numbers = [one.item for group in found for one in group.recordings]
    visible: set[int] = set()
    for start in range(0, len(numbers), 500):
        batch = numbers[start : start + 500]
        visible |= set(
            visible_items(viewer, now).filter(number__in=batch).values_list("number", flat=True)
        )
    return frozenset(visible)
