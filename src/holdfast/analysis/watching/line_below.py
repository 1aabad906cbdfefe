# SPDX-License-Identifier: Apache-2.0
"""A line of words below the pictures of a clip: what it was made of, and the time of each picture.

Promises: it stands below the picture and never over it; the second is the picture's own, and the time
of day follows from the start that was given, in its zone; a row that is too long is made smaller, and
one that still does not fit is cut at its end, so that the second stays readable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.analysis.lettering import DARK, lettered

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from holdfast.analysis.motion.pixels import Plane

_SHARE: Final = 0.68
_LEAST: Final = 8
_GREY: Final = 128
_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True)
class Words:
    """What the line says beside the second; `starts` is the clock of second 0 in `zone`, if known."""

    said: str
    starts: datetime | None = None
    zone: str = ""

    def at(self, second: float) -> tuple[str, str]:
        """Give the two parts of the line at a second: what changes with it, and what it is of."""
        whole = max(0, round(second * 1000))
        hours, rest = divmod(whole, _HOUR_MS)
        minutes, rest = divmod(rest, _MINUTE_MS)
        running = f"{hours}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
        if self.starts is not None:
            moment = self.starts + timedelta(milliseconds=whole)
            running += f"  {moment.isoformat(' ', 'milliseconds')} {self.zone}"
        return running, self.said


class LineBelow:
    """Writes two rows into the `high` black lines below each picture: the time, and what it is of."""

    def __init__(self, words: Words, high: int) -> None:
        self.words, self.high = words, high
        self._row = high // 4 * 2
        self._size: int | None = None
        self._said: Plane | None = None

    def under(self, frame: VideoFrame, second: float) -> VideoFrame:
        """Give the picture with the words for that second in its lowest lines."""
        planes = frame.to_ndarray(format="yuv420p").copy()
        wide, rows = frame.width, frame.height
        running, said = self.words.at(second)
        if self._size is None or self._said is None:
            self._size = _fitting((running, said), wide, self._row)
            self._said = lettered(said, self._size)
        strip = np.full((self.high, wide), DARK, np.uint8)
        for place, row in enumerate((lettered(running, self._size), self._said)):
            part = row[: self._row, :wide]
            top = place * self._row + (self._row - part.shape[0]) // 2
            strip[top : top + part.shape[0], : part.shape[1]] = part
        planes[rows - self.high : rows] = strip
        flat, quarter = planes.reshape(-1), rows // 2 * (wide // 2)
        below = self.high // 2 * (wide // 2)
        for plane in (1, 2):
            stop = rows * wide + plane * quarter
            flat[stop - below : stop] = _GREY
        made = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        made.color_range = frame.color_range
        return made


def _fitting(rows: tuple[str, str], wide: int, high: int) -> int:
    size = max(_LEAST, round(high * _SHARE))
    while size > _LEAST and max(lettered(row, size).shape[1] for row in rows) > wide:
        size -= 1
    return size
