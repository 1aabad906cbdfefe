# SPDX-License-Identifier: Apache-2.0
"""The forms of the desk: recording for somebody, and the steps of complaints and requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.agency import CONSIDERATIONS
from holdfast.information import Reason
from holdfast.oversight.told import LONGEST_LINE, LONGEST_NOTE, LONGEST_TEXT
from holdfast.web.forms.public_desk import ComplaintForm, QuestionForm, WordsField
from holdfast.web.home import this_home

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from holdfast.agency import Ground

FINDINGS = (
    ("upheld", "Upheld: they were right to complain"),
    ("not-upheld", "Not upheld"),
    ("answered", "Answered, without finding for or against"),
)
OUTCOMES = (
    ("granted", "Granted whole"),
    ("granted-in-part", "Granted in part"),
    ("refused", "Refused"),
)


def _day(**named: Any) -> forms.DateField:  # noqa: ANN401 # Django's own arguments
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **named)


class StaffComplaintForm(ComplaintForm):
    """A complaint that came by post, by telephone or at the counter."""

    received_on = _day(
        label="The day it came", required=False, help_text="Leave empty for today. Never later."
    )
    field_order = ("received_on",)


class StaffQuestionForm(QuestionForm):
    """A request that came by post, by telephone or at the counter."""

    received_on = _day(
        label="The day it came", required=False, help_text="Leave empty for today. Never later."
    )
    field_order = ("received_on",)


class MessageForm(forms.Form):
    """Words to whoever complained; they may be left out."""

    words = WordsField(
        label="Message",
        longest=LONGEST_NOTE,
        required=False,
        help_text="Whoever complained reads it with their code.",
    )


class ComplaintTransferForm(MessageForm):
    """To which body a complaint is passed on."""

    to = forms.ChoiceField(label="Pass on to", widget=forms.RadioSelect)
    field_order = ("to", "words")

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.id, one.words) for one in this_home().lists.complaint_bodies]


class ComplaintAnswerForm(forms.Form):
    """The answer to a complaint."""

    finding = forms.ChoiceField(choices=FINDINGS, widget=forms.RadioSelect)
    words = WordsField(
        label="Answer",
        longest=LONGEST_TEXT,
        help_text="Whoever complained reads it with their code. The finding is public, the words "
        "are not.",
    )


class FreezeForm(forms.Form):
    """A case that a complaint concerns."""

    reference = forms.CharField(
        label="Case reference",
        max_length=LONGEST_LINE,
        help_text="Whatever is under it is held against disposal. You are not told whether there "
        "is such a case, unless you may see it.",
    )
    reason = WordsField(longest=LONGEST_NOTE, required=False)


class ExtendForm(forms.Form):
    """More time for a request."""

    until = _day(label="The new day", help_text="Later than the day on which it is due now.")
    reason = WordsField(longest=LONGEST_NOTE, help_text="It stands in the letter to whoever asked.")


class RequestTransferForm(forms.Form):
    """To which agency a request is passed on."""

    to = forms.CharField(label="Agency", max_length=LONGEST_LINE)
    reason = WordsField(longest=LONGEST_NOTE, help_text="It stands in the letter to whoever asked.")


class CloseForm(forms.Form):
    """That what was granted has been handed over."""

    words = WordsField(label="What was handed over, and how", longest=LONGEST_NOTE, required=False)


class DecisionForm(forms.Form):
    """A decision on a request. The grounds are beside it: `ground_choices`."""

    outcome = forms.ChoiceField(label="Decision", choices=OUTCOMES, widget=forms.RadioSelect)
    answer = WordsField(
        label="What the letter says",
        longest=LONGEST_TEXT,
        help_text="The answer itself, or why it cannot be given, in plain words.",
    )
    everything = forms.BooleanField(
        label="The letter says everything; nothing more is to be handed over",
        required=False,
        initial=True,
    )


class PeriodForm(forms.Form):
    """From which day to which day figures are counted."""

    narrows = True
    first = _day(label="From")
    last = _day(label="To")

    def clean(self) -> dict[str, Any]:
        """Need the days in order."""
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", "The last day comes before the first.")
        return data


@dataclass(frozen=True, slots=True)
class Consideration:
    """One thing to consider before a ground is used: the field's name, the words, what was typed."""

    name: str
    words: str
    typed: str


@dataclass(frozen=True, slots=True)
class GroundChoice:
    """One ground on the form: whether it is chosen, and what was typed for it."""

    ground: Ground
    chosen: bool
    public_interest: str
    considered: tuple[Consideration, ...]


def ground_choices(
    kind: str, typed: Mapping[str, str], chosen: Collection[str]
) -> list[GroundChoice]:
    """Give the grounds of one kind of request as the form shows them."""
    return [
        GroundChoice(
            ground,
            ground.id in chosen,
            typed.get(f"interest-{ground.id}", ""),
            tuple(_considered(ground, typed)),
        )
        for ground in this_home().lists.grounds
        if ground.kind == kind
    ]


def reasons_of(choices: list[GroundChoice]) -> list[Reason]:
    """Give the grounds that were chosen, with what was typed for each."""
    return [
        Reason(
            one.ground.id,
            public_interest=one.public_interest.replace("\r\n", "\n"),
            considered={
                name: field.typed.replace("\r\n", "\n")
                for name, field in zip(one.ground.consider, one.considered, strict=True)
            },
        )
        for one in choices
        if one.chosen
    ]


def _considered(ground: Ground, typed: Mapping[str, str]) -> Iterator[Consideration]:
    for one in ground.consider:
        name = f"considered-{ground.id}-{one}"
        yield Consideration(name, CONSIDERATIONS[one], typed.get(name, ""))
