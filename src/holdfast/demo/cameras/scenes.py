# SPDX-License-Identifier: Apache-2.0
"""A shop's entrance and the square before it: two cameras of one recorder, and who passes them.

The seconds of both are those of the square's own recordings: `ENTRANCE` begins first, `SQUARE` 7.4 s
later. Who goes out of one picture comes into the other. There are stretches in which nobody is there.
"""

from __future__ import annotations

import random
from typing import Final

from PIL import Image, ImageDraw

from holdfast.demo.cameras.view import HIGH, WIDE, Camera, Walker

_RED: Final = (204, 32, 30)
_BLUE: Final = (38, 64, 190)
_GREEN: Final = (34, 140, 52)
_YELLOW: Final = (226, 200, 40)
_WHITE: Final = (238, 238, 236)
_ORANGE: Final = (236, 126, 22)
_PURPLE: Final = (128, 44, 158)
_DARK: Final = (34, 34, 38)
_SECONDS: Final = 90.0


def _noise(picture: Image.Image, seed: int, box: tuple[int, int, int, int], dots: int) -> None:
    """Give a surface its grain."""
    draw, pen = random.Random(seed), ImageDraw.Draw(picture)  # noqa: S311 - a drawing, not a secret
    for _ in range(dots):
        x, y = draw.randrange(box[0], box[2]), draw.randrange(box[1], box[3])
        level = draw.randrange(-14, 15)
        old = picture.getpixel((x, y))
        colours = old if isinstance(old, tuple) else (0, 0, 0)
        fill = tuple(max(0, min(255, one + level)) for one in colours)
        pen.rectangle([x, y, x + draw.randrange(2), y + draw.randrange(2)], fill=fill)


def _entrance() -> Image.Image:
    picture = Image.new("RGB", (WIDE, HIGH), (150, 146, 138))
    pen = ImageDraw.Draw(picture)
    pen.rectangle([0, 0, WIDE, 150], fill=(172, 160, 146))
    pen.rectangle([0, 0, WIDE, 34], fill=(74, 92, 88))
    for left in (60, 410):
        pen.rectangle(
            [left, 48, left + 170, 132], fill=(62, 78, 92), outline=(212, 208, 200), width=4
        )
        pen.line([left + 85, 48, left + 85, 132], fill=(212, 208, 200), width=3)
    pen.rectangle([270, 44, 372, 150], fill=(44, 52, 58), outline=(222, 218, 208), width=5)
    pen.line([321, 48, 321, 150], fill=(222, 218, 208), width=3)
    for row, down in enumerate(range(150, HIGH, 18)):
        pen.line([0, down + row * 2, WIDE, down + row * 2], fill=(138, 134, 126), width=1)
    for across in range(-400, 1100, 90):
        pen.line([320 + (across - 320) * 0.5, 150, across, HIGH], fill=(138, 134, 126), width=1)
    _noise(picture, 11, (0, 0, WIDE, HIGH), 16000)
    return picture


def _square() -> Image.Image:
    picture = Image.new("RGB", (WIDE, HIGH), (122, 126, 120))
    pen = ImageDraw.Draw(picture)
    pen.rectangle([0, 0, WIDE, 90], fill=(176, 190, 202))
    for left, top, right, colour in (
        (0, 40, 150, (142, 118, 102)), (150, 62, 330, (160, 156, 150)), (330, 30, 470, (124, 108, 96)),
        (470, 54, 640, (150, 140, 128)),
    ):  # fmt: skip
        pen.rectangle([left, top, right, 150], fill=colour)
        for across in range(left + 14, right - 14, 34):
            for down in range(top + 12, 136, 28):
                pen.rectangle([across, down, across + 14, down + 14], fill=(70, 80, 92))
    pen.rectangle([0, 150, WIDE, 176], fill=(150, 148, 142))
    pen.ellipse([470, 196, 610, 246], fill=(104, 112, 96), outline=(164, 160, 150), width=3)
    pen.rectangle([534, 150, 546, 222], fill=(84, 66, 50))
    pen.ellipse([490, 78, 594, 176], fill=(58, 92, 54))
    pen.rectangle([60, 232, 150, 242], fill=(104, 80, 58))
    _noise(picture, 12, (0, 0, WIDE, HIGH), 16000)
    return picture


ENTRANCE: Final = Camera(
    "CAM 1 ENTRANCE",
    _entrance,
    (
        Walker("blue", ((4, -30, 214), (14, 670, 226)), _BLUE),
        Walker("green", ((18, 670, 196), (24, 330, 186), (29, -30, 190)), _GREEN),
        Walker("red", ((23, -30, 308), (35, 670, 300)), _RED),
        Walker(
            "dark",
            ((47, 670, 262), (55, 300, 262), (59, 300, 262), (68, 670, 270)),
            _DARK, (70, 70, 76), carries=57.5,
        ),
        Walker("bag", ((57.5, 326, 264), (_SECONDS, 326, 264)), kind="bag"),
        Walker("yellow", ((74, 670, 330), (80, -30, 322)), _YELLOW),
    ),
    _SECONDS,
    seed=1,
)  # fmt: skip

SQUARE: Final = Camera(
    "CAM 2 SQUARE",
    _square,
    (
        Walker("blue", ((8.6, -30, 232), (19.6, 670, 220)), _BLUE),
        Walker("red", ((29.6, -30, 316), (36, 300, 292), (42.6, 670, 310)), _RED),
        Walker("white", ((48, 670, 204), (60, -30, 210)), _WHITE, (60, 74, 104)),
        Walker("purple", ((66, -30, 262), (77, 670, 258)), _PURPLE),
        Walker("orange", ((67, 670, 330), (77, -30, 338)), _ORANGE),
    ),
    _SECONDS,
    seed=2,
)
