# SPDX-License-Identifier: Apache-2.0
"""The true time of each figure, written beside it in the picture.

Promises: light digits on a dark ground, whatever is behind them, always inside the picture; over
the figure, or beside or under it where they would cover another figure or its time. They change
sides only when that covers clearly less, so that they can be read while the figure walks.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from holdfast.analysis.lettering import DIGITS, lettered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from holdfast.analysis.motion.pixels import Plane

    Box = tuple[int, int, int, int]  # left, top, right, bottom

_SIZE: Final = 13
# Of its own area: what a place costs by being further off, and what it costs to change places.
_OFF: Final = (0.0, 0.1, 0.15, 0.15, 0.2, 0.2, 0.6, 0.6)
_STAYS: Final = 0.25
_TEXT: Final = 3.0  # covering another's time is so much worse than covering a figure


def time_text(at_s: float, start: datetime | None) -> str:
    """Give the time of day when the recording's start is known, else the time in the recording."""
    if start is not None:
        # Over UTC, so that a clock that is put forward or back meanwhile is shown as it was.
        at = start.astimezone(UTC) + timedelta(seconds=at_s)
        return at.astimezone(start.tzinfo).strftime("%H:%M:%S")
    hours, rest = divmod(int(at_s), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


class Labels:
    """Writes the times of all figures of one picture after another."""

    def __init__(self, wide: int, high: int) -> None:
        self._wide, self._high = wide, high
        self._sides: dict[int, int] = {}

    def write(
        self, planes: tuple[Plane, Plane, Plane], figures: Sequence[tuple[int, Box, str]]
    ) -> None:
        """Write the text of each figure, known by its number, beside its box."""
        boxes = [box for _, box, _ in figures]
        written: list[Box] = []
        sides: dict[int, int] = {}
        for number, box, text in figures:
            label = _label(text)
            if label.shape[0] > self._high or label.shape[1] > self._wide:
                continue
            places = self._places(box, label.shape)
            area = label.shape[0] * label.shape[1]
            before = self._sides.get(number)
            others = [one for one in boxes if one is not box]
            side, least = 0, float("inf")
            for this, place in enumerate(places):
                cost = area * (_OFF[this] + (0.0 if before in {None, this} else _STAYS))
                if cost < least:
                    cost += _covered(place, others) + _TEXT * _covered(place, written)
                if cost < least:
                    side, least = this, cost
                if least <= 0:
                    break
            sides[number] = side
            written.append(places[side])
            _put(planes, label, places[side])
        self._sides = sides

    def _places(self, box: Box, shape: tuple[int, ...]) -> list[Box]:
        """Give where it may stand: over, under, beside the figure, and a little further off."""
        high, wide = shape[0], shape[1]
        left, top, right, bottom = box
        middle = (left + right - wide) // 2
        places = []
        for x, y in (
            (middle, top - high),
            (middle, bottom),
            (right, (top + bottom - high) // 2),
            (left - wide, (top + bottom - high) // 2),
            (right, top - high // 2),
            (left - wide, top - high // 2),
            (middle, top - 2 * high),
            (middle, bottom + high),
        ):
            across = min(max(x, 0), self._wide - wide) & ~1
            down = min(max(y, 0), self._high - high) & ~1
            places.append((across, down, across + wide, down + high))
        return places


def _covered(place: Box, others: Iterable[Box]) -> int:
    """Give how much of other boxes it covers, in pixels."""
    left, top, right, bottom = place
    return sum(
        (min(right, one[2]) - max(left, one[0])) * (min(bottom, one[3]) - max(top, one[1]))
        for one in others
        if one[0] < right and left < one[2] and one[1] < bottom and top < one[3]
    )


def _put(planes: tuple[Plane, Plane, Plane], label: Plane, place: Box) -> None:
    grey, blue, red = planes
    left, top, right, bottom = place
    grey[top:bottom, left:right] = label
    for plane in (blue, red):
        plane[top // 2 : bottom // 2, left // 2 : right // 2] = 128


@cache
def _label(text: str) -> Plane:
    return lettered(text, _SIZE, DIGITS)
