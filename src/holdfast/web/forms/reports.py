# SPDX-License-Identifier: Apache-2.0
"""Forms of the section Reports: the question whether something was used, and a log handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.oversight.models import Technology
from holdfast.oversight.tool_logs import COLUMNS

if TYPE_CHECKING:
    from holdfast.home import Home


class _DayInput(forms.DateInput):
    input_type = "date"


def _day(label: str, help_text: str = "") -> forms.DateField:
    widget = _DayInput(format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class UsedForm(forms.Form):
    """A technology, days, and perhaps a purpose."""

    narrows = True

    technology = forms.ChoiceField(help_text="Of the register. A function has an id of its own.")
    first = _day("First day", "Days are UTC days, as in the ledger.")
    last = _day("Last day")
    purpose = forms.ChoiceField(label="Purpose", required=False)

    def __init__(self, home: Home, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        technology, purpose = self.fields["technology"], self.fields["purpose"]
        if isinstance(technology, forms.ChoiceField) and isinstance(purpose, forms.ChoiceField):
            rows = Technology.objects.order_by("number").values_list("number", "name")
            technology.choices = [
                ("", "Choose one"),
                *((number, f"{name} ({number})") for number, name in rows),
            ]
            purpose.choices = [
                ("", "Any purpose"),
                *((one.id, one.words) for one in home.lists.purposes),
            ]


class ToolLogForm(forms.Form):
    """A tool's own log of some days."""

    technology = forms.ChoiceField(
        label="Tool", help_text="What runs outside Holdfast. Register it first if it is not here."
    )
    first = _day("First day of the log", "Days are UTC days; both ends count.")
    last = _day("Last day of the log", "A log is handed in when its days are over.")
    file = forms.FileField(
        label="The log",
        help_text="CSV or one JSON object a line, as the tool writes it. Names of users are dropped "
        "as it is read and kept nowhere.",
    )
    headings = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only when the tool uses other words: one a line, as time = Zeitpunkt. The "
        f"columns are {', '.join(COLUMNS)}.",
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        field = self.fields["technology"]
        if isinstance(field, forms.ChoiceField):
            rows = Technology.objects.filter(ours=False).order_by("number")
            field.choices = [
                ("", "Choose one"),
                *((one.number, f"{one.name} ({one.number})") for one in rows),
            ]

    def clean_headings(self) -> dict[str, str]:
        """Read `column = heading`, one a line."""
        found: dict[str, str] = {}
        for line in str(self.cleaned_data["headings"]).splitlines():
            if not line.strip():
                continue
            column, equals, heading = (part.strip() for part in line.partition("="))
            if not equals or not heading or column not in COLUMNS:
                raise forms.ValidationError(
                    f"{line.strip()[:60]} is not a column, an equals sign and a heading. The "
                    f"columns are {', '.join(COLUMNS)}."
                )
            found[column] = heading
        return found
