# SPDX-License-Identifier: Apache-2.0
"""The form of a flight: after landing, from a proposal, or as a correction of what was recorded.

Promises: what the form does not show of a flight (its media, its data, further lengths) stays as it
was; a start that nobody touched keeps its fractions of a second.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.forms import CharField

from holdfast.fleet.durations import SOURCES, TYPED, Known
from holdfast.fleet.facts import FlightTold
from holdfast.web.forms.flying.common import (
    NONE,
    OTHER_AIRCRAFT,
    OTHER_PILOT,
    ClockField,
    case_of,
    check_field,
    choice,
    clock_text,
    line,
    lines,
    several,
    support_of,
    zones,
)
from holdfast.web.forms.governance.fields import GroupedForm

if TYPE_CHECKING:
    from holdfast.fleet.queries.choices import Choices, Pairs

_WHAT: Final = ("aircraft", "aircraft_words", "cameras", "batteries", "controller", "pilot", "pilot_words", "observer")  # fmt: skip
_WHEN: Final = ("start", "start_zone", "minutes", "chosen", "chosen_reason", "corrected_start", "correction_reason")  # fmt: skip
_HAPPENED: Final = ("no_media", "occurrence", "incident", "damage", "battery_state", "handed_in", "weather", "note")  # fmt: skip
_WHY: Final = ("purpose", "purpose_text", "case", "job", "district")
_WHERE: Final = ("locality", "latitude", "longitude", "rule", "consent", "consent_words", "airspace")  # fmt: skip
_FIRST_KNOWN: Final = ("", "The first that is known, in the order of how far it is believed")
_PLAIN: Final = (
    "aircraft", "aircraft_words", "controller", "observer", "purpose", "purpose_text", "job", "district",
    "locality", "rule", "consent", "consent_words", "airspace", "occurrence", "incident", "weather",
    "damage", "battery_state", "handed_in", "note", "correction_reason", "chosen", "chosen_reason", "no_media",
)  # fmt: skip


class FlightForm(GroupedForm):
    """One flight. `base` is what is known of it already: a check, a proposal, an earlier version."""

    def __init__(self, *args: Any, choices: Choices, base: FlightTold | None, prepared: bool, correcting: bool = False, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments  # fmt: skip
        self.base = base
        self.prepared = prepared
        first = initial_of(base) if base else {"start_zone": choices.zone}
        named["initial"] = first | named.get("initial", {})
        super().__init__(*args, **named)
        known = base.known if base else ()
        self.fields |= _fields(choices, base)
        if not [one for one in known if one.source != TYPED]:
            for name in ("chosen", "chosen_reason"):
                del self.fields[name]
        if base is not None and base.items:
            del self.fields["no_media"]
        if prepared or correcting:
            del self.fields["checked"]
        if correcting:
            self.fields["reason"] = CharField(label="Why it is corrected", max_length=4000)
        else:
            for name in ("corrected_start", "correction_reason"):
                del self.fields[name]
        self.groups = {
            **({"The correction": ("reason",)} if correcting else {}),
            "When, and how long": _WHEN,
            "What happened": _HAPPENED,
            "What flew, and who": _WHAT,
            "What for": _WHY,
            "Where, and under which rule": _WHERE,
            **({} if prepared or correcting else {"Check": ("checked",)}),
        }
        self.dense = ("When, and how long",)

    def told(self) -> FlightTold:
        """Give the flight as told."""
        said = self.cleaned_data
        zone = said["start_zone"]
        base = self.base or FlightTold(pilot="", start=said["start"].in_zone(zone))
        start = base.start if self.base and not self._touched("start", "start_zone") else said["start"].in_zone(zone)  # fmt: skip
        corrected = said.get("corrected_start")
        plain = {name: said[name] for name in _PLAIN if name in self.fields}
        return replace(
            base,
            pilot=said["pilot"] or said["pilot_words"],
            start=start,
            start_zone=zone,
            corrected_start=corrected.in_zone(zone) if corrected else None,
            known=_with_typed(base.known, said["minutes"]),
            cameras=tuple(said["cameras"]),
            batteries=tuple(said["batteries"]),
            support=support_of(said["case"]) or _other_support(base),
            latitude=_number(said["latitude"]),
            longitude=_number(said["longitude"]),
            checked=tuple(said.get("checked", base.checked)),
            **plain,
        )

    def _touched(self, *names: str) -> bool:
        return any(name in self.changed_data for name in names)


def initial_of(told: FlightTold) -> dict[str, object]:
    """Give what the form is filled with."""
    plain = {name: getattr(told, name) for name in (*_PLAIN, "start_zone", "latitude", "longitude")}
    typed = next((one.seconds for one in told.known if one.source == TYPED), None)
    return {
        **plain,
        "pilot": told.pilot,
        "pilot_words": told.pilot,
        "cameras": list(told.cameras),
        "batteries": list(told.batteries),
        "checked": list(told.checked),
        "case": case_of(told.support),
        "start": clock_text(told.start, told.start_zone),
        "corrected_start": clock_text(told.corrected_start, told.start_zone),
        "minutes": None if typed is None else round(Decimal(str(typed)) / 60, 2).normalize(),
    }


def _fields(choices: Choices, base: FlightTold | None) -> dict[str, forms.Field]:
    known = tuple(
        (one.source, f"{SOURCES[one.source]}: {one.seconds / 60:.1f} min")
        for one in (base.known if base else ())
        if one.source != TYPED
    )
    return {
        "start": ClockField(label="Took off at"),
        "start_zone": choice("On the clock of", zones(choices, base.start_zone if base else "")),
        "minutes": forms.DecimalField(
            label="Minutes, as a person counted them",
            required=False,
            min_value=0,
            max_digits=7,
            decimal_places=2,
            help_text="Leave it empty when nobody counted." if known else "",
        ),
        "chosen": choice("Which length counts", (*known, (TYPED, SOURCES[TYPED])), _FIRST_KNOWN),
        "chosen_reason": line("Why that one", longest=1000),
        "corrected_start": ClockField(
            label="Took off in truth at", required=False, help_text="What the clock showed stays."
        ),
        "correction_reason": line("How that is known", longest=1000),
        "aircraft": choice(
            "Aircraft", _with(choices.aircraft, base.aircraft if base else ""), OTHER_AIRCRAFT
        ),
        "aircraft_words": line("Another aircraft", hint="Maker, model and serial number."),
        "cameras": several("Cameras", choices.cameras),
        "batteries": several("Batteries", choices.batteries),
        "controller": choice("Controller", choices.controllers, NONE),
        "pilot": choice("Pilot", choices.pilots, OTHER_PILOT),
        "pilot_words": line("Another pilot's name"),
        "observer": line("Observer"),
        "purpose": choice("Purpose", choices.purposes),
        "purpose_text": line("In words", longest=1000, hint="Sealed: it is not published."),
        "case": choice("Case", _with(choices.cases, case_of(base.support) if base else ""), NONE),
        "job": line("Job number"),
        "district": choice("District", choices.districts, ("", "Not given")),
        "locality": line("Place", hint="Sealed; the public sees a coarse cell only."),
        "latitude": forms.FloatField(
            label="Latitude",
            required=False,
            min_value=-90,
            max_value=90,
            help_text="South is minus.",
        ),
        "longitude": forms.FloatField(
            label="Longitude", required=False, min_value=-180, max_value=180
        ),
        "rule": choice("Flown under", choices.rules),
        "consent": choice("Consent of those below", choices.consents),
        "consent_words": line("From whom, or why not", longest=1000),
        "airspace": line("Airspace", longest=1000),
        "no_media": forms.BooleanField(label="It made no photographs and no video", required=False),
        "occurrence": lines(
            "Occurrence", hint="An accident, a lost link, a complaint on the spot; empty for none."
        ),
        "incident": line("Its incident", hint="The number of the incident, where one is recorded."),
        "damage": line("Damage", longest=1000),
        "battery_state": line("State of the batteries", longest=1000),
        "handed_in": line(
            "What became of the card",
            longest=1000,
            hint="Handed in to whom, or the receipt's number.",
        ),
        "weather": line("Weather", longest=1000),
        "note": lines("Note"),
        "checked": check_field(choices),
    }


def _with(offered: Pairs, value: str) -> Pairs:
    """Offer what stands in the flight already, even when it is retired or not offered any more."""
    if not value or any(one == value for one, _ in offered):
        return offered
    return ((value, value), *offered)


def _with_typed(known: tuple[Known, ...], minutes: Decimal | None) -> tuple[Known, ...]:
    others = tuple(one for one in known if one.source != TYPED)
    if minutes is None:
        return others
    seconds = float(minutes) * 60
    was = next((one for one in known if one.source == TYPED), None)
    same = was is not None and round(Decimal(str(was.seconds)) / 60, 2) == minutes
    return (*others, was if same and was else Known(TYPED, seconds))


def _other_support(base: FlightTold) -> Any:  # noqa: ANN401 # a Support or None
    """Keep a record behind the flight that is no case: the form does not show it."""
    return base.support if base.support is not None and base.support.kind != "case" else None


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
