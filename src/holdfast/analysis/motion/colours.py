# SPDX-License-Identifier: Apache-2.0
"""Colours of an object: eleven names that people use, and a finer count for a picked colour.

Promises: the same pixels give the same names; each name's share is of the object's own pixels, not
of its box. Never promises that a colour under a sodium lamp or infra-red light is the colour of
the thing: infra-red pictures have no colour, and then the names are black, grey and white.
"""

from __future__ import annotations

from functools import cache
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.analysis.motion.background import Small
    from holdfast.analysis.motion.pixels import Mask

NAMES: Final = (
    "black", "grey", "white", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown",
)  # fmt: skip
# A tint is one of 4 steps of brightness and 7 of each colour difference, finest near neutral.
_EDGES: Final = (96, 112, 122, 134, 144, 160)
_STEPS: Final = len(_EDGES) + 1
TINTS: Final = 4 * _STEPS * _STEPS
_STEP_OF: Final = np.searchsorted(np.array(_EDGES), np.arange(256), side="right").astype(np.int64)

_NEUTRAL: Final = 0.16  # saturation below which there is no colour
_DARK: Final = 0.18
_BRIGHT: Final = 0.75
_HUES: Final = (  # upper bound in degrees, name
    (15.0, "red"), (42.0, "orange"), (70.0, "yellow"), (165.0, "green"), (255.0, "blue"),
    (290.0, "purple"), (340.0, "pink"), (360.0, "red"),
)  # fmt: skip


def tint_counts(picture: Small, where: tuple[slice, slice], mask: Mask) -> NDArray[np.int64]:
    """Count the masked pixels of a part of the picture by tint."""
    rows, columns = np.nonzero(mask)
    rows += where[0].start
    columns += where[1].start
    grey = picture.grey[rows, columns].astype(np.int64) >> 6
    height, width = picture.blue.shape
    rows, columns = np.minimum(rows >> 1, height - 1), np.minimum(columns >> 1, width - 1)
    blue, red = _STEP_OF[picture.blue[rows, columns]], _STEP_OF[picture.red[rows, columns]]
    return np.bincount((grey * _STEPS + blue) * _STEPS + red, minlength=TINTS)


def apart(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Give how different two counts of tints are: 0 the same, 1 nothing in common (Hellinger)."""
    total = float(one.sum()) * float(other.sum())
    if total == 0:
        return 0.5
    alike = float(np.sqrt(one * other).sum()) / sqrt(total)
    return sqrt(max(0.0, 1.0 - alike))


@cache
def _rgb_of_tints() -> NDArray[np.float64]:
    """Give the middle of each tint as red, green, blue in 0 to 1."""
    middles = np.array([80.0, 104.0, 117.0, 128.0, 139.0, 152.0, 176.0])
    grey, blue, red = np.meshgrid(
        np.array([32.0, 96.0, 160.0, 224.0]), middles, middles, indexing="ij"
    )
    return rgb(np.stack((grey, blue, red), axis=-1).reshape(-1, 3))


def rgb(grey_blue_red: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convert brightness and colour differences (16 to 235, BT.601) to red, green, blue in 0 to 1."""
    grey = (grey_blue_red[..., 0] - 16) * (255 / 219)
    blue, red = grey_blue_red[..., 1] - 128, grey_blue_red[..., 2] - 128
    out = np.stack(
        (grey + 1.596 * red, grey - 0.392 * blue - 0.813 * red, grey + 2.017 * blue), axis=-1
    )
    clipped: NDArray[np.float64] = np.clip(out / 255, 0.0, 1.0)
    return clipped


@cache
def _name_of_each() -> NDArray[np.uint8]:
    """Give the name's number for brightness >> 4, blue >> 2, red >> 2."""
    grey, blue, red = np.meshgrid(
        np.arange(16) * 16.0 + 8, np.arange(64) * 4.0 + 2, np.arange(64) * 4.0 + 2, indexing="ij"
    )
    return _named(rgb(np.stack((grey, blue, red), axis=-1)))


def _named(colours: NDArray[np.float64]) -> NDArray[np.uint8]:
    most, least = colours.max(-1), colours.min(-1)
    spread = most - least
    saturation = np.where(most > 0, spread / np.maximum(most, 1e-6), 0.0)
    r, g, b = colours[..., 0], colours[..., 1], colours[..., 2]
    safe = np.maximum(spread, 1e-6)
    hue = np.where(
        most == r, (g - b) / safe % 6, np.where(most == g, (b - r) / safe + 2, (r - g) / safe + 4)
    )
    hue = hue * 60 % 360
    bounds = np.array([bound for bound, _ in _HUES])
    names = np.array([NAMES.index(name) for _, name in _HUES], np.uint8)
    out = names[np.minimum(np.searchsorted(bounds, hue, side="left"), len(names) - 1)]
    warm = (hue > 12) & (hue < 55)  # noqa: PLR2004 - dark orange is what is called brown
    out = np.where(warm & (most < 0.62), NAMES.index("brown"), out)  # noqa: PLR2004 - the same
    pale = (out == NAMES.index("red")) & (saturation < 0.55) & (most > 0.7)  # noqa: PLR2004 - pale red is pink
    out = np.where(pale, NAMES.index("pink"), out)
    grey = np.where(
        most < 0.28,  # noqa: PLR2004 - a dark coat is called black
        NAMES.index("black"),
        np.where(most > _BRIGHT, NAMES.index("white"), NAMES.index("grey")),
    )
    colourless = (saturation < _NEUTRAL) | (spread < 0.09)  # noqa: PLR2004 - noise of a dark pixel
    out = np.where(colourless, grey, out)
    return np.where(most < _DARK, NAMES.index("black"), out).astype(np.uint8)


def name_counts(picture: Small, where: tuple[slice, slice], mask: Mask) -> NDArray[np.int64]:
    """Count the masked pixels of a part of the picture by name."""
    rows, columns = np.nonzero(mask)
    rows += where[0].start
    columns += where[1].start
    grey = picture.grey[rows, columns] >> 4
    height, width = picture.blue.shape
    rows, columns = np.minimum(rows >> 1, height - 1), np.minimum(columns >> 1, width - 1)
    table = _name_of_each()
    names = table[grey, picture.blue[rows, columns] >> 2, picture.red[rows, columns] >> 2]
    return np.bincount(names, minlength=len(NAMES))


def near(picked: Sequence[int], tolerance: float) -> NDArray[np.float64]:
    """Give the weight of each tint for a picked colour (red, green, blue, 0 to 255).

    1 within the tolerance (of a distance of 1 between black and white), falling to 0 at twice it.
    """
    wanted = np.array(picked, np.float64) / 255
    distance = np.sqrt(((_rgb_of_tints() - wanted) ** 2 * np.array([0.3, 0.5, 0.2])).sum(-1))
    weight: NDArray[np.float64] = np.clip(2.0 - distance / max(tolerance, 1e-6), 0.0, 1.0)
    return weight
