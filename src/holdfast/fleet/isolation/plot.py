# SPDX-License-Identifier: Apache-2.0
"""Where the bars of a test's plot stand: phases as columns, destinations as rows, time to the right.

Promises: every number is a whole unit of a drawing 1,000 wide, so that a template can draw it
without computing; what is left out of the drawing is counted; a bar is never too thin to be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.analysis.isolation import Destination, IsolationReport

WIDTH: Final = 1000
LEFT: Final = 300
TOP: Final = 40
STEP: Final = 24
_RIGHT: Final = WIDTH - 10
_THINNEST: Final = 4
_MOST_ROWS: Final = 14
_LONGEST_LABEL: Final = 36


@dataclass(frozen=True, slots=True)
class Column:
    """One phase: its name, where it begins, how wide it is, and where its name stands."""

    name: str
    x: int
    width: int
    odd: bool

    @property
    def middle(self) -> int:
        """Where its name is centred."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Row:
    """One destination: its label, its bars (x, width), and where it stands from above."""

    label: str
    owner: str
    y: int
    bars: tuple[tuple[int, int], ...]

    @property
    def base(self) -> int:
        """Where its label stands."""
        return self.y + 13


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole drawing. `more` destinations are in the table alone."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    first: datetime
    last: datetime
    more: int

    @property
    def height(self) -> int:
        """How high it is."""
        return self.floor + 22

    @property
    def floor(self) -> int:
        """Where the rows end."""
        return TOP + STEP * max(len(self.rows), 1)


def plot_of(report: IsolationReport) -> Plot | None:
    """Lay the plot out; None when there is no time to draw along."""
    phases = report.coverage.phases
    times = [one for one in (report.first, report.last) if one is not None]
    times += [moment for one in phases for moment in (one.first, one.last)]
    if len(times) < 2:  # noqa: PLR2004 # a beginning and an end
        return None
    first, last = min(times), max(times)
    scale = _Scale(first, last)
    most = sorted(report.destinations, key=lambda one: (-one.bytes_out, one.address))[:_MOST_ROWS]
    shown = sorted(most, key=lambda one: (one.first, one.address))
    return Plot(
        columns=tuple(
            Column(one.name, *scale.bar(one.first, one.last), bool(place % 2))
            for place, one in enumerate(sorted(phases, key=lambda one: one.first))
        ),
        rows=tuple(
            Row(_label(one), one.owner.kind, TOP + STEP * place, _bars(one, scale))
            for place, one in enumerate(shown)
        ),
        first=first,
        last=last,
        more=len(report.destinations) - len(shown),
    )


class _Scale:
    """Times to places."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self._first = first
        self._seconds = max((last - first).total_seconds(), 0.001)

    def bar(self, first: datetime, last: datetime) -> tuple[int, int]:
        """Give where a stretch begins and how wide it is."""
        begins, ends = self._place(first), self._place(last)
        begins = min(begins, _RIGHT - _THINNEST)
        return begins, max(ends - begins, _THINNEST)

    def _place(self, moment: datetime) -> int:
        share = (moment - self._first).total_seconds() / self._seconds
        return LEFT + round(min(max(share, 0.0), 1.0) * (_RIGHT - LEFT))


def _bars(one: Destination, scale: _Scale) -> tuple[tuple[int, int], ...]:
    stretches = [(each.first, each.last) for each in one.phases] or [(one.first, one.last)]
    return tuple(scale.bar(first, last) for first, last in stretches)


def _label(one: Destination) -> str:
    words = one.names[0].name if one.names else one.address
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"
