# SPDX-License-Identifier: Apache-2.0
"""Who may see which flights: the one place that decides it.

Promises: what is not granted here is as if it did not exist, in lists, counts, sums and errors.
Technology governance and auditors see every flight; anybody else those that they flew, watched
over or recorded, and those of cases they may see. What a flight says of a case that the viewer may
not know of is withheld: case, job, purpose in words, exact place, media. Governance opens no cases,
so it is told those of cases of access class "standard", and of flights without a case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from holdfast.accounts.permissions import READS_ALL_BODIES, SEES_ALL_FLIGHTS, may_open
from holdfast.accounts.roles import GOVERNANCE
from holdfast.fleet.errors import NoSuchFlightError
from holdfast.fleet.models import Flight, Preparation
from holdfast.records.access import visible_cases
from holdfast.records.models import Case

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person


def has_role(viewer: Person, roles: frozenset[str]) -> bool:
    """Whether an active account has one of the roles."""
    return viewer.is_active and not roles.isdisjoint(viewer.roles)


def keeps_fleet(viewer: Person) -> bool:
    """Whether the viewer keeps the fleet, its pilots and its upkeep: technology governance."""
    return has_role(viewer, frozenset({GOVERNANCE}))


def sees_all_flights(viewer: Person) -> bool:
    """Whether the viewer sees every flight."""
    return has_role(viewer, SEES_ALL_FLIGHTS)


def visible_flights(viewer: Person, now: datetime | None = None) -> QuerySet[Flight]:
    """Give the flights the viewer may know of, withdrawn ones too."""
    if may_open(viewer, "fleet") is None:
        return Flight.objects.none()
    if sees_all_flights(viewer):
        return Flight.objects.all()
    name = viewer.username
    return Flight.objects.filter(
        Q(pilot=name)
        | Q(observer=name)
        | Q(recorded_by=viewer.pk)
        | Q(case__in=visible_cases(viewer, now))
    )


def visible_preparations(viewer: Person, now: datetime | None = None) -> QuerySet[Preparation]:
    """Give the checks before take-off that the viewer may know of."""
    if may_open(viewer, "fleet") is None:
        return Preparation.objects.none()
    if sees_all_flights(viewer):
        return Preparation.objects.all()
    return Preparation.objects.filter(
        Q(pilot=viewer.username) | Q(by=viewer.pk) | Q(case__in=visible_cases(viewer, now))
    )


def told_cases(viewer: Person, now: datetime | None = None) -> QuerySet[Case]:
    """Give the cases that a flight may name to the viewer."""
    if keeps_fleet(viewer) and not has_role(viewer, READS_ALL_BODIES):
        return Case.objects.filter(
            Q(access_class="standard") | Q(number__in=visible_cases(viewer, now).values("number"))
        )
    return visible_cases(viewer, now)


def tells_all(viewer: Person, flight: Flight | Preparation, now: datetime | None = None) -> bool:
    """Whether the viewer is told what a flight or a check says of its case, job and exact place."""
    if has_role(viewer, READS_ALL_BODIES) or _of(viewer, flight):
        return True
    if flight.case_id is None:
        return True
    return told_cases(viewer, now).filter(pk=flight.case_id).exists()


def may_change(viewer: Person, flight: Flight) -> bool:
    """Whether the viewer may correct or withdraw it: governance, who flew it, who recorded it."""
    return keeps_fleet(viewer) or (viewer.is_active and _of(viewer, flight))


def find_flight(viewer: Person, number: str, now: datetime | None = None) -> Flight:
    """Give the flight, or NoSuchFlightError whether it does not exist or may not be seen."""
    flight = visible_flights(viewer, now).filter(number=number).first()
    if flight is None:
        raise NoSuchFlightError(f"There is no flight {number!r} that you may see. Nothing changed.")
    return flight


def find_preparation(viewer: Person, number: str, now: datetime | None = None) -> Preparation:
    """Give the check before take-off, or NoSuchFlightError."""
    found = visible_preparations(viewer, now).filter(number=number).first()
    if found is None:
        raise NoSuchFlightError(
            f"There is no check before take-off {number!r} that you may see. Nothing changed."
        )
    return found


def _of(viewer: Person, flight: Flight | Preparation) -> bool:
    """Whether the viewer flew it or wrote it down."""
    wrote = flight.recorded_by_id if isinstance(flight, Flight) else flight.by_id
    return flight.pilot == viewer.username or wrote == viewer.pk
