# SPDX-License-Identifier: Apache-2.0
"""Drawn ground, road and vehicles seen from above, so that no real scene is shown.

The same randomness draws the same ground. Every picture carries the words DEMONSTRATION.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter, ImageFont

if TYPE_CHECKING:
    import random

_GROUND_SIZE = (2400, 1500)
_FIELDS = ("#5f7f3f", "#6f8f4a", "#8a8f52", "#7c9a5b", "#56743b", "#9a9463", "#4d6b3c")
_ROOFS = ("#8d4b3a", "#6b6f76", "#a7a9a8", "#54606b", "#7b3f35")
_VEHICLES = ("#c83c2e", "#e8e8e8", "#2d4f8e", "#1f1f22", "#d9b13b")
_ROAD_Y = 820
_LANE = 46
_LABEL = "DEMONSTRATION - drawn, not recorded"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def draw_ground(randomness: random.Random) -> Image.Image:
    """Draw a piece of country: fields, hedges, houses, one road."""
    ground = Image.new("RGB", _GROUND_SIZE, "#66804a")
    draw = ImageDraw.Draw(ground)
    width, height = _GROUND_SIZE
    x = 0
    while x < width:
        column = randomness.randint(180, 420)
        y = 0
        while y < height:
            row = randomness.randint(150, 360)
            draw.rectangle((x, y, x + column - 6, y + row - 6), fill=randomness.choice(_FIELDS))
            for furrow in range(y, y + row, 14):
                draw.line((x, furrow, x + column - 6, furrow + 5), fill="#00000018", width=1)
            y += row
        x += column
    for _ in range(260):
        tree_x, tree_y = randomness.randrange(width), randomness.randrange(height)
        size = randomness.randint(8, 22)
        draw.ellipse((tree_x + 5, tree_y + 6, tree_x + size + 5, tree_y + size + 6), fill="#24361d")
        draw.ellipse((tree_x, tree_y, tree_x + size, tree_y + size), fill="#3d5f2d")
    draw.rectangle((0, _ROAD_Y - _LANE, width, _ROAD_Y + _LANE), fill="#55585c")
    for dash in range(0, width, 70):
        draw.rectangle((dash, _ROAD_Y - 2, dash + 36, _ROAD_Y + 2), fill="#e9e6d8")
    for _ in range(26):
        house_x, house_y = randomness.randrange(width), randomness.randrange(height)
        if abs(house_y - _ROAD_Y) < 3 * _LANE:
            continue
        w, h = randomness.randint(40, 80), randomness.randint(34, 60)
        draw.rectangle((house_x + 8, house_y + 9, house_x + w + 8, house_y + h + 9), fill="#2b3524")
        draw.rectangle((house_x, house_y, house_x + w, house_y + h), fill=randomness.choice(_ROOFS))
    return ground.filter(ImageFilter.GaussianBlur(0.8))


def draw_view(
    ground: Image.Image, size: tuple[int, int], *, second: float, label: str
) -> Image.Image:
    """Draw what a camera over the ground sees at one moment, with moving vehicles and a label."""
    view_width, view_height = 1280, round(1280 * size[1] / size[0])
    left = int((120 + 38 * second) % (_GROUND_SIZE[0] - view_width))
    top = min(_ROAD_Y - view_height // 2 + int(6 * second) % 60, _GROUND_SIZE[1] - view_height)
    view = ground.crop((left, top, left + view_width, top + view_height))
    draw = ImageDraw.Draw(view)
    for number, colour in enumerate(_VEHICLES):
        direction = 1 if number % 2 else -1
        x = (number * 430 + direction * 150 * second) % _GROUND_SIZE[0] - left
        y = _ROAD_Y - top + (_LANE // 2 if direction > 0 else -_LANE // 2) - 12
        draw.rectangle((x + 4, y + 5, x + 58, y + 29), fill="#2f3033")
        draw.rectangle((x, y, x + 54, y + 24), fill=colour)
        draw.rectangle((x + 12, y + 3, x + 40, y + 21), fill="#1d2a36")
    draw.rectangle((0, view_height - 34, view_width, view_height), fill="#10151a")
    draw.text((12, view_height - 29), f"{_LABEL}   {label}", fill="#f2f2f2", font=_font(20))
    return view if view.size == size else view.resize(size, Image.Resampling.BILINEAR)
