# SPDX-License-Identifier: Apache-2.0
"""Who crossed a line, and which way, although boxes tremble.

Promises: a crossing counts when the feet were clear of the line, by a seventh of the object's own
size, on one side before and on the other after, and met the line between its ends in between. Who
stands on a line and trembles has crossed nothing; who goes over and comes back has crossed twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.geometry import crossings, side_of

if TYPE_CHECKING:
    from holdfast.analysis.motion.geometry import Point
    from holdfast.analysis.motion.pixels import Real, Whole

CLEAR: Final = 0.15
"""Of the square root of an object's area."""


def steps_across(
    feet: Real, owner: Whole, line: tuple[Point, Point], clear: Real, way: int
) -> Whole:
    """Give the steps (each by the point from which it goes) that cross the line, in their order.

    `feet` are points of tracks laid end to end, `owner` the track of each; `clear` is, for each
    point, how far from the line counts (as `side_of` measures); `way` is 1 from the line's left to
    its right, -1 back, 0 either.
    """
    side = side_of(feet, line)
    settled = np.flatnonzero(np.abs(side) >= clear)
    before, after = settled[:-1], settled[1:]
    changed = (owner[before] == owner[after]) & ((side[before] < 0) != (side[after] < 0))
    before, after = before[changed], after[changed]
    over = np.flatnonzero((owner[1:] == owner[:-1]) & ((side[1:] < 0) != (side[:-1] < 0)))
    met = crossings(feet[over], feet[over + 1], line)
    found = [np.zeros(0, np.int64)]
    for sense in (1, -1) if way == 0 else (way,):
        these = over[met == sense]
        mine = (side[after] >= 0) == (sense > 0)
        place = np.searchsorted(these, before[mine])
        there = place < len(these)
        place, beyond = place[there], after[mine][there]
        found.append(these[place[these[place] < beyond]])
    out: Whole = np.sort(np.concatenate(found))
    return out
