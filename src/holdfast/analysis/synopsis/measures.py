# SPDX-License-Identifier: Apache-2.0
"""How good a synopsis is, in the measures that the literature uses.

FR, the frame ratio: length of the synopsis over length of the source. CR, compactness: area of all
boxes over all of the pictures. OR, overlap: area that two boxes or more cover, over the same. CD,
disorder: share of pairs of tubes that begin in another order than in the source. Lower is better
for FR, OR and CD, and FR depends on the footage more than on the method.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from holdfast.analysis.synopsis.placement import Placement

_FINE: Final = 4  # pixels of a cell in which overlap is counted


@dataclass(frozen=True, slots=True)
class Measures:
    """FR, CR, OR and CD as the module says."""

    frame_ratio: float
    compactness: float
    overlap: float
    disorder: float


def measure(placement: Placement, size: tuple[int, int], fps: float, length_s: float) -> Measures:
    """Measure a placement over a source of that length."""
    frames = placement.frames
    if not frames or length_s <= 0:
        return Measures(0.0, 0.0, 0.0, 0.0)
    whole = size[0] * size[1] * frames
    area = sum(float(_areas(one.tube.boxes).sum()) for one in placement.placed)
    return Measures(
        frames / fps / length_s, area / whole, _covered_twice(placement, size) / whole,
        _disorder(placement),
    )  # fmt: skip


def _areas(
    boxes: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def _covered_twice(placement: Placement, size: tuple[int, int]) -> float:
    """Give the area, in pixels over all frames, that two boxes or more cover."""
    shown: list[list[tuple[int, int, int, int]]] = [[] for _ in range(placement.frames)]
    for one in placement.placed:
        for number, box in enumerate((one.tube.boxes / _FINE).round().astype(np.int64).tolist()):
            shown[one.start + number].append((box[0], box[1], box[2], box[3]))
    count = np.zeros((-(-size[1] // _FINE), -(-size[0] // _FINE)), np.int16)
    total = 0
    for boxes in shown:
        if len(boxes) > 1:
            count[:] = 0
            for left, top, right, bottom in boxes:
                count[top:bottom, left:right] += 1
            total += int(np.count_nonzero(count > 1))
    return float(total * _FINE * _FINE)


def _disorder(placement: Placement) -> float:
    """Give the share of pairs whose order is turned round."""
    placed = sorted(placement.placed, key=lambda one: float(one.tube.at_s[0]))
    starts = np.array([one.start for one in placed])
    pairs = len(starts) * (len(starts) - 1) // 2
    turned = sum(int(np.count_nonzero(starts[n + 1 :] < starts[n])) for n in range(len(starts)))
    return turned / pairs if pairs else 0.0
