# SPDX-License-Identifier: Apache-2.0
"""One item: View, Facts, Custody, Derivatives, Access; and the work of an exhibit officer on it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may
from holdfast.oversight import uses
from holdfast.records.queries.custody import item_access, item_custody
from holdfast.records.queries.item import item as item_detail
from holdfast.records.queries.item import track as item_track
from holdfast.records.queries.notes import notes_of_item
from holdfast.web import noted
from holdfast.web.asking import Ask, evidence
from holdfast.web.chapters import chapters_of_item
from holdfast.web.clips import clips_of
from holdfast.web.forms.notes import ClipForm, NoteForm
from holdfast.web.look import look
from holdfast.web.made import made_of
from holdfast.web.pictured import main_file
from holdfast.web.time_axis import axis_of
from holdfast.web.track import csv_rows, each_second, geojson, plots, timed

if TYPE_CHECKING:
    from holdfast.records.queries.values import ItemDetail, Track

# what -> (act it needs, word on the button, symbol)
CHANGES = {
    "classify": ("item.classify", "Classify", "classify"),
    "exhibit": ("item.exhibit", "Exhibit number", "classify"),
    "link": ("item.link", "Link to another case", "link"),
    "unlink": ("item.unlink", "Take out of a case", "split"),
    "hold": ("hold.place", "Place a hold", "hold"),
    "title": ("item.title", "Correct the title", "edit"),
    "time": ("item.time", "Correct the time", "wait"),
    "access": ("item.access", "Change access", "hold"),
}


def context_of(ask: Ask, number: int, current: str) -> dict[str, Any]:
    """Give what every page of an item shows: the item and its tabs."""
    detail: ItemDetail = item_detail(ask.person, ask.home, number)
    tabs = (
        ("View", "item"),
        ("Facts", "item_facts"),
        ("Custody", "item_custody"),
        ("Derivatives", "item_derivatives"),
        ("Access", "item_access"),
    )
    return {
        "detail": detail,
        "tabs": [(word, reverse(name, args=[number]), word == current) for word, name in tabs],
    }


@evidence("cases")
def view(ask: Ask, number: int) -> HttpResponse:
    """Look at an item, with its flight beside it."""
    context = context_of(ask, number, "View")
    detail = context["detail"]
    track = item_track(ask.person, ask.home, number)
    on_clock = timed(track.points, detail.item.duration_s) if track else None
    shown = look(
        ask.person,
        ask.home,
        detail,
        ask.session,
        now=timezone.now(),
        asked=ask.request.GET,
    )
    length = shown.watch.length_s if shown.watch else None
    context |= {
        "look": shown,
        "track": track,
        "timed": on_clock,
        "moments": each_second(on_clock.moments) if on_clock else (),
        "plots": plots(on_clock, length) if on_clock else (),
        "may_place": may(ask.person, "item.align"),
        "chapters": chapters_of_item(ask.person, detail),
        "changes": [
            (word, mark, reverse("item_change", args=[number, what]))
            for what, (act, word, mark) in CHANGES.items()
            if may(ask.person, act)
        ],
    }
    if shown.watch is not None:
        context |= _beside_player(ask, detail)
    return render(ask.request, "items/view.html", context)


def _beside_player(ask: Ask, detail: ItemDetail) -> dict[str, Any]:
    """Give what stands under a player: the time axis, notes, clips."""
    number = detail.item.number
    view = uses.glance_at_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    denied = uses.draw_along(home=ask.home, actor=ask.person, view=view)
    main = main_file(detail.files)
    recording = notes_of_item(ask.person, number)
    clips = clips_of(ask.home, main.sha256) if main else []
    return {
        "start": recording.beginning if recording.beginning.at else None,
        "axis": axis_of(ask.home, detail, main, notes=recording.stand, clips=clips, denied=denied)
        if main
        else None,
        "clips": clips,
        "notes": noted.shown(ask.home, recording, recording.stand),
        "withdrawn_notes": noted.shown(ask.home, recording, recording.withdrawn),
        "note_form": NoteForm() if may(ask.person, "note.write") else None,
        "clip_form": ClipForm() if may(ask.person, "item.process") else None,
    }


@evidence("cases")
def facts(ask: Ask, number: int) -> HttpResponse:
    """Show what the files say, each fact with its source."""
    return render(ask.request, "items/facts.html", context_of(ask, number, "Facts"))


@evidence("cases")
def custody(ask: Ask, number: int) -> HttpResponse:
    """Show the chain of custody in plain words."""
    context = context_of(ask, number, "Custody")
    context["events"] = item_custody(ask.person, ask.home, number)
    return render(ask.request, "items/custody.html", context)


@evidence("cases")
def derivatives(ask: Ask, number: int) -> HttpResponse:
    """Show what was computed from the item's files, and by what."""
    context = context_of(ask, number, "Derivatives")
    context["derivatives"] = made_of(ask.home, context["detail"].files)
    return render(ask.request, "items/derivatives.html", context)


@evidence("cases")
def access(ask: Ask, number: int) -> HttpResponse:
    """Who may open the item, and who did."""
    context = context_of(ask, number, "Access")
    context |= {
        "access": item_access(ask.person, ask.home, number),
        "may_release": may(ask.person, "hold.release"),
    }
    return render(ask.request, "items/access.html", context)


@evidence("cases")
def track(ask: Ask, number: int) -> HttpResponse:
    """Give the item's flight as GeoJSON."""
    detail, found = _flight(ask, number)
    properties = {"item": number, "title": detail.item.title, "source": found.source}
    content = geojson(timed(found.points, detail.item.duration_s), properties)
    return JsonResponse(content, content_type="application/geo+json")


@evidence("cases")
def track_csv(ask: Ask, number: int) -> HttpResponse:
    """Every position of the item's flight as CSV."""
    detail, found = _flight(ask, number)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="item-{number}-track.csv"'
    csv.writer(response).writerows(csv_rows(timed(found.points, detail.item.duration_s)))
    return response


def _flight(ask: Ask, number: int) -> tuple[ItemDetail, Track]:
    found = item_track(ask.person, ask.home, number)
    if found is None:
        raise Http404
    return item_detail(ask.person, ask.home, number), found
