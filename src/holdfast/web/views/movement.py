# SPDX-License-Identifier: Apache-2.0
"""Movement in a case: how far its recordings are analysed, and a question over all its cameras.

Promises: without a purpose for the case nothing is asked and no picture is shown; a question is on
the ledger before its answer; the analysis is begun by a person, never by itself.
"""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from holdfast.accounts.permissions import may, sees_content
from holdfast.oversight import uses
from holdfast.plain import counted
from holdfast.records.purposes import StatedPurpose
from holdfast.records.queries.cases import case_overview
from holdfast.records.queries.movement import (
    ANALYSED,
    NOT_YET,
    OUTSIDE,
    STANDINGS,
    WORKING,
    movement_of_case,
)
from holdfast.records.services.movement import Asking
from holdfast.records.stated import purpose_stated
from holdfast.web import behind, finding_movement
from holdfast.web.asking import Ask, evidence
from holdfast.web.case_work import begun_for, progress_page, work_of
from holdfast.web.forms.movement import GROUPS, MovementForm, written
from holdfast.web.movement import SORTS, shown
from holdfast.web.movement_progress import bars_of, remaining
from holdfast.web.movement_words import in_words
from holdfast.web.views.cases import case_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpResponse

    from holdfast.records.queries.movement import MovementLine, MovementOfCase

STOPPED = "You stopped it. Every part of a recording that was finished is kept, and it goes on from there."


@require_safe
@evidence("cases")
def movement(ask: Ask, number: int) -> HttpResponse:
    """Show the question, the counts, and the answer when something was asked."""
    context = case_context(ask, number, "Movement")
    reference = context["overview"].case.reference
    found = movement_of_case(ask.person, ask.home, number)
    stated = _stated(ask, number)
    context |= _counts(ask, number, reference, found, stated)
    if ask.request.headers.get("HX-Request"):
        return render(ask.request, "cases/movement.html#counts", context)
    asks = any(name in ask.request.GET for name in MovementForm.base_fields)
    if asks and not sees_content(ask.person):
        raise PermissionDenied(
            "What moves in a recording is content, which none of your roles opens."
        )
    form = MovementForm(
        ask.request.GET if asks else None, cameras=[(one.number, one.title) for one in found.rows]
    )
    context |= {"form": form, "stated": stated is not None} | _stage(found, form)
    if stated is not None and form.is_valid():
        context |= _answer(ask, number, reference, form, stated)
    return render(ask.request, "cases/movement.html", context)


@require_POST
@evidence("cases")
def begin(ask: Ask, number: int) -> HttpResponse:
    """Begin to analyse what may be and is not: all of the case, or one item of it."""
    if may(ask.person, "item.process") is None:
        raise PermissionDenied("None of your roles may analyse recordings.")
    item = ask.request.POST.get("item", "")
    only = int(item) if item.isdecimal() and len(item) < len(str(2**63)) else None
    back = ask.back_to(reverse("case_movement", args=[number]))
    case_overview(ask.person, number)
    stated = _stated(ask, number)
    if stated is None:
        query = urlencode({"next": back})
        return redirect(f"{reverse('case_purpose', args=[number])}?{query}")
    asked = finding_movement.Asked(number, stated.id, stated.text, only)
    if not finding_movement.ask_first(ask.home, ask.person, asked):
        messages.info(ask.request, "Nothing is left to analyse that may be.")
        return redirect(back)
    begun = behind.begin(ask.home, finding_movement.KIND, ask.person.username, asdict(asked))
    return redirect("case_movement_work", number, begun)


@evidence("cases")
def progress(ask: Ask, number: int, work: str) -> HttpResponse:
    """Say how far the analysis is and how long it takes yet; go on with one that stopped."""
    found = work_of(ask, number, finding_movement.KIND, work)
    reference = case_overview(ask.person, number).case.reference
    back = reverse("case_movement", args=[number])
    lines = movement_of_case(ask.person, ask.home, number).rows
    shown_of_it: dict[str, Any] = {
        "title": "Finding what moves",
        "lead": f"In recordings of case {reference}.",
        "trail": (f"Movement in {reference}", back),
        "words": "Following what moves, two recordings at a time",
        "bars": bars_of(lines, found.state),
        "told": remaining(lines, found.state, time.time()) if found.state else "",
        "stop": reverse("case_movement_stop", args=[number, work]),
        "safe": "This goes on when you leave the page. What is finished of a recording is kept, "
        "can be searched at once, and is not done again.",
    }
    if found.result:
        shown_of_it |= {
            "done": "Every recording that may be was analysed",
            "done_words": "The page of the case says how each one stands.",
            "link": ("Search by movement", back),
        }
    asked = finding_movement.Asked(**found.asked)
    return progress_page(
        ask, found, shown_of_it, lambda: finding_movement.ask_first(ask.home, ask.person, asked)
    )


