# SPDX-License-Identifier: Apache-2.0
"""The forms about one technology: change it, move it, assess it, ask the panel, record a use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from holdfast.gate import Support
from holdfast.oversight import services, uses
from holdfast.oversight.queries.about import advice_on
from holdfast.oversight.queries.register import technology
from holdfast.oversight.services.stages import BY_DECISION, MOVES
from holdfast.records.services import authorise
from holdfast.web.asking import Ask, evidence
from holdfast.web.digesting import digesting
from holdfast.web.forms.governance import technologies as forms
from holdfast.web.forms.governance.rows import decision_choices
from holdfast.web.submitting import submit
from holdfast.web.views.governance.technology import ACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from holdfast.oversight.queries.values import TechnologyDetail


@dataclass(frozen=True, slots=True)
class Act:
    """One form: how it is made, its words, the service behind it, and the page it leads to."""

    form: Callable[[Ask, TechnologyDetail], Form]
    title: str
    lead: str
    done: str
    act: Callable[[Ask, str, dict[str, Any]], object]
    to: str = "technology"


def _change(ask: Ask, detail: TechnologyDetail) -> Form:
    return forms.ChangeForm(ask.typed, initial=dict(detail.values))


def _do_change(ask: Ask, number: str, data: dict[str, Any]) -> object:
    form = forms.ChangeForm(data, initial=dict(technology(ask.home, number, timezone.now()).values))
    form.is_valid()
    return services.change_technology(
        home=ask.home, actor=ask.person, number=number, fields=form.changes()
    )


def _stage(ask: Ask, detail: TechnologyDetail) -> Form:
    now = detail.line.stage
    return forms.StageForm(
        ask.typed,
        stages=[(one, _stage_words(one)) for one in sorted(MOVES[now], key=list(MOVES).index)],
        decisions=decision_choices(detail.line.number),
    )


def _stage_words(stage: str) -> str:
    by = " (by a decision)" if stage in BY_DECISION else ""
    return f"{stage.capitalize()}{by}"


def _record_use(ask: Ask, number: str, data: dict[str, Any]) -> object:
    support = Support(data.pop("support_kind"), " ".join(data.pop("support").split()))
    return uses.record_use(
        home=ask.home, actor=ask.person, technology=number, support=support, **data
    )


def _today() -> dict[str, object]:
    return {"asked_on": timezone.localdate(), "done_on": timezone.localdate()}


FORMS = {
    "change": Act(
        _change, "Change the entry",
        "What was said before stays readable in the history.",
        "The entry is changed.", _do_change,
    ),
    "trigger": Act(
        lambda ask, _: forms.TriggerForm(ask.typed, home=ask.home),
        "Ask for a new assessment",
        "Each of these opens one. Until it is done, the technology cannot move to assessed.",
        "A new assessment is asked for.",
        lambda ask, number, data: services.change_technology(
            home=ask.home, actor=ask.person, number=number, fields={}, **data
        ),
    ),
    "stage": Act(
        _stage, "Move it along", "What is missing is said, and nothing is moved until it is there.",
        "It is moved.",
        lambda ask, number, data: services.move_technology(
            home=ask.home, actor=ask.person, number=number, **data
        ),
    ),
    "assess": Act(
        lambda ask, _: forms.AssessmentForm(
            ask.typed, ask.files, home=ask.home, initial=_today()
        ),
        "Attach an assessment",
        "One that was done. It answers the principles one by one; an empty answer is shown as not "
        "answered.",
        "The assessment is attached.",
        lambda ask, number, data: services.attach_assessment(
            home=ask.home, actor=ask.person, number=number, **data
        ),
        "technology_assessments",
    ),
    "ask": Act(
        lambda ask, _: forms.AskForm(ask.typed, initial=_today()),
        "Ask the panel", "Written down with its day, so that an answer can be waited for.",
        "The question is recorded.",
        lambda ask, number, data: services.ask_panel(
            home=ask.home, actor=ask.person, technology=number, **data
        ),
        "technology_advice",
    ),
    "use": Act(
        lambda ask, _: forms.UseForm(ask.typed, home=ask.home),
        "Record a use outside",
        "A flight, a search in another tool, files handed to it. The gate is asked as for any use; "
        "what it denies is on the ledger as denied.",
        "The use is on the ledger.", _record_use, "technology_uses",
    ),
    "incident": Act(
        lambda ask, _: forms.IncidentForm(ask.typed),
        "Record an incident", "Something that went wrong with it. It is counted in public.",
        "The incident is recorded.",
        lambda ask, number, data: services.record_incident(
            home=ask.home, actor=ask.person, technology=number, **data
        ),
        "technology_uses",
    ),
}  # fmt: skip


@digesting
@evidence("technologies")
def act(ask: Ask, number: str, what: str) -> HttpResponse:
    """Show one of the forms, or do what it says."""
    wanted = FORMS.get(what)
    if wanted is None:
        raise Http404
    authorise(ask.person, ACTS[what][0])
    detail = technology(ask.home, number, timezone.now())
    to = reverse(wanted.to, args=[number])
    words = _words(detail, wanted.title, wanted.lead, to)
    return submit(
        ask, wanted.form(ask, detail), words,
        lambda data: wanted.act(ask, number, data), done=wanted.done, to=to,
    )  # fmt: skip


@evidence("technologies")
def answer(ask: Ask, number: str, question: str) -> HttpResponse:
    """Write down what the panel answered."""
    authorise(ask.person, "technology.advice")
    detail = technology(ask.home, number, timezone.now())
    asked = next(
        (one for one in advice_on(ask.person, ask.home, number) if one.number == question), None
    )
    if asked is None:
        raise Http404
    to = reverse("technology_advice", args=[number])
    start = {
        "answer": asked.answer, "response": asked.response,
        "answered_on": asked.answered_on or timezone.localdate(),
    }  # fmt: skip
    form = forms.AnswerForm(ask.typed, home=ask.home, initial=start)
    words = _words(detail, f"Answer to {question}", asked.question, to)
    return submit(
        ask, form, words,
        lambda data: services.answer_of_panel(
            home=ask.home, actor=ask.person, number=question, **data
        ),
        done="The answer is recorded.", to=to,
    )  # fmt: skip


def _words(detail: TechnologyDetail, title: str, lead: str, to: str) -> dict[str, object]:
    at = reverse("technology", args=[detail.line.number])
    return {
        "title": title,
        "lead": lead,
        "submit": title,
        "cancel": to,
        "trail": [("Technologies", reverse("technologies")), (detail.line.name, at)],
    }
