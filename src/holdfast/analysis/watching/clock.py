# SPDX-License-Identifier: Apache-2.0
"""Places the pictures of a recording one after another on the clock of its copy.

Promises: a picture stands at its own presentation time, counted from second 0 (the first picture), as
long as the recording's clock runs forward. Where it jumps back, or more than six hours ahead, the
pictures go on one usual step after the last, nothing is left out, and the jump is kept: from
where in the copy, and what the recording's own time is there. A picture that is due no later than the one
before it, by less than half a second, is shown right after it; so is one whose time is far off while
the next one's is not. All of this is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

_BACK_S: Final = 0.5
_AHEAD_S: Final = 6 * 3600
_STRAY_S: Final = 10
_USUAL_MOST_S: Final = 2


@dataclass(frozen=True, slots=True)
class Jump:
    """The recording's clock jumped: at `ticks` of the copy, its own time is `own_s`."""

    ticks: int
    own_s: float


@dataclass(slots=True)
class Clock:
    """`base` is the seconds of a tick; `zero` the presentation time of second 0, in ticks.

    `timed`: the recording carries presentation times; otherwise pictures are counted, a tick each.
    """

    base: Fraction
    zero: int
    timed: bool
    offset: int = 0
    last: int | None = None
    step: int = 0
    count: int = 0
    nudged: int = 0
    untimed: int = 0
    jumps: list[Jump] = field(default_factory=list)

    def place(self, pts: int | None, following: int | None = None) -> int:
        """Give where the next picture stands, in ticks; below 0 when it is before second 0.

        `following` is the time of the picture after it, where that is known.
        """
        at = self._place(pts, following)
        if self.last is not None and 0 < at - self.last <= _USUAL_MOST_S / self.base:
            self.step = at - self.last
        self.last = at
        self.count += 1
        return at

    @property
    def usual(self) -> int:
        """The usual step from one picture to the next, in ticks."""
        return max(1, self.step or round(Fraction(1, 25) / self.base))

    def _place(self, pts: int | None, following: int | None) -> int:
        if not self.timed:
            return self.count
        if pts is None:
            self.untimed += 1
            return 0 if self.last is None else self.last + self.usual
        at = pts - self.zero + self.offset
        return at if self.last is None else self._after(self.last, at, following)

    def _after(self, last: int, at: int, following: int | None) -> int:
        back, ahead = (last - at) * self.base, (at - last) * self.base
        if (back >= _BACK_S or ahead > _STRAY_S) and self._fits(following):
            self.nudged += 1
            return last + 1
        if back >= _BACK_S or ahead > _AHEAD_S:
            on = last + self.usual
            self.jumps.append(Jump(on, float((at - self.offset) * self.base)))
            self.offset += on - at
            return on
        if at <= last:
            self.nudged += 1
            return last + 1
        return at

    def _fits(self, following: int | None) -> bool:
        """Whether the picture after this one goes on from the one before it."""
        if following is None or self.last is None:
            return False
        step = following - self.zero + self.offset - self.last
        return 1 < step <= _STRAY_S / self.base
