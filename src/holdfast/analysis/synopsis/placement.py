# SPDX-License-Identifier: Apache-2.0
"""When each tube begins in the synopsis: as early as it collides with others no more than allowed.

Promises: at the moment a group is placed, no more than `tolerance` of its cells are taken already,
so that over all of them no more than that share ever collides; a tube never begins more than
`disorder_s` before one that was placed earlier. Greedy, in the order of the source: see
docs/adr/0025-synopsis.md. The picture is a grid of 64 by 36 cells, a row being one 64-bit number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from holdfast.analysis.synopsis.tubes import Tube

    Cells = NDArray[np.uint64]

COLUMNS: Final = 64
ROWS: Final = 36
_GROW: Final = 1024
_SOME: Final = 6  # frames: of so many, one is enough to see most collisions


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A tube, the output frame at which it begins, and how much of its group was taken already."""

    tube: Tube
    start: int
    collided: float


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where everything is: what was placed, what was not, and how many output frames there are."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Tube, ...]
    frames: int


class Occupied:
    """Which cells are taken in each output frame."""

    def __init__(self) -> None:
        self._rows: Cells = np.zeros((_GROW, ROWS), np.uint64)
        self.frames = 0

    def taken(self, cells: Cells, start: int, every: int = 1) -> int:
        """Count the cells that are taken already, if the cells began at that frame.

        With `every`, of some of the frames only: never more than all of them.
        """
        there = self._rows[start : start + len(cells) : every]
        mine = cells[::every][: len(there)]
        return int(np.bitwise_count(there & mine).sum())

    def take(self, cells: Cells, start: int) -> None:
        """Take the cells from that frame on."""
        stop = start + len(cells)
        if stop > len(self._rows):
            more = np.zeros((stop - len(self._rows) + _GROW, ROWS), np.uint64)
            self._rows = np.concatenate((self._rows, more))
        self._rows[start:stop] |= cells
        self.frames = max(self.frames, stop)


def cells_of(boxes: NDArray[np.float64], width: int, height: int) -> Cells:
    """Give the cells of each box: one row of the grid is one number, its lowest bit at the left."""
    scale = np.array([COLUMNS / width, ROWS / height, COLUMNS / width, ROWS / height])
    grid = boxes * scale
    left, top = np.floor(grid[:, 0]), np.floor(grid[:, 1])
    right, bottom = np.ceil(grid[:, 2]), np.ceil(grid[:, 3])
    left = np.clip(left, 0, COLUMNS - 1).astype(np.uint64)
    wide = np.clip(right, left.astype(np.float64) + 1, COLUMNS).astype(np.uint64) - left
    every = np.uint64(0xFFFFFFFFFFFFFFFF)
    line = (every >> (np.uint64(COLUMNS) - wide)) << left
    top = np.clip(top, 0, ROWS - 1)
    bottom = np.clip(bottom, top + 1, ROWS)
    rows = np.arange(ROWS)
    inside = (rows >= top[:, None]) & (rows < bottom[:, None])
    return np.where(inside, line[:, None], np.uint64(0))


def place(
    groups: Iterable[Sequence[Tube]],
    size: tuple[int, int],
    fps: float,
    *,
    tolerance: float,
    disorder_s: float,
    longest_s: float | None = None,
    step: int = 5,
) -> Placement:
    """Place groups, given in the order of the source. `longest_s`: nothing ends after it."""
    occupied = Occupied()
    placed: list[Placed] = []
    unplaced: list[Tube] = []
    latest = 0
    most = None if longest_s is None else int(longest_s * fps)
    for group in groups:
        first = min(float(tube.at_s[0]) for tube in group)
        offsets = [round((float(tube.at_s[0]) - first) * fps) for tube in group]
        cells = _together(group, offsets, size)
        area = int(np.bitwise_count(cells).sum())
        start = max(0, latest - int(disorder_s * fps))
        start, taken = _earliest(occupied, cells, start, tolerance * area, step)
        if most is not None and start + len(cells) > most:
            unplaced += group
            continue
        occupied.take(cells, start)
        latest = max(latest, start)
        placed += [
            Placed(tube, start + offset, taken / max(area, 1))
            for tube, offset in zip(group, offsets, strict=True)
        ]
    return Placement(tuple(placed), tuple(unplaced), occupied.frames)


def _earliest(
    occupied: Occupied, cells: Cells, start: int, most: float, step: int
) -> tuple[int, int]:
    """Give the first frame, in steps, at which no more cells than `most` are taken; and how many."""
    while True:
        if occupied.taken(cells, start, _SOME) <= most:
            taken = occupied.taken(cells, start)
            if taken <= most:
                return start, taken
        start += step


def _together(group: Sequence[Tube], offsets: Sequence[int], size: tuple[int, int]) -> Cells:
    """Give the cells of a whole group over its own time."""
    length = max(offset + len(tube) for tube, offset in zip(group, offsets, strict=True))
    cells = np.zeros((length, ROWS), np.uint64)
    for tube, offset in zip(group, offsets, strict=True):
        cells[offset : offset + len(tube)] |= cells_of(tube.boxes, *size)
    return cells
