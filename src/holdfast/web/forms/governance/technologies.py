# SPDX-License-Identifier: Apache-2.0
"""The forms about one technology: register, change, move, assess, ask, record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.oversight.entry import DAY, FIELDS, LONG, WHOLE, YES_NO
from holdfast.oversight.models import Technology
from holdfast.oversight.queries.register import KIND_WORDS
from holdfast.oversight.services.outside import INCIDENTS, UNITS
from holdfast.web.forms.governance.fields import (
    DocumentForm,
    GroupedForm,
    choose,
    day_field,
    long_field,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.home import Home

SUPPORTS = (
    ("case", "A case"),
    ("complaint", "A complaint"),
    ("request", "A request for information"),
    ("decision", "A decision"),
)


class RegisterForm(GroupedForm):
    """A new technology."""

    groups = {  # noqa: RUF012 # read only, as Django's own declarations are
        "What it is": ("kind", "name", "number", "phrase", "parent", "latent"),
        "What the public reads": ("description", "maker", "model", "captures_others", "contact"),
    }
    kind = forms.ChoiceField(choices=list(KIND_WORDS.items()))
    name = forms.CharField(max_length=200)
    number = forms.CharField(
        label="Id",
        max_length=121,
        help_text="Small letters, digits, dot and hyphen: dji-mavic-2. A function begins with its "
        "tool: nuix/face-search. It never changes.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    phrase = forms.CharField(
        label="In a sentence, after \u201cmay use\u201d",
        max_length=250,
        required=False,
        help_text="For instance: the drone DJI Mavic 2 Pro. Without it, the name stands there.",
    )
    parent = forms.ChoiceField(
        label="Function of", required=False, help_text="Only for a function of a tool."
    )
    latent = forms.BooleanField(
        label=FIELDS["latent"].words, required=False, help_text=FIELDS["latent"].hint
    )
    description = long_field(
        FIELDS["description"].words, required=False, hint=FIELDS["description"].hint
    )
    maker = forms.CharField(max_length=200, required=False)
    model = forms.CharField(max_length=200, required=False)
    captures_others = forms.BooleanField(label=FIELDS["captures_others"].words, required=False)
    contact = forms.CharField(
        label=FIELDS["contact"].words,
        max_length=200,
        required=False,
        help_text=FIELDS["contact"].hint,
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        tools = Technology.objects.filter(parent__isnull=True).order_by("name")
        choose(self, "parent", [("", "Of none"), *((one.number, one.name) for one in tools)])


class ChangeForm(forms.Form):
    """Every line of the entry that may be changed, as it stands."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        for name, line in FIELDS.items():
            self.fields[name] = _field(line.words, line.holds, line.hint, required=name == "name")

    def changes(self) -> Mapping[str, object]:
        """Give what differs from what the register says now."""
        given = {name: _plain(value) for name, value in self.cleaned_data.items()}
        return {
            name: value
            for name, value in given.items()
            if value != _plain(self.initial.get(name, ""))
        }


def _field(words: str, holds: str, hint: str, *, required: bool) -> forms.Field:
    if holds == YES_NO:
        return forms.BooleanField(label=words, required=False, help_text=hint)
    if holds == DAY:
        return day_field(words, required=required, hint=hint)
    if holds == WHOLE:
        return forms.IntegerField(label=words, required=required, min_value=0, help_text=hint)
    if holds == LONG:
        return long_field(words, required=required, hint=hint)
    return forms.CharField(label=words, required=required, max_length=200, help_text=hint)


def _plain(value: Any) -> object:  # noqa: ANN401 # a value of a form
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value


