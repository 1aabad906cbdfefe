# SPDX-License-Identifier: Apache-2.0
"""The true time of each figure, written beside it in the picture.

Promises: light digits on a dark ground, whatever is behind them, always inside the picture.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from holdfast.analysis.lettering import DIGITS, lettered

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.analysis.motion.pixels import Plane

_SIZE: Final = 13


def time_text(at_s: float, start: datetime | None) -> str:
    """Give the time of day when the recording's start is known, else the time in the recording."""
    if start is not None:
        return (start + timedelta(seconds=at_s)).strftime("%H:%M:%S")
    hours, rest = divmod(int(at_s), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


@cache
def _label(text: str) -> Plane:
    return lettered(text, _SIZE, DIGITS)


def write_time(planes: tuple[Plane, Plane, Plane], text: str, left: int, top: int) -> None:
    """Write the text with its lower left corner there, or as near as the picture allows."""
    grey, blue, red = planes
    label = _label(text)
    high, wide = label.shape
    if high > grey.shape[0] or wide > grey.shape[1]:
        return
    x = min(max(left, 0), grey.shape[1] - wide) & ~1
    y = min(max(top - high, 0), grey.shape[0] - high) & ~1
    grey[y : y + high, x : x + wide] = label
    for plane in (blue, red):
        plane[y // 2 : (y + high) // 2, x // 2 : (x + wide) // 2] = 128
