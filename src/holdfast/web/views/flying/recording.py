# SPDX-License-Identifier: Apache-2.0
"""Writing flights down: before take-off, after landing, from a proposal; correcting, withdrawing."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from holdfast.fleet import services
from holdfast.fleet.access import find_preparation
from holdfast.fleet.errors import FlightRefusedError
from holdfast.fleet.facts import FlightTold, PreparationTold
from holdfast.fleet.queries import choices, flight, proposed_flights
from holdfast.fleet.services import Confirmed
from holdfast.records.errors import NotPermittedError
from holdfast.records.services import authorise
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.flying.common import clock_text
from holdfast.web.forms.flying.fleet import ReasonForm
from holdfast.web.forms.flying.flight import FlightForm
from holdfast.web.forms.flying.preparing import PrepareForm
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdfast.fleet.queries.values import Proposal
    from holdfast.fleet.services import RecordedFlight

_FURTHEST: Final = 3650


@evidence("fleet")
def prepare(ask: Ask) -> HttpResponse:
    """Write down the check before take-off."""
    authorise(ask.person, "flight.prepare")
    form = PrepareForm(ask.typed, choices=choices(ask.person, ask.home), initial=_mine(ask))

    def keep(_: dict[str, Any]) -> None:
        number = services.prepare_flight(home=ask.home, actor=ask.person, told=form.told())
        messages.success(
            ask.request, f"The check is kept as {number}. Record the flight after landing."
        )

    words = {
        "title": "Check before take-off",
        "lead": "What is not ticked is kept as not done, and nothing here stops you from flying.",
        "submit": "Keep the check",
    }
    return submit(ask, form, words | _to_list(), keep, done="", to=reverse("flying"))


@evidence("fleet")
def record(ask: Ask) -> HttpResponse:
    """Record a flight after landing: from a check, from a proposal, or from nothing."""
    authorise(ask.person, "flight.record")
    proposal, check = _proposal(ask), ask.request.GET.get("check", "")
    base = proposal.told if proposal else _after(ask, check) if check else None
    form = FlightForm(
        ask.typed,
        choices=choices(ask.person, ask.home),
        base=base,
        prepared=bool(check),
        initial=_mine(ask) if base is None else _now(ask) if check else {},
    )

    def keep(_: dict[str, Any]) -> None:
        _tell(ask, _record(ask, form.told(), proposal))

    words = {
        "title": "Record a flight",
        "lead": _lead(proposal, check),
        "submit": "Record the flight",
        "warning": " ".join(proposal.problems) if proposal else "",
    }
    return submit(ask, form, words | _to_list(), keep, done="", to=reverse("flying"))


@evidence("fleet")
def correct(ask: Ask, number: str) -> HttpResponse:
    """Say what is right of a flight; what was said before stays."""
    authorise(ask.person, "flight.correct")
    found = flight(ask.person, ask.home, number)
    if not found.may_change:
        raise NotPermittedError(f"You may not change the flight {number}. Nothing was changed.")
    form = FlightForm(
        ask.typed,
        choices=choices(ask.person, ask.home),
        base=found.told,
        prepared=found.preparation is not None,
        correcting=True,
    )
    words = {
        "title": f"Correct the flight {number}",
        "lead": "Each version stays readable, with who said it and why.",
        "submit": "Correct it",
    }
    return submit(
        ask,
        form,
        words | _to_flight(number),
        lambda data: services.correct_flight(
            home=ask.home,
            actor=ask.person,
            number=number,
            told=form.told(),
            reason=data["reason"],
        ),
        done="The flight is corrected.",
        to=reverse("flight", args=[number]),
    )


@evidence("fleet")
def withdraw(ask: Ask, number: str) -> HttpResponse:
    """Withdraw a flight that was entered by mistake."""
    authorise(ask.person, "flight.withdraw")
    flight(ask.person, ask.home, number)
    words = {
        "title": f"Withdraw the flight {number}",
        "lead": "It stays in the logbook as withdrawn and counts in no sum. Its number is not used "
        "again.",
        "submit": "Withdraw it",
    }
    return submit(
        ask,
        ReasonForm(ask.typed),
        words | _to_flight(number),
        lambda data: services.withdraw_flight(
            home=ask.home, actor=ask.person, number=number, **data
        ),
        done="The flight is withdrawn.",
        to=reverse("flight", args=[number]),
    )


@evidence("fleet")
def cancel(ask: Ask, number: str) -> HttpResponse:
    """Say that a prepared flight was not flown."""
    authorise(ask.person, "flight.cancel")
    find_preparation(ask.person, number)
    words = {
        "title": f"The check {number}: not flown",
        "lead": "The check stays, with the reason why no flight followed it.",
        "submit": "It was not flown",
    }
    return submit(
        ask,
        ReasonForm(ask.typed),
        words | _to_list(),
        lambda data: services.cancel_preparation(
            home=ask.home, actor=ask.person, number=number, **data
        ),
        done="It is kept as not flown.",
        to=reverse("flying"),
    )


def _record(ask: Ask, told: FlightTold, proposal: Proposal | None) -> RecordedFlight:
    if proposal is None:
        return services.record_flight(home=ask.home, actor=ask.person, told=told)
    confirmed = [Confirmed(proposal.key, told)]
    (found,) = services.record_proposed(home=ask.home, actor=ask.person, confirmed=confirmed)
    if found.flight is None:
        raise FlightRefusedError(found.problem)
    return found.flight


def _tell(ask: Ask, found: RecordedFlight) -> None:
    if found.approved:
        messages.success(ask.request, f"The flight is recorded as {found.number}.")
    else:
        messages.warning(
            ask.request,
            f"The flight is recorded as {found.number}, as one that was not approved. {found.denied}",
        )


def _proposal(ask: Ask) -> Proposal | None:
    key = ask.request.GET.get("proposal", "")
    if not key:
        return None
    for one in proposed_flights(ask.person, ask.home, days=_FURTHEST):
        if one.key == key:
            return one
    raise Http404("These recordings belong to a flight now. Look at the list of proposals again.")


def _after(ask: Ask, check: str) -> FlightTold:
    """Give what the check before take-off says of the flight that followed it."""
    prepared = PreparationTold.from_json(find_preparation(ask.person, check).told)
    shared = {one.name for one in fields(PreparationTold)} & {
        one.name for one in fields(FlightTold)
    }
    told = {name: getattr(prepared, name) for name in shared - {"checked", "note"}}
    zone = ask.home.config.zone
    return FlightTold(start=timezone.now(), start_zone=zone, preparation=check, **told)


def _now(ask: Ask) -> dict[str, object]:
    """Leave the start for the pilot to fill in: the moment of the form is not that of take-off."""
    return {"start": "", "start_zone": ask.home.config.zone}


def _mine(ask: Ask) -> dict[str, object]:
    """Begin with the person who fills it in, their district, today."""
    today = clock_text(timezone.now(), ask.home.config.zone)[:10]
    return {
        "pilot": ask.person.username if "operator" in ask.person.roles else "",
        "district": ask.person.district,
        "start": f"{today}T",
        "start_zone": ask.home.config.zone,
    }


def _lead(proposal: Proposal | None, check: str) -> str:
    if proposal is not None:
        return f"From {proposal.source_words}. The data say what they can; the rest is yours."
    if check:
        return f"After landing: what was checked before take-off is kept as {check}."
    return "A flight that happened is recorded whether it was approved or not."


def _to_list() -> dict[str, object]:
    return {"cancel": reverse("flying"), "trail": [("Flights", reverse("flying"))]}


def _to_flight(number: str) -> dict[str, object]:
    address = reverse("flight", args=[number])
    return {"cancel": address, "trail": [("Flights", reverse("flying")), (number, address)]}
