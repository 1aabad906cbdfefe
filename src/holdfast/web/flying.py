# SPDX-License-Identifier: Apache-2.0
"""What the pages of the drone programme share: their tabs, and the bars of their plots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from holdfast.accounts.permissions import may_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.accounts.models import Person
    from holdfast.fleet.queries.values import Total, Totals

# word, name of the page, section that it belongs to
_TABS: Final = (
    ("Flights", "flying", "fleet"),
    ("Proposed", "flights_proposed", "fleet"),
    ("What does not fit", "flights_unmatched", "fleet"),
    ("Fleet", "fleet", "fleet"),
    ("Pilots", "pilots", "fleet"),
    ("Figures", "flight_figures", "fleet"),
    ("Map", "flights", "flights"),
)
_MOST_KINDS: Final = 5
REST: Final = "other purposes"


def tabs(person: Person, current: str) -> list[tuple[str, str, bool]]:
    """Give the tabs that the person may open."""
    return [
        (word, reverse(name), word == current)
        for word, name, section in _TABS
        if may_open(person, section)
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a month's bar: which purpose (1 is the first of the key), where it stands."""

    kind: int
    words: str
    minutes: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month with its parts, from the ground upwards. `x`, `middle`, `label` in units of the drawing."""

    month: str
    x: float
    middle: float
    label: float
    width: float
    minutes: int
    flights: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Minutes by month, each bar parted by purpose; `key` are the purposes in their order."""

    width: int
    ground: int
    bars: tuple[MonthBar, ...]
    key: tuple[tuple[int, str], ...]
    highest: int


_STEP: Final = 56
_WIDE: Final = 36
_GROUND: Final = 150
_TALL: Final = 120


def plot_of(totals: Totals, months: int = 12) -> Plot:
    """Draw the last months: one bar a month, the commonest purposes apart and the rest together."""
    shown = totals.by_month[-months:]
    kinds = [one for one in sorted(totals.by_purpose, key=lambda it: -it.minutes) if one.minutes]
    named = kinds[:_MOST_KINDS]
    highest = max((one.minutes for one in shown), default=0) or 1
    key = [(number, one.words) for number, one in enumerate(named, 1)]
    if len(kinds) > len(named):
        key.append((len(named) + 1, REST))
    bars = tuple(
        _bar(place, month, named, totals.by_month_and_purpose, highest)
        for place, month in enumerate(shown)
    )
    return Plot(max(len(bars), 6) * _STEP, _GROUND, bars, tuple(key), highest)


def _bar(
    place: int,
    month: Total,
    named: Iterable[Total],
    sums: Mapping[tuple[str, str], Total],
    highest: int,
) -> MonthBar:
    known = [(one, sums.get((month.key, one.key))) for one in named]
    minutes = [(one.words, found.minutes if found else 0) for one, found in known]
    rest = month.minutes - sum(count for _, count in minutes)
    parts, top = [], float(_GROUND)
    for kind, (words, count) in enumerate([*minutes, (REST, rest)], 1):
        if count:
            height = round(count * _TALL / highest, 1)
            top -= height
            parts.append(Part(kind, words, count, round(top, 1), height))
    x = place * _STEP + (_STEP - _WIDE) / 2
    return MonthBar(
        month.key,
        x,
        x + _WIDE / 2,
        round(top - 4, 1),
        _WIDE,
        month.minutes,
        month.flights,
        tuple(parts),
    )
