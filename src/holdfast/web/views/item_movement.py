# SPDX-License-Identifier: Apache-2.0
"""What moves in one recording: its tracks, maps and events, and the small pictures of each track.

Promises: the page opens the item, so that the view is on the ledger first; a small picture is shown
under the same checks as the item's own in a list. Nothing is analysed by looking at the page.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdfast.accounts.permissions import may
from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion import read_motion, read_picture, read_scene
from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.queries.item import item as item_detail
from holdfast.records.queries.movement import ANALYSED, OUTSIDE, movement_of_item
from holdfast.records.tracks import MOTION, kept_of
from holdfast.web.asking import Ask, evidence
from holdfast.web.look import may_see_pictures
from holdfast.web.movement import hits_of, in_order, wall_of
from holdfast.web.movement_maps import maps_of
from holdfast.web.pictured import main_file
from holdfast.web.ranges import Representation, answer
from holdfast.web.views.items import context_of

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from holdfast.analysis.motion import Kept, Motion
    from holdfast.records.queries.movement import MovementLine


@require_safe
@evidence("cases")
def movement(ask: Ask, number: int) -> HttpResponse:
    """Show what moves in the recording, or how far the analysis of it is."""
    context = context_of(ask, number, "")
    if context["detail"].item.kind != "video":
        raise Http404
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    line = _line(ask, number)
    context |= {
        "line": line,
        "standing": line.standing,
        "may_begin": may(ask.person, "item.process"),
        "main": main_file(context["detail"].files),
    }
    made = derivatives.find(ask.home, line.sha256, MOTION)
    motion = _motion(ask, line, made)
    if motion is not None:
        context |= _of_motion(ask, line, motion) | {"made": made}
    return render(ask.request, "items/movement.html", context)


@require_safe
@evidence("cases")
def tracks_json(ask: Ask, number: int) -> HttpResponse:
    """Send everything that was found, as `holdfast motion --json` prints it."""
    item_detail(ask.person, ask.home, number)
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    line = _line(ask, number)
    made = derivatives.find(ask.home, line.sha256, MOTION)
    motion = None if made is None else _motion(ask, line, made)
    if motion is None:
        raise Http404
    response = JsonResponse(motion.to_json())
    response["Content-Disposition"] = f'attachment; filename="item-{number}-movement.json"'
    return response


@require_safe
@evidence("cases")
def scene(ask: Ask, number: int) -> HttpResponseBase:
    """Send the empty scene of a recording, small."""
    made, kept = _glanced(ask, number)
    try:
        if made is not None:
            return _send(ask, read_scene(made.path))
        return _send(ask, b"" if kept is None else kept.scene())
    except DamagedContentError as damaged:
        raise Http404 from damaged


@require_safe
@evidence("cases")
def picture(ask: Ask, number: int, track: int) -> HttpResponseBase:
    """Send the small picture of one track."""
    made, kept = _glanced(ask, number)
    try:
        if made is not None:
            return _send(ask, read_picture(made.path, track))
        return _send(ask, b"" if kept is None else kept.picture(track))
    except (KeyError, DamagedContentError) as missing:
        raise Http404 from missing


def _line(ask: Ask, number: int) -> MovementLine:
    found = movement_of_item(ask.person, ask.home, number)
    if found is None:
        raise Http404
    return found


def _motion(ask: Ask, line: MovementLine, made: derivatives.Derivative | None) -> Motion | None:
    """Read what was found, or what is found so far; a damaged file is let go of, to be made again."""
    if line.standing.word in {ANALYSED, OUTSIDE} and made is not None:
        try:
            return read_motion(made.path, lean=True)
        except DamagedContentError:
            derivatives.forget(ask.home, line.sha256, MOTION)
            return None
    kept = kept_of(ask.home, line.sha256) if line.standing.stage else None
    return None if kept is None else kept.so_far()


def _of_motion(ask: Ask, line: MovementLine, motion: Motion) -> dict[str, Any]:
    lines = {line.number: line}
    hits = in_order(hits_of(line.number, motion), lines, "time")
    unfinished = frozenset[int]() if line.standing.word == ANALYSED else frozenset({line.number})
    wall = wall_of(hits, lines, unfinished, ask.request.GET.get("page", ""))
    shown_hits = hits[wall.first - 1 : wall.last]
    return {
        "motion": motion,
        "wall": wall,
        "rows": list(zip(wall.tiles, (hit.track for hit in shown_hits), strict=True)),
        "maps": maps_of(motion, motion.tracks, line.start) if motion.tracks else None,
    }


def _glanced(ask: Ask, number: int) -> tuple[derivatives.Derivative | None, Kept | None]:
    """Let a small picture be shown; give what was found, or the parts of it that are finished."""
    found = main_file(item_detail(ask.person, ask.home, number).files)
    if found is None or not may_see_pictures(ask.person, number, ask.session, timezone.now()):
        raise Http404
    uses.glance_at_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    made = derivatives.find(ask.home, found.sha256, MOTION)
    there = made is not None and made.is_there
    return (made, None) if there else (None, kept_of(ask.home, found.sha256))


def _send(ask: Ask, jpeg: bytes) -> HttpResponseBase:
    if not jpeg:
        raise Http404
    sha256 = hashlib.sha256(jpeg).hexdigest()
    what = Representation(
        sha256,
        len(jpeg),
        "image/jpeg",
        f"{sha256[:12]}.jpg",
        lambda start, stop: iter((jpeg[start:stop],)),
    )
    return answer(ask.request, what)
