# SPDX-License-Identifier: Apache-2.0
"""Flights: worked out from the positions inside recordings, as table, GeoJSON and CSV."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.fleet.queries import FLAGS, WantedFlights
from holdfast.fleet.queries import flights as recorded_flights
from holdfast.records.queries.flights import flights as find_flights
from holdfast.records.queries.item import track as item_track
from holdfast.web.asking import Ask, evidence
from holdfast.web.flying import tabs
from holdfast.web.track import geojson, thinned, timed
from holdfast.web.views.cases import case_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records.queries.values import FlightLine

_MOST = 50
_POINTS_MOST = 300


@evidence("flights")
def flights(ask: Ask) -> HttpResponse:
    """Every flight the person may see, newest first."""
    page = find_flights(ask.person, after=ask.request.GET.get("after"), limit=_MOST)
    query = ask.request.GET.urlencode()
    context = {
        "tabs": tabs(ask.person, "Map"),
        "page": page,
        "tracks": f"{reverse('flights_tracks')}?{query}",
        "csv": f"{reverse('flights_csv')}?{query}",
    }
    return render(ask.request, "flights/flights.html", context)


@evidence("cases")
def of_case(ask: Ask, number: int) -> HttpResponse:
    """Show the flights of one case."""
    after = ask.request.GET.get("after")
    page = find_flights(ask.person, case=number, after=after, limit=_MOST)
    query = f"?case={number}" + (f"&after={after}" if after else "")
    context = case_context(ask, number, "Flights") | {
        "recorded": recorded_flights(ask.person, ask.home, WantedFlights(case=number)).rows,
        "flag_words": FLAGS,
        "page": page,
        "tracks": reverse("flights_tracks") + query,
        "csv": reverse("flights_csv") + query,
    }
    return render(ask.request, "cases/flights.html", context)


@evidence("flights")
def tracks(ask: Ask) -> HttpResponse:
    """Give the lines of the flights as GeoJSON; a long one keeps every so-many-th position."""
    features: list[Any] = []
    for place, flight in enumerate(_wanted(ask), start=1):
        number = flight.item.number
        found = item_track(ask.person, ask.home, number)
        if found is None:
            continue
        whole = timed(found.points, flight.item.duration_s)
        some = timed([one.point for one in thinned(whole.placed, _POINTS_MOST)], None)
        properties = {
            "item": number,
            "title": flight.item.title,
            "number": place,
            "address": reverse("item", args=[number]),
        }
        features += geojson(some, properties)["features"]
    content = {"type": "FeatureCollection", "features": features}
    return JsonResponse(content, content_type="application/geo+json")


@evidence("flights")
def as_csv(ask: Ask) -> HttpResponse:
    """Give the table of flights as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="flights.csv"'
    csv.writer(response).writerows(_rows(_wanted(ask)))
    return response


def _rows(flights: tuple[FlightLine, ...]) -> Iterator[tuple[object, ...]]:
    yield (
        "item", "title", "case", "claimed", "zone", "device", "minutes", "positions",
        "highest_m", "south", "west", "north", "east",
    )  # fmt: skip
    for one in flights:
        item = one.item
        yield (
            item.number, item.title, one.case, item.shown_at, item.shown_zone, item.device_text,
            one.minutes, one.points, one.highest_m, one.south, one.west, one.north, one.east,
        )  # fmt: skip


def _wanted(ask: Ask) -> tuple[FlightLine, ...]:
    case = ask.request.GET.get("case", "")
    return find_flights(
        ask.person,
        case=int(case) if case.isdecimal() else None,
        after=ask.request.GET.get("after"),
        limit=_MOST,
    ).rows
