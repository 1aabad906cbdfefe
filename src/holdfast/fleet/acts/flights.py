# SPDX-License-Identifier: Apache-2.0
"""Flights: prepared, not flown after all, recorded, corrected, withdrawn.

Promises: an older version of a flight stays as it was; the columns of a flight follow from what its
entry holds and from nothing that is registered now.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.fleet.facts import FlightSeen, FlightTold
from holdfast.fleet.models import Flight, FlightAsset, FlightItem, FlightVersion, Preparation
from holdfast.records.models import Case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.gate import Support
    from holdfast.records.acts import Act


def prepare(act: Act) -> None:
    """Write down what was checked before take-off."""
    told = act.details["told"]
    support = told.get("support") or {}
    Preparation.objects.create(
        number=act.details["number"],
        aircraft=told["aircraft"],
        pilot=told["pilot"],
        district=told["district"],
        told=told,
        seen=act.details["seen"],
        at=act.at,
        by=Person.objects.get(username=act.actor),
        case=_case(support.get("kind", ""), support.get("id", "")),
        entry=act.entry,
    )


def cancel(act: Act) -> None:
    """Note that the prepared flight was not flown."""
    Preparation.objects.filter(number=act.details["number"]).update(
        cancelled_at=act.at, cancel_reason=act.details["reason"]
    )


def record(act: Act) -> None:
    """Write the flight down, as approved or not."""
    details = act.details
    told = FlightTold.from_json(details["told"])
    denied = details.get("denied") or {}
    flight = Flight.objects.create(
        number=details["number"],
        version=1,
        **columns_of(told, FlightSeen.from_json(details["seen"])),
        preparation_id=told.preparation or None,
        approved=details["approved"],
        approval=act.entry.approval,
        denied=denied.get("words", ""),
        denied_kind=denied.get("reason", ""),
        told=details["told"],
        seen=details["seen"],
        recorded_at=act.at,
        recorded_by=Person.objects.get(username=act.actor),
        entry=act.entry,
    )
    _keep_version(flight, act, reason="")


def correct(act: Act) -> None:
    """Bring the flight to the version that the entry tells."""
    details = act.details
    told = FlightTold.from_json(details["told"])
    denied = details.get("denied") or {}
    Flight.objects.filter(number=details["number"]).update(
        version=details["version"],
        **columns_of(told, FlightSeen.from_json(details["seen"])),
        approved=details["approved"],
        denied=denied.get("words", ""),
        denied_kind=denied.get("reason", ""),
        told=details["told"],
        seen=details["seen"],
    )
    _keep_version(Flight.objects.get(number=details["number"]), act, reason=details["reason"])


def withdraw(act: Act) -> None:
    """Take the flight out of lists and sums: it was entered by mistake. It stays readable."""
    details = act.details
    flight = Flight.objects.get(number=details["number"])
    Flight.objects.filter(pk=flight.pk).update(
        version=details["version"],
        withdrawn_at=act.at,
        withdraw_reason=details["reason"],
        preparation=None,
    )
    FlightItem.objects.filter(flight=flight).delete()
    FlightAsset.objects.filter(flight=flight).delete()
    FlightVersion.objects.create(
        flight=flight,
        version=details["version"],
        reason=details["reason"],
        at=act.at,
        by=Person.objects.get(username=act.actor),
        entry=act.entry,
    )


def columns_of(told: FlightTold, seen: FlightSeen) -> dict[str, Any]:
    """Give the columns that follow from what is kept of a flight."""
    length = told.duration
    support = told.support
    return {
        "aircraft": seen.aircraft.asset,
        "model": seen.aircraft.model or told.aircraft_words[:100],
        "technology": seen.aircraft.technology,
        "pilot": seen.pilot.key,
        "observer": told.observer,
        "start": told.start,
        "start_zone": told.start_zone,
        "began": told.began,
        "ended": told.ended,
        "day": date.fromisoformat(seen.day),
        "seconds": length.seconds,
        "source": length.source,
        "minutes": length.minutes,
        "purpose": told.purpose,
        "district": told.district,
        "cell": seen.cell,
        "rule": told.rule,
        "occurred": bool(told.occurrence),
        "case": _case_of(support),
    }


def _keep_version(flight: Flight, act: Act, *, reason: str) -> None:
    details: Mapping[str, Any] = act.details
    FlightVersion.objects.create(
        flight=flight,
        version=flight.version,
        told=details["told"],
        seen=details["seen"],
        reason=reason,
        at=act.at,
        by=Person.objects.get(username=act.actor),
        entry=act.entry,
    )
    FlightItem.objects.filter(flight=flight).delete()
    FlightItem.objects.bulk_create(
        FlightItem(flight=flight, item_id=number) for number in details["told"]["items"]
    )
    told = details["told"]
    flew = {told["aircraft"], *told["cameras"], *told["batteries"], told["controller"]} - {""}
    FlightAsset.objects.filter(flight=flight).delete()
    FlightAsset.objects.bulk_create(
        FlightAsset(flight=flight, asset=asset) for asset in sorted(flew)
    )


def _case_of(support: Support | None) -> Case | None:
    return _case(support.kind, support.id) if support else None


def _case(kind: str, reference: str) -> Case | None:
    return Case.objects.filter(reference=reference).first() if kind == "case" else None
