# SPDX-License-Identifier: Apache-2.0
"""Where and when things moved, ready to be drawn as SVG on the empty scene of one camera.

Promises: made of the tracks that it is given and of nothing else; what is drawn is said in words or
in a table too; what is left out of a drawing is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from django.utils.timezone import localtime

from holdfast.analysis.motion import activity, heat_map
from holdfast.web.movement_words import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.analysis.motion import Motion, Track

WIDE: Final = 1000
"""Drawings are so wide; their height is the picture's."""
_COLUMNS, _ROWS = 48, 27
_PATHS_MOST: Final = 200
_POINTS_MOST: Final = 30
_BARS_MOST: Final = 30
_BARS_HIGH: Final = 100
_STEPS_S: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a heat map, and how much was there: 0 to 1 of the most."""

    x: float
    y: float
    width: float
    height: float
    much: float


@dataclass(frozen=True, slots=True)
class Bar:
    """How many were in sight in one stretch of a recording."""

    words: str
    count: int
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Maps:
    """The drawings of one camera, each with its words."""

    high: float
    cells: tuple[Cell, ...]
    most_s: float
    most_where: str
    paths: tuple[str, ...]
    tracks: int
    bars: tuple[Bar, ...]
    bars_most: int
    bar_s: int


def maps_of(motion: Motion, tracks: Sequence[Track], start: datetime | None) -> Maps:
    """Lay the tracks over the picture of their recording, and along its time."""
    high = WIDE * motion.height / max(motion.width, 1)
    heat = heat_map(tracks, motion.width, motion.height, _COLUMNS, _ROWS).seconds
    most = float(heat.max())
    row, column = np.unravel_index(int(heat.argmax()), heat.shape)
    wide, tall = WIDE / _COLUMNS, high / _ROWS
    cells = tuple(
        Cell(
            round(across * wide, 1),
            round(down * tall, 1),
            round(wide, 2),
            round(tall, 2),
            round(0.2 + 0.65 * sqrt(float(heat[down, across]) / most), 2),
        )
        for down, across in zip(*np.nonzero(heat), strict=True)
    )
    longest = sorted(tracks, key=lambda one: one.from_s - one.to_s)[:_PATHS_MOST]
    bars, bar_s = _bars(motion, tracks, start)
    return Maps(
        high=round(high, 1),
        cells=cells,
        most_s=most,
        most_where=place_of((column + 0.5) / _COLUMNS, (row + 0.5) / _ROWS),
        paths=tuple(_path(one, motion, high) for one in longest),
        tracks=len(tracks),
        bars=bars,
        bars_most=max((one.count for one in bars), default=0),
        bar_s=bar_s,
    )


def _path(track: Track, motion: Motion, high: float) -> str:
    every = max(1, ceil(len(track.at_s) / _POINTS_MOST))
    feet = track.feet
    points = feet[np.unique(np.append(np.arange(0, len(feet), every), len(feet) - 1))]
    scaled = points * (WIDE / motion.width, high / motion.height)
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in scaled.tolist())


def _bars(
    motion: Motion, tracks: Sequence[Track], start: datetime | None
) -> tuple[tuple[Bar, ...], int]:
    length = max([motion.length_s, 1.0, *(one.to_s for one in tracks)])
    bar_s = next((one for one in _STEPS_S if length / one <= _BARS_MOST), ceil(length / _BARS_MOST))
    counts = activity(tracks, length, bar_s).tolist()
    most, wide = max([*counts, 1]), WIDE / len(counts)
    return tuple(
        Bar(
            _stretch(number * bar_s, (number + 1) * bar_s, start),
            count,
            round(number * wide, 1),
            round(wide * 0.86, 1),
            round(_BARS_HIGH * (1 - count / most), 1),
            round(_BARS_HIGH * count / most, 1),
        )
        for number, count in enumerate(counts)
    ), bar_s


def _stretch(begin: float, end: float, start: datetime | None) -> str:
    if start is None:
        return f"{begin:.0f} to {end:.0f} s"
    first, last = (localtime(start + timedelta(seconds=at)) for at in (begin, end))
    return f"{first:%H:%M:%S} to {last:%H:%M:%S}"
