# SPDX-License-Identifier: Apache-2.0
"""The empty scene behind the figures, as it was at the times of day that they come from.

Promises: each backdrop is what is usual in pictures of the recording itself around that time;
between two of them it changes gradually. At most 24 are made, some minutes apart.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.background import Small
from holdfast.analysis.motion.footage import decoded, opened
from holdfast.analysis.motion.planes import planes_of
from holdfast.analysis.motion.survey import usual_of
from holdfast.analysis.synopsis.figures import reduced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from holdfast.analysis.motion.footage import About
    from holdfast.analysis.motion.pixels import Plane
    from holdfast.analysis.synopsis.tubes import Tube

_MOST: Final = 24
_APART_S: Final = 300.0
_PICTURES: Final = 15
_LEAST: Final = 7
_AROUND_S: Final = 40.0


class Backdrop:
    """Backdrops by the time of the recording."""

    def __init__(self, pictures: Sequence[Small]) -> None:
        self._pictures = pictures
        self._times = np.array([one.at_s for one in pictures])

    def at(self, at_s: float) -> tuple[Plane, Plane, Plane]:
        """Give brightness, blue and red difference of the empty scene at that time."""
        after = int(np.searchsorted(self._times, at_s))
        if after == 0 or after == len(self._times):
            one = self._pictures[min(after, len(self._times) - 1)]
            return one.grey.copy(), one.blue.copy(), one.red.copy()
        one, other = self._pictures[after - 1], self._pictures[after]
        share = round(256 * (at_s - one.at_s) / max(other.at_s - one.at_s, 1e-9))
        grey, blue, red = (
            _mixed(getattr(one, name), getattr(other, name), share)
            for name in ("grey", "blue", "red")
        )
        return grey, blue, red


def _mixed(one: Plane, other: Plane, share: int) -> Plane:
    if share in {0, 256}:
        return (other if share else one).copy()
    mixed = one.astype(np.uint16) * np.uint16(256 - share) + other.astype(np.uint16) * np.uint16(share)
    return (mixed >> 8).astype(np.uint8)


def make_backdrop(
    path: Path, about: About, tubes: Sequence[Tube], size: tuple[int, int], fewer: int
) -> Backdrop:
    """Look at the scene at some times between the first and the last figure."""
    first = min(float(tube.at_s[0]) for tube in tubes)
    last = max(float(tube.at_s[-1]) for tube in tubes)
    count = min(_MOST, 1 + int((last - first) / _APART_S))
    moments = np.linspace(first, last, count) if count > 1 else np.array([(first + last) / 2])
    found = []
    for moment in moments.tolist():
        pictures = list(islice(_around(path, about, moment, size, fewer, keys=True), _PICTURES))
        if len(pictures) < _LEAST:
            pictures = list(islice(_around(path, about, moment, size, fewer, keys=False), _PICTURES))
        if pictures:
            usual = usual_of(pictures)
            found.append(Small(moment, usual.grey, usual.blue, usual.red))
    return Backdrop(found)


def _around(  # noqa: PLR0917 - called twice, above
    path: Path, about: About, moment: float, size: tuple[int, int], fewer: int, *, keys: bool
) -> Iterator[Small]:
    """Give pictures from around a moment, a second or more apart."""
    whole = (0, 0, size[0], size[1])
    shape = (about.height, about.width) if about.quarter_turns % 2 else (about.width, about.height)
    start = max(0.0, moment - _AROUND_S / 2)
    last = -1e9
    apart = 1.0 if about.duration_s > _PICTURES else max(about.duration_s / _PICTURES, 0.05)
    with opened(path, quick=True, threads=1) as (container, stream):
        if not about.timed and keys:
            return
        if start > 0 and about.timed:
            container.seek(about.pts(start), stream=stream)
        if keys:
            stream.codec_context.skip_frame = "NONKEY"
        for count, frame in enumerate(decoded(container, stream)):
            pts = frame.pts if about.timed else count
            if pts is None or (frame.width, frame.height) != shape:
                continue
            at_s = about.seconds(pts)
            if at_s > start + 2 * _AROUND_S:
                return
            if at_s - last >= apart:
                last = at_s
                yield Small(at_s, *reduced(planes_of(frame, about.quarter_turns), whole, fewer))
