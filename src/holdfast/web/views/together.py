# SPDX-License-Identifier: Apache-2.0
"""The recordings of a case on one clock: the time line, and several played side by side.

Promises: the time line says what is said about recordings and shows nothing of them; to play, every
recording is opened first, so that each view is on the ledger before a byte of it is sent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.accounts.permissions import may
from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.access import no_such_item
from holdfast.records.queries.item import main_file
from holdfast.records.queries.together import together
from holdfast.web.asking import Ask, evidence
from holdfast.web.play import Camera, Part, Play, play_of, read_items
from holdfast.web.seconds import machine_second, second_words
from holdfast.web.together import HOW, begins_words, exactness, lines_of, read_window
from holdfast.web.views.cases import case_context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from holdfast.records.permitted import View
    from holdfast.records.queries.together import Together

PLAYABLE = "playable"


@require_safe
@evidence("cases")
def on_one_clock(ask: Ask, number: int) -> HttpResponse:
    """Show where every recording of the case lies, and what lies nowhere."""
    context = case_context(ask, number, "Recordings")
    found = together(ask.person, number)
    asked = ask.request.GET
    context |= {
        "found": found,
        "lines": lines_of(found, read_window(asked.get("day", ""), asked.get("hour", ""))),
        "may_place": may(ask.person, "item.align"),
        "window": bool(asked.get("day")),
    }
    return render(ask.request, "cases/together.html", context)


@dataclass(frozen=True, slots=True)
class Seen:
    """One part of a camera as the page shows it: its copy, or why there is none yet."""

    part: Part
    address: str
    times: str
    item: str
    frames: str
    reason: str
    share: float | None
    is_ready: bool
    begins: str
    how: str
    within: str


@dataclass(frozen=True, slots=True)
class Place:
    """One camera at the moment at which the page begins."""

    camera: Camera
    parts: tuple[Seen, ...]
    bars: list[tuple[float, float]]
    now: Seen | None
    second: str
    words: str


@require_safe
@evidence("cases")
def play(ask: Ask, number: int) -> HttpResponse:
    """Play the chosen recordings side by side on their clock."""
    context = case_context(ask, number, "Recordings")
    chosen = read_items(ask.request.GET.getlist("items"))
    found = together(ask.person, number)
    known = {one.number for one in found.placed} | {one.number for one in found.not_placed}
    for wanted in chosen:
        if wanted not in known:
            raise no_such_item(wanted)
    found = _with_lengths(ask, found, chosen)
    shown = play_of(found, chosen)
    context |= {"chosen": chosen, "items": ",".join(map(str, chosen))}
    if shown is None:
        return render(ask.request, "cases/play.html", context | {"nothing": found.not_placed})
    at = _at(ask.request.GET.get("at", ""), shown)
    views = {
        part.one.number: uses.open_item(
            home=ask.home, actor=ask.person, item=part.one.number, session=ask.session
        )
        for camera in shown.cameras
        for part in camera.parts
    }
    places = [_place(ask, shown, camera, at) for camera in shown.cameras]
    waiting = [seen for place in places for seen in place.parts if not _is_settled(seen)]
    _make_next(ask, waiting, views)
    context |= _page(shown, places, at) | {"waiting": waiting}
    if ask.request.headers.get("HX-Request"):
        answer = render(ask.request, "cases/play.html#making", context)
        if not waiting:
            answer["HX-Refresh"] = "true"
        return answer
    return render(ask.request, "cases/play.html", context)


def _with_lengths(ask: Ask, found: Together, chosen: Sequence[int]) -> Together:
    """Take the length of its copy for a recording that does not say its own; make that copy now.

    A live stream or a raw one says no length: it is known when all of it was decoded.
    """
    placed = list(found.placed)
    for index, one in enumerate(placed):
        if one.duration_s or one.kind != "video" or one.number not in chosen:
            continue
        view = uses.open_item(home=ask.home, actor=ask.person, item=one.number, session=ask.session)
        made = uses.picture_of(
            home=ask.home, actor=ask.person, view=view, processor=PLAYABLE, behind=True
        )
        if made is not None and made.is_there:
            placed[index] = replace(one, duration_s=made.finding.get("duration_s"))
    return replace(found, placed=tuple(placed))


def _page(shown: Play, places: Sequence[Place], at: float) -> dict[str, Any]:
    zero = shown.zero.begins_at
    return {
        "play": shown,
        "places": places,
        "at": machine_second(at),
        "at_share": round(at / shown.length_s * 1000, 2) if shown.length_s else 0,
        "length": machine_second(shown.length_s),
        "zero": f"{zero.timestamp() * 1000:.0f}" if zero is not None else "",
        "zone": settings.TIME_ZONE,
        "begins": begins_words(shown.zero),
        "at_words": second_words(at),
        "steps": [
            (words, machine_second(min(max(0.0, at + by), shown.length_s)))
            for words, by in (("30 s back", -30), ("5 s back", -5), ("5 s on", 5), ("30 s on", 30))
        ],
        "leader": next((place.camera for place in places if place.now), places[0].camera),
    }


def _at(typed: str, shown: Play) -> float:
    """Read the moment; what is none is where the most cameras have pictures."""
    try:
        at = float(typed)
    except ValueError:
        return shown.usual_start()
    if not math.isfinite(at):
        return shown.usual_start()
    return min(max(0.0, at), shown.length_s)


def _place(ask: Ask, shown: Play, camera: Camera, at: float) -> Place:
    parts = tuple(_seen(ask, part) for part in camera.parts)
    current = camera.part_at(at)
    now = next((seen for seen in parts if seen.part is current), None)
    second = machine_second(max(0.0, current.second_of(at))) if current is not None else ""
    if current is not None:
        words = f"at {second_words(max(0.0, current.second_of(at)))} of it"
    else:
        then = camera.next_after(at)
        words = "No pictures at this moment." + (
            f" They begin at {second_words(then)} of the clock." if then is not None else ""
        )
    return Place(camera, parts, shown.bars(camera), now, second, words)


def _seen(ask: Ask, part: Part) -> Seen:
    number = part.one.number
    main = main_file(number)
    if main is None:
        raise Http404
    made = derivatives.find(ask.home, main.sha256, PLAYABLE)
    ready = made is not None and made.is_there
    frames, length = (
        (made.finding.get("frames", 0), made.finding.get("duration_s", 0)) if made else (0, 0)
    )
    told = derivatives.told(ask.home, main.sha256, PLAYABLE) if made is None else None
    return Seen(
        part=part,
        address=reverse("item_playable", args=[number]) if ready else "",
        times=reverse("item_watch_times", args=[number]) if ready else "",
        item=reverse("item", args=[number]),
        frames=f"{frames / length:.3f}" if frames and length else "30",
        reason="" if made is None or ready else made.reason or made.outcome,
        share=None if told is None else told.share,
        is_ready=ready,
        begins=begins_words(part.one),
        how=HOW[part.one.how],
        within=exactness(part.one),
    )


def _is_settled(seen: Seen) -> bool:
    return seen.is_ready or bool(seen.reason)


def _make_next(ask: Ask, waiting: Sequence[Seen], views: dict[int, View]) -> None:
    """Begin to make one copy behind the page, unless one of these is being made: one at a time."""
    for seen in waiting:
        main = main_file(seen.part.one.number)
        if main is None or derivatives.is_being_made(ask.home, main.sha256, PLAYABLE):
            return
    if waiting:
        view = views[waiting[0].part.one.number]
        uses.picture_of(home=ask.home, actor=ask.person, view=view, processor=PLAYABLE, behind=True)
