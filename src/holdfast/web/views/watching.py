# SPDX-License-Identifier: Apache-2.0
"""What the player of an item asks for behind its page: times, how far the copy is, the time axis.

Promises: no picture, sound or time of a picture leaves before the view is on the ledger; telling how
far something is opens nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.queries.beginning import beginning_of
from holdfast.records.queries.item import item, track
from holdfast.records.queries.notes import notes_of_item
from holdfast.records.queries.recordings import KINDS
from holdfast.web.asking import Ask, evidence
from holdfast.web.clips import clips_of
from holdfast.web.copies import stream_settings
from holdfast.web.made_file import send_made
from holdfast.web.pictured import main_file
from holdfast.web.time_axis import axis_of
from holdfast.web.track import plots, timed
from holdfast.web.watch import making_of

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from holdfast.records.queries.values import FileLine, ItemDetail


@require_safe
@evidence("cases")
def frame_times(ask: Ask, number: int) -> HttpResponse:
    """Give when each picture of the playable copy is shown, and the clock of second 0."""
    _detail, main = recording_of(ask, number)
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    settings = stream_settings(ask.request.GET.get("stream", ""))
    made = derivatives.find(ask.home, main.sha256, "playable", settings=settings)
    if made is None or not made.is_there or "times" not in made.finding:
        raise Http404
    start = beginning_of(ask.person, number).to_json()
    jumps = made.finding.get("jumps", [])
    response = JsonResponse({**made.finding["times"], "start": start, "jumps": jumps})
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@evidence("cases")
def making(ask: Ask, number: int) -> HttpResponse:
    """Say how far the copy is that is being made; load the page again when it is there."""
    detail, main = recording_of(ask, number)
    uses.glance_at_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    settings = stream_settings(ask.request.GET.get("stream", ""))
    is_made = not derivatives.is_being_made(ask.home, main.sha256, "playable", (), settings)
    own = bool(ask.request.GET.get("own"))
    context = {
        "detail": detail,
        "is_made": is_made,
        "own": own,
        "query": ask.request.GET.urlencode(),
    }
    if not is_made:
        context["making"] = making_of(ask.home, main.sha256, settings)
    response = render(ask.request, "items/making.html", context)
    if is_made and not own:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@evidence("cases")
def axis(ask: Ask, number: int) -> HttpResponse:
    """Give the time axis under the player, as far as it is made."""
    detail, main = recording_of(ask, number)
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    found = axis_of(
        ask.home,
        detail,
        main,
        notes=notes_of_item(ask.person, number).stand,
        clips=clips_of(ask.home, main.sha256),
        denied={},
    )
    flight = track(ask.person, ask.home, number)
    context: dict[str, object] = {"detail": detail, "axis": found, "plots": ()}
    if flight is not None and found is not None:
        on_clock = timed(flight.points, detail.item.duration_s)
        context["plots"] = plots(on_clock, found.length_s)
    return render(ask.request, "items/axis.html", context)


@require_safe
@evidence("cases")
def strip(ask: Ask, number: int) -> HttpResponseBase:
    """Send the sheet of the film strip."""
    _detail, main = recording_of(ask, number)
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    made = derivatives.find(ask.home, main.sha256, "filmstrip")
    return send_made(ask.request, made, f"item-{number}-film-strip.jpg", attachment=False)


def recording_of(ask: Ask, number: int) -> tuple[ItemDetail, FileLine]:
    """Give a recording and its main file, for whoever may know of it."""
    detail = item(ask.person, ask.home, number)
    main = main_file(detail.files)
    if main is None or detail.item.kind not in KINDS:
        raise Http404
    return detail, main
