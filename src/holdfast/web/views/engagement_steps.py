# SPDX-License-Identifier: Apache-2.0
"""The steps of an engagement: what became of a condition, media, agreement, reminder, close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from holdfast.errors import HoldfastError
from holdfast.fleet import services
from holdfast.fleet.engagement_letter import letter_kept
from holdfast.fleet.queries import engagement_pages as pages
from holdfast.fleet.queries.engagements import condition_lines, find_engagement
from holdfast.fleet.services import Evidence
from holdfast.records.services import authorise
from holdfast.web.asking import Ask, evidence
from holdfast.web.digesting import digesting
from holdfast.web.forms import engagements as forms
from holdfast.web.submitting import submit
from holdfast.web.views.requests import pdf_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.forms import Form
    from django.http import HttpResponse

    from holdfast.fleet.models import Engagement
    from holdfast.fleet.queries.engagements import ConditionLine


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a condition: its form, what it does, its title, its button, what was done."""

    form: Callable[[Ask, Engagement, ConditionLine], Form]
    act: Callable[..., object]
    title: str
    button: str
    done: str


def _met_form(ask: Ask, found: Engagement, one: ConditionLine) -> Form:
    if one.evidence == "media":
        return forms.HandOverForm(ask.typed, media=pages.media_to_tie(ask.person, found))
    if one.evidence == "document":
        media = pages.media_to_tie(ask.person, found)
        return forms.SignedForm(ask.typed, ask.files, media=media)
    return forms.StatementForm(ask.typed, ask.files)


def _meet(*, on: Any = None, **data: Any) -> object:  # noqa: ANN401 # what the form gives
    whose = {name: data.pop(name) for name in ("home", "actor", "number", "condition")}
    return services.meet_condition(**whose, on=on, evidence=Evidence(**data))


_STEPS: Final[Mapping[str, _Step]] = {
    "met": _Step(_met_form, _meet, "Met", "Record it", "It is recorded as met."),
    "waive": _Step(
        lambda ask, *_: forms.WaiveForm(ask.typed), services.waive_condition,
        "Waive", "Waive it", "It is waived, and says who decided it.",
    ),
    "breach": _Step(
        lambda ask, *_: forms.BreachForm(ask.typed), services.record_breach,
        "A breach", "Record the breach", "The breach is recorded, and an incident is open.",
    ),
    "move": _Step(
        lambda ask, _, one: forms.MoveForm(ask.typed, initial={"due_on": one.due_on}),
        services.move_day, "Another day", "Move it", "It has another day.",
    ),
}  # fmt: skip


@digesting
@evidence("flights")
def step(ask: Ask, number: str, condition: str, what: str) -> HttpResponse:
    """Take one step of a condition."""
    authorise(ask.person, "engagement.step")
    found = find_engagement(ask.person, number)
    lines = {one.id: one for one in condition_lines(found, timezone.localdate())}
    taken = _STEPS.get(what)
    if taken is None or condition not in lines:
        raise Http404
    one = lines[condition]
    return _submit(
        ask,
        found,
        taken.form(ask, found, one),
        lambda data: taken.act(
            home=ask.home, actor=ask.person, number=number, condition=condition, **data
        ),
        title=taken.title,
        lead=f"{one.words}. {one.asked}",
        button=taken.button,
        done=taken.done,
    )


@evidence("flights")
def tie(ask: Ask, number: str) -> HttpResponse:
    """Tie a medium of the case to it."""
    authorise(ask.person, "engagement.link")
    found = find_engagement(ask.person, number)
    media = pages.media_to_tie(ask.person, found)
    return _submit(
        ask,
        found,
        forms.MediumForm(ask.typed, media=media),
        lambda data: services.link_medium(home=ask.home, actor=ask.person, number=number, **data),
        title="Tie a medium",
        lead="A medium of this case that was recorded under the engagement. It belongs to one "
        "engagement only." + ("" if media else " There is none yet: take it in first."),
        button="Tie it",
        done="It is tied to the engagement.",
    )


@digesting
@evidence("flights")
def agreement(ask: Ask, number: str) -> HttpResponse:
    """Name the written agreement."""
    authorise(ask.person, "engagement.step")
    found = find_engagement(ask.person, number)
    return _submit(
        ask,
        found,
        forms.AgreementForm(ask.typed, ask.files),
        lambda data: services.name_agreement(
            home=ask.home, actor=ask.person, number=number, agreement=data["document"]
        ),
        title="The written agreement",
        lead="Named by its SHA-256, so that nobody can bring another one later.",
        button="Name it",
        done="The agreement is named.",
    )


@evidence("flights")
def close(ask: Ask, number: str) -> HttpResponse:
    """Close it."""
    authorise(ask.person, "engagement.close")
    found = find_engagement(ask.person, number)
    left = [one.words for one in condition_lines(found, timezone.localdate()) if one.outstanding]
    lead = f"Outstanding: {'; '.join(left)}." if left else "Nothing is outstanding."
    return _submit(
        ask,
        found,
        forms.CloseForm(ask.typed),
        lambda data: services.close_engagement(
            home=ask.home, actor=ask.person, number=number, **data
        ),
        title="Close",
        lead=lead,
        button="Close it",
        done="It is closed.",
    )


@evidence("flights")
def remind(ask: Ask, number: str) -> HttpResponse:
    """Show the reminder as it would be printed, and record that it is given."""
    authorise(ask.person, "engagement.remind")
    found = find_engagement(ask.person, number)
    form = forms.ReminderForm(ask.typed)
    if form.is_valid():
        try:
            services.remind_contractor(
                home=ask.home, actor=ask.person, number=number, how=form.cleaned_data["how"]
            )
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            messages.success(ask.request, "It is recorded. Print the letter below, and give it.")
            return redirect("engagement", number)
    letter, nothing = None, ""
    try:
        letter = services.preview_reminder(
            home=ask.home, actor=ask.person, number=number, now=timezone.now()
        )
    except HoldfastError as error:
        nothing = str(error)
    context = {"found": found, "letter": letter, "form": form, "nothing": nothing}
    status = 422 if form.errors else 200
    return render(ask.request, "engagements/remind.html", context, status=status)


@evidence("flights")
def reminder_file(ask: Ask, number: str, step: int) -> HttpResponse:
    """Send a reminder as it was printed, as a PDF."""
    taken = pages.reminder_step(find_engagement(ask.person, number), step)
    letter = letter_kept(taken.letter) if taken is not None else None
    if letter is None:
        raise Http404
    return pdf_answer(letter, f"{number}-reminder.pdf")


def _submit(
    ask: Ask,
    found: Engagement,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    lead: str,
    button: str,
    done: str,
) -> HttpResponse:
    to = reverse("engagement", args=[found.number])
    words = {
        "title": f"{title}: {found.number}",
        "lead": lead,
        "trail": [("Engagements", reverse("engagements")), (found.number, to)],
        "submit": button,
        "cancel": to,
    }
    return submit(ask, form, words, act, done=done, to=to)
