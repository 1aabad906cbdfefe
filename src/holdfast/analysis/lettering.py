# SPDX-License-Identifier: Apache-2.0
"""Letters as grey planes, to be written into pictures: light on dark, from the font that Pillow carries.

Promises: equal letters give equal planes on one machine; nothing is read from outside of Pillow.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from holdfast.analysis.motion.pixels import Plane

DARK: Final = 24
LIGHT: Final = 235
DIGITS: Final = "0123456789:"
ANY: Final = "ÅÉgjpqy|0123456789:"
_EDGE: Final = 2


@cache
def glyph(letter: str, size: int, like: str) -> Plane:
    """Draw one letter, 0 to 255, as high as the letters of `like` are."""
    font = ImageFont.load_default(size)
    box = font.getbbox(like)
    width = max(1, round(font.getlength(letter)))
    picture = Image.new("L", (width, int(box[3]) + _EDGE), 0)
    ImageDraw.Draw(picture).text((0, 0), letter, font=font, fill=255)
    return np.asarray(picture, np.uint8)


def lettered(text: str, size: int, like: str = ANY) -> Plane:
    """Write a row of letters, light on dark, with an edge; its sides are even."""
    row = np.concatenate([glyph(letter, size, like) for letter in text], axis=1)
    row = np.pad(row, _EDGE)
    row = np.pad(row, ((0, row.shape[0] & 1), (0, row.shape[1] & 1)))
    out: Plane = (DARK + (row.astype(np.uint16) * (LIGHT - DARK) >> 8)).astype(np.uint8)
    return out
