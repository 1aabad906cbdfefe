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


def sides_change(points: Real, line: tuple[Point, Point]) -> Mask:
    """Say of each step from a point to the next whether it changes the side of the line.

    The line without its ends: quick, and true of every step that `crossings` finds.
    """
    (ax, ay), (bx, by) = line
    right = (bx - ax) * (points[:, 1] - ay) < (by - ay) * (points[:, 0] - ax)
    changed: Mask = right[1:] != right[:-1]
    return changed


def crossings(
    starts: Real, ends: Real, line: tuple[Point, Point]
) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """Say of each step how it crosses the line: 1 from its left to its right, -1 back, 0 not.

    Left and right as seen walking along the line from its first point to its second.
    """
    (ax, ay), (bx, by) = line
    before = (bx - ax) * (starts[:, 1] - ay) - (by - ay) * (starts[:, 0] - ax)
    after = (bx - ax) * (ends[:, 1] - ay) - (by - ay) * (ends[:, 0] - ax)
    across = (before < 0) != (after < 0)
    steps = ends - starts
    one = steps[:, 0] * (ay - starts[:, 1]) - steps[:, 1] * (ax - starts[:, 0])
    other = steps[:, 0] * (by - starts[:, 1]) - steps[:, 1] * (bx - starts[:, 0])
    met = across & ((one < 0) != (other < 0))
    return np.where(met, np.where(after >= 0, 1, -1), 0).astype(np.int8)
