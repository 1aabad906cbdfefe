# SPDX-License-Identifier: Apache-2.0
"""Where and when things moved: heat-map, path map, and activity over time, from tracks alone.

Promises: computed from kept tracks in milliseconds, for any choice of tracks; nothing is decoded.
A step between two sightings counts for the time between them, at the feet of the object.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from holdfast.analysis.motion.pixels import Real
    from holdfast.analysis.motion.track import Track

COLUMNS: Final = 64
ROWS: Final = 36
_STEP_MOST_S: Final = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """What happened in each cell of a grid over the picture.

    Seconds that objects were there, how many different objects were, and the mean direction in
    which they went (degrees as in a track, NaN for none).
    """

    seconds: Real
    objects: NDArray[np.int64]
    direction_deg: Real


def heat_map(
    tracks: Iterable[Track], width: int, height: int, columns: int = COLUMNS, rows: int = ROWS
) -> HeatMap:
    """Lay the tracks of recordings of one camera over its picture."""
    seconds = np.zeros((rows, columns))
    objects = np.zeros((rows, columns), np.int64)
    across, up = np.zeros((rows, columns)), np.zeros((rows, columns))
    for track in tracks:
        feet = track.feet
        column = np.clip((feet[:, 0] * columns / width).astype(np.int64), 0, columns - 1)
        row = np.clip((feet[:, 1] * rows / height).astype(np.int64), 0, rows - 1)
        lasted = np.minimum(np.diff(track.at_s, append=track.at_s[-1:]), _STEP_MOST_S)
        np.add.at(seconds, (row, column), lasted)
        cells = np.unique(row * columns + column)
        objects.ravel()[cells] += 1
        steps = np.diff(feet, axis=0, append=feet[-1:])
        np.add.at(across, (row, column), steps[:, 0])
        np.add.at(up, (row, column), -steps[:, 1])
    went = np.hypot(across, up) > 0
    direction = np.where(went, np.degrees(np.arctan2(up, across)) % 360, np.nan)
    return HeatMap(seconds, objects, direction)


def activity(tracks: Sequence[Track], length_s: float, bin_s: float) -> NDArray[np.int64]:
    """Count the objects in sight in each stretch of `bin_s` seconds of a recording."""
    bins = max(1, int(np.ceil(length_s / bin_s)))
    change = np.zeros(bins + 1, np.int64)
    for track in tracks:
        change[min(int(track.from_s / bin_s), bins - 1)] += 1
        change[min(int(track.to_s / bin_s), bins - 1) + 1] -= 1
    return np.cumsum(change)[:bins]
