# SPDX-License-Identifier: Apache-2.0
"""When packets were captured: stretches without a silence, and the windows in which phases lie.

Promises: a silence longer than `SILENCE` ends a stretch, whatever file it is in; stretches of
several captures are laid over one another, so that what one missed and another has is no gap.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SECOND = 1_000_000_000
SILENCE = 60 * SECOND
BACK = SECOND
_NEAR = SECOND // 2
_MOST = 20_000


class Spans:
    """Stretches of time, told packet by packet where something changes."""

    def __init__(self, phases: Sequence[tuple[int, int]] = ()) -> None:
        """`phases` are (first, last) in nanoseconds, in order and without overlap."""
        self._phases = tuple(phases)
        self._spans: list[tuple[int, int]] = []
        self._begin: int | None = None
        self.clock_back = 0

    def moved(self, last: int, time: int) -> tuple[int, int, int, bool]:
        """Give the window around `time` in which nothing changes, its phase, and whether time ran back.

        The window is (first, end); the phase is -1 outside all of them.
        """
        back = False
        if self._begin is None:
            self._begin = time
        elif time - last > SILENCE or last - time > BACK:
            back = last - time > BACK
            self.clock_back += back
            self._close(last)
            self._begin = time
        low, high, phase = time - _NEAR, time + _NEAR, -1
        for number, (first, end) in enumerate(self._phases):
            if first <= time < end:
                return max(low, first), min(high, end), number, back
            if time < first:
                high = min(high, first)
            else:
                low = max(low, end)
        return low, high, phase, back

    def end(self, last: int) -> None:
        """End a capture; the next one begins a stretch of its own."""
        if self._begin is not None:
            self._close(last)
            self._begin = None

    def _close(self, last: int) -> None:
        begin = self._begin if self._begin is not None else last
        self._spans.append((min(begin, last), max(begin, last)))
        if len(self._spans) > _MOST:
            self._spans = self._thinned()

    def _thinned(self) -> list[tuple[int, int]]:
        """Keep the table small: close the shortest silences until half of the room is free."""
        joined = joined_spans(self._spans)
        if len(joined) <= _MOST // 2:
            return joined
        silences = sorted(after[0] - before[1] for before, after in _pairs(joined))
        limit = silences[len(joined) - _MOST // 2]
        return joined_spans(joined, limit)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Every stretch, joined where two touch or the silence between them is short."""
        return joined_spans(self._spans)


def joined_spans(spans: Iterable[tuple[int, int]], silence: int = SILENCE) -> list[tuple[int, int]]:
    """Sort stretches and join those that no silence parts."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first - found[-1][1] <= silence:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def holes(
    spans: Sequence[tuple[int, int]], first: int | None = None, last: int | None = None
) -> list[tuple[int, int]]:
    """Give the silences between stretches; with `first` and `last`, those within that time."""
    if first is None or last is None:
        return [(before[1], after[0]) for before, after in _pairs(spans)]
    found: list[tuple[int, int]] = []
    place = first
    for begin, end in spans:
        if end < first or begin > last:
            continue
        if begin > place:
            found.append((place, begin))
        place = max(place, end)
    if place < last:
        found.append((place, last))
    return found


def _pairs(
    spans: Sequence[tuple[int, int]],
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(pairwise(spans))
