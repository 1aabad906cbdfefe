# SPDX-License-Identifier: Apache-2.0
"""Minutes by month as bars, each parted by purpose: where everything stands in the drawing.

Promises: what the bars show stands in a table beside them too; the commonest purposes have a part
of their own, the others share the last; never more than twelve months.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REST: Final = "Other purposes"
_MONTHS: Final = 12
_NAMED: Final = 5
_LEAST: Final = 6
_STEP: Final = 56
_BAR: Final = 36
_GROUND: Final = 150
_TALL: Final = 120
_ABOVE: Final = 4


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Flights of one month for one purpose, and their minutes. `month` is 2026-11."""

    month: str
    purpose: str
    flights: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its place in the key from 1, what it stands for, where it is drawn."""

    kind: int
    words: str
    minutes: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month with its parts, from the ground upwards; `label` is where its number stands."""

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
    """The drawing: its width, its ground, its bars, and what each kind of part stands for."""

    width: int
    ground: int
    bars: tuple[MonthBar, ...]
    key: tuple[tuple[int, str], ...]


def plot_of(rows: Iterable[MonthRow], words: Callable[[str], str]) -> Plot:
    """Draw the last months that rows speak of; `words` names a purpose."""
    minutes: dict[str, Counter[str]] = {}
    flights: Counter[str] = Counter()
    purposes: Counter[str] = Counter()
    for row in rows:
        minutes.setdefault(row.month, Counter())[row.purpose] += row.minutes
        flights[row.month] += row.flights
        purposes[row.purpose] += row.minutes
    ordered = sorted((one for one in purposes if purposes[one]), key=lambda it: (-purposes[it], it))
    named = [(one, words(one)) for one in ordered[:_NAMED]]
    key = [(number, name) for number, (_, name) in enumerate(named, 1)]
    if len(ordered) > _NAMED:
        key.append((_NAMED + 1, REST))
    months = sorted(minutes)[-_MONTHS:]
    highest = max((sum(minutes[month].values()) for month in months), default=0) or 1
    bars = []
    for place, month in enumerate(months):
        counts = [(name, minutes[month][one]) for one, name in named]
        total = sum(minutes[month].values())
        counts.append((REST, total - sum(count for _, count in counts)))
        parts, top = _stacked(counts, highest)
        x = place * _STEP + (_STEP - _BAR) / 2
        bars.append(
            MonthBar(month, x, x + _BAR / 2, top - _ABOVE, _BAR, total, flights[month], parts)
        )
    return Plot(max(len(bars), _LEAST) * _STEP, _GROUND, tuple(bars), tuple(key))


def _stacked(counts: Iterable[tuple[str, int]], highest: int) -> tuple[tuple[Part, ...], float]:
    parts, top = [], float(_GROUND)
    for kind, (words, count) in enumerate(counts, 1):
        if count:
            height = round(count * _TALL / highest, 1)
            top = round(top - height, 1)
            parts.append(Part(kind, words, count, top, height))
    return tuple(parts), top
