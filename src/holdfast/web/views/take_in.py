# SPDX-License-Identifier: Apache-2.0
"""Taking in from the pages: a card in this machine, a path on it, or a folder from the desk."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.errors import HoldfastError
from holdfast.fleet.queries.engagements import engagements_to_hand_in
from holdfast.gate import DeniedError
from holdfast.records.queries.receipts import acquisitions
from holdfast.web import behind, taking_in
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.evidence import TakeInDeskForm, TakeInHereForm
from holdfast.web.media import inside, mounted
from holdfast.web.progress import bars
from holdfast.web.uploads import announce, find_upload, receive_form

if TYPE_CHECKING:
    from django.http import HttpResponse

_SHOWN = 10


@evidence("take-in")
def take_in(ask: Ask) -> HttpResponse:
    """Choose a medium and say what it is for."""
    way = ask.request.POST.get("way")
    media = mounted(settings.SITE.media)
    open_ = engagements_to_hand_in(ask.person)
    sent = {one: ask.request.POST if way == one else None for one in ("here", "desk")}
    here = TakeInHereForm(sent["here"], media=media, engagements=open_)
    desk = TakeInDeskForm(sent["desk"], auto_id="desk_%s", engagements=open_)
    form = here if way == "here" else desk
    denied = False
    if form.is_valid():
        try:
            return redirect("take_in_progress", _begin(ask, form, way))
        except HoldfastError as error:
            form.add_error(None, str(error))
            denied = isinstance(error, DeniedError)
    context = {
        "here": here,
        "desk": desk,
        "taken": acquisitions(ask.person, limit=_SHOWN),
        "under_way": [
            _listed(one) for one in behind.under_way(ask.home, taking_in.KIND, ask.person.username)
        ],
    }
    status = (403 if denied else 422) if form.is_bound else 200
    return render(ask.request, "take_in/take_in.html", context, status=status)


def _begin(ask: Ask, form: TakeInHereForm | TakeInDeskForm, way: str | None) -> str:
    data = form.cleaned_data
    upload, name = "", ""
    if way == "here":
        path = inside(Path(data["path"]), settings.SITE.media)
    else:
        sent = _sent(ask)
        path, upload = sent.medium, sent.number
        name = f"a folder from the desk of {ask.person.name or ask.person.username}"
    asked = taking_in.Asked(
        name=ask.person.name or ask.person.username,
        path=str(path),
        medium=name,
        case=data["case"],
        purpose=data["purpose"],
        purpose_text=data["purpose_text"],
        authority=data["authority"],
        whose=data["whose"] or "agency",
        engagement=data.get("engagement", ""),
        upload=upload,
    )
    taking_in.ask_first(ask.home, ask.person, asked)
    return behind.begin(ask.home, taking_in.KIND, ask.person.username, asdict(asked))


def _sent(ask: Ask) -> taking_in.Received:
    """Find what the browser sent piece by piece, or keep what came with the form itself."""
    person, uploads = ask.person.username, ask.home.uploads
    number = ask.request.POST.get("upload", "")
    upload = find_upload(uploads, person, number) if number else receive_form(
        uploads, person, ask.request.FILES.getlist("files"), timezone.now()
    )  # fmt: skip
    return taking_in.received(upload)


@evidence("take-in")
def progress(ask: Ask, number: str) -> HttpResponse:
    """Say how far a take-in is; go on with one that stopped."""
    work = behind.find(ask.home, taking_in.KIND, number)
    if work is None or work.username != ask.person.username:
        raise Http404
    if ask.request.method == "POST" and work.problem:
        taking_in.ask_first(ask.home, ask.person, taking_in.Asked(**work.asked))
        behind.start(ask.home, work.kind, work.folder)
        return redirect("take_in_progress", number)
    shown = {
        "work": work,
        "title": _medium(work),
        "lead": f"Into case {work.asked['case']}, begun by {work.asked['name']}.",
        "trail": ("Take in", reverse("take_in")),
        "words": _words(work),
        "bars": bars(work),
        "again": "Go on where it stopped",
        "safe": "This goes on when you leave the page. If the card is pulled out or the power "
        "fails, nothing half-done is visible and it goes on where it stopped.",
    }
    if work.result:
        shown |= {
            "done": "Taken in and under a checkpoint",
            "done_words": "Every file on the medium is accounted for.",
            "link": (f"Open the receipt {work.result}", reverse("receipt", args=[work.result])),
        }
    part = "#state" if ask.request.headers.get("HX-Request") else ""
    return render(ask.request, f"progress.html{part}", shown)


def _listed(work: behind.Work) -> SimpleNamespace:
    words = _words(work) if work.runs else "it stopped"
    return SimpleNamespace(
        number=work.number, medium=_medium(work), case=work.asked["case"], words=words
    )


def _medium(work: behind.Work) -> str:
    return str(work.asked["medium"] or work.asked["path"])


def _words(work: behind.Work) -> str:
    stage = taking_in.STAGES.get(work.state.get("stage", ""), "Starting")
    path = work.state.get("path", "")
    return f"{stage}: {path}" if path else stage


@require_POST
@evidence("take-in")
def upload(ask: Ask) -> HttpResponse:
    """Begin, or go on with, receiving a folder."""
    try:
        rows = json.loads(ask.request.body)["files"]
        begun = announce(ask.home.uploads, ask.person.username, rows)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"message": "The list of files cannot be read."}, status=400)
    except HoldfastError as error:
        return JsonResponse({"message": str(error)}, status=400)
    address = f"{ask.request.path}{begun.number}/"
    return JsonResponse({"upload": begun.number, "address": address, "received": begun.received()})


@require_http_methods(["PUT"])
@evidence("take-in")
def piece(ask: Ask, number: str, index: int) -> HttpResponse:
    """Receive one piece of one file."""
    try:
        found = find_upload(ask.home.uploads, ask.person.username, number)
        at = int(ask.request.GET.get("at", "0"))
        received = found.add(index, at, ask.request)
    except ValueError:
        return JsonResponse({"message": "The place of the piece cannot be read."}, status=400)
    except HoldfastError as error:
        return JsonResponse({"message": str(error)}, status=400)
    return JsonResponse({"received": received})
