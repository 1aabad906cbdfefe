# SPDX-License-Identifier: Apache-2.0
"""Decisions: the list, one of them, and the forms that record, confirm, pause, resume and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.oversight import services
from holdfast.oversight.queries import decisions as queries
from holdfast.records.errors import NotPermittedError
from holdfast.records.services import authorise
from holdfast.web.asking import Ask, evidence
from holdfast.web.digesting import digesting
from holdfast.web.forms.governance.decisions import ConfirmForm, DecisionForm, TouchForm
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import Form
    from django.http import HttpResponse

# what it does to approvals -> (title, lead)
TOUCHES: Final[Mapping[str, tuple[str, str]]] = {
    "pause": (
        "Pause approvals",
        "From when it is recorded, nothing is permitted under them. Only a written decision resumes.",
    ),
    "resume": ("Resume approvals", "What was paused is permitted again, from now on."),
    "end": (
        "End approvals",
        "For good: to use the technology again, a new approval is decided.",
    ),
}


@evidence("decisions")
def decisions(ask: Ask) -> HttpResponse:
    """List the decisions, the newest recorded first."""
    form = ask.request.GET.get("form", "")
    page = queries.decisions(timezone.now(), form=form, after=ask.request.GET.get("after"))
    context = {
        "page": page,
        "form_asked": form,
        "may_record": may(ask.person, "decision.record"),
        "touches": [
            (title, reverse("decision_touch", args=[does])) for does, (title, _) in TOUCHES.items()
        ],
    }
    return render(ask.request, "decisions/decisions.html", context)


@evidence("decisions")
def decision(ask: Ask, number: str) -> HttpResponse:
    """Show one decision with all that stands on it."""
    context = {
        "detail": queries.decision(ask.home, number, timezone.now()),
        "may_record": may(ask.person, "decision.record"),
        "may_confirm": may(ask.person, "decision.confirm"),
    }
    return render(ask.request, "decisions/decision.html", context)


@digesting
@evidence("decisions")
def new(ask: Ask) -> HttpResponse:
    """Record a decision."""
    authorise(ask.person, "decision.record")
    start = {
        "technology": ask.request.GET.get("technology", ""),
        "effect": ask.request.GET.get("effect", ""),
        "made_on": timezone.localdate(),
    }
    form = DecisionForm(ask.typed, ask.files, initial=start)
    words = {
        "title": "Record a decision",
        "lead": "Nothing takes effect before it is recorded, whatever day it was made.",
        "submit": "Record it",
    }
    return _record(ask, form, words)


@digesting
@evidence("decisions")
def touch(ask: Ask, does: str) -> HttpResponse:
    """Record a decision that pauses, resumes or ends approvals."""
    if does not in TOUCHES:
        raise Http404
    authorise(ask.person, "decision.record")
    approvals = queries.approvals_that_may(does, timezone.now())
    form = TouchForm(
        ask.typed, ask.files,
        approvals=approvals, oral=does != "resume",
        initial={
            "affects": ask.request.GET.getlist("approval"), "made_on": timezone.localdate(),
            "form": "written",
        },
    )  # fmt: skip
    title, lead = TOUCHES[does]
    words = {"title": title, "lead": lead, "submit": "Record it"}
    if not approvals:
        words["warning"] = "There is no approval to which this could be done now."
    return _record(ask, form, words, kind=does)


def _record(ask: Ask, form: Form, words: Mapping[str, object], **more: Any) -> HttpResponse:  # noqa: ANN401 # of the service
    """Show the form, or record the decision and show it."""
    context = {
        **words, "form": form, "cancel": reverse("decisions"),
        "trail": [("Decisions", reverse("decisions"))],
    }  # fmt: skip
    if form.is_valid():
        try:
            number = services.record_decision(
                home=ask.home, actor=ask.person, **form.cleaned_data, **more
            )
        except NotPermittedError:
            raise
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            messages.success(ask.request, f"{number} is recorded, and public.")
            return HttpResponseRedirect(reverse("decision", args=[number]))
    status = 422 if form.is_bound else 200
    return render(ask.request, "cases/form.html", context, status=status)


@digesting
@evidence("decisions")
def confirm(ask: Ask, number: str) -> HttpResponse:
    """Confirm an oral decision in writing."""
    authorise(ask.person, "decision.confirm")
    found = queries.decision(ask.home, number, timezone.now()).line
    to = reverse("decision", args=[number])
    words = {
        "title": f"Confirm {number} in writing",
        "lead": f"{found.title}. Made orally on {found.made_on:%d %B %Y}.",
        "submit": "Confirm it",
        "cancel": to,
        "trail": [("Decisions", reverse("decisions")), (number, to)],
    }
    form = ConfirmForm(ask.typed, ask.files)
    return submit(
        ask, form, words,
        lambda data: services.confirm_decision(
            home=ask.home, actor=ask.person, number=number, **data
        ),
        done=f"{number} is confirmed in writing.", to=to,
    )  # fmt: skip
