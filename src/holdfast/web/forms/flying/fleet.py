# SPDX-License-Identifier: Apache-2.0
"""Forms of the fleet: upkeep, taking out of service, pilots, and what a list is narrowed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from holdfast.fleet.queries import WantedFlights
from holdfast.fleet.services import Certificate, PilotTold, UpkeepTold
from holdfast.fleet.upkeep import GROUNDED, KINDS
from holdfast.web.forms.flying.common import choice, line, lines
from holdfast.web.forms.governance.fields import day_field

if TYPE_CHECKING:
    from holdfast.fleet.queries.choices import Choices
    from holdfast.fleet.queries.values import PilotLine

_CERTIFICATES = 4
_YES_NO = (("", "All"), ("yes", "Approved"), ("no", "Not approved"))


class UpkeepForm(forms.Form):
    """What was done to an asset."""

    kind = forms.ChoiceField(
        label="What was done", choices=[one for one in KINDS.items() if one[0] != GROUNDED]
    )
    day = day_field("On")
    note = lines("Note", hint="What was found, who did it.")
    firmware = line("New firmware", hint="Its version, for an update.")
    cycles = forms.IntegerField(label="Battery cycles", required=False, min_value=0)
    health = forms.IntegerField(
        label="Battery health, in percent", required=False, min_value=0, max_value=100
    )
    due_on = day_field("Next due on", required=False)
    due_minutes = forms.IntegerField(
        label="Or next due at", required=False, min_value=1, help_text="Minutes of flight in all."
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **{"initial": {"day": timezone.localdate()}, **named})

    def told(self, asset: str) -> UpkeepTold:
        """Give what was told."""
        return UpkeepTold(asset=asset, **self.cleaned_data)


class GroundForm(forms.Form):
    """Take an asset out of service."""

    day = day_field("From")
    reason = lines("Why it may not be used")

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **{"initial": {"day": timezone.localdate()}, **named})
        self.fields["reason"].required = True


class ReasonForm(forms.Form):
    """A reason, and nothing else."""

    reason = forms.CharField(
        label="Why", max_length=4000, widget=forms.Textarea(attrs={"rows": "3"})
    )


class PilotForm(forms.Form):
    """A pilot as recorded: certificates with their last day, the last practice."""

    def __init__(self, *args: Any, choices: Choices, found: PilotLine | None = None, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments  # fmt: skip
        super().__init__(*args, **{"initial": _pilot_initial(found), **named})
        self.found = found
        if found is None:
            self.fields |= {
                "key": choice(
                    "Person", choices.pilots, ("", "Somebody from outside: give the name below")
                ),
                "name": line("Name", hint="Of somebody without an account here."),
            }
        self.fields |= {
            "district": choice("District", choices.districts, ("", "Not given")),
            "practised_on": day_field("Last practice flight", required=False),
        }
        for number in range(1, _CERTIFICATES + 1):
            self.fields |= {
                f"kind{number}": choice(
                    f"Certificate {number}", choices.certificates, ("", "None")
                ),
                f"number{number}": line(f"Number of certificate {number}", hint="Sealed."),
                f"until{number}": day_field(f"Certificate {number} is valid until", required=False),
            }
        self.fields |= {
            "ended_on": day_field("Flies no more since", required=False),
            "note": lines("Note"),
        }

    def told(self) -> PilotTold:
        """Give what was told."""
        said = self.cleaned_data
        key = self.found.key if self.found else said["key"] or said["name"]
        return PilotTold(
            key=key,
            name=self.found.name if self.found else said["name"],
            district=said["district"],
            certificates=tuple(
                Certificate(
                    kind=said[f"kind{number}"],
                    number=said[f"number{number}"],
                    valid_until=said[f"until{number}"],
                )
                for number in range(1, _CERTIFICATES + 1)
                if said[f"kind{number}"]
            ),
            practised_on=said["practised_on"],
            ended_on=said["ended_on"],
            note=said["note"],
        )


def _pilot_initial(found: PilotLine | None) -> dict[str, object]:
    if found is None:
        return {}
    told: dict[str, object] = {
        "district": found.district,
        "practised_on": found.practised_on,
        "ended_on": found.ended_on,
    }
    for number, one in enumerate(found.certificates[:_CERTIFICATES], 1):
        told |= {
            f"kind{number}": one.kind,
            f"number{number}": one.number,
            f"until{number}": one.valid_until,
        }
    return told


class WantedForm(forms.Form):
    """What a list of flights is narrowed to; everything may stay empty."""

    narrows = True
    text = line("Number or pilot", longest=100)
    first = day_field("From", required=False)
    last = day_field("To", required=False)
    approved = forms.ChoiceField(label="Approval", choices=_YES_NO, required=False)

    def __init__(self, *args: Any, choices: Choices, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        every = ("", "All")
        self.fields |= {
            "purpose": choice("Purpose", choices.purposes, every),
            "district": choice("District", choices.districts, every),
            "aircraft": choice("Aircraft", choices.aircraft, every),
        }

    def wanted(self, *, withdrawn: bool = False) -> WantedFlights:
        """Give what is wanted; what does not make sense narrows nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        approved = {"yes": True, "no": False}.get(said.get("approved", ""))
        names = ("text", "first", "last", "purpose", "district", "aircraft")
        return WantedFlights(
            approved=approved,
            withdrawn=withdrawn,
            **{name: said[name] for name in names if said.get(name)},
        )
