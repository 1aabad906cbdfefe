# SPDX-License-Identifier: Apache-2.0
"""What does not fit: media without a flight, flights without media, and whatever should not have been.

Promises: each list is made of what the viewer may see, and so is its length; nothing is hidden
because it is old, but media, and flights without media, which are looked at for so many days back
as the answer says. The
rules of matching are those of `holdfast.fleet.queries.media`, and are part of the answer.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from holdfast.fleet.access import visible_flights, visible_preparations
from holdfast.fleet.queries.assets import assets
from holdfast.fleet.queries.lines import flight_lines, moment_words, preparation_lines
from holdfast.fleet.queries.media import DAYS, RULES, assets_by_serial, loose_recordings
from holdfast.fleet.queries.proposals import Flown, Group, groups
from holdfast.fleet.queries.values import (
    AssetLine,
    BeyondApproval,
    FlightLine,
    LooseMedia,
    UnknownSerial,
    Unmatched,
)
from holdfast.fleet.seen import instant_of
from holdfast.oversight.models import Approval, Decision
from holdfast.publication import Quarter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.fleet.models import Flight
    from holdfast.fleet.queries.media import Recording
    from holdfast.home import Home

# A check before take-off waits so long for its flight before it is listed.
WAITS: Final = timedelta(hours=12)
_MOST: Final = 500


def unmatched(
    viewer: Person, home: Home, *, days: int = DAYS, now: datetime | None = None
) -> Unmatched:
    """Give every list, for the viewer. A page may show one of them at a time."""
    moment = now or datetime.now(UTC)
    recordings = loose_recordings(home, viewer, moment, days=days)
    rows = visible_flights(viewer, moment).filter(withdrawn_at__isnull=True)
    return Unmatched(
        loose_media=_loose_media(home, recordings),
        without_media=_lines(
            viewer,
            home,
            rows.filter(media__isnull=True, began__gte=moment - timedelta(days=days)).exclude(
                told__no_media=True
            ),
        ),
        unknown_serials=_unknown_serials(recordings),
        not_approved=_lines(viewer, home, rows.filter(approved=False)),
        beyond=beyond_approval(viewer, home, rows),
        never_flown=preparation_lines(
            viewer,
            home,
            visible_preparations(viewer, moment)
            .filter(cancelled_at__isnull=True, flight__isnull=True, at__lt=moment - WAITS)
            .select_related("by")[:_MOST],
        ),
        not_current=_lines(viewer, home, rows.exclude(seen__pilot__current="yes")),
        grounded=_lines(viewer, home, rows.exclude(seen__grounded="")),
        overlapping=_overlapping(viewer, home, rows),
        upkeep=_upkeep(viewer, home, moment),
        days=days,
        most=_MOST,
        rules=RULES,
    )


def beyond_approval(
    viewer: Person, home: Home, rows: QuerySet[Flight]
) -> tuple[BeyondApproval, ...]:
    """Give the flight with which each quarter went beyond what approvals assumed of it.

    Counted over the whole quarter in the order in which they began, by technology. What is assumed
    is the sum of the approvals that stood when the flight began. A viewer is shown what the flights
    that they may see add up to.
    """
    zone = ZoneInfo(home.config.zone)
    assumed = _Assumed()
    so_far: Counter[tuple[str, str, str]] = Counter()
    beyond: dict[tuple[str, str, str], tuple[str, int]] = {}
    after: Counter[tuple[str, str, str]] = Counter()
    ordered = rows.exclude(technology="").order_by("began", "number")
    for number, technology, day, began, of_zone, minutes in ordered.values_list(
        "number", "technology", "day", "began", "start_zone", "minutes"
    ):
        quarter = str(Quarter.containing(day))
        for unit, count in (("flights", 1), ("minutes", minutes)):
            key = (technology, quarter, unit)
            so_far[key] += count
            after[key] += key in beyond
            most = assumed.of(technology, unit, instant_of(began, of_zone, zone))
            if key not in beyond and most is not None and so_far[key] > most:
                beyond[key] = (number, most)
    newest = list(reversed(beyond.items()))[:_MOST]
    wanted = rows.filter(number__in={number for _, (number, _) in newest})
    lines = {one.number: one for one in flight_lines(viewer, home, list(wanted))}
    return tuple(
        BeyondApproval(lines[number], key[1], key[2], most, so_far[key], after[key])
        for key, (number, most) in newest
    )


class _Assumed:
    """What approvals assumed of a quarter, by the moment of a flight."""

    def __init__(self) -> None:
        ended = dict(Decision.objects.values_list("number", "recorded_at"))
        self._approvals = [
            (
                one.technology_id,
                one.start,
                min(filter(None, (one.until, ended.get(one.ended_by))), default=None),
                one.expected,
            )
            for one in Approval.objects.all()
        ]

    def of(self, technology: str, unit: str, at: datetime) -> int | None:
        """Give the sum; None when no approval that stood then assumed anything of the unit."""
        said = [
            int(expected[unit])
            for whose, start, until, expected in self._approvals
            if whose == technology and start <= at and (until is None or at < until)
            and unit in expected
        ]  # fmt: skip
        return sum(said) if said else None


def _lines(viewer: Person, home: Home, rows: QuerySet[Flight]) -> tuple[FlightLine, ...]:
    return flight_lines(viewer, home, list(rows.order_by("-began", "-number").distinct()[:_MOST]))


def _loose_media(home: Home, recordings: Sequence[Recording]) -> tuple[LooseMedia, ...]:
    flown = Flown(home)
    found = [_loose(one, flown) for one in groups(recordings)]
    return tuple(sorted(found, key=lambda one: (one.day or date.min, one.key), reverse=True))


def _loose(group: Group, flown: Flown) -> LooseMedia:
    first = group.first
    device = next((one.aircraft for one in group.recordings if one.aircraft), first.camera)
    return LooseMedia(
        key=group.key,
        device=device,
        model=first.model,
        serials=tuple(dict.fromkeys(s for one in group.recordings for _part, s in one.serials)),
        began=moment_words(first.at, first.zone),
        ended=moment_words(max(one.at for one in group.recordings), first.zone),
        day=first.start.date(),
        media=dict(Counter(one.kind for one in group.recordings)),
        fits=flown.at(device or first.group, first.start, group.end),
    )


def _unknown_serials(recordings: Sequence[Recording]) -> tuple[UnknownSerial, ...]:
    """Give the serial numbers of aircraft and cameras that are nobody's, or two assets'."""
    owners = assets_by_serial()
    of: dict[tuple[str, str], list[Recording]] = {}
    for one in recordings:
        for part, serial in one.serials:
            if len(owners.get(serial, ())) != 1:
                of.setdefault((serial, part), []).append(one)
    found = [
        UnknownSerial(
            serial=serial,
            part=part,
            model=mine[0].model,
            media=len(mine),
            first=min(one.start for one in mine).date(),
            last=max(one.start for one in mine).date(),
            assets=owners.get(serial, ()),
        )
        for (serial, part), mine in of.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.media, one.serial)))


def _overlapping(
    viewer: Person, home: Home, rows: QuerySet[Flight]
) -> tuple[tuple[FlightLine, FlightLine], ...]:
    """Give pairs of flights of one aircraft, or of one pilot, at the same time."""
    pairs: dict[tuple[str, str], None] = {}
    for column in ("aircraft", "pilot"):
        spans = rows.exclude(Q(**{column: ""})).order_by(column, "began", "number")
        before: dict[str, tuple[datetime, str]] = {}
        for who, number, began, ended in spans.values_list(column, "number", "began", "ended"):
            last = before.get(who)
            if last is not None and began < last[0]:
                pairs[last[1], number] = None
            if last is None or (ended or began) > last[0]:
                before[who] = ((ended or began), number)
    wanted = {number for pair in pairs for number in pair}
    lines = flight_lines(viewer, home, list(rows.filter(number__in=wanted)))
    known = {one.number: one for one in lines}
    return tuple((known[one], known[two]) for one, two in list(pairs)[:_MOST])


def _upkeep(viewer: Person, home: Home, now: datetime) -> tuple[AssetLine, ...]:
    """Give the assets with something due, worn, twice or out of service."""
    return tuple(_needing(assets(viewer, home, now=now)))


def _needing(lines: Sequence[AssetLine]) -> Iterator[AssetLine]:
    for one in lines:
        if one.retired_on is None and (one.grounded or one.flags):
            yield one
