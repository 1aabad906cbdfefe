# SPDX-License-Identifier: Apache-2.0
"""What a fixed camera sees: a ground, figures that come and go on it, and the sensor's noise.

Promises: `truth` gives the box of every figure at a second of the recording, exactly as it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from holdfast.demo.cameras.figure import PHASES, Sprite, limited, standing_bag, walking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]
    Stop = tuple[float, float, float]

WIDE: Final = 640
HIGH: Final = 360
_NOISES: Final = 12
_NOISE: Final = 1.8
_STEP_S: Final = 0.13


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody on the way through stops of (second, across, down): where the feet are, in pixels.

    Between two stops the way is straight; before the first and after the last there is nobody. With
    `kind` "bag" it is a bag that stands there. `carries`: with a bag in the hand until that second.
    """

    name: str
    stops: tuple[Stop, ...]
    clothes: tuple[int, int, int] = (40, 60, 190)
    trousers: tuple[int, int, int] = (52, 54, 60)
    kind: str = "walker"
    carries: float = 0.0

    def feet(self, at: float) -> tuple[float, float] | None:
        """Say where the feet are at a second, None when nobody is there."""
        times = [one[0] for one in self.stops]
        if not times[0] <= at <= times[-1]:
            return None
        across = float(np.interp(at, times, [one[1] for one in self.stops]))
        return across, float(np.interp(at, times, [one[2] for one in self.stops]))

    def sprite(self, at: float) -> Sprite | None:
        """Draw it as it is at a second."""
        here, soon = self.feet(at), self.feet(at + 0.1)
        if here is None:
            return None
        high = height_at(here[1])
        if self.kind == "bag":
            return standing_bag(max(6, high // 5 & ~1))
        goes = soon is not None and abs(soon[0] - here[0]) + abs(soon[1] - here[1]) > 1e-6  # noqa: PLR2004 - stands
        phase = 1 + int(at / _STEP_S) % (PHASES - 1) if goes else 0
        return walking(self.clothes, self.trousers, high, phase, bag=at < self.carries)


def height_at(down: float) -> int:
    """Say how high a figure is whose feet are so far down: what is nearer is larger."""
    return int(34 + 60 * max(0.0, down - 150) / (HIGH - 150)) & ~1


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera: its name, its ground, and who walks there, in seconds of its own recording."""

    name: str
    ground: Callable[[], Image.Image]
    walkers: Sequence[Walker]
    seconds: float
    seed: int

    def truth(self, at: float) -> Mapping[str, tuple[int, int, int, int]]:
        """Give the box of each figure at a second: left, top, right, bottom, cut at the picture."""
        found = {}
        for one in self.walkers:
            sprite, feet = one.sprite(at), one.feet(at)
            if sprite is None or feet is None:
                continue
            left, top = _corner(sprite, feet)
            high, wide = sprite.cover.shape
            box = (max(left, 0), max(top, 0), min(left + wide, WIDE), min(top + high, HIGH))
            if box[0] < box[2] and box[1] < box[3]:
                found[one.name] = box
        return found

    def pictures(self, times: Sequence[float]) -> Iterator[Plane]:
        """Draw it at each second, as 4:2:0: brightness over both colour differences."""
        ground = _planes(self.ground(), self.name)
        random = np.random.default_rng(self.seed)
        noises = random.normal(0, _NOISE, (_NOISES, HIGH, WIDE)).astype(np.int16)
        for at in times:
            picture = ground.copy()
            seen = [(one.feet(at), one.sprite(at)) for one in self.walkers]
            for feet, sprite in sorted(
                ((feet, sprite) for feet, sprite in seen if feet and sprite),
                key=lambda one: one[0][1],
            ):
                _put(picture, sprite, *_corner(sprite, feet))
            noise = np.roll(
                noises[random.integers(_NOISES)], tuple(random.integers(0, 64, 2)), (0, 1)
            )
            picture[:HIGH] = np.clip(picture[:HIGH] + noise, 16, 235).astype(np.uint8)
            yield picture


def _corner(sprite: Sprite, feet: tuple[float, float]) -> tuple[int, int]:
    high, wide = sprite.cover.shape
    return round(feet[0] - wide / 2) & ~1, round(feet[1] - high) & ~1


def _put(picture: Plane, sprite: Sprite, left: int, top: int) -> None:
    """Lay a figure over the picture."""
    high, wide = sprite.cover.shape
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + wide, WIDE), min(top + high, HIGH)
    if x0 >= x1 or y0 >= y1:
        return
    inner = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    _mix(picture[y0:y1, x0:x1], sprite.grey[inner], sprite.cover[inner])
    half = tuple(slice(one.start // 2, one.stop // 2) for one in inner)
    cover = sprite.cover[::2, ::2][half]
    colours = picture[HIGH:].reshape(2, HIGH // 2, WIDE // 2)
    for plane, over in zip(colours, (sprite.blue, sprite.red), strict=True):
        _mix(plane[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2], over[half], cover)


def _mix(under: Plane, over: Plane, cover: Plane) -> None:
    share = cover.astype(np.uint16)
    under[:] = ((over * share + under * (255 - share)) // 255).astype(np.uint8)


def _planes(picture: Image.Image, name: str) -> Plane:
    pen = ImageDraw.Draw(picture)
    pen.text((10, 8), name, font=ImageFont.load_default(14), fill=(236, 236, 236),
             stroke_width=1, stroke_fill=(20, 20, 20))  # fmt: skip
    colour = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)).convert("YCbCr"), np.uint8)
    whole = np.empty((HIGH * 3 // 2, WIDE), np.uint8)
    whole[:HIGH] = limited(colour[..., 0])
    colours = whole[HIGH:].reshape(2, HIGH // 2, WIDE // 2)
    colours[0], colours[1] = colour[::2, ::2, 1], colour[::2, ::2, 2]
    return whole
