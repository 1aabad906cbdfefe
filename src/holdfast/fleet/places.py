# SPDX-License-Identifier: Apache-2.0
"""Where a flight was, coarse enough to be public: a cell of a grid of the agency's size.

Promises: a cell is named by its south-western corner and its size, "-41.50,174.75/0.25", so that
it can still be read when the agency changes the size; a position in a cell gives the cell's name
and nothing else. A position that is none gives no cell.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import Final

from holdfast.fleet.errors import FlightRefusedError

_NORTH: Final = 90
_EAST: Final = 180
_HUNDRED: Final = Decimal(100)


def check_position(latitude: float | None, longitude: float | None) -> None:
    """Refuse what is no position in degrees (WGS 84). Raises FlightRefusedError."""
    if latitude is None and longitude is None:
        return
    if (
        latitude is None
        or longitude is None
        or not -_NORTH <= latitude <= _NORTH
        or not -_EAST <= longitude <= _EAST
    ):
        raise FlightRefusedError(
            "A position is a latitude from -90 to 90 and a longitude from -180 to 180, in degrees. "
            "Nothing was recorded. Leave both empty when it is not known."
        )


def cell_of(latitude: float | None, longitude: float | None, hundredths: int) -> str:
    """Give the cell of a position; "" without one, or when the agency publishes no cells (0)."""
    if latitude is None or longitude is None or hundredths < 1:
        return ""
    south, west = (_corner(value, hundredths) for value in (latitude, longitude))
    return f"{south},{west}/{Decimal(hundredths) / _HUNDRED:.2f}"


def _corner(degrees: float, hundredths: int) -> str:
    steps = (Decimal(repr(float(degrees))) * _HUNDRED / hundredths).to_integral_value(ROUND_FLOOR)
    return f"{Decimal(int(steps) * hundredths) / _HUNDRED:.2f}"
