# SPDX-License-Identifier: Apache-2.0
"""Draws one walking figure, or a bag, at a size and in a phase of its step.

Promises: the same arguments give the same picture. A figure has a shape and clothes, and no face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]
    Rgb = tuple[int, int, int]

PHASES: Final = 8
_FINE: Final = 4  # drawn so many times larger, and made small, so that edges are soft
_SKIN: Final = (188, 148, 122)
_HAIR: Final = (52, 42, 36)


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A figure as brightness and colour differences, and how much of each pixel it covers (0 to 255)."""

    grey: Plane
    blue: Plane
    red: Plane
    cover: Plane


@lru_cache(maxsize=4096)
def walking(clothes: Rgb, trousers: Rgb, high: int, phase: int, *, bag: bool) -> Sprite:
    """Draw a figure so many pixels high (an even number); `phase` of its step, 0 stands."""
    size = high * _FINE
    wide = (high * 2 // 3) & ~1
    picture = Image.new("RGBA", (wide * _FINE, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    middle, unit = wide * _FINE / 2, size / 100
    swing = 0.0 if phase == 0 else 17 * unit * math.sin(2 * math.pi * phase / PHASES + 0.4)
    hip, shoulder, foot = 52 * unit, 20 * unit, 98 * unit
    leg = max(1, round(8.5 * unit))
    for way in (swing, -swing):
        pen.line([(middle, hip), (middle + way * 0.45, (hip + foot) / 2), (middle + way, foot)],
                 fill=(*trousers, 255), width=leg, joint="curve")  # fmt: skip
        pen.ellipse(
            [middle + way - 4 * unit, foot - 4 * unit, middle + way + 6 * unit, foot + 2 * unit],
            fill=(30, 28, 26, 255),
        )
    arm = tuple(int(one * 0.82) for one in clothes)
    pen.line([(middle, shoulder + 4 * unit), (middle - swing * 0.8, 50 * unit)],
             fill=(*arm, 255), width=max(1, round(6 * unit)))  # fmt: skip
    pen.rounded_rectangle(
        [middle - 11 * unit, shoulder - 3 * unit, middle + 11 * unit, hip + 4 * unit],
        radius=7 * unit, fill=(*clothes, 255),
    )  # fmt: skip
    pen.line([(middle, shoulder + 4 * unit), (middle + swing * 0.8, 50 * unit)],
             fill=(*arm, 255), width=max(1, round(6 * unit)))  # fmt: skip
    pen.ellipse([middle - 6 * unit, 2 * unit, middle + 6 * unit, 17 * unit], fill=(*_SKIN, 255))
    pen.pieslice([middle - 7 * unit, 0, middle + 7 * unit, 16 * unit], 180, 360, fill=(*_HAIR, 255))
    if bag:
        pen.rounded_rectangle(
            [middle + 8 * unit, 46 * unit, middle + 24 * unit, 64 * unit],
            radius=3 * unit, fill=(24, 24, 30, 255),
        )  # fmt: skip
    return _sprite(picture.resize((wide, high), Image.Resampling.BOX))


@lru_cache(maxsize=64)
def standing_bag(high: int) -> Sprite:
    """Draw a bag that stands on the ground."""
    wide = (high * 3 // 2) & ~1
    picture = Image.new("RGBA", (wide * _FINE, high * _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    across, down = wide * _FINE, high * _FINE
    pen.arc([across * 0.3, 0, across * 0.7, down * 0.5], 180, 360, fill=(24, 24, 30, 255), width=6)
    pen.rounded_rectangle(
        [across * 0.05, down * 0.2, across * 0.95, down * 0.98],
        radius=down * 0.12, fill=(24, 24, 30, 255),
    )  # fmt: skip
    return _sprite(picture.resize((wide, high), Image.Resampling.BOX))


def _sprite(picture: Image.Image) -> Sprite:
    cover = np.asarray(picture.getchannel("A"), np.uint8)
    colour = np.asarray(picture.convert("RGB").convert("YCbCr"), np.uint8)
    return Sprite(
        limited(colour[..., 0]),
        np.ascontiguousarray(colour[::2, ::2, 1]),
        np.ascontiguousarray(colour[::2, ::2, 2]),
        cover,
    )


def limited(full: Plane) -> Plane:
    """Bring brightness from 0 to 255 into 16 to 235, as recordings have it."""
    return (16 + full.astype(np.uint16) * 219 // 255).astype(np.uint8)
