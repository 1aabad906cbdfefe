# SPDX-License-Identifier: Apache-2.0
"""The forms that place a recording on a clock; each gives the way of placing it (`How`) or an error.

Promises: seconds are typed as on every other page (7.4, 1:02.5, 1:02:03.5); a wall clock comes with a
zone that the person names, and one that was twice or never is refused.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from holdfast.records.errors import RefusedError
from holdfast.records.services.placed_how import (
    MOST_FAST_S,
    MOST_WITHIN_S,
    ByHand,
    BySound,
    ClockShown,
    How,
    Telemetry,
    in_zone,
)
from holdfast.web.seconds import second_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

AFTER = "after"
_SECONDS = "Seconds, or 1:02.5, or 1:02:03.5."


class SecondsField(forms.CharField):
    """Seconds from nought on, typed as a number or as h:mm:ss.mmm."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(max_length=24, **named)

    def clean(self, value: object) -> float | None:
        """Read the seconds."""
        text = super().clean(value)
        if not text:
            return None
        seconds = second_typed(text)
        if seconds is None:
            raise forms.ValidationError("Write seconds, for instance 7.4 or 1:02:03.5.")
        return seconds


class WallClockField(forms.CharField):
    """A date and a time of day as a clock on a wall shows them, without a zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "0.001"})

    def __init__(self, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(max_length=30, **named)

    def clean(self, value: object) -> datetime | None:
        """Read the clock."""
        text = super().clean(value)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            at = None
        if at is None or at.tzinfo is not None:
            raise forms.ValidationError(
                "Write a date and a time, for instance 2026-11-27 22:15:02."
            )
        return at


class _WayForm(forms.Form):
    """What the forms of all ways have: why. Each gives its way of placing by `how`, once valid."""

    reason = forms.CharField(
        max_length=500, required=False, help_text="Kept in the ledger with the placing."
    )


class BySoundForm(_WayForm):
    """The comparison that was made, and which part of it."""

    reference = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    piece = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def how(self) -> How:
        """Give the way of placing."""
        return BySound(self.cleaned_data["reference"], self.cleaned_data["piece"])


class ByHandForm(_WayForm):
    """Seconds before or after another recording."""

    reference = forms.TypedChoiceField(coerce=int, label="Beside the recording")
    seconds = SecondsField(help_text=f"Between the two first pictures. {_SECONDS}")
    sense = forms.ChoiceField(
        label="This one begins",
        choices=[(AFTER, "after it"), ("before", "before it")],
        initial=AFTER,
        widget=forms.RadioSelect,
    )
    within = SecondsField(
        label="Right to within", required=False, help_text="If you can say: seconds either way."
    )
    field_order = ("reference", "seconds", "sense", "within", "reason")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        references: Sequence[tuple[int, str]],
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        field = self.fields["reference"]
        if isinstance(field, forms.ChoiceField):
            field.choices = references
        self.fields["reason"].required = True
        self.fields["reason"].help_text = "What you went by: an event that both show, for instance."

    def how(self) -> How:
        """Give the way of placing."""
        data = self.cleaned_data
        sign = 1 if data["sense"] == AFTER else -1
        return ByHand(data["reference"], sign * data["seconds"], data["within"])


class ClockShownForm(_WayForm):
    """A clock that the picture shows, and what is known of its error."""

    second = SecondsField(label="At second", help_text=_SECONDS)
    shown = WallClockField(label="The clock shows")
    zone = forms.CharField(
        label="In the zone",
        max_length=60,
        help_text="The one that the clock is set to: a name such as Pacific/Auckland, or UTC.",
    )
    wrong = SecondsField(
        label="Its known error",
        required=False,
        help_text="Leave empty when none is known. Say in the reason how it is known.",
    )
    sense = forms.ChoiceField(
        label="The clock is",
        choices=[("fast", "fast"), ("slow", "slow")],
        initial="fast",
        required=False,
        widget=forms.RadioSelect,
    )
    within = SecondsField(
        label="Right to within", required=False, help_text="Seconds either way; 1 unless you say."
    )
    field_order = ("second", "shown", "zone", "wrong", "sense", "within", "reason")

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        self.fields["zone"].initial = settings.TIME_ZONE

    def clean(self) -> dict[str, Any]:
        """Put the clock into its zone."""
        data = super().clean() or self.cleaned_data
        if data.get("shown") is not None and data.get("zone"):
            try:
                data["shown"] = in_zone(data["shown"], data["zone"].strip())
            except RefusedError as refused:
                self.add_error("zone", str(refused))
        for name, most in (("wrong", MOST_FAST_S), ("within", MOST_WITHIN_S)):
            if (data.get(name) or 0) > most:
                self.add_error(name, "That is more than can be.")
        if data.get("wrong") and not data.get("reason", "").strip():
            self.add_error("reason", "Say how the error is known.")
        return data

    def how(self) -> How:
        """Give the way of placing."""
        data = self.cleaned_data
        wrong = data["wrong"] or 0.0
        within = 1.0 if data["within"] is None else data["within"]
        fast = -wrong if data["sense"] == "slow" else wrong
        return ClockShown(data["second"], data["shown"], fast, within)


class TelemetryForm(_WayForm):
    """The times of its own track."""

    zone = forms.CharField(
        label="The zone its clock was set to",
        max_length=60,
        required=False,
        help_text="Needed when the file gives none: a name such as Pacific/Auckland, or UTC.",
    )
    field_order = ("zone", "reason")

    def how(self) -> How:
        """Give the way of placing."""
        return Telemetry(self.cleaned_data["zone"].strip())


def form_of(
    way: str,
    data: QueryDict | None,
    references: Sequence[tuple[int, str]],
    **named: Any,  # noqa: ANN401 # Django's own arguments
) -> BySoundForm | ByHandForm | ClockShownForm | TelemetryForm | None:
    """Give the form of a way of placing; None when there is no such way."""
    named["auto_id"] = f"{way}_%s"
    match way:
        case "sound":
            return BySoundForm(data, **named)
        case "hand":
            return ByHandForm(data, references=references, **named)
        case "clock":
            return ClockShownForm(data, **named)
        case "telemetry":
            return TelemetryForm(data, **named)
    return None
