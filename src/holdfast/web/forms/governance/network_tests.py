# SPDX-License-Identifier: Apache-2.0
"""The form of a network test: captures, what was tested, and when each phase of the test was.

Promises: a phase is a stretch between two times in the agency's zone; one whose end is left empty
ends where the next one begins. Nothing of the captures is read here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings

from holdfast.analysis.isolation import IsolationError, Phase, in_order, parse_phase_lines
from holdfast.fleet.models.isolation import NETWORKS
from holdfast.web.forms.governance.fields import GroupedForm, choose, long_field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PHASES: Final = ("power on", "app start", "take-off", "landing", "media copy", "idle")
_ITEMS_MOST: Final = 50
_CHOICES: Final = {
    NETWORKS[0]: "A network made for the test, apart from the agency's",
    NETWORKS[1]: "The agency's own network",
    NETWORKS[2]: "Not stated",
}


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 # Django's own arguments
        """Check each of them."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


def _time(label: str) -> forms.DateTimeField:
    kind = {"type": "datetime-local", "step": "1"}
    widget = forms.DateTimeInput(attrs=kind, format="%Y-%m-%dT%H:%M:%S")
    return forms.DateTimeField(label=label, required=False, widget=widget)


class NetworkTestForm(GroupedForm):
    """Everything that a test is told with."""

    captures = FilesField(
        required=False,
        label="Captures",
        help_text="pcap or pcapng, one or several of the same test. They are taken in first: each "
        "gets a receipt, a custody and a place in the vault.",
    )
    items = forms.CharField(
        required=False,
        max_length=400,
        label="Or items that were taken in before",
        help_text="Their numbers, with spaces between them.",
    )
    case = forms.CharField(
        label="Case reference",
        max_length=100,
        help_text="The file that the test is kept under. A new reference opens a case, if you may.",
    )
    firmware = forms.CharField(
        max_length=60, help_text="As the device or its app shows it, for instance 01.00.0797."
    )
    asset = forms.ChoiceField(
        required=False, label="Device", help_text="Its asset number is not public."
    )
    device = forms.CharField(
        required=False,
        max_length=60,
        label="Its address in the captures",
        help_text="Hardware address (60:60:1f:aa:bb:cc) or IP address. Without one, everything in "
        "the captures is looked at.",
    )
    app = forms.CharField(
        required=False, max_length=100, label="App", help_text="What it was flown with."
    )
    app_version = forms.CharField(required=False, max_length=60, label="Version of the app")
    data_mode = forms.CharField(
        required=False,
        max_length=200,
        help_text="In the maker's words, for instance Local Data Mode. Empty for none.",
    )
    network = forms.ChoiceField(
        label="Which network was captured",
        choices=list(_CHOICES.items()),
        initial=NETWORKS[2],
        widget=forms.RadioSelect,
    )
    tester = forms.CharField(
        max_length=200,
        label="Who ran the test",
        help_text="An office or a laboratory, and whether it is the agency's own. It is public.",
    )
    more_phases = long_field(
        "Other phases",
        required=False,
        hint="One a line, with its zone: firmware update=2026-11-27T01:00:00Z/2026-11-27T01:05:00Z",
    )
    note = long_field("A note", required=False, hint="Not public.")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        devices: Sequence[tuple[str, str]],
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        choose(self, "asset", [("", "A sample that is not in the fleet"), *devices])
        for number, name in enumerate(PHASES):
            self.fields[f"from_{number}"] = _time(f"{name.capitalize()}: from")
            self.fields[f"to_{number}"] = _time(f"{name.capitalize()}: to")
        times = [f"{end}_{number}" for number in range(len(PHASES)) for end in ("from", "to")]
        zone = settings.TIME_ZONE
        phases = f"When each phase was ({zone})"
        self.dense = (phases,)
        self.groups: Mapping[str, Sequence[str]] = {
            "The captures": ("captures", "items", "case"),
            "What was tested": (
                "firmware", "asset", "device", "app", "app_version", "data_mode", "network", "tester",
            ),
            phases: times,
            "Besides": ("more_phases", "note"),
        }  # fmt: skip

    def clean_items(self) -> tuple[int, ...]:
        """Read the numbers."""
        words = str(self.cleaned_data["items"]).replace(",", " ").split()
        if any(not word.isascii() or not word.isdigit() or len(word) > 12 for word in words):  # noqa: PLR2004 # more is no item
            raise forms.ValidationError("Items are given by their numbers, as 14 15 16.")
        if len(words) > _ITEMS_MOST:
            raise forms.ValidationError(f"At most {_ITEMS_MOST} captures are examined at once.")
        return tuple(dict.fromkeys(int(word) for word in words))

    def clean(self) -> dict[str, Any]:
        """Need captures in one way or the other; put the phases together."""
        data = super().clean() or self.cleaned_data
        if not data.get("captures") and not data.get("items") and "items" not in self.errors:
            self.add_error("captures", "Choose at least one capture, or name items.")
        data["phases"] = self._phases(data)
        return data

    def _phases(self, data: Mapping[str, Any]) -> tuple[Phase, ...]:
        begun = sorted(
            (data[f"from_{number}"], number)
            for number in range(len(PHASES))
            if data.get(f"from_{number}")
        )
        found: list[Phase] = []
        for place, (first, number) in enumerate(begun):
            last = data.get(f"to_{number}") or (
                begun[place + 1][0] if place + 1 < len(begun) else None
            )
            if last is None or last <= first:
                words = (
                    "The last phase needs its end." if last is None else "It ends before it begins."
                )
                self.add_error(f"to_{number}", words)
                return ()
            found.append(Phase(PHASES[number], _utc(first), _utc(last)))
        for number in range(len(PHASES)):
            if data.get(f"to_{number}") and not data.get(f"from_{number}"):
                self.add_error(f"from_{number}", "A phase that has an end has a beginning.")
                return ()
        try:
            more = parse_phase_lines(str(data.get("more_phases") or "").splitlines())
            return in_order([*found, *more])
        except IsolationError as error:
            self.add_error("more_phases", str(error))
            return ()


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
