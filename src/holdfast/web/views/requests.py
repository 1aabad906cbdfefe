# SPDX-License-Identifier: Apache-2.0
"""Requests for information: the list, one request with its clock, and its decision with grounds."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.information import DecisionRefusedError, acknowledgement
from holdfast.oversight import services
from holdfast.oversight.models import RequestStep
from holdfast.oversight.queries import desk as query
from holdfast.oversight.queries import desk_pages
from holdfast.oversight.queries.requests import correspondence, letter_of, stands
from holdfast.oversight.receipts import receipt_file
from holdfast.oversight.services.requests import is_own
from holdfast.web.asking import evidence
from holdfast.web.clock_line import Limit, clock_line
from holdfast.web.desk_steps import Step, take_step
from holdfast.web.forms import desk as forms
from holdfast.web.views.complaints import desk_tabs, receipt_answer, record_once, today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.information import Letter
    from holdfast.oversight.models import InformationRequest
    from holdfast.oversight.received import Received
    from holdfast.web.asking import Ask
    from holdfast.web.clock_line import ClockLine
    from holdfast.web.forms.desk import GroundChoice

_SECTION: Final = re.compile(r"\b(?:s|section|art\.?|article)\s+(\d+[A-Z]*)", re.IGNORECASE)


@evidence("complaints")
def requests(ask: Ask) -> HttpResponse:
    """List the requests, what is due first."""
    lines = query.requests(ask.person, ask.home, today())
    kinds = ask.home.lists.request_kinds
    context = desk_tabs("Requests") | {
        "lines": [(one, kinds.get(one.kind)) for one in lines],
        "overdue": sum(one.time is not None and one.time.overdue for one in lines),
        "waiting": sum(one.time is not None for one in lines),
        "received": query.received_by_faces("request.receive"),
        "may_record": may(ask.person, "request.receive"),
    }
    return render(ask.request, "complaints/requests.html", context)


@never_cache
@evidence("complaints")
def record(ask: Ask) -> HttpResponse:
    """Record a request for somebody."""

    def send(data: dict[str, Any]) -> Sequence[Received]:
        return services.receive_request(home=ask.home, actor=ask.person, **data)

    form = forms.StaffQuestionForm(ask.request.POST or None)
    return record_once(ask, form, send, title="Record a request", back=reverse("requests"))


@evidence("complaints")
def request(ask: Ask, number: str) -> HttpResponse:
    """Show one request: its words as text, its clock, its steps and letters."""
    found = desk_pages.request(ask.person, number)
    is_open = found.state not in query.CLOSED_REQUESTS
    context = {
        "found": found,
        "kind": ask.home.lists.request_kinds.get(found.kind),
        "steps": desk_pages.request_steps(found),
        "line": _line(ask, found),
        "time": query.time_of(ask.home, found.due_on, today()) if is_open else None,
        "own": is_own(ask.home, found),
        "open": is_open,
        "may_step": may(ask.person, "request.step"),
        "may_draft": may(ask.person, "answer.propose"),
        "may_approve": may(ask.person, "answer.approve"),
    }
    return render(ask.request, "complaints/request.html", context)


def _line(ask: Ask, found: InformationRequest) -> ClockLine | None:
    stand = stands(ask.home, found, today())
    if stand is None or stand.deadline is None:
        return None
    closing = found.steps.filter(step__in=query.CLOSED_REQUESTS).first()
    limit = Limit(
        received=found.received_on,
        original=stand.deadline.original,
        day=stand.deadline.day,
        closed_on=closing.made_on if closing else None,
        holidays=ask.home.lists.holidays,
    )
    return clock_line(limit, today())


@evidence("complaints")
def receipt(ask: Ask, number: str) -> HttpResponse:
    """Send the receipt, for whoever asked at the counter."""
    services.authorise_desk(ask.person)
    found = desk_pages.request(ask.person, number)
    return receipt_answer(receipt_file(ask.home, found), number)


_STEPS: Final[Mapping[str, Step]] = {
    "extend": Step(
        forms.ExtendForm, services.extend_request,
        "Take more time", "Extend", "It is extended. Send the letter that is below.",
    ),
    "transfer": Step(
        forms.RequestTransferForm, services.transfer_request,
        "Pass on", "Pass on", "It is passed on. Send the letter that is below.",
    ),
    "close": Step(
        forms.CloseForm, services.close_request,
        "Handed over", "It was handed over", "It is answered.",
    ),
}  # fmt: skip


@evidence("complaints")
def act(ask: Ask, number: str, what: str) -> HttpResponse:
    """Take one step of a request."""
    desk_pages.request(ask.person, number)
    return take_step(ask, _STEPS[what], number, listed=("Requests", "requests"), page="request")


@evidence("complaints")
def decide(ask: Ask, number: str) -> HttpResponse:
    """Decide a request: the grounds with their text, the letter as it would go out, then record."""
    services.authorise_desk(ask.person)
    found = desk_pages.request(ask.person, number)
    post = ask.request.POST
    form = forms.DecisionForm(post or None)
    choices = forms.ground_choices(found.kind, post, set(post.getlist("ground")))
    letter: Letter | None = None
    if form.is_valid():
        said = {
            "home": ask.home,
            "actor": ask.person,
            "number": number,
            "outcome": form.cleaned_data["outcome"],
            "answer": form.cleaned_data["answer"],
            "reasons": forms.reasons_of(choices),
        }
        try:
            if post.get("do") == "record":
                services.decide_request(**said, everything=form.cleaned_data["everything"])
                messages.success(ask.request, "The decision is recorded. Send its letter.")
                return redirect("request", number)
            letter = services.preview_decision(**said, now=timezone.now())
        except DecisionRefusedError as refused:
            for fault in refused.faults:
                form.add_error(None, f"{fault[:1].upper()}{fault[1:]}.")
        except HoldfastError as error:
            form.add_error(None, str(error))
    context = {
        "found": found,
        "kind": ask.home.lists.request_kinds.get(found.kind),
        "form": form,
        "letter": letter,
        "groups": list(by_section(choices)),
        "chosen": sum(one.chosen for one in choices),
        "time": query.time_of(ask.home, found.due_on, today()),
    }
    return render(
        ask.request, "complaints/decide.html", context, status=422 if form.errors else 200
    )


def by_section(choices: Iterable[GroundChoice]) -> Iterable[tuple[str, bool, list[GroundChoice]]]:
    """Group grounds by the section of their Act: its name, whether one is chosen, the grounds."""

    def section(one: GroundChoice) -> str:
        named = _SECTION.search(one.ground.act)
        return f"Section {named.group(1)}" if named else one.ground.act

    for name, several in groupby(choices, key=section):
        grounds = list(several)
        yield name, any(one.chosen for one in grounds), grounds


@evidence("complaints")
def letter_file(ask: Ask, number: str, step: int) -> HttpResponse:
    """Send the letter that went out with a step, as a PDF."""
    desk_pages.request(ask.person, number)
    taken = RequestStep.objects.filter(request=number, pk=step).first()
    found = letter_of(taken) if taken is not None else None
    if found is None:
        raise Http404
    return pdf_answer(found, f"{number}-{found.name}.pdf")


@evidence("complaints")
def acknowledgement_file(ask: Ask, number: str) -> HttpResponse:
    """Send the letter that says that the request has come, as a PDF."""
    role = services.authorise_desk(ask.person)
    found = desk_pages.request(ask.person, number)
    stand = stands(ask.home, found, today())
    if stand is None or stand.deadline is None:
        raise Http404
    signed_by = services.signature(ask.person, role)
    about = correspondence(ask.home, found, today(), signed_by)
    letter = acknowledgement(about, stand.deadline, agency=ask.home.lists)
    return pdf_answer(letter, f"{number}-acknowledgement.pdf")


def pdf_answer(letter: Letter, name: str) -> HttpResponse:
    """Send a letter as a PDF."""
    from holdfast.information.letter_pdf import letter_pdf

    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(letter_pdf(letter), content_type="application/pdf", headers=kept)
