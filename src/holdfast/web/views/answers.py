# SPDX-License-Identifier: Apache-2.0
"""The answer to "was it used on me?": looked up, drafted, read by a second person, given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may
from holdfast.errors import HoldfastError
from holdfast.information import DecisionRefusedError
from holdfast.oversight import services
from holdfast.oversight.models import Answer
from holdfast.oversight.queries import desk_pages
from holdfast.oversight.queries.desk import CLOSED_REQUESTS
from holdfast.oversight.services import Linked
from holdfast.oversight.services.answers import lines_of
from holdfast.records.errors import NotFoundError, NotPermittedError
from holdfast.web.asking import evidence
from holdfast.web.forms.answers import AnswerForm
from holdfast.web.forms.desk import ground_choices, reasons_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdfast.oversight.queries.used_on import FoundUse
    from holdfast.web.asking import Ask


@evidence("complaints")
def answer(ask: Ask, number: str) -> HttpResponse:
    """Show the draft with its two people, or the form to draft one."""
    found = desk_pages.request(ask.person, number)
    kept = Answer.objects.select_related("entry", "proposed_by", "approved_by")
    draft = kept.filter(request=found).first()
    drafting = ask.request.method == "POST" or "again" in ask.request.GET or draft is None
    if drafting and may(ask.person, "answer.propose") and found.state not in CLOSED_REQUESTS:
        return _draft(ask, number, draft)
    context: dict[str, Any] = {
        "found": found,
        "draft": draft,
        "lines": lines_of(draft) if draft else (),
        "open": found.state not in CLOSED_REQUESTS,
        "mine": draft is not None and draft.proposed_by_id == ask.person.pk,
        "may_draft": may(ask.person, "answer.propose"),
        "may_approve": may(ask.person, "answer.approve"),
        "may_give": may(ask.person, "request.step"),
    }
    if draft is not None and context["open"]:
        context["letter"] = services.preview_answer(
            home=ask.home, actor=ask.person, number=number, now=timezone.now()
        )
    return render(ask.request, "complaints/answer.html", context)


def _draft(ask: Ask, number: str, draft: Answer | None) -> HttpResponse:
    """Look up what the ledger says, then draft."""
    found = desk_pages.request(ask.person, number)
    post = ask.request.POST
    choices = ground_choices(found.kind, post, set())
    grounds = [(one.ground.id, one.ground.act) for one in choices]
    looking = post.get("do") == "look"
    form = AnswerForm(post or None, initial=_kept(draft), grounds=grounds, looking=looking)
    lines: tuple[FoundUse, ...] | None = None
    withheld = {key.removeprefix("line-"): post[key] for key in post if key.startswith("line-")}
    if form.is_valid():
        data = form.cleaned_data
        named: dict[str, Any] = {"home": ask.home, "actor": ask.person, "number": number}
        linked = Linked(data["items"], data["cases"])
        used = {*withheld.values(), data["refused_on"]} - {""}
        try:
            if not looking:
                services.propose_answer(
                    **named,
                    linked=linked,
                    identity=data["identity"],
                    text=data["text"],
                    refused_on=data["refused_on"],
                    withheld={key: ground for key, ground in withheld.items() if ground},
                    reasons=reasons_of(ground_choices(found.kind, post, used)),
                )
                messages.success(ask.request, "The answer is drafted. Another person approves it.")
                return redirect("answer", number)
            lines = services.find_uses(**named, linked=linked)
        except NotFoundError as missing:
            form.add_error(None, str(missing))
        except DecisionRefusedError as refused:
            for fault in refused.faults:
                form.add_error(None, f"{fault[:1].upper()}{fault[1:]}.")
            lines = services.find_uses(**named, linked=linked)
        except HoldfastError as error:
            form.add_error(None, str(error))
    for name in ("identity", "text"):
        # Looking up needs neither; the draft that follows on the same page does.
        form.fields[name].required = True
    context = {
        "found": found,
        "form": form,
        "lines": None if lines is None else [(one, withheld.get(one.key, "")) for one in lines],
        "grounds": grounds,
        "asking": [one for one in choices if one.considered or one.ground.balanced],
        "choices": choices,
    }
    return render(ask.request, "complaints/draft.html", context, status=422 if form.errors else 200)


def _kept(draft: Answer | None) -> dict[str, str]:
    if draft is None:
        return {}
    return {
        "items": " ".join(map(str, draft.items)),
        "cases": "\n".join(draft.cases),
        "identity": draft.identity,
        "text": draft.text,
    }


@evidence("complaints")
def approve(ask: Ask, number: str) -> HttpResponse:
    """Approve the draft that was read."""
    draft = ask.request.POST.get("draft", "")
    return _done(
        ask, number, "It is approved, and can be given.",
        lambda: services.approve_answer(
            home=ask.home, actor=ask.person, number=number,
            draft=int(draft) if draft.isdecimal() and len(draft) < 19 else -1,  # noqa: PLR2004 # digits of a number of 64 bits
        ),
    )  # fmt: skip


@evidence("complaints")
def give(ask: Ask, number: str) -> HttpResponse:
    """Give the approved answer."""
    return _done(
        ask, number, "It is answered. Send its letter.",
        lambda: services.give_answer(home=ask.home, actor=ask.person, number=number),
        to="request",
    )  # fmt: skip


def _done(ask: Ask, number: str, done: str, act: Any, *, to: str = "answer") -> HttpResponse:  # noqa: ANN401 # a service with its arguments
    if ask.request.method != "POST":
        return redirect("answer", number)
    try:
        act()
    except (NotFoundError, NotPermittedError):
        raise
    except HoldfastError as error:
        messages.error(ask.request, str(error))
        return redirect("answer", number)
    messages.success(ask.request, done)
    return redirect(reverse(to, args=[number]))
