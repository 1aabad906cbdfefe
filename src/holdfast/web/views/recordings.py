# SPDX-License-Identifier: Apache-2.0
"""The recordings of a case by integrity, and examining all of them behind the page."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from holdfast.accounts.permissions import may
from holdfast.records.queries.cases import case_overview
from holdfast.records.queries.recordings import NOT_EXAMINED, STANDINGS, recordings_of_case
from holdfast.web import behind, examining
from holdfast.web.asking import Ask, evidence
from holdfast.web.case_work import begun_for, progress_page, work_of
from holdfast.web.progress import bars
from holdfast.web.views.cases import case_context

if TYPE_CHECKING:
    from django.http import HttpResponse

_SHOWN = 500


@require_safe
@evidence("cases")
def recordings(ask: Ask, number: int) -> HttpResponse:
    """Show how many recordings of the case are sound, unusual, incomplete, damaged, not examined."""
    context = case_context(ask, number, "Recordings")
    found = recordings_of_case(ask.person, ask.home, number)
    wanted = ask.request.GET.get("standing", "")
    rows = [one for one in found.rows if not wanted or one.standing.word == wanted]
    context |= {
        "found": found,
        "counts": [(word, found.counts[word]) for word in STANDINGS],
        "wanted": wanted if wanted in STANDINGS else "",
        "rows": rows[:_SHOWN],
        "more": max(0, len(rows) - _SHOWN),
        "to_do": found.counts[NOT_EXAMINED],
        "under_way": begun_for(ask.home, examining.KIND, ask.person.username, number),
        "may_examine": may(ask.person, "item.process"),
    }
    return render(ask.request, "cases/recordings.html", context)


@require_POST
@evidence("cases")
def examine(ask: Ask, number: int) -> HttpResponse:
    """Begin to examine what has no report yet."""
    if may(ask.person, "item.process") is None:
        raise PermissionDenied("None of your roles may examine recordings.")
    asked = examining.Asked(number)
    if not examining.ask_first(ask.home, ask.person, asked):
        messages.info(ask.request, "Every recording of this case was examined already.")
        return redirect("case_recordings", number)
    begun = behind.begin(ask.home, examining.KIND, ask.person.username, asdict(asked))
    return redirect("case_examining", number, begun)


@evidence("cases")
def progress(ask: Ask, number: int, work: str) -> HttpResponse:
    """Say how far the examination is; go on with one that stopped."""
    found = work_of(ask, number, examining.KIND, work)
    reference = case_overview(ask.person, number).case.reference
    back = reverse("case_recordings", args=[number])
    shown = {
        "title": "Examining whether recordings are whole",
        "lead": f"Of case {reference}.",
        "trail": (f"Recordings of {reference}", back),
        "words": "Decoding every picture and all sound",
        "bars": bars(found),
        "safe": "This goes on when you leave the page. What is examined stays so; what is not is "
        "examined when it is begun again.",
    }
    if found.result:
        shown |= {
            "done": "Every recording that may be was examined",
            "done_words": "The list says how each one stands.",
            "link": ("Recordings by integrity", back),
        }
    asked = examining.Asked(**found.asked)
    return progress_page(
        ask, found, shown, lambda: examining.ask_first(ask.home, ask.person, asked)
    )
