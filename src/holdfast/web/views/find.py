# SPDX-License-Identifier: Apache-2.0
"""Find: words, kind, status, days and place, over what the person may see."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render

from holdfast.records.queries.items import find as find_items
from holdfast.records.queries.values import Wanted
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.evidence import FindForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

_KM_A_DEGREE: Final = 111.195
_WITHIN_KM: Final = 1.0


@evidence("find")
def find(ask: Ask) -> HttpResponse:
    """Show the form, and what was found when something was asked."""
    form = FindForm(ask.request.GET or None)
    page = None
    if form.is_valid():
        page = find_items(
            ask.person, _wanted(form.cleaned_data), after=ask.request.GET.get("after")
        )
    return render(ask.request, "find/find.html", {"form": form, "page": page})


def _wanted(data: Mapping[str, Any]) -> Wanted:
    return Wanted(
        text=data["text"],
        kind=data["kind"],
        status=data["status"],
        day_from=data["day_from"],
        day_to=data["day_to"],
        box=_box(data),
        with_track=data["with_track"],
    )


def _box(data: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    """Give the box around a place; beyond the date line it begins again on the other side."""
    north, east = data["latitude"], data["longitude"]
    if north is None or east is None:
        return None
    tall = (data["within_km"] or _WITHIN_KM) / _KM_A_DEGREE
    wide = min(180.0, tall / max(0.01, cos(radians(north))))
    return (
        max(-90.0, north - tall),
        (east - wide + 180) % 360 - 180,
        min(90.0, north + tall),
        (east + wide + 180) % 360 - 180,
    )
