# SPDX-License-Identifier: Apache-2.0
"""Where a stretch of one sound may lie in the other: the coarse search over everything.

Promises: every offset is tried, by correlation of features (`features`) through Fourier transforms;
a stretch votes for the places where it stands out, so that two that are alike are seen to be alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.sync.features import ROWS_A_SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

# How far a peak stands out, in standard deviations of all offsets, to be a vote. The highest of a
# million offsets of unrelated sounds is at about five.
STANDS_OUT: Final = 6.5
_STRETCHES_S: Final = (20, 60)
_MOST_STRETCHES: Final = 90
_VOTES_EACH: Final = 3
_APART_ROWS: Final = ROWS_A_SECOND
_LEAST_ROWS: Final = ROWS_A_SECOND // 2
# Votes are for the same line when they differ by less than this, and this for each second between.
_SAME_S: Final = 0.15
_SAME_PER_S: Final = 0.0006


@dataclass(frozen=True, slots=True)
class Vote:
    """One stretch of B, from `at_s` on, for B's start at `offset_s` of A, with its weight."""

    stretch: int
    at_s: float
    offset_s: float
    weight: float

    def agrees(self, other: Vote) -> bool:
        """Tell whether both can lie on one line of a clock that drifts a little."""
        apart = _SAME_S + _SAME_PER_S * abs(self.at_s - other.at_s)
        return abs(self.offset_s - other.offset_s) <= apart


def votes_for(a: NDArray[np.float32], b: NDArray[np.float32]) -> list[Vote]:
    """Return the votes of the stretches of the shorter one, all told as places of B on A."""
    if len(b) <= len(a):
        return list(_votes(a, b))
    # A's stretch from `at` on lies `found` into B's clock: B starts at -found of A.
    return [
        Vote(one.stretch, one.at_s + one.offset_s, -one.offset_s, one.weight)
        for one in _votes(b, a)
    ]


def groups_of(votes: list[Vote]) -> list[list[Vote]]:
    """Return the groups of votes that agree, heaviest first; each vote is in one group only."""
    left, groups = list(votes), []
    while left:
        best = max(
            ([other for other in left if one.agrees(other)] for one in left),
            key=lambda group: sum(vote.weight for vote in group),
        )
        groups.append(best)
        left = [vote for vote in left if vote not in best]
    return groups


def _votes(long: NDArray[np.float32], short: NDArray[np.float32]) -> Iterator[Vote]:
    number = 0
    for seconds in _STRETCHES_S:
        length = min(seconds * ROWS_A_SECOND, len(short))
        step = max(length // 2, (len(short) - length) // _MOST_STRETCHES, 1)
        size = 1 << int(np.ceil(np.log2(len(long) + length)))
        far = np.fft.rfft(long, size, axis=0)
        for first in range(0, len(short) - length + 1, step):
            part = short[first : first + length]
            number += 1
            if np.count_nonzero(np.abs(part).sum(axis=1)) < _LEAST_ROWS:
                continue
            crossed = (far * np.conj(np.fft.rfft(part, size, axis=0))).sum(axis=1)
            for place, weight in _peaks(np.fft.irfft(crossed, size), length, len(long)):
                at = first / ROWS_A_SECOND
                yield Vote(number, at, place / ROWS_A_SECOND - at, weight)
        if length == len(short):
            return


def _peaks(found: NDArray[np.float64], length: int, rows: int) -> Iterator[tuple[int, float]]:
    """Yield the offsets, in rows, that stand out, with how far; a second apart at least."""
    found = np.concatenate([found[len(found) - length + 1 :], found[:rows]])
    spread = found.std()
    if not spread:
        return
    for _ in range(_VOTES_EACH):
        best = int(found.argmax())
        weight = float(found[best] / spread)
        if weight < STANDS_OUT:
            return
        yield best - length + 1, weight
        found[max(best - _APART_ROWS, 0) : best + _APART_ROWS] = -np.inf
