# SPDX-License-Identifier: Apache-2.0
"""What the queries of the drone programme answer with: frozen values, ready for a page.

Promises: what the viewer may not be told is empty, and `withheld` says so; a number that is not
known is None and never 0; a time carries its zone, or the word "unknown".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from holdfast.fleet.facts import FlightSeen, FlightTold, PreparationTold


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a flight or an asset that a person should look at.

    `kind` is one of holdfast.fleet.queries.flags.FLAGS; `words` say it in full.
    """

    kind: str
    words: str


# Assets


@dataclass(frozen=True, slots=True)
class AssetLine:
    """One asset of the fleet as it is registered now.

    `technology_name` is that of its model on the register of technologies, and `approved` whether
    that has an approval in force (None: it is no aircraft and has no entry of its own). `parts` are
    the asset numbers fitted to it. `grounded` says why it is out of service, "" when it is not.
    `flights` and `minutes` are those the viewer may see. `flags`: due, overdue, worn, no approval,
    a serial number that two assets have.
    """

    asset: str
    kind: str
    maker: str
    model: str
    serials: tuple[str, ...]
    firmware: str
    district: str
    custodian: str
    custodian_name: str
    technology: str
    technology_name: str
    approved: bool | None
    part_of: str
    parts: tuple[str, ...]
    retired_on: date | None
    grounded: str
    flights: int
    minutes: int
    last_flight: date | None
    flags: tuple[Flag, ...]

    @property
    def is_aircraft(self) -> bool:
        """Whether it flies."""
        return self.kind in {"drone", "aircraft"}


@dataclass(frozen=True, slots=True)
class AssetChange:
    """What was registered of an asset from a moment on: (what, before, after) in words."""

    at: datetime
    by: str
    entry: int | None
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class UpkeepLine:
    """One thing that was done to an asset. `due_minutes` is of flight in all."""

    asset: str
    kind: str
    kind_words: str
    day: date
    note: str
    cycles: int | None
    health: int | None
    firmware: str
    due_on: date | None
    due_minutes: int | None
    at: datetime
    by: str
    entry: int | None


@dataclass(frozen=True, slots=True)
class AssetPage:
    """One asset with what is fitted to it, its upkeep, its changes and its newest flights."""

    line: AssetLine
    parts: tuple[AssetLine, ...]
    upkeep: tuple[UpkeepLine, ...]
    changes: tuple[AssetChange, ...]
    flights: tuple[FlightLine, ...]


# Pilots


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate of a pilot; `number` is "" for those who do not keep pilots."""

    kind: str
    kind_words: str
    number: str
    valid_until: date | None
    expired: bool


@dataclass(frozen=True, slots=True)
class PilotLine:
    """One pilot: whether they are current today ("yes", "no", "unknown") and why.

    `flights` and `minutes` are None for a viewer who may not see totals of a person.
    """

    key: str
    name: str
    username: str
    district: str
    certificates: tuple[CertificateLine, ...]
    current: str
    why: str
    practised_on: date | None
    last_flight: date | None
    ended_on: date | None
    flights: int | None
    minutes: int | None


# Flights


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


# What is proposed from data, and what does not fit


@dataclass(frozen=True, slots=True)
class Proposal:
    """A flight that readings speak of and nobody has recorded.

    `key` names it for `record_proposed`. `told` is filled in as far as the data go: aircraft and
    cameras by serial number, start with zone and source, lengths with sources, position. `serials`
    are those that the data give; `problems` say what does not fit: a serial that is not on the
    register, a zone that is unknown, two clocks that differ. `fits` are numbers of recorded flights
    of the same aircraft at that time: then the media may belong to that one. `media` counts the
    items, by kind; `case` and `items` are empty where the viewer may not see them.
    """

    key: str
    told: FlightTold
    model: str
    serials: tuple[str, ...]
    began: str
    ended: str
    minutes: int | None
    source_words: str
    media: Mapping[str, int]
    items: tuple[int, ...]
    case: str
    fits: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LooseMedia:
    """Media without a flight: those of one serial number around one time.

    `device` is the asset number, "" when the serial is not on the register. `fits` are flights of
    that asset at that time.
    """

    key: str
    device: str
    model: str
    serials: tuple[str, ...]
    began: str
    ended: str
    day: date | None
    media: Mapping[str, int]
    fits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownSerial:
    """A serial number in recordings that no asset, or more than one, is registered with."""

    serial: str
    part: str
    model: str
    media: int
    first: date | None
    last: date | None
    assets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BeyondApproval:
    """A flight that went beyond what its approvals assumed of a quarter.

    `so_far` is the sum of the quarter up to and with this flight, of `unit`.
    """

    flight: FlightLine
    quarter: str
    unit: str
    assumed: int
    so_far: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Everything in the programme that does not fit, each list newest first.

    `days` is how far back media were looked at; `rules` say in words how matching is done.
    """

    loose_media: tuple[LooseMedia, ...]
    without_media: tuple[FlightLine, ...]
    unknown_serials: tuple[UnknownSerial, ...]
    not_approved: tuple[FlightLine, ...]
    beyond: tuple[BeyondApproval, ...]
    never_flown: tuple[PreparationLine, ...]
    not_current: tuple[FlightLine, ...]
    grounded: tuple[FlightLine, ...]
    overlapping: tuple[tuple[FlightLine, FlightLine], ...]
    upkeep: tuple[AssetLine, ...]
    days: int
    rules: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(
            len(one)
            for one in (
                self.loose_media, self.without_media, self.unknown_serials, self.not_approved,
                self.beyond, self.never_flown, self.not_current, self.grounded, self.overlapping,
                self.upkeep,
            )
        )  # fmt: skip


# Sums


@dataclass(frozen=True, slots=True)
class Total:
    """How many flights of one key (a month, a district, …), and their minutes.

    `minutes` is the sum of the lengths that are used, and `by_source` the same apart by where they
    come from: no two sources are one measurement. `unknown` counts flights of unknown length.
    """

    key: str
    words: str
    flights: int
    minutes: int
    by_source: Mapping[str, int]
    unknown: int
    unapproved: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of the flights a viewer may see, without withdrawn ones, oldest month first.

    `by_month_and_purpose` maps (month, purpose) to a sum, for a plot. `by_pilot` is empty for a
    viewer who may not see totals of a person.
    """

    first: date | None
    last: date | None
    all: Total
    by_month: tuple[Total, ...]
    by_district: tuple[Total, ...]
    by_purpose: tuple[Total, ...]
    by_technology: tuple[Total, ...]
    by_aircraft: tuple[Total, ...]
    by_rule: tuple[Total, ...]
    by_pilot: tuple[Total, ...]
    by_month_and_purpose: Mapping[tuple[str, str], Total]
