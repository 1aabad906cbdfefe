# SPDX-License-Identifier: Apache-2.0
"""Synopses of an item's recording: asked for, made behind the page, watched, and taken away.

Promises: the item is opened first, so that the view is on the ledger before anything of it is
shown; nothing is made but by a button; the original is never changed and never sent from here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from holdfast.analysis import PROCESSORS
from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion import FIXED, read_motion
from holdfast.analysis.processors.synopsis import tracks_of
from holdfast.oversight import uses
from holdfast.oversight.uses.synopsis import MOTION, SYNOPSIS
from holdfast.records import derivatives
from holdfast.records.queries.beginning import Beginning, beginning_of
from holdfast.records.queries.recordings import when_processed
from holdfast.records.tracks import kept_of
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.movement import MovementForm
from holdfast.web.forms.synopsis import USUAL, SynopsisForm
from holdfast.web.made_file import send_made
from holdfast.web.pictured import main_file
from holdfast.web.synopsis import (
    Choice,
    earlier_of,
    figures_json,
    found_of,
    known_by,
    page_of,
    question_words,
    whole_json,
)
from holdfast.web.views.items import context_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict
    from django.http.response import HttpResponseBase

    from holdfast.analysis.job import Setting
    from holdfast.analysis.telling import Told
    from holdfast.records.derivatives import Derivative
    from holdfast.records.permitted import View
    from holdfast.records.queries.values import FileLine

_FIGURES_SHOWN: Final = 60
_BEGUN_WITHIN: Final = 40
_LOOK_EVERY_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class _Opened:
    """An item that was opened: what its pages show, its recording, and the view on the ledger."""

    context: dict[str, Any]
    main: FileLine
    view: View
    beginning: Beginning


@require_safe
@evidence("cases")
def synopsis(ask: Ask, number: int) -> HttpResponse:
    """Show what is asked for, and its synopsis when it was made; offer to make it when not."""
    opened = _opened(ask, number)
    question, chosen = MovementForm(ask.request.GET), _chosen(ask.request.GET)
    context = opened.context | {"question": question, "chosen": chosen}
    if not (question.is_valid() and chosen.is_valid()):
        context["earlier"] = earlier_of(ask.home, opened.main.sha256)
        return render(ask.request, "items/synopsis.html", context, status=400)
    choice = Choice(
        question.question(), chosen.cleaned_data["density"], chosen.cleaned_data["longest"]
    )
    context |= {"asked": question_words(choice.query), "address": choice.address}
    found = derivatives.find(ask.home, opened.main.sha256, MOTION)
    context |= _movement(ask, opened, found, choice)
    made = None
    if found is not None and found.is_there:
        key = (ask.home, opened.main.sha256, SYNOPSIS, [found.sha256])
        settings = choice.settings(opened.beginning)
        made = derivatives.find(*key, settings)
        if made is None and derivatives.is_being_made(*key, settings):
            context["making"] = _hundredths(derivatives.told(*key, settings))
    if ask.request.headers.get("HX-Request"):
        return _state(ask, context)
    return _shown(ask, number, opened, context, made)


@require_safe
@evidence("cases")
def made_before(ask: Ask, number: int, known: str) -> HttpResponse:
    """Show a synopsis that was made before, with the question that it answers."""
    opened, made = _made(ask, number, known)
    choice = Choice.of(made.provenance["settings"])
    context = opened.context | {"asked": question_words(choice.query), "address": choice.address}
    return _shown(ask, number, opened, context, made)


@require_POST
@evidence("cases")
def make(ask: Ask, number: int) -> HttpResponse:
    """Begin to make the synopsis that is asked for, and lead back to the page that shows it."""
    opened = _opened(ask, number)
    question, chosen = MovementForm(ask.request.GET), _chosen(ask.request.POST)
    found = derivatives.find(ask.home, opened.main.sha256, MOTION)
    if not (question.is_valid() and chosen.is_valid()) or found is None or not found.is_there:
        raise Http404
    choice = Choice(
        question.question(), chosen.cleaned_data["density"], chosen.cleaned_data["longest"]
    )
    settings = choice.settings(opened.beginning)
    uses.make_synopsis(
        home=ask.home,
        actor=ask.person,
        view=opened.view,
        found=found,
        settings=settings,
        behind=True,
    )
    _until_begun(ask, opened, SYNOPSIS, (found.sha256,), settings)
    return redirect(f"{reverse('item_synopsis', args=[number])}?{choice.address}")


@require_POST
@evidence("cases")
def analyse(ask: Ask, number: int) -> HttpResponse:
    """Begin to find what moves in the recording, and lead back to the page."""
    opened = _opened(ask, number)
    uses.find_what_moves(home=ask.home, actor=ask.person, view=opened.view, behind=True)
    _until_begun(ask, opened, MOTION)
    messages.info(ask.request, "What moves in the recording is being found.")
    query = ask.request.GET.urlencode()
    return redirect(f"{reverse('item_synopsis', args=[number])}{'?' * bool(query)}{query}")


@require_safe
@evidence("cases")
def video(ask: Ask, number: int, known: str) -> HttpResponseBase:
    """Send a synopsis, or a range of it."""
    _, made = _made(ask, number, known)
    return send_made(ask.request, made, f"item-{number}-synopsis-{made.sha256[:12]}.mp4")


@require_safe
@evidence("cases")
def figures(ask: Ask, number: int, known: str) -> HttpResponse:
    """Say where each figure is when, for the links that are laid over the picture."""
    opened, made = _made(ask, number, known)
    return JsonResponse(figures_json(made, opened.beginning))


@require_safe
@evidence("cases")
def as_json(ask: Ask, number: int, known: str) -> HttpResponse:
    """Send what `holdfast synopsis --json` prints of it."""
    opened, made = _made(ask, number, known)
    found = found_of(ask.home, opened.main.sha256, made)
    if found is None:
        raise Http404
    response = JsonResponse(whole_json(made, found))
    name = f"item-{number}-synopsis-{made.sha256[:12]}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _opened(ask: Ask, number: int) -> _Opened:
    context = context_of(ask, number, "Derivatives")
    main = main_file(context["detail"].files)
    if main is None or context["detail"].item.kind != "video":
        raise Http404
    view = uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    beginning = beginning_of(ask.person, number)
    context |= {"main": main, "beginning": beginning}
    return _Opened(context, main, view, beginning)


def _made(ask: Ask, number: int, known: str) -> tuple[_Opened, Derivative]:
    opened = _opened(ask, number)
    for one in derivatives.find_all(ask.home, opened.main.sha256, SYNOPSIS):
        if one.is_there and known_by(one) == known:
            return opened, one
    raise Http404


def _chosen(data: QueryDict) -> SynopsisForm:
    return SynopsisForm({name: data.get(name) or usual for name, usual in USUAL.items()})


def _movement(
    ask: Ask, opened: _Opened, found: Derivative | None, choice: Choice
) -> dict[str, Any]:
    """Say what is known of what moves in the recording, and how much of it the question is about."""
    sha256 = opened.main.sha256
    if found is None:
        if not derivatives.is_being_made(ask.home, sha256, MOTION):
            return {"unanalysed": True}
        kept = kept_of(ask.home, sha256)
        _stage, done, total = (kept.told() if kept else None) or ("", 0.0, 0.0)
        return {"finding": (done, total) if total else (0, 100)}
    if not found.is_there:
        return {"why_not": found.reason or found.outcome}
    try:
        motion = read_motion(found.path, lean=True)
    except DamagedContentError as damaged:
        return {"why_not": f"{damaged}. The recording is not touched by that"}
    if motion.camera != FIXED:
        return {"why_not": motion.notes[0] if motion.notes else "The camera moved."}
    tracks = tracks_of(motion, choice.settings(opened.beginning))
    return {
        "tracks": len(tracks),
        "of": len(motion.tracks),
        "untimed": choice.query.clock is not None and not opened.beginning.zone,
    }


def _hundredths(told: Told | None) -> tuple[float, int]:
    return (100 * (told.share or 0.0) if told else 0.0), 100


def _state(ask: Ask, context: Mapping[str, Any]) -> HttpResponse:
    """Answer a page that asks how far it is: the bar, or to be loaded again."""
    if context.get("making") or context.get("finding"):
        return render(ask.request, "items/synopsis.html#state", dict(context))
    done = HttpResponse(status=204)
    done["HX-Refresh"] = "true"
    return done


def _shown(
    ask: Ask, number: int, opened: _Opened, context: dict[str, Any], made: Derivative | None
) -> HttpResponse:
    sha256 = opened.main.sha256
    if made is not None and made.is_there:
        start = _after(ask.request.GET.get("after", ""))
        stop = start + _FIGURES_SHOWN
        found = found_of(ask.home, sha256, made)
        page = page_of(made, found, opened.beginning, start, stop)
        keyed = PROCESSORS[SYNOPSIS].keyed
        settings = {name: made.provenance["settings"][name] for name in keyed}
        context |= {
            "page": page,
            "next": stop if stop < page.figures else None,
            "made": when_processed(ask.person, ask.home, number, SYNOPSIS, settings),
        }
    elif made is not None:
        context["not_made"] = made.reason or made.outcome
    context["earlier"] = earlier_of(ask.home, sha256, but=made)
    return render(ask.request, "items/synopsis.html", context)


def _after(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < len("1000000") else 0


def _until_begun(
    ask: Ask,
    opened: _Opened,
    processor: str,
    beside: tuple[str, ...] = (),
    settings: Mapping[str, Setting] = derivatives.NONE,
) -> None:
    """Wait until what was begun behind the page is seen, a moment, so that the page shows it."""
    key = (ask.home, opened.main.sha256, processor, beside, settings)
    for _ in range(_BEGUN_WITHIN):
        if derivatives.find(*key) is not None or derivatives.is_being_made(*key):
            return
        time.sleep(_LOOK_EVERY_S)
