# SPDX-License-Identifier: Apache-2.0
"""From pixels that are not background to blobs: what may be an object, or a piece of one.

Promises: a blob's box and pixels are exact on the small picture; pieces at most two small pixels
apart across, four down, are one blob; what is smaller than the least area is counted, not hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.analysis.motion.colours import tint_counts
from holdfast.analysis.motion.pixels import grown, patches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.analysis.motion.background import Small
    from holdfast.analysis.motion.pixels import Mask


@dataclass(frozen=True, slots=True, eq=False)
class Blob:
    """A patch of the small picture: left, top, right, bottom (beyond), its pixels and their number."""

    left: int
    top: int
    right: int
    bottom: int
    mask: Mask
    area: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom, in small pixels."""
        return self.left, self.top, self.right, self.bottom

    def part(self, box: tuple[int, int, int, int]) -> Mask:
        """Give the blob's pixels inside another box, as a mask of that box."""
        left, top, right, bottom = box
        out = np.zeros((bottom - top, right - left), np.bool_)
        x0, y0 = max(left, self.left), max(top, self.top)
        x1, y1 = min(right, self.right), min(bottom, self.bottom)
        if x1 > x0 and y1 > y0:
            out[y0 - top : y1 - top, x0 - left : x1 - left] = self.mask[
                y0 - self.top : y1 - self.top, x0 - self.left : x1 - self.left
            ]
        return out

    def tint(self, picture: Small) -> NDArray[np.int64]:
        """Count the blob's pixels by tint (see `colours`)."""
        where = (slice(self.top, self.bottom), slice(self.left, self.right))
        return tint_counts(picture, where, self.mask)


def joined(blobs: list[Blob]) -> Blob:
    """Give several blobs as one."""
    if len(blobs) == 1:
        return blobs[0]
    box = (
        min(one.left for one in blobs),
        min(one.top for one in blobs),
        max(one.right for one in blobs),
        max(one.bottom for one in blobs),
    )
    mask = blobs[0].part(box)
    for one in blobs[1:]:
        mask |= one.part(box)
    return Blob(*box, mask, int(mask.sum()))


def find_blobs(other: Mask, least_area: int) -> tuple[list[Blob], int]:
    """Give the blobs of at least that area, and how many patches were smaller.

    Labelled on a grid of two by two pixels, where it costs a quarter; boxes are exact all the same.
    """
    height, width = other.shape[0] & ~1, other.shape[1] & ~1
    coarse = (
        other[0:height:2, 0:width:2]
        | other[1:height:2, 0:width:2]
        | other[0:height:2, 1:width:2]
        | other[1:height:2, 1:width:2]
    )
    if not coarse.any():
        return [], 0
    found = patches(grown(coarse, 1, 0))
    blobs: list[Blob] = []
    likely = np.flatnonzero(found.areas * 4 >= least_area)
    small = len(found) - len(likely)
    for number in likely.tolist():
        left, top, right, bottom = found.boxes[number].tolist()
        mine = found.number_of[top:bottom, left:right] == number + 1
        mask = other[2 * top : 2 * bottom, 2 * left : 2 * right]
        mask = mask & mine.repeat(2, 0).repeat(2, 1)
        area = int(np.count_nonzero(mask))
        if area < least_area:
            small += 1
            continue
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        y0, y1, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
        blobs.append(
            Blob(2 * left + x0, 2 * top + y0, 2 * left + x1, 2 * top + y1, mask[y0:y1, x0:x1], area)
        )
    return blobs, small
