# SPDX-License-Identifier: Apache-2.0
"""The presentation time of every picture, written so that a steady rate is tiny.

Times are whole ticks of `base` seconds, counted from second 0. What is written is the first time and
then runs: `[count, [step, step, …]]` stands for the next `count` pictures, each later than the one
before by the steps in turn. So an hour at 25 pictures a second is one run, an hour at 29.97 in
whole milliseconds a few, and a rate that varies costs a number a picture. Reading gives back exactly
what was written. `js/frame-times.js` reads the same form.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

_LONGEST_PATTERN: Final = 64
_AT_ONCE: Final = 1 << 15
_SHORT: Final = 4
Run = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class FrameTimes:
    """When each picture is shown: `count` pictures, the first at `first` ticks, the rest by `runs`.

    `last` is how many ticks the last picture is shown.
    """

    base: Fraction
    count: int
    first: int
    last: int
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, ticks: Sequence[int], base: Fraction, last: int) -> FrameTimes:
        """Write times that grow. Raises ValueError when there are none or they do not grow."""
        if not len(ticks):
            raise ValueError("there is no picture")
        at = np.asarray(ticks, dtype=np.int64)
        steps = at[1:] - at[:-1]
        if steps.size and int(steps.min()) <= 0:
            raise ValueError("the times do not grow")
        return cls(base, len(ticks), int(ticks[0]), last, tuple(_runs(steps)))

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> FrameTimes:
        """Read what `to_json` wrote."""
        runs = tuple((int(count), tuple(map(int, steps))) for count, steps in said["runs"])
        base = Fraction(*said["base"])
        return cls(base, int(said["count"]), int(said["first"]), int(said["last"]), runs)

    def to_json(self) -> dict[str, object]:
        """Give the times as plain values."""
        return {
            "base": [self.base.numerator, self.base.denominator],
            "count": self.count,
            "first": self.first,
            "last": self.last,
            "runs": [[count, list(steps)] for count, steps in self.runs],
        }

    def ticks(self) -> NDArray[np.int64]:
        """Give the time of every picture in ticks."""
        parts = [np.array([self.first], dtype=np.int64)]
        parts += [np.resize(np.array(steps, dtype=np.int64), count) for count, steps in self.runs]
        return np.cumsum(np.concatenate(parts))

    def seconds(self) -> NDArray[np.float64]:
        """Give the time of every picture in seconds."""
        return self.ticks().astype(np.float64) * (self.base.numerator / self.base.denominator)

    @property
    def until_s(self) -> float:
        """When the last picture has been shown."""
        return float((int(self.ticks()[-1]) + self.last) * self.base)


def _runs(steps: NDArray[np.int64]) -> Iterator[Run]:
    """Cut the steps into runs; equal patterns that follow each other become one."""
    held: Run | None = None
    for start in range(0, steps.size, _AT_ONCE):
        for count, pattern in _runs_of(steps[start : start + _AT_ONCE]):
            if held is not None and held[1] == pattern and held[0] % len(pattern) == 0:
                held = (held[0] + count, pattern)
                continue
            if held is not None:
                yield held
            held = (count, pattern)
    if held is not None:
        yield held


def _runs_of(steps: NDArray[np.int64]) -> Iterator[Run]:
    """Take the longest run that a short pattern gives, again and again."""
    size = steps.size
    longest = min(_LONGEST_PATTERN, size)
    # reach[p - 1][i]: how far from i on every step equals the one p steps before it.
    reach = np.empty((longest, size), dtype=np.int64)
    for length in range(1, longest + 1):
        breaks = np.full(size, size, dtype=np.int64)
        unlike = np.flatnonzero(steps[length:] != steps[:-length]) + length
        breaks[unlike - length] = unlike
        reach[length - 1] = np.minimum.accumulate(breaks[::-1])[::-1]
    literal: list[int] = []
    at = 0
    while at < size:
        gained = reach[:, at] - at - 2 * np.arange(1, longest + 1)
        best = int(np.argmax(gained))
        if int(gained[best]) < _SHORT:
            literal.append(int(steps[at]))
            at += 1
            continue
        if literal:
            yield len(literal), tuple(literal)
            literal = []
        end = int(reach[best, at])
        yield end - at, tuple(int(one) for one in steps[at : min(at + best + 1, end)])
        at = end
    if literal:
        yield len(literal), tuple(literal)