@require_POST
@evidence("cases")
def stop(ask: Ask, number: int, work: str) -> HttpResponse:
    """End the analysis; what is finished is kept."""
    behind.stop(work_of(ask, number, finding_movement.KIND, work), STOPPED)
    return redirect("case_movement_work", number, work)


def _stated(ask: Ask, number: int) -> StatedPurpose | None:
    if not sees_content(ask.person):
        return None
    found = purpose_stated(ask.person, (number,), ask.session, timezone.now())
    return None if found is None else StatedPurpose(found.purpose, found.text)


def _counts(
    ask: Ask,
    number: int,
    reference: str,
    found: MovementOfCase,
    stated: StatedPurpose | None,
) -> dict[str, Any]:
    """Give how many stand how, what is left out and why, and what may be begun."""
    denied: Mapping[str, str] = {}
    if stated is not None:
        denied = uses.why_not_analysed(
            home=ask.home,
            actor=ask.person,
            purpose=stated,
            case=reference,
            statuses=sorted({one.status for one in found.to_do}),
        )
    left_out: list[tuple[MovementLine, str]] = [
        (one, one.standing.reason)
        for one in found.rows
        if one.standing.word not in {ANALYSED, WORKING, NOT_YET}
    ]
    refused = [(one, denied[one.status]) for one in found.to_do if denied.get(one.status)]
    rows = [
        (word, count, sum(one.standing.tracks for one in found.rows if one.standing.word == word))
        for word, count in found.counts.items()
        if count or word in {ANALYSED, NOT_YET, OUTSIDE}
    ]
    rows.sort(key=lambda row: STANDINGS.index(row[0]))
    return {
        "found": found,
        "counts": rows,
        "working": [one for one in found.rows if one.standing.word == WORKING],
        "part_done": sum(one.standing.begun_and_stopped for one in found.rows),
        "left_out": left_out + refused,
        "to_do": len(found.to_do) - len(refused),
        "work": begun_for(ask.home, finding_movement.KIND, ask.person.username, number),
        "may_begin": may(ask.person, "item.process"),
        "sees_content": sees_content(ask.person),
    }


def _stage(found: MovementOfCase, form: MovementForm) -> dict[str, Any]:
    """Give the recordings whose empty scene may be drawn on, and what is drawn on it now."""
    scenes = found.with_tracks
    camera = form.data.get("camera", "")
    chosen = next((one for one in scenes if str(one.number) == camera), None)
    drawn = form.cleaned_data if form.is_valid() else {}
    return {
        "scenes": scenes,
        "chosen": chosen or next(iter(scenes), None),
        "drawn_area": _points(drawn.get("area", ())),
        "drawn_line": _points(drawn.get("line", ())),
        "zone": settings.TIME_ZONE,
        "opened": {
            group: any(form.data.get(name) or name in form.errors for name in names)
            for group, names in GROUPS.items()
        },
    }


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{across:g},{down:g}" for across, down in points)


def _answer(
    ask: Ask, number: int, reference: str, form: MovementForm, stated: StatedPurpose
) -> dict[str, Any]:
    question = form.question()
    camera = form.cleaned_data["camera"]
    query = written(question)
    found = uses.search_movement(
        home=ask.home,
        actor=ask.person,
        asking=Asking(number, question, query, int(camera) if camera else None),
        purpose=stated,
        case=reference,
        session=ask.session,
    )
    sort = ask.request.GET.get("sort", "")
    sort = sort if sort in dict(SORTS) else SORTS[0][0]
    together = shown(found, sort=sort, page=ask.request.GET.get("page", ""), query=query)
    recordings = counted(together.untimed_in, "recording")
    return {
        "shown": together,
        "untimed_words": f"{counted(together.untimed, 'track')} in {recordings} could not be asked, "
        "because when the recording began, or in what zone, is not known. Correct its time on its "
        "page, or ask without a time of day.",
        "left_out_words": ", ".join(f"{one.title} (item {one.number})" for one in found.left_out)
        + ": of a class of data for which there is no permission in force. Nothing of them was "
        "searched or counted.",
        "answer": found,
        "question": question,
        "asked": in_words(question),
        "sort": sort,
        "sorts": SORTS,
    }
