# SPDX-License-Identifier: Apache-2.0
"""The desk: what came from outside and waits, and each complaint with its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.oversight import services
from holdfast.oversight.queries import desk as query
from holdfast.oversight.queries import desk_pages
from holdfast.oversight.receipts import receipt_file, receipt_name
from holdfast.web.asking import evidence
from holdfast.web.clock_line import Limit, clock_line
from holdfast.web.desk_steps import Step, take_step
from holdfast.web.forms import desk as forms
from holdfast.web.sending import Once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from holdfast.oversight.received import Received
    from holdfast.web.asking import Ask
    from holdfast.web.forms.public_desk import OnceForm


def desk_tabs(current: str) -> dict[str, Any]:
    """Give the tabs of the desk."""
    tabs = (("Complaints", "complaints"), ("Requests", "requests"), ("Statistics", "desk_figures"))
    return {"tabs": [(word, reverse(name), word == current) for word, name in tabs]}


def today() -> date:
    """Give the day where the agency is."""
    return timezone.localdate()


@evidence("complaints")
def desk(ask: Ask) -> HttpResponse:
    """List the complaints, what is due first."""
    lines = query.complaints(ask.person, ask.home, today())
    received = query.received_by_faces("complaint.receive")
    context = desk_tabs("Complaints") | {
        "lines": lines,
        "received": received,
        "overdue": sum(one.time is not None and one.time.overdue for one in lines),
        "waiting": sum(one.time is not None for one in lines),
        "may_record": may(ask.person, "complaint.receive"),
    }
    return render(ask.request, "complaints/desk.html", context)


@never_cache
@evidence("complaints")
def record(ask: Ask) -> HttpResponse:
    """Record a complaint for somebody."""

    def send(data: dict[str, Any]) -> Sequence[Received]:
        return (services.receive_complaint(home=ask.home, actor=ask.person, **data),)

    form = forms.StaffComplaintForm(ask.request.POST or None)
    return record_once(ask, form, send, title="Record a complaint", back=reverse("complaints"))


def record_once(
    ask: Ask,
    form: OnceForm,
    send: Callable[[dict[str, Any]], Sequence[Received]],
    *,
    title: str,
    back: str,
) -> HttpResponse:
    """Show the form, or record what it says once and show reference and code, this once."""
    context = {
        "title": title,
        "lead": "For somebody who wrote, telephoned or came. Hand them the reference and the code.",
        "submit": "Record it",
        "cancel": back,
        "form": form,
    }
    if form.is_valid():
        data = dict(form.cleaned_data)
        data.pop("sure", None)
        once = Once(data.pop("once"))
        if not once.begin():
            numbers = " and ".join(once.numbers()) or "this"
            form.add_error(None, f"It is recorded already: {numbers}. Nothing was done twice.")
        else:
            try:
                received = send(data)
            except HoldfastError as error:
                once.give_up()
                form.add_error(None, str(error))
            else:
                once.end([one.number for one in received])
                kinds = ask.home.lists.request_kinds
                shown = {"received": [(one, kinds.get(one.kind)) for one in received], "back": back}
                return render(ask.request, "complaints/received.html", shown)
    return render(ask.request, "cases/form.html", context, status=422 if form.is_bound else 200)


@evidence("complaints")
def complaint(ask: Ask, number: str) -> HttpResponse:
    """Show one complaint: its words as text, its clock, its steps."""
    found = desk_pages.complaint(ask.person, number)
    steps = desk_pages.complaint_steps(ask.person, ask.home, found)
    is_closed = found.state in query.CLOSED_COMPLAINTS
    closing = found.steps.filter(step__in=query.CLOSED_COMPLAINTS).first()
    line = None
    if found.due_on is not None:
        limit = Limit(
            received=found.received_on,
            original=found.due_on,
            day=found.due_on,
            closed_on=closing.made_on if closing else None,
            holidays=ask.home.lists.holidays,
        )
        line = clock_line(limit, today())
    context = {
        "found": found,
        "steps": steps,
        "line": line,
        "time": None if is_closed else query.time_of(ask.home, found.due_on, today()),
        "may_step": may(ask.person, "complaint.step"),
        "may_freeze": may(ask.person, "complaint.concern"),
        "open": not is_closed,
        "undecided": found.state in {"received", "acknowledged", "answered"},
        "closed_words": "closed" if is_closed else "open",
    }
    return render(ask.request, "complaints/complaint.html", context)


@evidence("complaints")
def receipt(ask: Ask, number: str) -> HttpResponse:
    """Send the receipt, for whoever complained at the counter."""
    if may(ask.person, "complaint.step") is None:
        raise PermissionDenied("The receipt is handed out by technology governance.")
    found = desk_pages.complaint(ask.person, number)
    return receipt_answer(receipt_file(ask.home, found), number)


def receipt_answer(data: bytes, number: str) -> HttpResponse:
    """Send a receipt as a file."""
    kept = {"Content-Disposition": f'attachment; filename="{receipt_name(number)}"'}
    return HttpResponse(data, content_type="application/json", headers=kept)


_STEPS: Final[Mapping[str, Step]] = {
    "acknowledge": Step(
        forms.MessageForm, services.acknowledge_complaint,
        "Acknowledge", "Acknowledge", "It is acknowledged.",
    ),
    "transfer": Step(
        forms.ComplaintTransferForm, services.transfer_complaint,
        "Pass on", "Pass on", "It is passed on, and stays counted.",
    ),
    "answer": Step(
        forms.ComplaintAnswerForm, services.answer_complaint,
        "Answer", "Answer", "It is answered.",
    ),
    "freeze": Step(
        forms.FreezeForm, services.freeze_case,
        "Freeze a case", "Freeze", "Whatever is under that reference is frozen.",
    ),
}  # fmt: skip


@evidence("complaints")
def act(ask: Ask, number: str, what: str) -> HttpResponse:
    """Take one step of a complaint."""
    found = desk_pages.complaint(ask.person, number)
    initial = {"reference": found.stated_reference} if what == "freeze" else None
    return take_step(
        ask,
        _STEPS[what],
        number,
        listed=("Complaints", "complaints"),
        page="complaint",
        initial=initial,
    )
