# SPDX-License-Identifier: Apache-2.0
"""The true time of each figure, written beside it in the picture.

Promises: light digits on a dark ground, whatever is behind them, always inside the picture.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.analysis.motion.pixels import Plane

_SIZE: Final = 13
_EDGE: Final = 2
_DARK: Final = 24
_LIGHT: Final = 235


def time_text(at_s: float, start: datetime | None) -> str:
    """Give the time of day when the recording's start is known, else the time in the recording."""
    if start is not None:
        # Over UTC, so that a clock that is put forward or back meanwhile is shown as it was.
        at = start.astimezone(UTC) + timedelta(seconds=at_s)
        return at.astimezone(start.tzinfo).strftime("%H:%M:%S")
    hours, rest = divmod(int(at_s), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


@cache
def _glyph(letter: str) -> Plane:
    font = ImageFont.load_default(_SIZE)
    box = font.getbbox("0123456789:")
    width = max(1, round(font.getlength(letter)))
    picture = Image.new("L", (width, int(box[3]) + _EDGE), 0)
    ImageDraw.Draw(picture).text((0, 0), letter, font=font, fill=255)
    return np.asarray(picture, np.uint8)


@cache
def _label(text: str) -> Plane:
    row = np.concatenate([_glyph(letter) for letter in text], axis=1)
    row = np.pad(row, _EDGE)
    row = np.pad(row, ((0, row.shape[0] & 1), (0, row.shape[1] & 1)))
    out: Plane = (_DARK + (row.astype(np.uint16) * (_LIGHT - _DARK) >> 8)).astype(np.uint8)
    return out


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
