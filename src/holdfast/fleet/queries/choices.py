# SPDX-License-Identifier: Apache-2.0
"""What a form about a flight offers: (value, words) pairs, for whoever fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from holdfast.accounts.models import Person
from holdfast.accounts.permissions import may_open
from holdfast.fleet.durations import SOURCES
from holdfast.fleet.facts import CONSENTS, UNKNOWN_RULE
from holdfast.fleet.models import Pilot
from holdfast.fleet.queries.lines import check_lines
from holdfast.fleet.seen import AIRCRAFT_KINDS, districts
from holdfast.records.access import visible_cases
from holdfast.records.models import Device

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.fleet.queries.values import CheckLine
    from holdfast.home import Home

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a form about a flight can offer. `cases` are those the viewer may see, open ones.

    `aircraft` come first that are of the viewer's own district or custody.
    """

    aircraft: Pairs
    cameras: Pairs
    batteries: Pairs
    controllers: Pairs
    pilots: Pairs
    purposes: Pairs
    cases: Pairs
    districts: Pairs
    rules: Pairs
    consents: Pairs
    sources: Pairs
    checks: tuple[CheckLine, ...]
    checklist: str
    certificates: Pairs
    zone: str


def choices(viewer: Person, home: Home) -> Choices:
    """Give what a form offers; nothing to a viewer who works with no flights."""
    lists, allowed = home.lists, may_open(viewer, "fleet") is not None
    fleet = list(Device.objects.filter(retired_on__isnull=True)) if allowed else []
    cases = visible_cases(viewer).order_by("-number") if allowed else ()
    return Choices(
        aircraft=_assets(_own_first(viewer, fleet), AIRCRAFT_KINDS),
        cameras=_assets(fleet, {"camera"}),
        batteries=_assets(fleet, {"battery"}),
        controllers=_assets(fleet, {"controller"}),
        pilots=_pilots() if allowed else (),
        purposes=tuple((one.id, one.words) for one in lists.purposes),
        cases=tuple((one.reference, f"{one.reference} {one.title}") for one in cases[:200]),
        districts=tuple((one, one) for one in districts()) if allowed else (),
        rules=(
            *((one.id, one.words) for one in lists.flight_rules),
            (UNKNOWN_RULE, "Not known"),
        ),
        consents=tuple(CONSENTS.items()),
        sources=tuple(SOURCES.items()),
        checks=check_lines(home, ()),
        checklist=f"{lists.preflight.source} ({lists.preflight.date})",
        certificates=tuple((one.id, one.words) for one in lists.pilot_certificates),
        zone=home.config.zone,
    )


def _assets(fleet: Iterable[Device], kinds: Iterable[str]) -> Pairs:
    wanted = frozenset(kinds)
    return tuple(
        (one.asset, f"{one.asset} {one.maker} {one.model}".strip())
        for one in fleet
        if one.kind in wanted
    )


def _own_first(viewer: Person, fleet: list[Device]) -> list[Device]:
    def near(one: Device) -> tuple[bool, bool, str]:
        mine = one.custodian == viewer.username
        return (not mine, not (viewer.district and one.district == viewer.district), one.asset)

    return sorted(fleet, key=near)


def _pilots() -> Pairs:
    """Give pilots on record, then everybody who could be one: operators with an open account."""
    recorded = {
        one.key: one.name for one in Pilot.objects.filter(Q(ended_on__isnull=True)).order_by("name")
    }
    operators = {
        one.username: one.name
        for one in Person.objects.filter(is_active=True).order_by("name")
        if "operator" in one.roles
    }
    return tuple(({**operators, **recorded}).items()) if operators or recorded else ()
