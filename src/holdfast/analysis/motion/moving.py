# SPDX-License-Identifier: Apache-2.0
"""One object while it is being followed: where it is, how it moves, what it looks like.

Promises: a sighting holds what was measured, never what was smoothed, unless the object shared its
blob with others or was out of sight, and then the sighting says so. All in small pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.colours import NAMES, TINTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.analysis.motion.blobs import Blob
    from holdfast.analysis.motion.pixels import Mask

_VELOCITY_GAIN: Final = 0.35
_SIZE_GAIN: Final = 0.2
_SIZE_GAIN_HIDDEN: Final = 0.2
_HIDDEN: Final = 0.7
_SHARED_GAIN: Final = 0.15
_ANCHOR: Final = 0.35  # of an object's own size: less than this is standing
_YOUNG: Final = 5


class How(IntEnum):
    """How a box of a track came about."""

    SEEN = 0  # its own blob
    SHARED = 1  # in one blob with another object; placed by size and movement
    UNSEEN = 2  # out of sight between two sightings; placed by movement


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """An object at one moment: box in small pixels, how it is known, and its pixels if seen."""

    at_s: float
    box: tuple[int, int, int, int]
    how: How
    mask: Mask | None


@dataclass(slots=True, eq=False)
class Moving:
    """An object that is being followed."""

    number: int
    at_s: float
    x: float
    y: float
    width: float
    height: float
    dx: float = 0.0
    dy: float = 0.0
    hits: int = 0
    seen_s: float = 0.0
    shared: bool = False
    standing_since: float = 0.0
    anchor: tuple[float, float] = (0.0, 0.0)
    judged_s: float = float("-inf")
    moved: bool = False
    sightings: list[Sighting] = field(default_factory=list)
    waiting: list[Sighting] = field(default_factory=list)
    met: set[int] = field(default_factory=set)
    tints: NDArray[np.int64] = field(default_factory=lambda: np.zeros(TINTS, np.int64))
    names: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(NAMES), np.int64))
    picture_area: int = 0
    picture: bytes = b""

    @classmethod
    def born(cls, number: int, at_s: float, blob: Blob) -> Moving:
        """Begin to follow what this blob may be."""
        new = cls(
            number,
            at_s,
            (blob.left + blob.right) / 2,
            (blob.top + blob.bottom) / 2,
            blob.right - blob.left,
            blob.bottom - blob.top,
            standing_since=at_s,
        )
        new.anchor = (new.x, new.y)
        new._keep(at_s, blob.box, How.SEEN, blob.mask)
        return new

    @property
    def young(self) -> bool:
        """Whether too little was seen of it to trust its size and its movement."""
        return self.hits < _YOUNG

    @property
    def unseen_for(self) -> float:
        """Seconds since it was last seen."""
        return self.at_s - self.seen_s

    def expected(self, at_s: float) -> tuple[float, float, float, float]:
        """Give the box where it should be now: left, top, right, bottom."""
        after = at_s - self.at_s
        x, y = self.x + self.dx * after, self.y + self.dy * after
        return x - self.width / 2, y - self.height / 2, x + self.width / 2, y + self.height / 2

    def see(self, at_s: float, blob: Blob) -> None:
        """Take a blob of its own as where it is."""
        after = max(at_s - self.at_s, 1e-3)
        was = self.sightings[-1].box
        x, across = self._middle(
            (blob.left, blob.right), (was[0], was[2]), self.dx * after, self.width
        )
        y, down = self._middle(
            (blob.top, blob.bottom), (was[1], was[3]), self.dy * after, self.height
        )
        if self.shared or self.unseen_for > 0:
            across, down = x - self.x, y - self.y
        if self.hits == 1:
            self.dx, self.dy = across / after, down / after
        else:
            gain = _VELOCITY_GAIN if not self.young else 0.5
            self.dx += gain * (across / after - self.dx)
            self.dy += gain * (down / after - self.dy)
        self.width = self._sized(self.width, blob.right - blob.left)
        self.height = self._sized(self.height, blob.bottom - blob.top)
        self._go(at_s, x, y)
        self.shared = False
        self._keep(at_s, blob.box, How.SEEN, blob.mask)

    def _middle(
        self, now: tuple[int, int], was: tuple[int, int], moved: float, size: float
    ) -> tuple[float, float]:
        """Give where its middle is on one axis, and how far it moved.

        What has become much smaller is partly hidden (it goes behind something, or out of the
        picture): then the side that moved as expected tells where it is, not the middle.
        """
        low, high = now[0] - was[0], now[1] - was[1]
        if self.young or now[1] - now[0] > _HIDDEN * size:
            return (now[0] + now[1]) / 2, (low + high) / 2
        if abs(low - moved) <= abs(high - moved):
            return now[0] + size / 2, low
        return now[1] - size / 2, high

    def _sized(self, was: float, now: float) -> float:
        """Follow a change of size; slowly when it seems smaller, for then a part may be hidden."""
        gain = 0.5 if self.young else _SIZE_GAIN if now > was else _SIZE_GAIN_HIDDEN
        return was + gain * (now - was)

    def share(self, at_s: float, blob: Blob, x: float, y: float) -> None:
        """Be somewhere inside a blob that is several objects."""
        after = max(at_s - self.at_s, 1e-3)
        self.dx += _SHARED_GAIN * ((x - self.x) / after - self.dx)
        self.dy += _SHARED_GAIN * ((y - self.y) / after - self.dy)
        self._go(at_s, x, y)
        self.shared = True
        left, top = round(x - self.width / 2), round(y - self.height / 2)
        box = (left, top, left + max(2, round(self.width)), top + max(2, round(self.height)))
        self._keep(at_s, box, How.SHARED, blob.part(box))

    def miss(self, at_s: float) -> None:
        """Be out of sight: it is thought to go on as it did, more slowly."""
        after = at_s - self.at_s
        left, top, right, bottom = self.expected(at_s)
        self.x, self.y, self.at_s = (left + right) / 2, (top + bottom) / 2, at_s
        slower = 0.5 ** (after / 2.0)
        self.dx, self.dy = self.dx * slower, self.dy * slower
        box = (round(left), round(top), round(right), round(bottom))
        self.waiting.append(Sighting(at_s, box, How.UNSEEN, None))

    def _go(self, at_s: float, x: float, y: float) -> None:
        if self.waiting and self.unseen_for > 0:
            self.waiting = _between(self.waiting, self.seen_s, self.sightings[-1], at_s, (x, y))
        self.x, self.y = x, y
        reach = _ANCHOR * max(8.0, (self.width * self.height) ** 0.5)
        if (x - self.anchor[0]) ** 2 + (y - self.anchor[1]) ** 2 > reach * reach:
            self.moved = self.moved or self.hits > 1
            self.anchor, self.standing_since = (x, y), at_s

    def _keep(self, at_s: float, box: tuple[int, int, int, int], how: How, mask: Mask) -> None:
        self.sightings += self.waiting
        self.waiting = []
        self.sightings.append(Sighting(at_s, box, how, mask))
        self.hits += 1
        self.at_s = self.seen_s = at_s


def _between(
    waiting: list[Sighting], seen_s: float, last: Sighting, at_s: float, now: tuple[float, float]
) -> list[Sighting]:
    """Put what was guessed while out of sight on the line between the two sightings around it."""
    left, top, right, bottom = last.box
    x, y, wide, high = (left + right) / 2, (top + bottom) / 2, right - left, bottom - top
    placed = []
    for one in waiting:
        share = (one.at_s - seen_s) / max(at_s - seen_s, 1e-6)
        cx, cy = x + share * (now[0] - x), y + share * (now[1] - y)
        a, b = round(cx - wide / 2), round(cy - high / 2)
        placed.append(Sighting(one.at_s, (a, b, a + wide, b + high), How.UNSEEN, None))
    return placed
