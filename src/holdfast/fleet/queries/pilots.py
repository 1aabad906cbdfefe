# SPDX-License-Identifier: Apache-2.0
"""Pilots, and whether they are current today.

Promises: numbers of certificates and sums of a person's flights are told to those who keep or audit
the fleet, and to the pilot; anybody else who works with it sees names and whether they are current.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Sum

from holdfast.accounts.permissions import may_open
from holdfast.fleet.access import sees_all_flights
from holdfast.fleet.errors import NoSuchFlightError
from holdfast.fleet.models import Flight, Pilot
from holdfast.fleet.queries.values import CertificateLine, PilotLine
from holdfast.fleet.seen import currency_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home


def pilots(viewer: Person, home: Home, *, now: datetime | None = None) -> tuple[PilotLine, ...]:
    """Give everybody of whom a pilot's record is kept, and how their currency stands today."""
    if may_open(viewer, "fleet") is None:
        return ()
    today = (now or datetime.now(UTC)).astimezone(ZoneInfo(home.config.zone)).date()
    flown = {
        row["pilot"]: row
        for row in Flight.objects.filter(withdrawn_at__isnull=True)
        .values("pilot")
        .annotate(flights=Count("number"), minutes=Sum("minutes"), last=Max("day"))
        .order_by()
    }
    return tuple(
        _line(viewer, home, one, today, flown.get(one.key, {}))
        for one in Pilot.objects.select_related("person")
    )


def pilot(viewer: Person, home: Home, key: str, *, now: datetime | None = None) -> PilotLine:
    """Give one pilot. Raises NoSuchFlightError."""
    for one in pilots(viewer, home, now=now):
        if one.key == key:
            return one
    raise NoSuchFlightError(f"There is no pilot {key!r} that you may see. Nothing changed.")


def _line(
    viewer: Person, home: Home, one: Pilot, today: date, flown: Mapping[str, Any]
) -> PilotLine:
    stands = currency_of(home, one, today, flown.get("last"))
    told = sees_all_flights(viewer) or one.key == viewer.username
    return PilotLine(
        key=one.key,
        name=one.name,
        username=one.person.username if one.person else "",
        district=one.district,
        certificates=tuple(_certificate(home, each, today, told=told) for each in one.certificates),
        current=stands.current,
        why=stands.why,
        practised_on=one.practised_on,
        last_flight=flown.get("last") if told else None,
        ended_on=one.ended_on,
        flights=int(flown.get("flights", 0)) if told else None,
        minutes=int(flown.get("minutes", 0)) if told else None,
    )


def _certificate(
    home: Home, told_of: Mapping[str, Any], today: date, *, told: bool
) -> CertificateLine:
    listed = home.lists.pilot_certificates.get(told_of["kind"])
    until = date.fromisoformat(told_of["valid_until"]) if told_of["valid_until"] else None
    return CertificateLine(
        kind=told_of["kind"],
        kind_words=listed.words if listed else told_of["kind"],
        number=told_of["number"] if told else "",
        valid_until=until,
        expired=until is not None and until < today,
    )
