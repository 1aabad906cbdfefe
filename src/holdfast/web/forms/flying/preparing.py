# SPDX-License-Identifier: Apache-2.0
"""The form before take-off: short enough for a phone in one hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.fleet.facts import PreparationTold
from holdfast.web.forms.flying.common import (
    NONE,
    OTHER_AIRCRAFT,
    OTHER_PILOT,
    check_field,
    choice,
    line,
    lines,
    several,
    support_of,
)
from holdfast.web.forms.governance.fields import GroupedForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.fleet.queries.choices import Choices


class PrepareForm(GroupedForm):
    """What is about to fly, who flies it, what for, and what was checked."""

    groups: Mapping[str, Sequence[str]] = {
        "What flies, and who": ("aircraft", "aircraft_words", "pilot", "pilot_words", "observer", "batteries"),
        "What for": ("purpose", "purpose_text", "case", "job", "district", "locality"),
        "Rule and consent": ("rule", "consent", "consent_words", "airspace", "weather"),
        "Check": ("checked", "note"),
    }  # fmt: skip

    def __init__(self, *args: Any, choices: Choices, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        self.fields |= {
            "aircraft": choice("Aircraft", choices.aircraft, OTHER_AIRCRAFT),
            "aircraft_words": line("Another aircraft", hint="Maker, model and serial number."),
            "pilot": choice("Pilot", choices.pilots, OTHER_PILOT),
            "pilot_words": line("Another pilot's name"),
            "observer": line("Observer"),
            "batteries": several("Batteries", choices.batteries),
            "purpose": choice("Purpose", choices.purposes),
            "purpose_text": line("In words", longest=1000, hint="Sealed: it is not published."),
            "case": choice("Case", choices.cases, NONE),
            "job": line("Job number", hint="Of the dispatch system, where there is no case."),
            "district": choice("District", choices.districts, ("", "Not given")),
            "locality": line("Place", hint="Sealed; the public sees a coarse cell only."),
            "rule": choice("Flown under", choices.rules),
            "consent": choice("Consent of those below", choices.consents),
            "consent_words": line("From whom, or why not", longest=1000),
            "airspace": line("Airspace", longest=1000, hint="Clearance, aerodromes nearby."),
            "weather": line("Weather", longest=1000),
            "checked": check_field(choices),
            "note": lines("Note"),
        }
        self.fields["rule"].initial = choices.rules[0][0]

    def told(self) -> PreparationTold:
        """Give what was told."""
        said = dict(self.cleaned_data)
        pilot = said.pop("pilot") or said.pop("pilot_words")
        said.pop("pilot_words", None)
        case = said.pop("case")
        return PreparationTold(
            pilot=pilot,
            support=support_of(case),
            batteries=tuple(said.pop("batteries")),
            checked=tuple(said.pop("checked")),
            **said,
        )
