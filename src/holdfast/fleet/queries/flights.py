# SPDX-License-Identifier: Apache-2.0
"""Flights that were recorded: a list that can be narrowed, and one in full with its versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from holdfast.fleet.access import (
    find_flight,
    may_change,
    tells_all,
    visible_flights,
    visible_preparations,
)
from holdfast.fleet.durations import SOURCES, minutes_of
from holdfast.fleet.facts import CONSENTS, UNKNOWN_RULE, FlightSeen, FlightTold
from holdfast.fleet.models import FlightItem, Preparation
from holdfast.fleet.queries.changes import changes_between
from holdfast.fleet.queries.lines import check_lines, flight_lines, preparation_lines
from holdfast.fleet.queries.values import FlightPage, KnownLine, MediaLine, VersionLine
from holdfast.records.access import visible_items
from holdfast.records.queries.paging import page_of

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.fleet.models import Flight
    from holdfast.fleet.queries.values import FlightLine, PreparationLine
    from holdfast.home import Home
    from holdfast.records.queries.values import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFlights:
    """What to narrow a list of flights to; empty takes all. `text` is part of a number or a pilot."""

    text: str = ""
    first: date | None = None
    last: date | None = None
    aircraft: str = ""
    pilot: str = ""
    district: str = ""
    purpose: str = ""
    technology: str = ""
    case: int | None = None
    approved: bool | None = None
    withdrawn: bool = False


def flights(
    viewer: Person,
    home: Home,
    wanted: WantedFlights | None = None,
    *,
    after: str | None = None,
    limit: int = 50,
) -> Page[FlightLine]:
    """Give the flights the viewer may see, newest first; withdrawn ones when they are wanted."""
    rows = narrowed(visible_flights(viewer), wanted or WantedFlights())
    return page_of(
        rows.order_by("-began", "-number"),
        after=after,
        limit=limit,
        key=lambda flight: [flight.began.isoformat(), flight.number],
        since=_since,
        lines=lambda found: flight_lines(viewer, home, found),
    )


def narrowed(rows: QuerySet[Flight], wanted: WantedFlights) -> QuerySet[Flight]:
    """Narrow flights to what is wanted."""
    if wanted.case is not None:
        rows = rows.filter(case=wanted.case)
    if not wanted.withdrawn:
        rows = rows.filter(withdrawn_at__isnull=True)
    if wanted.text:
        part = wanted.text.strip().replace("\x00", "")
        rows = rows.filter(Q(number__icontains=part) | Q(pilot__icontains=part))
    if wanted.first:
        rows = rows.filter(day__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(day__lte=wanted.last)
    if wanted.approved is not None:
        rows = rows.filter(approved=wanted.approved)
    for name in ("aircraft", "pilot", "district", "purpose", "technology"):
        if value := getattr(wanted, name).replace("\x00", ""):
            rows = rows.filter(**{name: value})
    return rows


def flight(viewer: Person, home: Home, number: str, now: datetime | None = None) -> FlightPage:
    """Give one flight in full. Raises NoSuchFlightError."""
    found = find_flight(viewer, number, now)
    told, seen = FlightTold.from_json(found.told), FlightSeen.from_json(found.seen)
    whole = tells_all(viewer, found, now)
    media = _media(viewer, found, now) if whole else ()
    hidden = FlightItem.objects.filter(flight=found).count() - len(media)
    checked = told.checked
    prepared: tuple[PreparationLine, ...] = ()
    if told.preparation:
        prepared = preparation_lines(viewer, home, Preparation.objects.filter(pk=told.preparation))
        checked = prepared[0].told.checked if prepared else ()
    (line,) = flight_lines(viewer, home, [found])
    rule = home.lists.flight_rules.get(told.rule)
    return FlightPage(
        line=line,
        told=told if whole else told.without_case(),
        seen=seen if whole else replace(seen, cell=""),
        known=_known(told),
        checks=check_lines(home, checked) if checked or prepared else (),
        checklist=seen.checklist,
        media=media,
        hidden_media=hidden,
        versions=_versions(found, whole=whole),
        preparation=prepared[0] if prepared else None,
        rule_words=rule.words if rule else "Not known" if told.rule == UNKNOWN_RULE else told.rule,
        consent_words=CONSENTS.get(told.consent, told.consent),
        approval=found.approval,
        denied=found.denied,
        withdraw_reason=found.withdraw_reason,
        recorded_at=found.recorded_at,
        recorded_by=str(found.recorded_by),
        entry=found.entry.index,
        may_change=may_change(viewer, found) and found.withdrawn_at is None,
    )


def preparations(
    viewer: Person, home: Home, *, waiting: bool = True, now: datetime | None = None
) -> tuple[PreparationLine, ...]:
    """Give the checks before take-off that the viewer may see, newest first; those that wait."""
    rows = visible_preparations(viewer, now).select_related("by", "flight")
    if waiting:
        rows = rows.filter(cancelled_at__isnull=True, flight__isnull=True)
    return preparation_lines(viewer, home, rows[:200])


def _since(rows: QuerySet[Flight], key: Any) -> QuerySet[Flight]:  # noqa: ANN401 # what came back
    began, number = datetime.fromisoformat(key[0]), str(key[1])
    return rows.filter(Q(began__lt=began) | Q(began=began, number__lt=number))


def _media(viewer: Person, found: Flight, now: datetime | None) -> tuple[MediaLine, ...]:
    items = visible_items(viewer, now).filter(of_flights__flight=found).order_by("number")
    return tuple(
        MediaLine(number, title, kind)
        for number, title, kind in items.values_list("number", "title", "kind")
    )


def _known(told: FlightTold) -> tuple[KnownLine, ...]:
    used = told.duration.source
    order = list(SOURCES)
    return tuple(
        KnownLine(
            one.source,
            SOURCES[one.source],
            one.seconds,
            minutes_of(one.seconds),
            one.where,
            one.source == used,
        )
        for one in sorted(told.known, key=lambda one: order.index(one.source))
    )


def _versions(found: Flight, *, whole: bool) -> tuple[VersionLine, ...]:
    lines, before = [], None
    for one in found.versions.select_related("by", "entry"):
        told = FlightTold.from_json(one.told) if one.told else None
        if told is not None and not whole:
            told = told.without_case()
        changes = changes_between(before, told) if before and told else ()
        lines.append(
            VersionLine(
                version=one.version,
                at=one.at,
                by=str(one.by),
                reason=one.reason,
                entry=one.entry.index,
                withdrawn=told is None,
                changes=changes,
            )
        )
        before = told or before
    return tuple(lines)
