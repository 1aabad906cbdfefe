# SPDX-License-Identifier: Apache-2.0
"""Find: words, kind, status, days and place, over what the person may see and search.

Promises: a search is a use: the gate is asked, and it is on the ledger before the first answer.
"""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.utils import timezone

from holdfast.errors import HoldfastError
from holdfast.oversight import uses
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
    status = 200
    if form.is_valid():
        purpose, reference = _why(ask, form.cleaned_data)
        try:
            page = uses.search(
                home=ask.home,
                actor=ask.person,
                wanted=_wanted(form.cleaned_data),
                session=ask.session,
                purpose=purpose,
                case=reference,
                after=ask.request.GET.get("after"),
            )
        except HoldfastError as refusal:
            form.add_error(None, str(refusal))
            status = 403
    context = {"form": form, "page": page}
    return render(ask.request, "find/find.html", context, status=status)


def _why(ask: Ask, data: Mapping[str, Any]) -> tuple[str, str]:
    """Give the purpose and the case: as said, else as stated last in this session, else neither."""
    if data["purpose"] or data["reference"]:
        return data["purpose"], data["reference"]
    stated = uses.purpose_of_session(ask.person, ask.session, timezone.now())
    return (stated.purpose, stated.case.reference) if stated else ("", "")


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
