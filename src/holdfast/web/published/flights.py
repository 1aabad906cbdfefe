# SPDX-License-Identifier: Apache-2.0
"""Drone flights as the public sees them: by month and purpose as bars, by coarse place as squares.

Promises: every number is one of `publication.flights.flights_document`, which follows from the
published records alone; a place is a cell of the agency's grid and never finer; what is not known
is shown as not known.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import TYPE_CHECKING, Any, Final

from holdfast.web.month_bars import MonthRow, Plot, plot_of
from holdfast.web.published.words import purposes_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.agency import Agency

_MAP: Final = 420
_LEAST_SPAN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of the grid, drawn as a square whose area goes with its minutes."""

    cell: str
    flights: int
    minutes: int
    x: float
    y: float
    side: float


@dataclass(frozen=True, slots=True)
class Places:
    """The cells on a drawing of `width` by `height`, with the degrees at its edges."""

    width: int
    height: int
    squares: tuple[Square, ...]
    north: float
    south: float
    west: float
    east: float
    elsewhere: int


def sums_by(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Sum the rows of flights.json by one of their keys, the most minutes first."""
    sums: dict[str, Counter[str]] = {}
    for row in document["rows"]:
        counted = sums.setdefault(str(row[name]), Counter())
        for count in ("flights", "minutes", "unknown_length", "not_approved"):
            counted[count] += row[count]
    ordered = sorted(sums.items(), key=lambda one: (-one[1]["minutes"], one[0]))
    return [{"key": key, **one} for key, one in ordered]


def minutes_by_month(document: Mapping[str, Any], lists: Agency) -> Plot:
    """Draw the last months that were flown in."""
    rows = (
        MonthRow(row["month"], row["purpose"], row["flights"], row["minutes"])
        for row in document["rows"]
    )
    return plot_of(rows, lambda purpose: purposes_words(lists, [purpose])[0])


def places_of(document: Mapping[str, Any]) -> Places | None:
    """Draw the cells; None when no flight has one. The longest edge of the drawing is 420 units."""
    cells = [one for one in document["cells"] if one["cell"]]
    if not cells:
        return None
    corners = {one["cell"]: _corner(one["cell"]) for one in cells}
    west, east = _span([(at[1], at[1] + at[2]) for at in corners.values()])
    south, north = _span([(at[0], at[0] + at[2]) for at in corners.values()])
    narrow = cos(radians((south + north) / 2)) or 0.1
    scale = _MAP / max((east - west) * narrow, north - south)
    most = max(one["minutes"] for one in cells) or 1
    squares = []
    for one in sorted(cells, key=lambda it: -it["minutes"]):
        low, left, size = corners[one["cell"]]
        side = 5 + 21 * sqrt(one["minutes"] / most)
        x = (left + size / 2 - west) * narrow * scale - side / 2
        y = (north - low - size / 2) * scale - side / 2
        squares.append(
            Square(
                one["cell"],
                one["flights"],
                one["minutes"],
                round(x, 1),
                round(y, 1),
                round(side, 1),
            )
        )
    return Places(
        width=round((east - west) * narrow * scale),
        height=round((north - south) * scale),
        squares=tuple(squares),
        north=north,
        south=south,
        west=west,
        east=east,
        elsewhere=sum(one["flights"] for one in document["cells"] if not one["cell"]),
    )


def _corner(cell: str) -> tuple[float, float, float]:
    """Give south, west and size of a cell as it is named: "-41.50,174.75/0.25"."""
    corner, _, size = cell.partition("/")
    south, _, west = corner.partition(",")
    return float(south), float(west), float(size)


def _span(edges: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Give the edges of the drawing, with room around, and never so near that a cell fills it."""
    low = min(one for one, _ in edges)
    high = max(one for _, one in edges)
    room = max((_LEAST_SPAN - (high - low)) / 2, 0.25)
    return low - room, high + room
