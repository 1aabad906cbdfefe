# SPDX-License-Identifier: Apache-2.0
"""Clips of a recording: begun from two moments, told of on a page of their own, handed out.

Promises: the item is opened first; a clip is called a copy for looking wherever it is shown, and is handed
out under a name that says item and stretch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.queries.beginning import beginning_of
from holdfast.records.services.notes import length_s
from holdfast.web.asking import Ask, evidence
from holdfast.web.clips import CLIP, clip_settings, clips_of
from holdfast.web.copies import clock_until
from holdfast.web.forms.notes import ClipForm
from holdfast.web.made_file import send_made
from holdfast.web.views.items import context_of
from holdfast.web.views.watching import recording_of

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

_SLACK_S = 1.0


@require_POST
@evidence("cases")
def make(ask: Ask, number: int) -> HttpResponse:
    """Begin a clip, and lead to the page that tells how far it is."""
    detail, main = recording_of(ask, number)
    view = uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    form = ClipForm(ask.typed)
    if form.is_valid():
        length, measured = length_s(ask.home, main.sha256, detail.item.duration_s)
        if length is not None and form.cleaned_data["until"] > length + (
            0.001 if measured else _SLACK_S
        ):
            form.add_error("until", f"The recording is {length:.3f} s long.")
    if not form.is_valid():
        words = {
            "title": "Make a clip",
            "lead": f"{detail.item.title}, item {number}. Nothing was begun yet.",
            "submit": "Make it",
            "cancel": reverse("item", args=[number]),
            "form": form,
        }
        return render(ask.request, "cases/form.html", words, status=422)
    data = form.cleaned_data
    settings = clip_settings(
        detail,
        main,
        (data["at"], data["until"]),
        line=data["line"],
        start=beginning_of(ask.person, number),
        known=clock_until(ask.home, main.sha256),
    )
    key = uses.make_clip(home=ask.home, actor=ask.person, view=view, settings=settings)
    return redirect(f"{reverse('item_watch_clip_page', args=[number, key])}?begun=1")


@require_safe
@evidence("cases")
def clip(ask: Ask, number: int, key: str) -> HttpResponse:
    """Show a clip, or how far it is."""
    context = context_of(ask, number, "View")
    _detail, main = recording_of(ask, number)
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    found = next((one for one in clips_of(ask.home, main.sha256) if one.key == key), None)
    if found is None and not ask.request.GET.get("begun"):
        raise Http404
    context |= {"clip": found, "waits": found is None or found.making, "main": main}
    part = "#state" if ask.request.headers.get("HX-Request") else ""
    return render(ask.request, f"items/clip.html{part}", context)


@require_safe
@evidence("cases")
def clip_file(ask: Ask, number: int, sha256: str) -> HttpResponseBase:
    """Send a clip, or a range of it; to keep, or with `play` to be shown by the page."""
    _detail, main = recording_of(ask, number)
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    lines = {one.sha256: one for one in clips_of(ask.home, main.sha256) if one.sha256}
    made = next(
        (one for one in derivatives.find_all(ask.home, main.sha256, CLIP) if one.sha256 == sha256),
        None,
    )
    if sha256 not in lines:
        raise Http404
    name = lines[sha256].file_name(number)
    return send_made(ask.request, made, name, attachment="play" not in ask.request.GET)
