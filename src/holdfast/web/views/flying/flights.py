# SPDX-License-Identifier: Apache-2.0
"""Flights that were recorded: the list, one in full, the logbook as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may
from holdfast.fleet.queries import (
    FLAGS,
    choices,
    flight,
    flights,
    logbook_csv,
    preparations,
    total,
)
from holdfast.web.asking import Ask, evidence
from holdfast.web.flying import tabs
from holdfast.web.forms.flying.fleet import WantedForm

if TYPE_CHECKING:
    from holdfast.fleet.queries import WantedFlights

_MOST = 50


def _wanted(ask: Ask) -> tuple[WantedForm, WantedFlights]:
    form = WantedForm(ask.request.GET or None, choices=choices(ask.person, ask.home))
    return form, form.wanted(withdrawn=bool(ask.request.GET.get("withdrawn")))


@evidence("fleet")
def listed(ask: Ask) -> HttpResponse:
    """List the flights the person may see, newest first, with what waits to be recorded."""
    form, wanted = _wanted(ask)
    page = flights(ask.person, ask.home, wanted, after=ask.request.GET.get("after"), limit=_MOST)
    context = {
        "tabs": tabs(ask.person, "Flights"),
        "form": form,
        "page": page,
        "sum": total(ask.person, wanted),
        "waiting": preparations(ask.person, ask.home),
        "flag_words": FLAGS,
        "may_record": may(ask.person, "flight.record"),
        "narrowed": bool(ask.request.GET),
        "logbook": f"{reverse('logbook')}?{ask.request.GET.urlencode()}",
    }
    return render(ask.request, "flying/flights.html", context)


@evidence("fleet")
def one(ask: Ask, number: str) -> HttpResponse:
    """Show one flight in full, with every version of it."""
    found = flight(ask.person, ask.home, number)
    context = {
        "found": found,
        "line": found.line,
        "flag_words": FLAGS,
        "tabs": tabs(ask.person, "Flights"),
    }
    return render(ask.request, "flying/flight.html", context)


@evidence("fleet")
def logbook(ask: Ask) -> HttpResponse:
    """Give the logbook: one row a flight, withdrawn ones said to be so."""
    form = WantedForm(ask.request.GET or None, choices=choices(ask.person, ask.home))
    wanted = form.wanted(withdrawn=True)
    content = logbook_csv(ask.person, ask.home, wanted)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"logbook-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
