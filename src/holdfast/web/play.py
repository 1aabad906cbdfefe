# SPDX-License-Identifier: Apache-2.0
"""Recordings on one clock side by side: the cameras, their parts, and where each is at a moment.

Promises: seconds of the page count from the first picture of the earliest recording that was chosen;
chapters of one recording are one camera, joined for viewing only; what cannot be shown is listed with
its reason and left out of nothing silently. Pure functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.records.queries.together import Lying, Together

MOST: Final = 6
_WIDE: Final = 1000.0
_LEAST: Final = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """One recording of a camera. `from_s`: its first picture, in seconds of the page."""

    one: Lying
    from_s: float

    @property
    def until_s(self) -> float:
        """Its end, in seconds of the page."""
        return self.from_s + (self.one.duration_s or 0.0) * self.one.rate

    def second_of(self, page_s: float) -> float:
        """Give the second of the recording at a second of the page."""
        return (page_s - self.from_s) / self.one.rate


@dataclass(frozen=True, slots=True)
class Camera:
    """One place of the grid: a recording, or the chapters of one in their order."""

    title: str
    parts: tuple[Part, ...]

    def part_at(self, page_s: float) -> Part | None:
        """Give the part that has pictures at a second; the later one where two meet."""
        for part in reversed(self.parts):
            if part.from_s <= page_s < part.until_s:
                return part
        return None

    def next_after(self, page_s: float) -> float | None:
        """Give the next second at which it has pictures."""
        return min((part.from_s for part in self.parts if part.from_s > page_s), default=None)


@dataclass(frozen=True, slots=True)
class Play:
    """What is played: the cameras, how long, and the moment on the clock at which it begins."""

    clock: str
    cameras: tuple[Camera, ...]
    zero: Lying
    length_s: float
    left_out: tuple[str, ...]

    def usual_start(self) -> float:
        """Give the first second at which the most cameras have pictures."""
        starts = sorted({part.from_s for camera in self.cameras for part in camera.parts})
        return max(
            starts,
            key=lambda at: (sum(camera.part_at(at) is not None for camera in self.cameras), -at),
        )

    def bars(self, camera: Camera) -> list[tuple[float, float]]:
        """Give where a camera has pictures, in thousandths of the whole: from, and how wide."""
        whole = self.length_s or 1.0
        return [
            (
                round(part.from_s / whole * _WIDE, 2),
                round(max(_LEAST, (part.until_s - part.from_s) / whole * _WIDE), 2),
            )
            for part in camera.parts
        ]


def read_items(given: Sequence[str]) -> list[int]:
    """Read the numbers of items, given as `1,2,3` or each by itself; anything else is passed over."""
    words = ",".join(given).split(",")
    fits = (word.strip() for word in words)
    numbers = (int(one) for one in fits if one.isascii() and one.isdecimal() and len(one) < 16)  # noqa: PLR2004 # longer than any number
    return list(dict.fromkeys(numbers))


def play_of(found: Together, chosen: Sequence[int]) -> Play | None:
    """Put the chosen recordings, with the other chapters of theirs, on one clock; None for nothing.

    The clock is that of the first chosen one that lies on any; what lies on another is left out.
    """
    placed = {one.number: one for one in found.placed}
    left_out = [
        f"Item {one.number}, {one.title}, lies on no clock: {one.why}."
        for one in found.not_placed
        if one.number in chosen
    ]
    first = next((placed[number] for number in chosen if number in placed), None)
    if first is None:
        return None
    cameras: dict[tuple[int, ...], list[Lying]] = {}
    for number in chosen:
        one = placed.get(number)
        if one is None:
            continue
        if one.clock != first.clock:
            left_out.append(
                f"Item {one.number}, {one.title}, lies on another clock than item {first.number}."
            )
            continue
        row = one.chapter.items if one.chapter is not None else (number,)
        cameras[row] = [
            placed[each] for each in row if each in placed and placed[each].clock == first.clock
        ]
    every = [one for parts in cameras.values() for one in parts]
    without = [one for one in every if one.kind != "video" or not one.duration_s]
    left_out += [
        f"Item {one.number}, {one.title}, has no pictures."
        if one.kind != "video"
        else f"Item {one.number}, {one.title}, does not say how long it is; that is known when its "
        "copy that plays is made. Load this page again then."
        for one in without
    ]
    shown = [one for one in every if one not in without]
    if not shown:
        return None
    zero = min(shown, key=lambda one: (one.begins_s, one.number))
    made = tuple(_cameras(cameras.values(), zero, without))
    if len(made) > MOST:
        left_out += [
            f"More than {MOST} do not fit: {one.title} is left out." for one in made[MOST:]
        ]
        made = made[:MOST]
    length = max(part.until_s for camera in made for part in camera.parts)
    return Play(first.clock, made, zero, length, tuple(left_out))


def _cameras(
    rows: Iterable[list[Lying]], zero: Lying, without: Sequence[Lying]
) -> Iterator[Camera]:
    for row in rows:
        parts = [one for one in row if one not in without]
        if not parts:
            continue
        parts.sort(key=lambda one: one.begins_s)
        names = " to ".join(dict.fromkeys((parts[0].title, parts[-1].title)))
        title = f"{parts[0].camera}, {names}" if parts[0].camera and len(parts) > 1 else names
        yield Camera(
            title, tuple(Part(one, round(one.begins_s - zero.begins_s, 6)) for one in parts)
        )
