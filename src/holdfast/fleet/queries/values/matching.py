# SPDX-License-Identifier: Apache-2.0
"""What is proposed from data, what does not fit, and sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.fleet.facts import FlightTold
    from holdfast.fleet.queries.values.assets import AssetLine
    from holdfast.fleet.queries.values.flights import FlightLine, PreparationLine


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
    """The flight with which a quarter went beyond what the approvals of its model assumed of it.

    `so_far` is the sum of the whole quarter up to now, of `unit`; `more` counts the flights after it.
    """

    flight: FlightLine
    quarter: str
    unit: str
    assumed: int
    so_far: int
    more: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Everything in the programme that does not fit, each list newest first, of at most `most` each.

    `days` is how far back media, and flights without media, were looked at; `rules` say in words how matching is done.
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
    most: int
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
