# SPDX-License-Identifier: Apache-2.0
"""A flight as it is kept: what a person told, and the words of everything as they were then.

Promises: nothing in here looks anything up, so that editing an aircraft or a pilot later changes
no flight; what an older entry does not have is read as empty. Sealed, all of it: what is public of
a flight is the published record (`holdfast.fleet.publishing`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from holdfast.fleet.durations import Duration, Known, duration_of
from holdfast.gate import Support

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN_ZONE: Final = "unknown"
CONSENTS: Final[Mapping[str, str]] = {
    "obtained": "Obtained",
    "not-needed": "Not needed",
    "set-aside": "Set aside",
    "unknown": "Not known",
}
UNKNOWN_RULE: Final = "unknown"
# What a flight says of the case it was flown for: withheld from who may not know of that case.
OF_THE_CASE: Final = (
    "support", "job", "purpose_text", "latitude", "longitude", "locality", "consent_words", "items",
    "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightTold:
    """What a person tells of a flight; everything but aircraft, pilot and start may be unknown.

    `aircraft` is an asset number; "" for an aircraft that is not on the register, which
    `aircraft_words` then names. `pilot` is a username, or the name of somebody from outside.
    `start` is aware; where `start_zone` is "unknown" it is a wall clock kept as if it were UTC.
    `start_source` says where it comes from ("typed", or a file's own words). `corrected_start` is a
    person's correction of it, with `correction_reason`, and never replaces it. `known` are the
    lengths with their sources; `chosen` takes another than the first of them, with its reason.
    `support` is the record that asks for the flight, `job` a number of another system. `rule` is an
    id of the agency's flight rules or "unknown"; `consent` one of CONSENTS, `consent_words` from
    whom, or why not. `occurrence` is "" for none. `checked` are ids of the pre-flight list, when
    there was no `preparation`. `items` are numbers of the media it made; `no_media`: it made none, as
    the person says, and so none is missed. `from_data` says what
    readings it was proposed from.
    """

    pilot: str
    start: datetime
    aircraft: str = ""
    aircraft_words: str = ""
    cameras: tuple[str, ...] = ()
    batteries: tuple[str, ...] = ()
    controller: str = ""
    observer: str = ""
    start_zone: str = "UTC"
    start_source: str = "typed"
    corrected_start: datetime | None = None
    correction_reason: str = ""
    known: tuple[Known, ...] = ()
    chosen: str = ""
    chosen_reason: str = ""
    purpose: str = ""
    purpose_text: str = ""
    job: str = ""
    support: Support | None = None
    district: str = ""
    latitude: float | None = None
    longitude: float | None = None
    locality: str = ""
    rule: str = UNKNOWN_RULE
    consent: str = "unknown"
    consent_words: str = ""
    airspace: str = ""
    occurrence: str = ""
    incident: str = ""
    weather: str = ""
    preparation: str = ""
    checked: tuple[str, ...] = ()
    damage: str = ""
    battery_state: str = ""
    handed_in: str = ""
    items: tuple[int, ...] = ()
    no_media: bool = False
    from_data: str = ""
    note: str = ""

    @property
    def began(self) -> datetime:
        """The start as corrected, where a person corrected it."""
        return self.corrected_start or self.start

    @property
    def duration(self) -> Duration:
        """The length that is used. Raises FlightRefusedError for what cannot be."""
        return duration_of(self.known, self.chosen, self.chosen_reason)

    @property
    def ended(self) -> datetime | None:
        """The start and the length together; None when the length is unknown."""
        seconds = self.duration.seconds
        return None if seconds is None else self.began + timedelta(seconds=seconds)

    def without_case(self) -> FlightTold:
        """Leave out what it says of the case."""
        plain = FlightTold(pilot=self.pilot, start=self.start)
        return replace(self, **{name: getattr(plain, name) for name in OF_THE_CASE})

    def to_json(self) -> dict[str, Any]:
        """Give plain values. Degrees are texts, because an entry holds no fractions."""
        told = {one.name: _plain(getattr(self, one.name)) for one in fields(self)}
        told["known"] = [one.to_json() for one in self.known]
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read it again; what an older entry does not have has its default."""
        names = {one.name for one in fields(cls)}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in told.items()
            if name in names
        }
        for name in ("start", "corrected_start"):
            given[name] = datetime.fromisoformat(told[name]) if told.get(name) else None
        for name in ("latitude", "longitude"):
            given[name] = float(told[name]) if told.get(name) else None
        given["known"] = tuple(map(Known.from_json, told.get("known", ())))
        support = told.get("support")
        given["support"] = Support(support["kind"], support["id"]) if support else None
        return cls(**given)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetWords:
    """An asset as it was registered at the time; `asset` is "" when it was not on the register."""

    asset: str = ""
    kind: str = ""
    maker: str = ""
    model: str = ""
    serials: tuple[str, ...] = ()
    firmware: str = ""
    technology: str = ""
    district: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give plain values."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read it again, from an entry of ours or from what `DeviceChange` keeps."""
        words = {one.name: told.get(one.name, "") for one in fields(cls) if one.name != "serials"}
        return cls(serials=tuple(told.get("serials", ())), **words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotWords:
    """A pilot as recorded at the time. `current` is "yes", "no" or "unknown", `why` in words.

    `registered` is False for somebody of whom no pilot's record was kept. `username` is "" for
    somebody from outside.
    """

    key: str
    name: str
    username: str = ""
    registered: bool = False
    current: str = "unknown"
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give plain values."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read it again."""
        return cls(**{one.name: told[one.name] for one in fields(cls) if one.name in told})


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightSeen:
    """What was looked up as the flight was recorded, in words that stay as they are.

    `day` is the day it began, ISO 8601, in the agency's zone (the wall clock's, when its zone is
    unknown). `grounded` says why the aircraft was out of service, "" when it was not. `checklist`
    is the source and date of the pre-flight list that `checked` was ticked on.
    """

    aircraft: AssetWords
    pilot: PilotWords
    cameras: tuple[AssetWords, ...] = ()
    batteries: tuple[AssetWords, ...] = ()
    controllers: tuple[AssetWords, ...] = ()
    day: str = ""
    cell: str = ""
    grounded: str = ""
    checklist: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give plain values."""
        return {
            "aircraft": self.aircraft.to_json(),
            "pilot": self.pilot.to_json(),
            "cameras": [one.to_json() for one in self.cameras],
            "batteries": [one.to_json() for one in self.batteries],
            "controllers": [one.to_json() for one in self.controllers],
            "day": self.day,
            "cell": self.cell,
            "grounded": self.grounded,
            "checklist": self.checklist,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read it again."""
        lists = {
            name: tuple(map(AssetWords.from_json, told.get(name, ())))
            for name in ("cameras", "batteries", "controllers")
        }
        return cls(
            aircraft=AssetWords.from_json(told["aircraft"]),
            pilot=PilotWords.from_json(told["pilot"]),
            day=told.get("day", ""),
            cell=told.get("cell", ""),
            grounded=told.get("grounded", ""),
            checklist=told.get("checklist", ""),
            **lists,
        )


def _plain(value: object) -> Any:  # noqa: ANN401 # any JSON value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Support):
        return {"kind": value.kind, "id": value.id}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationTold:
    """What a person tells before take-off. The words are those of `FlightTold`.

    `checked` are ids of the agency's pre-flight list; what was not ticked is shown as not ticked.
    """

    pilot: str
    aircraft: str = ""
    aircraft_words: str = ""
    batteries: tuple[str, ...] = ()
    observer: str = ""
    purpose: str = ""
    purpose_text: str = ""
    job: str = ""
    support: Support | None = None
    district: str = ""
    locality: str = ""
    rule: str = UNKNOWN_RULE
    consent: str = "unknown"
    consent_words: str = ""
    airspace: str = ""
    weather: str = ""
    checked: tuple[str, ...] = ()
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give plain values."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read it again; what an older entry does not have has its default."""
        names = {one.name for one in fields(cls)}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in told.items()
            if name in names
        }
        support = told.get("support")
        given["support"] = Support(support["kind"], support["id"]) if support else None
        return cls(**given)
