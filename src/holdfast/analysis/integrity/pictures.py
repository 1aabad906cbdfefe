# SPDX-License-Identifier: Apache-2.0
"""Follows the pictures of one stream as they are decoded and notes where they stand still.

Promises: a picture is called equal to the one before only when every sample of its luma plane is;
a run may hold single small changes, because an encoder draws a still picture anew at each picture
that stands alone; a run is counted in pictures as well as in seconds, so that a time-lapse of one
picture a second is not taken for a frozen camera. Keeps two pictures in memory, never more.

Why these numbers: in a recording of an open camera, even a static scene through a hard encoder,
two pictures in a row are equal to the last sample only now and then (9 of 900 in the sample
scenes, never twice in a row for long); a stalled source gives them without end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import av
    from numpy.typing import NDArray

    Luma = NDArray[np.uint8]

EQUAL_MOST_OFTEN: Final = 0.8
LEAST_PICTURES: Final = 30
LEAST_SECONDS: Final = 2.0
_ROWS: Final = 8
_SMALL_MEAN: Final = 1.0
_SMALL_BLOCK: Final = 16.0
_SMALL_IN_A_ROW: Final = 6
_BLOCK: Final = 16


@dataclass(frozen=True, slots=True)
class Still:
    """A run in which the picture stands still."""

    from_s: float
    to_s: float
    pictures: int


class Pictures:
    """What was seen of the pictures so far."""

    def __init__(self) -> None:
        self.seen = 0
        self.equal = 0
        self.runs: list[Still] = []
        self._before: av.VideoFrame | None = None
        self._anchor: Luma | None = None
        self._start = self._last = self._until = 0.0
        self._equal_run = self._small_run = self._small_now = 0

    def see(self, frame: av.VideoFrame, at: float) -> None:
        """Compare one picture with the one before."""
        if self._before is not None:
            self.seen += 1
            self._compare(frame, at)
        self._before, self._last = frame, at

    def end(self) -> None:
        """Close the run that is open at the end."""
        self._close()
        self._before = self._anchor = None

    def _compare(self, frame: av.VideoFrame, at: float) -> None:
        before = self._before
        if before is None or before.width != frame.width or before.height != frame.height:
            self._close()
            return
        now, then = _luma(frame), _luma(before)
        if np.array_equal(now[::_ROWS], then[::_ROWS]) and np.array_equal(now, then):
            self.equal += 1
            if not self._equal_run:
                self._start, self._anchor = self._last, now[::_ROWS].copy()
            self._equal_run += 1
            self._small_now = 0
            self._until = at
        elif self._equal_run and self._is_small(now):
            self._small_run += 1
            self._small_now += 1
            if self._small_now > _SMALL_IN_A_ROW:
                self._close()
        else:
            self._close()

    def _is_small(self, now: Luma) -> bool:
        if self._anchor is None:
            return False
        difference = np.abs(now[::_ROWS].astype(np.int16) - self._anchor)
        if float(difference.mean()) > _SMALL_MEAN:
            return False
        wide = difference.shape[1] // _BLOCK * _BLOCK
        if not wide:
            return True
        blocks = difference[:, :wide].reshape(difference.shape[0], -1, _BLOCK).mean(axis=2)
        return float(blocks.max()) <= _SMALL_BLOCK

    def _close(self) -> None:
        pictures = self._equal_run + self._small_run - self._small_now + 1
        often = self._equal_run >= EQUAL_MOST_OFTEN * (pictures - 1)
        if (
            self._equal_run
            and often
            and pictures >= LEAST_PICTURES
            and self._until - self._start >= LEAST_SECONDS
        ):
            self.runs.append(Still(self._start, self._until, pictures))
        self._equal_run = self._small_run = self._small_now = 0
        self._anchor = None


def _luma(frame: av.VideoFrame) -> Luma:
    """Give the first plane without copying it: luma, or all of a packed picture."""
    plane = frame.planes[0]
    samples = np.frombuffer(plane, np.uint8)
    rows = samples.size // plane.line_size
    lines = samples[: rows * plane.line_size].reshape(rows, plane.line_size)
    wide = frame.width * max(1, round(plane.line_size / max(1, plane.width)))
    return lines[:, : min(wide, plane.line_size)]
