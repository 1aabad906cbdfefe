# SPDX-License-Identifier: Apache-2.0
"""Whether the whole picture has moved against the background: a camera that shakes or turns.

Promises a whole number of small pixels each way, found by the profiles of the picture (the mean of
each column and each row). None when no shift explains the difference much better than none does:
then it is light or objects that changed. Turning and zooming are not measured, only noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.analysis.motion.background import Small
    from holdfast.analysis.motion.pixels import Plane, Real

_REACH: Final = 12
_BETTER: Final = 0.6


def shift_of(picture: Plane, background: Plane) -> tuple[int, int] | None:
    """Give (across, down) by which the picture lies away from the background, or None.

    Both halves of the picture must say the same: an object, however large, moves in part of it.
    """
    high, wide = picture.shape
    upper, lower = slice(0, high // 2), slice(high // 2, high)
    across = _agreed(
        _best(_profile(picture[half], 0), _profile(background[half], 0)) for half in (upper, lower)
    )
    left, right = slice(0, wide // 2), slice(wide // 2, wide)
    down = _agreed(
        _best(_profile(picture[:, half], 1), _profile(background[:, half], 1))
        for half in (left, right)
    )
    if across is None and down is None:
        return None
    return across or 0, down or 0


def _agreed(halves: Iterable[int | None]) -> int | None:
    one, other = halves
    if one is None or other is None or abs(one - other) > 1:
        return None
    return one


def _profile(plane: Plane, axis: int) -> Real:
    mean = plane.sum(axis=axis, dtype=np.uint32) / plane.shape[axis]
    # Steps from pixel to pixel do not change with the light.
    steps: Real = np.diff(mean)
    return steps


def _best(one: Real, other: Real) -> int | None:
    if len(one) < 4 * _REACH:
        return None
    middle = other[_REACH:-_REACH]
    apart = np.abs(sliding_window_view(one, len(middle)) - middle).mean(axis=1)
    best = int(np.argmin(apart))
    by = best - _REACH
    if by == 0 or apart[best] > _BETTER * apart[_REACH] or apart[_REACH] < 0.15:  # noqa: PLR2004 - a profile's own noise
        return None
    return by


def shifted_back(picture: Small, background: Small, across: int, down: int) -> Small:
    """Give the picture moved back by the shift; what came in at the edge is taken as background."""
    across, down = round(across / 2) * 2, round(down / 2) * 2
    return type(picture)(
        picture.at_s,
        _moved(picture.grey, background.grey, across, down),
        _moved(picture.blue, background.blue, across // 2, down // 2),
        _moved(picture.red, background.red, across // 2, down // 2),
    )


def _moved(plane: Plane, edge: Plane, across: int, down: int) -> Plane:
    out = edge.copy()
    high, wide = plane.shape
    to_rows = slice(max(-down, 0), high - max(down, 0))
    to_columns = slice(max(-across, 0), wide - max(across, 0))
    from_rows = slice(max(down, 0), high - max(-down, 0))
    from_columns = slice(max(across, 0), wide - max(-across, 0))
    out[to_rows, to_columns] = plane[from_rows, from_columns]
    return out
