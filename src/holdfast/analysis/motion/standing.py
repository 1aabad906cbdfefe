# SPDX-License-Identifier: Apache-2.0
"""What a blob is that stands still: an object, the place where one was, or a patch of light.

Promises: decided by edges alone. An object has edges where its outline is; a place that something
has left shows them in the background instead; a patch of light has none in either.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.pixels import shrunk, steepness

if TYPE_CHECKING:
    from holdfast.analysis.motion.background import Background, Small
    from holdfast.analysis.motion.moving import Sighting
    from holdfast.analysis.motion.pixels import Mask

_MORE: Final = 1.15
_NO_EDGE: Final = 5.0
_ROOM: Final = 2


class Standing(Enum):
    """What stands there."""

    OBJECT = "object"
    LEFT = "left"
    LIGHT = "light"


def judge(picture: Small, background: Background, sighting: Sighting) -> Standing:
    """Say what the sighting is of. It must have been seen as a blob of its own."""
    mask = sighting.mask
    left, top, right, bottom = sighting.box
    high, wide = picture.grey.shape
    x0, y0 = max(left - _ROOM, 0), max(top - _ROOM, 0)
    x1, y1 = min(right + _ROOM, wide), min(bottom + _ROOM, high)
    if mask is None or x1 - x0 < 5 or y1 - y0 < 5:  # noqa: PLR2004 - too small to have an outline
        return Standing.OBJECT
    whole = np.zeros((y1 - y0, x1 - x0), np.bool_)
    whole[top - y0 : bottom - y0, left - x0 : right - x0] = mask
    outline = whole & ~shrunk(whole)
    if not outline.any():
        return Standing.OBJECT
    return _by_edges(picture, background, (slice(y0, y1), slice(x0, x1)), whole, outline)


def _by_edges(
    picture: Small, background: Background, where: tuple[slice, slice], whole: Mask, outline: Mask
) -> Standing:
    now = float(steepness(picture.grey[where])[outline].mean())
    before = float(steepness(background.grey[where])[outline].mean())
    if now < _NO_EDGE and before < _NO_EDGE:
        return Standing.LIGHT
    if before > _MORE * now:
        return Standing.LEFT
    if now > _MORE * before:
        return Standing.OBJECT
    # Edges on both sides alike: the outline crosses a busy scene, as light on a wall does.
    inner = whole & shrunk(whole)
    if not inner.any():
        return Standing.OBJECT
    change = picture.grey[where].astype(np.float64) - background.grey[where]
    even = float(change[inner].std()) < 0.25 * abs(float(change[inner].mean()))
    return Standing.LIGHT if even else Standing.OBJECT
