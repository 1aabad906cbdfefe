# SPDX-License-Identifier: Apache-2.0
"""The forms that record a decision, confirm an oral one, and withdraw a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.oversight.models import Technology
from holdfast.oversight.services.decisions import UNITS
from holdfast.web.forms.governance.fields import (
    DocumentForm,
    GroupedForm,
    choose,
    day_field,
    end_of,
    long_field,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

EFFECTS = (
    ("trial", "It approves a trial"),
    ("adoption", "It approves the use"),
    ("stage", "It suspends or retires a technology, or moves it otherwise"),
    ("propose", "It proposes a technology"),
    ("other", "Something else"),
)
_WHAT = ("title", "form", "made_on", "maker", "authority")
_WHY = ("reason", "alternatives")


class _Decided(DocumentForm, GroupedForm):
    """What every decision says."""

    title = forms.CharField(max_length=300, help_text="In one line, as it will be public.")
    form = forms.ChoiceField(
        choices=(
            ("written", "In writing"),
            ("oral", "Orally: it ends by itself unless it is confirmed in writing in time"),
        ),
        widget=forms.RadioSelect,
        initial="written",
    )
    made_on = day_field(
        "Made on",
        hint="The day it was made. When it is recorded is kept beside it, whatever day you give.",
    )
    maker = forms.CharField(
        label="Who made it",
        max_length=200,
        help_text="The office, not the person: this is public.",
    )
    authority = forms.CharField(
        max_length=500, help_text="The law, delegation or policy that lets this office decide it."
    )
    reason = long_field("Reason", hint="It is public.")
    alternatives = long_field(
        "Alternatives that were considered", required=False, hint="And why they would not do."
    )


class DecisionForm(_Decided):
    """A decision that approves, or touches no approval."""

    groups = {  # noqa: RUF012 # read only, as Django's own declarations are
        "The decision": ("title", "effect", "technology", "form", "made_on", "maker", "authority"),
        "Why": _WHY,
        "If it approves": ("last_day", "review_on", "conditions"),
        "Volume it assumes, a quarter": tuple(f"expected_{unit}" for unit in UNITS),
        "The written instrument": ("document", "document_sha256"),
    }
    dense = ("Volume it assumes, a quarter",)
    effect = forms.ChoiceField(label="What it does", choices=EFFECTS, widget=forms.RadioSelect)
    technology = forms.ChoiceField(
        label="About", required=False, help_text="An approval is of one technology."
    )
    last_day = day_field(
        "Last day of the approval",
        required=False,
        hint="Without it, no end is set, and the register says so.",
    )
    review_on = day_field("To be reviewed on", required=False)
    conditions = long_field("Conditions", required=False)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        rows = Technology.objects.order_by("name")
        listed = [(one.number, f"{one.name} ({one.stage})") for one in rows]
        choose(self, "technology", [("", "No technology in particular"), *listed])
        for unit in UNITS:
            self.fields[f"expected_{unit}"] = forms.IntegerField(
                label=unit.capitalize(), required=False, min_value=0
            )

    def clean(self) -> dict[str, Any]:
        """Give what the service takes."""
        data = super().clean()
        effect = data.pop("effect", "")
        expected = {unit: data.pop(f"expected_{unit}", None) for unit in UNITS}
        approves = effect in ("trial", "adoption")
        data["kind"] = "approve" if approves else effect
        data["approve"] = effect if approves else ""
        data["until"] = end_of(data.pop("last_day", None))
        data["expected"] = {unit: count for unit, count in expected.items() if count is not None}
        data["instrument_sha256"] = data.pop("document_sha256", "")
        return data


class TouchForm(_Decided):
    """A decision that pauses, resumes or ends approvals."""

    groups = {  # noqa: RUF012 # read only, as Django's own declarations are
        "The decision": ("affects", *_WHAT),
        "Why": _WHY,
        "The written instrument": ("document", "document_sha256"),
    }
    affects = forms.MultipleChoiceField(
        label="Which approvals", widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        approvals: Sequence[tuple[str, str]],
        oral: bool,
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        choose(self, "affects", approvals)
        if not oral:
            choose(
                self, "form", [("written", "In writing: nothing that was paused goes on orally")]
            )

    def clean(self) -> dict[str, Any]:
        """Give what the service takes."""
        data = super().clean()
        data["instrument_sha256"] = data.pop("document_sha256", "")
        return data


class ConfirmForm(DocumentForm):
    """The writing that confirms an oral decision."""

    def clean(self) -> dict[str, Any]:
        """Need the writing."""
        data = super().clean()
        if not data.get("document_sha256") and not self.errors:
            self.add_error(
                "document",
                "A confirmation is in writing. Choose the document, or give its SHA-256.",
            )
        data["instrument_sha256"] = data.pop("document_sha256", "")
        return data


class ReasonForm(forms.Form):
    """Why something is withdrawn or ended."""

    reason = forms.CharField(max_length=500, help_text="Kept in the ledger.")
