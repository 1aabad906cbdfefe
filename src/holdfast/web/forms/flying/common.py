# SPDX-License-Identifier: Apache-2.0
"""What forms about a flight and about its check before take-off have in common.

Promises: a clock is kept as it was read, with its zone beside it, and is converted by nobody; what
a form offers comes from the home's own lists and assets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms

from holdfast.fleet.facts import UNKNOWN_ZONE
from holdfast.gate import Support

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.fleet.queries.choices import Choices, Pairs

NONE: Final = ("", "None")
OTHER_AIRCRAFT: Final = ("", "Not on the register: say below what it is")
OTHER_PILOT: Final = ("", "Somebody else: give the name below")


@dataclass(frozen=True, slots=True)
class Clock:
    """A wall clock as it was read, without a zone."""

    at: datetime

    def in_zone(self, zone: str) -> datetime:
        """Give the moment; a wall clock of an unknown zone is kept as if it were UTC."""
        return self.at.replace(tzinfo=UTC if zone == UNKNOWN_ZONE else ZoneInfo(zone))


class ClockField(forms.CharField):
    """A day and a time of day, as a clock showed it."""

    widget = forms.TextInput(attrs={"type": "datetime-local", "step": "1"})

    def clean(self, value: Any) -> Clock | None:  # noqa: ANN401 # what a browser sends
        """Give the clock; ValidationError for what is no time."""
        text = str(super().clean(value)).strip().replace(" ", "T")
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
        except ValueError as error:
            raise forms.ValidationError("Give day and time as 2026-11-23 14:05.") from error
        if at.tzinfo is not None:
            raise forms.ValidationError("Give the time without a zone; the zone stands beside it.")
        return Clock(at)


def clock_text(at: datetime | None, zone: str) -> str:
    """Write a moment as its clock showed it, for a field."""
    if at is None:
        return ""
    local = at.astimezone(UTC if zone == UNKNOWN_ZONE else ZoneInfo(zone))
    return local.strftime("%Y-%m-%dT%H:%M:%S")


def zones(choices: Choices, *further: str) -> list[tuple[str, str]]:
    """Offer the agency's zone, UTC, an unknown one, and what the data gave."""
    offered = {
        choices.zone: f"{choices.zone} (here)",
        "UTC": "UTC",
        UNKNOWN_ZONE: "Not known",
    }
    for zone in further:
        if zone and zone not in offered and _is_zone(zone):
            offered[zone] = zone
    return list(offered.items())


def _is_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def choice(
    label: str, offered: Iterable[tuple[str, str]], *first: tuple[str, str], hint: str = ""
) -> forms.ChoiceField:
    """Make a field of one choice; one with an empty choice is optional."""
    required = all(value for value, _ in first) or not first
    return forms.ChoiceField(
        label=label, choices=[*first, *offered], required=required, help_text=hint
    )


def several(label: str, offered: Pairs, hint: str = "") -> forms.MultipleChoiceField:
    """Make a field of any number of choices."""
    return forms.MultipleChoiceField(
        label=label,
        choices=offered,
        required=False,
        help_text=hint,
        widget=forms.SelectMultiple(attrs={"size": str(min(max(len(offered), 2), 5))}),
    )


def line(label: str, *, longest: int = 150, hint: str = "") -> forms.CharField:
    """Make an optional field of one line."""
    return forms.CharField(label=label, max_length=longest, required=False, help_text=hint)


def lines(label: str, *, hint: str = "", rows: int = 2) -> forms.CharField:
    """Make an optional field of a few sentences."""
    return forms.CharField(
        label=label,
        max_length=4000,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": str(rows)}),
    )


def check_field(choices: Choices) -> forms.MultipleChoiceField:
    """Make the list of what is checked before take-off."""
    return forms.MultipleChoiceField(
        label="Checked before take-off",
        choices=[
            (one.id, one.words + ("" if one.needed else " (where it applies)"))
            for one in choices.checks
        ],
        required=False,
        help_text="What was not done is kept as not done. The list is the agency's.",
        widget=forms.CheckboxSelectMultiple,
    )


def support_of(case: str) -> Support | None:
    """Give the record that stands behind a flight: its case, where it has one."""
    return Support("case", case) if case else None


def case_of(support: Support | None) -> str:
    """Give the case of a flight for a field."""
    return support.id if support is not None and support.kind == "case" else ""
