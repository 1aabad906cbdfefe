# SPDX-License-Identifier: Apache-2.0
"""Areas and lines drawn on a picture, as shares of its width and height (0 to 1).

Promises: a point on an area's edge may count either way; everything else is exact. Many points at
once, because a search asks of every step of every track.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.analysis.motion.pixels import Mask, Real

Point: TypeAlias = tuple[float, float]


def within(points: Real, area: Sequence[Point]) -> Mask:
    """Say of each point (rows of across, down) whether it lies in the area (a polygon)."""
    x, y = points[:, 0], points[:, 1]
    inside = np.zeros(len(points), np.bool_)
    for (ax, ay), (bx, by) in zip(area, [*area[1:], area[0]], strict=True):
        if ay == by:
            continue
        spans = (ay > y) != (by > y)
        inside ^= spans & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return inside


def side_of(points: Real, line: tuple[Point, Point]) -> Real:
    """Say on which side of the line, without its ends, each point lies: below 0 is its left.

    How far is measured in shares of the picture, times the line's length in them.
    """
    (ax, ay), (bx, by) = line
    out: Real = (bx - ax) * (points[:, 1] - ay) - (by - ay) * (points[:, 0] - ax)
    return out


def crossings(
    starts: Real, ends: Real, line: tuple[Point, Point]
) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """Say of each step how it crosses the line: 1 from its left to its right, -1 back, 0 not.

    Left and right as seen walking along the line from its first point to its second.
    """
    (ax, ay), (bx, by) = line
    before, after = side_of(starts, line), side_of(ends, line)
    across = (before < 0) != (after < 0)
    steps = ends - starts
    one = steps[:, 0] * (ay - starts[:, 1]) - steps[:, 1] * (ax - starts[:, 0])
    other = steps[:, 0] * (by - starts[:, 1]) - steps[:, 1] * (bx - starts[:, 0])
    met = across & ((one < 0) != (other < 0))
    return np.where(met, np.where(after >= 0, 1, -1), 0).astype(np.int8)
