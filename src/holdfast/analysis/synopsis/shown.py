# SPDX-License-Identifier: Apache-2.0
"""Where each figure is in a synopsis and from which moment it comes, in few numbers.

Promises: between two points everything goes evenly, so that what is told of any output frame is
within half a second's movement of where the figure is drawn, and its time within a frame of its
source; a place where time was left out (long standing) has a point on either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.analysis.synopsis.placement import Placed
    from holdfast.analysis.synopsis.synopsis import Synopsis
    from holdfast.analysis.synopsis.tubes import Tube

SHARES: Final = 1000  # of the picture's width and height
_EVERY_S: Final = 0.5
_JUMP: Final = 1.5  # output frames: a longer step in the source is time left out


@dataclass(frozen=True, slots=True)
class Point:
    """An output frame, the box there in thousandths of the picture, the source's milliseconds."""

    frame: int
    left: int
    top: int
    width: int
    height: int
    at_ms: int

    def to_json(self) -> list[int]:
        """Give the point as plain values."""
        return [self.frame, self.left, self.top, self.width, self.height, self.at_ms]


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure: a piece of a track, from the first of its points to the last."""

    track: int
    piece: int
    points: tuple[Point, ...]

    @property
    def first(self) -> Point:
        """Where it begins."""
        return self.points[0]

    @property
    def last(self) -> Point:
        """Where it ends."""
        return self.points[-1]

    def at(self, frame: int) -> Point | None:
        """Say where it is in an output frame, None when it is not in it."""
        if not self.first.frame <= frame <= self.last.frame:
            return None
        for one, other in pairwise(self.points):
            if frame <= other.frame:
                share = (frame - one.frame) / max(other.frame - one.frame, 1)
                pairs = zip(one.to_json()[1:], other.to_json()[1:], strict=True)
                return Point(frame, *(round(a + share * (b - a)) for a, b in pairs))
        return self.last

    def to_json(self) -> dict[str, object]:
        """Give the figure as plain values."""
        return {
            "track": self.track,
            "piece": self.piece,
            "points": [one.to_json() for one in self.points],
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave."""
        return cls(told["track"], told["piece"], tuple(Point(*one) for one in told["points"]))


def shown_in(made: Synopsis) -> tuple[Shown, ...]:
    """Give every figure of a synopsis, in the order in which they appear."""
    figures = [_shown(one, made) for one in made.placement.placed]
    return tuple(sorted(figures, key=lambda one: (one.first.frame, one.track, one.piece)))


def _shown(one: Placed, made: Synopsis) -> Shown:
    tube = one.tube
    points = []
    for n in _numbers(tube, made.fps):
        left, top, right, bottom = (tube.boxes[n] / made.fewer).tolist()
        left, top = max(left, 0.0), max(top, 0.0)
        across, down = SHARES / made.width, SHARES / made.height
        points.append(
            Point(
                one.start + n,
                round(left * across),
                round(top * down),
                round((min(right, made.width) - left) * across),
                round((min(bottom, made.height) - top) * down),
                round(float(tube.at_s[n]) * 1000),
            )
        )
    return Shown(tube.track.id, tube.piece, tuple(points))


def _numbers(tube: Tube, fps: float) -> Iterator[int]:
    """Give the frames of a tube that are told of."""
    last, every = len(tube) - 1, max(1, int(_EVERY_S * fps))
    wanted = {*range(0, last + 1, every), last}
    steps = (tube.at_s[1:] - tube.at_s[:-1]) * fps
    for n in (steps > _JUMP).nonzero()[0].tolist():
        wanted |= {n, n + 1}
    yield from sorted(wanted)
