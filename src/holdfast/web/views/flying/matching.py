# SPDX-License-Identifier: Apache-2.0
"""What recordings propose, what does not fit, and the figures of the programme."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from holdfast.accounts.permissions import may
from holdfast.fleet.queries import FLAGS, proposed_flights, totals, unmatched
from holdfast.fleet.queries.media import DAYS
from holdfast.records.purposes import purpose_in_words
from holdfast.web.asking import Ask, evidence
from holdfast.web.flying import tabs
from holdfast.web.month_bars import MonthRow, plot_of

if TYPE_CHECKING:
    from django.http import HttpResponse

_YEAR = timedelta(days=365)
_BACK = ((30, "30 days"), (DAYS, f"{DAYS} days"), (365, "a year"), (3650, "ten years"))


def _days(ask: Ask) -> int:
    """Give how far back recordings are looked at; what is not offered is the usual."""
    asked = ask.request.GET.get("days", "")
    return next((days for days, _ in _BACK if str(days) == asked), DAYS)


@evidence("fleet")
def proposed(ask: Ask) -> HttpResponse:
    """List the flights that recordings speak of and nobody has recorded."""
    days = _days(ask)
    context = {
        "tabs": tabs(ask.person, "Proposed"),
        "proposals": proposed_flights(ask.person, ask.home, days=days),
        "days": days,
        "back": _BACK,
        "may_record": may(ask.person, "flight.record"),
    }
    return render(ask.request, "flying/proposed.html", context)


@evidence("fleet")
def does_not_fit(ask: Ask) -> HttpResponse:
    """Show every list of what does not fit."""
    found = unmatched(ask.person, ask.home, days=_days(ask))
    context = {
        "tabs": tabs(ask.person, "What does not fit"),
        "found": found,
        "days": found.days,
        "back": _BACK,
        "flag_words": FLAGS,
        "may_register": may(ask.person, "device.register"),
        "lists": (
            ("loose", "Media without a flight", len(found.loose_media)),
            ("without", "Flights without media", len(found.without_media)),
            ("serials", "Serial numbers that are not on the register", len(found.unknown_serials)),
            ("unapproved", "Flown without an approval", len(found.not_approved)),
            ("beyond", "Beyond what its approval assumed", len(found.beyond)),
            ("waiting", "Checked before take-off, never recorded", len(found.never_flown)),
            ("currency", "Flown by a pilot who was not current", len(found.not_current)),
            ("grounded", "Flown while out of service", len(found.grounded)),
            ("overlap", "One aircraft in two flights at once", len(found.overlapping)),
            ("upkeep", "Upkeep that is due", len(found.upkeep)),
        ),
    }
    return render(ask.request, "flying/unmatched.html", context)


@evidence("fleet")
def figures(ask: Ask) -> HttpResponse:
    """Sum up a year: by month and purpose as a plot, by district, model and rule as tables."""
    last = timezone.localdate()
    sums = totals(ask.person, ask.home, first=(last - _YEAR).replace(day=1), last=last)
    tables = (
        ("Purpose", sums.by_purpose),
        ("District", sums.by_district),
        ("Model", sums.by_technology),
        ("Rule", sums.by_rule),
        ("Aircraft", sums.by_aircraft),
        ("Pilot", sums.by_pilot),
    )
    context = {
        "tabs": tabs(ask.person, "Figures"),
        "sums": sums,
        "plot": plot_of(
            (
                MonthRow(month, purpose, one.flights, one.minutes)
                for (month, purpose), one in sums.by_month_and_purpose.items()
            ),
            lambda purpose: purpose_in_words(ask.home.lists, purpose),
        ),
        "tables": [(name, rows) for name, rows in tables if rows],
    }
    return render(ask.request, "flying/figures.html", context)