class TriggerForm(forms.Form):
    """What opens a new assessment."""

    trigger = forms.ChoiceField(label="What happened", widget=forms.RadioSelect)

    def __init__(self, *args: Any, home: Home, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        choose(self, "trigger", [(one.id, one.words) for one in home.lists.triggers])


class StageForm(forms.Form):
    """Where a technology goes next."""

    stage = forms.ChoiceField(label="It becomes", widget=forms.RadioSelect)
    decision = forms.ChoiceField(
        label="By the decision",
        required=False,
        help_text="Trial, adoption, suspension and retirement need a decision about it.",
    )
    reason = forms.CharField(max_length=500, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        stages: Sequence[tuple[str, str]],
        decisions: Sequence[tuple[str, str]],
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        choose(self, "stage", stages)
        choose(self, "decision", [("", "None"), *decisions])


class AssessmentForm(DocumentForm, GroupedForm):
    """An assessment that was done, with an answer to each principle of the agency's list."""

    kind = forms.ChoiceField()
    done_on = day_field("Done on")
    trigger = forms.ChoiceField(
        label="It was opened by", required=False, help_text="It closes what opened it."
    )
    summary = long_field("Summary", hint="It is public, in plain words.")
    alternative = long_field(
        "What less intrusive thing was considered", required=False, hint="And why it would not do."
    )

    def __init__(self, *args: Any, home: Home, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        lists = home.lists
        choose(self, "kind", [(one.id, one.words) for one in lists.assessments])
        choose(
            self,
            "trigger",
            [("", "None: the first one"), *((one.id, one.words) for one in lists.triggers)],
        )
        answers = [f"principle-{one.id}" for one in lists.principles]
        for name, one in zip(answers, lists.principles, strict=True):
            self.fields[name] = long_field(one.words, required=False)
            self.fields[name].widget.attrs["rows"] = 2
        self.groups = {
            "The assessment": ("kind", "done_on", "trigger", "summary", "alternative"),
            f"The principles, one by one ({lists.principles.source})": answers,
            "The document itself": ("document", "document_sha256"),
        }

    def clean(self) -> dict[str, Any]:
        """Gather the answers."""
        data = super().clean()
        names = [name for name in data if name.startswith("principle-")]
        answers = {name.removeprefix("principle-"): data.pop(name) for name in names}
        return {**data, "principles": answers}


class AskForm(forms.Form):
    """A question to the expert panel."""

    question = long_field("What the panel is asked", hint="It is public.")
    asked_on = day_field("Asked on")


class AnswerForm(forms.Form):
    """What the panel answered, and what the agency makes of it."""

    answer = long_field("What the panel answered")
    answered_on = day_field("Answered on")
    withheld_ground = forms.ChoiceField(
        label="Withheld from the public on the ground",
        required=False,
        help_text="The answer is then sealed, and the public reads this ground in its place.",
    )
    response = long_field("What the agency does about it", required=False)

    def __init__(self, *args: Any, home: Home, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        grounds = [(one.id, f"{one.act}: {one.words}"[:150]) for one in home.lists.grounds]
        choose(self, "withheld_ground", [("", "Not withheld: it is public"), *grounds])


class UseForm(forms.Form):
    """A use that happened outside Holdfast."""

    count = forms.IntegerField(label="How many", min_value=1)
    unit = forms.ChoiceField(label="Of what", choices=[(unit, unit) for unit in UNITS])
    happened_at = forms.DateTimeField(
        label="When",
        help_text="On the agency's clock.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    purpose = forms.ChoiceField()
    purpose_text = forms.CharField(
        label="In your own words",
        required=False,
        max_length=500,
        help_text="Stays in the sealed part of the ledger.",
    )
    data_class = forms.ChoiceField(label="On what data")
    support_kind = forms.ChoiceField(label="Which record asks for it", choices=SUPPORTS)
    support = forms.CharField(
        label="Its reference",
        max_length=100,
        help_text="A case reference, K-2026-0001, D-2026-0001.",
    )
    reference = forms.CharField(
        label="As the tool's own log names it",
        required=False,
        max_length=200,
        help_text="So that the log can be compared when it is handed in.",
    )
    note = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, home: Home, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        choose(
            self,
            "purpose",
            [("", "Choose one"), *((one.id, one.words) for one in home.lists.purposes)],
        )
        choose(
            self,
            "data_class",
            [("", "Choose one"), *((one.id, one.words) for one in home.lists.data_classes)],
        )


class IncidentForm(forms.Form):
    """Something that went wrong."""

    kind = forms.ChoiceField(
        choices=[(kind, kind.capitalize()) for kind in INCIDENTS], widget=forms.RadioSelect
    )
    summary = long_field("What happened", hint="It is public: no name, no case.")
    private = long_field(
        "What is not public", required=False, hint="Stays in the sealed part of the ledger."
    )
