# SPDX-License-Identifier: Apache-2.0
"""Flights as they were recorded, and checks before take-off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.fleet.facts import FlightSeen, FlightTold, PreparationTold
    from holdfast.fleet.queries.values.flags import Flag


@dataclass(frozen=True, slots=True)
class FlightLine:
    """One flight in a list. `began` in words with its zone; `ended` "" when the length is unknown.

    `minutes` None: the length is unknown. `case` is "" for none, and for one that the viewer may
    not know of (`withheld`). `state`: "recorded" or "withdrawn".
    """

    number: str
    state: str
    day: date
    began: str
    ended: str
    seconds: float | None
    minutes: int | None
    source: str
    source_words: str
    aircraft: str
    model: str
    technology: str
    pilot: str
    pilot_name: str
    district: str
    purpose: str
    purpose_words: str
    rule: str
    case: str
    cell: str
    approved: bool
    media: int
    version: int
    withheld: bool
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class KnownLine:
    """One length with its source; `used` is the one that counts."""

    source: str
    source_words: str
    seconds: float
    minutes: int
    where: str
    used: bool


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the check before take-off, and whether it was ticked."""

    id: str
    words: str
    needed: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class MediaLine:
    """One item of a flight that the viewer may see."""

    item: int
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a flight: who said it, when, why, and what changed (what, before, after).

    `withdrawn`: the version that withdrew it.
    """

    version: int
    at: datetime
    by: str
    reason: str
    entry: int | None
    withdrawn: bool
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class FlightPage:
    """One flight in full.

    `told` is what a form is filled with, with empty values where something is withheld from the
    viewer; `seen` the words as they were. `denied` says why it was not approved, "" when it was.
    `hidden_media` counts items that the viewer may not see. `preparation` is the check before
    take-off, None without one; `checks` are its lines, or those ticked with the flight.
    """

    line: FlightLine
    told: FlightTold
    seen: FlightSeen
    known: tuple[KnownLine, ...]
    checks: tuple[CheckLine, ...]
    checklist: str
    media: tuple[MediaLine, ...]
    hidden_media: int
    versions: tuple[VersionLine, ...]
    preparation: PreparationLine | None
    rule_words: str
    consent_words: str
    approval: str
    denied: str
    withdraw_reason: str
    recorded_at: datetime
    recorded_by: str
    entry: int | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class PreparationLine:
    """One check before take-off. `state`: "waiting", "flown" (by `flight`) or "cancelled"."""

    number: str
    at: datetime
    by: str
    aircraft: str
    model: str
    pilot: str
    pilot_name: str
    district: str
    purpose: str
    purpose_words: str
    state: str
    flight: str
    cancel_reason: str
    checks: tuple[CheckLine, ...]
    told: PreparationTold
    grounded: str

    @property
    def missing(self) -> tuple[CheckLine, ...]:
        """The lines that are needed and were not ticked."""
        return tuple(one for one in self.checks if one.needed and not one.ticked)
