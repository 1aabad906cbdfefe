# SPDX-License-Identifier: Apache-2.0
"""Notes on a recording: written and withdrawn under its player, handed out as CSV, listed for a case.

Promises: whoever reads notes or writes them may open the recording; what is written on one recording is
written and handed out under a view of it, with its purpose.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from holdfast.accounts.permissions import may
from holdfast.oversight import uses
from holdfast.records import services
from holdfast.records.queries.notes import notes_of_case, notes_of_item
from holdfast.records.queries.recordings import KINDS
from holdfast.web import noted
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.evidence import ReasonForm
from holdfast.web.forms.notes import NoteForm
from holdfast.web.submitting import submit
from holdfast.web.views.cases import case_context
from holdfast.web.views.items import context_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.records.queries.notes import NotedRecording


@require_POST
@evidence("cases")
def write(ask: Ask, number: int) -> HttpResponse:
    """Write a note, and lead back to the moment that it is on."""
    context = context_of(ask, number, "View")
    if context["detail"].item.kind not in KINDS:
        raise Http404
    if may(ask.person, "note.write") is None:
        raise PermissionDenied("None of your roles writes notes on recordings.")
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    form = NoteForm(ask.typed)
    words = {
        "title": "Write a note",
        "lead": f"{context['detail'].item.title}, item {number}. The note was not kept yet.",
        "submit": "Write it",
        "cancel": reverse("item", args=[number]),
    }
    at = ask.request.POST.get("at", "").strip() if form.is_valid() else ""
    return submit(
        ask,
        form,
        words,
        lambda data: services.write_note(
            home=ask.home,
            actor=ask.person,
            item=number,
            at_s=data["at"],
            until_s=data["until"],
            text=data["text"],
        ),
        done="The note is written.",
        to=f"{reverse('item', args=[number])}?at={at}#notes",
    )


@evidence("cases")
def withdraw(ask: Ask, number: int, note: str) -> HttpResponse:
    """Withdraw a note with a reason."""
    recording = notes_of_item(ask.person, number)
    found = next((one for one in recording.stand if one.number == note), None)
    if found is None:
        raise Http404
    if not found.may_withdraw:
        raise PermissionDenied("The author of a note or an exhibit officer may withdraw it.")
    words = {
        "title": "Withdraw a note",
        "lead": f"“{found.text[:200]}” It stays readable, struck through, with your reason.",
        "submit": "Withdraw it",
        "cancel": f"{reverse('item', args=[number])}#notes",
    }
    return submit(
        ask,
        ReasonForm(ask.typed),
        words,
        lambda data: services.withdraw_note(
            home=ask.home, actor=ask.person, note=note, reason=data["reason"]
        ),
        done="The note is withdrawn.",
        to=f"{reverse('item', args=[number])}#notes",
    )


@require_safe
@evidence("cases")
def as_csv(ask: Ask, number: int) -> HttpResponse:
    """Hand out the notes of a recording."""
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    return _csv(ask, [notes_of_item(ask.person, number)], f"item-{number}-notes.csv")


@require_safe
@evidence("cases")
def of_case(ask: Ask, number: int) -> HttpResponse:
    """Show the notes of all recordings of a case that the person may open."""
    context = case_context(ask, number, "Recordings")
    found = notes_of_case(ask.person, number)
    context["recordings"] = [(one, noted.shown(ask.home, one, one.notes)) for one in found]
    context["total"] = sum(len(one.stand) for one in found)
    return render(ask.request, "cases/notes.html", context)


@require_safe
@evidence("cases")
def of_case_csv(ask: Ask, number: int) -> HttpResponse:
    """Hand out the notes of all recordings of a case that the person may open."""
    found = notes_of_case(ask.person, number)
    if not found:
        messages.info(ask.request, "There is no note to hand out.")
        return redirect("case_notes", number)
    return _csv(ask, found, f"case-{number}-notes.csv")


def _csv(ask: Ask, recordings: Iterable[NotedRecording], name: str) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    csv.writer(response).writerows(noted.rows(ask.home, recordings))
    return response
