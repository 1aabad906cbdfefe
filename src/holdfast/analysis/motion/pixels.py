# SPDX-License-Identifier: Apache-2.0
"""Arithmetic on small grey pictures and masks, in numpy alone.

Promises: every function is exact and deterministic, and takes and gives arrays of the shape said.
It knows nothing of video, time or objects. Why there is no picture library here:
docs/adr/0024-motion-without-opencv.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Plane: TypeAlias = NDArray[np.uint8]
    Mask: TypeAlias = NDArray[np.bool_]
    Whole: TypeAlias = NDArray[np.int64]
    Real: TypeAlias = NDArray[np.float64]


def difference(one: Plane, other: Plane) -> Plane:
    """Give |one - other| of each pixel, without overflow."""
    return np.maximum(one, other) - np.minimum(one, other)


def majority(mask: Mask, least: int = 5) -> Mask:
    """Keep a pixel where at least so many of the nine around it (itself counted) are set."""
    bits = mask.view(np.uint8)
    rows = bits.copy()
    rows[1:] += bits[:-1]
    rows[:-1] += bits[1:]
    total = rows.copy()
    total[:, 1:] += rows[:, :-1]
    total[:, :-1] += rows[:, 1:]
    return total >= least


def grown(mask: Mask, down: int, across: int) -> Mask:
    """Set every pixel within so many rows and columns of a set one (a rectangle, not a disc)."""
    out = mask.copy()
    for axis, reach in ((0, down), (1, across)):
        done = 0
        while done < reach:
            step = min(done + 1, reach - done)
            out = _both_ways(out, axis, step)
            done += step
    return out


def _both_ways(mask: Mask, axis: int, step: int) -> Mask:
    out = mask.copy()
    if axis == 0:
        out[step:] |= mask[:-step]
        out[:-step] |= mask[step:]
    else:
        out[:, step:] |= mask[:, :-step]
        out[:, :-step] |= mask[:, step:]
    return out


def shrunk(mask: Mask) -> Mask:
    """Keep a pixel whose four neighbours are set; what lies on the edge of the picture goes."""
    out = np.zeros_like(mask)
    out[1:-1, 1:-1] = (
        mask[1:-1, 1:-1] & mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:]
    )
    return out


def steepness(plane: Plane) -> NDArray[np.int16]:
    """Give how steeply brightness changes at each pixel: |right - left| + |below - above|."""
    grey = plane.astype(np.int16)
    out = np.zeros(plane.shape, np.int16)
    out[:, 1:-1] += np.abs(grey[:, 2:] - grey[:, :-2])
    out[1:-1] += np.abs(grey[2:] - grey[:-2])
    return out


@dataclass(frozen=True, slots=True)
class Patches:
    """Connected patches of a mask.

    Their boxes (left, top, right, bottom; right and bottom are beyond the last pixel), how many
    pixels each has, and which pixels are whose.
    """

    boxes: Whole
    areas: Whole
    number_of: Whole  # of each pixel: its patch, counted from 1; 0 where none is

    def __len__(self) -> int:
        return len(self.areas)


def patches(mask: Mask) -> Patches:
    """Find the patches of set pixels that touch, corners counted as touching.

    By runs: a row of set pixels is one run, and runs of neighbouring rows that touch are joined.
    """
    height, width = mask.shape
    stride = width + 2
    padded = np.zeros((height, stride), np.bool_)
    padded[:, 1:-1] = mask
    line = padded.ravel()
    turns = np.flatnonzero(line[1:] != line[:-1]) + 1
    starts, stops = turns[::2], turns[1::2]
    kept, patch = np.unique(_joined(starts, stops, stride), return_inverse=True)
    rows = starts // stride
    lengths = stops - starts
    boxes = np.empty((len(kept), 4), np.int64)
    boxes[:, :2] = np.iinfo(np.int64).max
    boxes[:, 2:] = 0
    np.minimum.at(boxes[:, 0], patch, starts - rows * stride - 1)
    np.minimum.at(boxes[:, 1], patch, rows)
    np.maximum.at(boxes[:, 2], patch, stops - rows * stride - 1)
    np.maximum.at(boxes[:, 3], patch, rows + 1)
    areas = np.bincount(patch, weights=lengths, minlength=len(kept)).astype(np.int64)
    number_of = np.zeros(height * stride, np.int64)
    number_of[np.flatnonzero(line)] = np.repeat(patch + 1, lengths)
    return Patches(boxes, areas, number_of.reshape(height, stride)[:, 1:-1])


def _joined(starts: Whole, stops: Whole, stride: int) -> Whole:
    """Give each run the number of the first run that it hangs together with."""
    first = np.searchsorted(stops, starts - stride, side="left")  # ends at or right of our start
    beyond = np.searchsorted(starts, stops - stride, side="right")  # begins at or left of our end
    parent = np.arange(len(starts))
    above = beyond > first
    parent[above] = first[above]
    while True:
        further = parent[parent]
        if np.array_equal(further, parent):
            break
        parent = further
    # Most runs hang on one run above. Those that hang on several bring their trees together.
    roots = dict[int, int]()

    def root(one: int) -> int:
        while one in roots:
            one = roots[one]
        return one

    for run in np.flatnonzero(beyond > first + 1).tolist():
        for other in range(int(first[run]), int(beyond[run])):
            here, there = root(int(parent[run])), root(int(parent[other]))
            if here != there:
                roots[max(here, there)] = min(here, there)
    if not roots:
        return parent
    table = np.arange(len(starts))
    for one in roots:
        table[one] = root(one)
    joined: Whole = table[parent]
    return joined
