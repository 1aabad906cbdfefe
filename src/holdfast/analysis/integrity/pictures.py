# SPDX-License-Identifier: Apache-2.0
"""Follows the pictures of one stream as they are decoded and notes where they stand still.

Two things are noted. A *still run*: pictures of which each differs from the one before by less than
the movement of a few picture elements would make, with single small changes allowed, because an
encoder draws a still picture anew and refines it. And *equal keys*: pictures that stand alone, each
equal to the one before it, with nothing that moved between them.

The second tells a frozen source from a still scene. A hard encoder throws sensor noise away in the
pictures between, so that a still scene gives equal pictures too; but it draws each picture that
stands alone from what the sensor saw at that moment. Measured over three presets, three qualities
and noise from half a step up: two such pictures of a frozen source differ by 0.0 steps in the mean,
of a still scene by 1.1 and more.

Promises: runs are counted in pictures as well as in seconds, so that a time-lapse of one picture a
second is not taken for a frozen camera. Keeps two pictures in memory and a part of a third.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import av
    from numpy.typing import NDArray

    Luma = NDArray[np.uint8]

LEAST_PICTURES: Final = 30
LEAST_SECONDS: Final = 2.0
_EQUAL_SHARE: Final = 0.7
_COARSE, _FINE, _ALL = 64, 8, 1
_EQUAL_MEAN, _EQUAL_BLOCK = 0.02, 1.0
_EQUAL_BLOCK_ALL: Final = 3.0
_SMALL_MEAN, _SMALL_BLOCK = 2.0, 16.0
_LONG_S, _QUIET_MEAN = 1.0, 3.0
_SMALL_IN_A_ROW: Final = 6
_SAME_KEY_MEAN, _SAME_KEY_BLOCK = 0.65, 1.25
_BLOCK: Final = 16


@dataclass(frozen=True, slots=True)
class Still:
    """A run in which the picture stands still; `equal` of its pictures equal the one before."""

    from_s: float
    to_s: float
    pictures: int
    equal: int


class Pictures:
    """What was seen of the pictures so far."""

    def __init__(self) -> None:
        self.seen = 0
        self.equal = 0
        self.runs: list[Still] = []
        self.quiet: set[float] = set()
        self.keys: array[float] = array("d")
        self.same_keys = bytearray()
        self._key: Luma | None = None
        self._moved = 0
        self._before: av.VideoFrame | None = None
        self._anchor: Luma | None = None
        self._start = self._last = self._until = 0.0
        self._equal_run = self._small_run = self._small_now = 0

    def see(self, frame: av.VideoFrame, at: float) -> None:
        """Compare one picture with the one before."""
        if self._before is not None:
            self.seen += 1
            self._compare(frame, at)
        if frame.key_frame:
            self._see_key(_luma(frame)[::_FINE], at)
        self._before, self._last = frame, at

    def _see_key(self, now: Luma, at: float) -> None:
        """Compare a picture that stands alone with the last such one."""
        same = False
        if self._key is not None and self._key.shape == now.shape and not self._moved:
            mean, block = _difference(now, self._key)
            same = mean <= _SAME_KEY_MEAN and block <= _SAME_KEY_BLOCK
        self.keys.append(at)
        self.same_keys.append(same)
        self._key, self._moved = now.copy(), 0

    def end(self) -> None:
        """Close the run that is open at the end."""
        self._close()
        self._before = self._anchor = self._key = None

    def _compare(self, frame: av.VideoFrame, at: float) -> None:
        before = self._before
        if before is None or before.width != frame.width or before.height != frame.height:
            self._close()
            return
        now = _luma(frame)
        change = _change(now, _luma(before))
        if at - self._last >= _LONG_S:
            mean, _ = _difference(now[::_FINE], _luma(before)[::_FINE])
            if mean <= _QUIET_MEAN:
                self.quiet.add(at)
        if self._anchor is not None and change is not None and not self._stays(now):
            self._close()
        if change is None:
            self._moved += not frame.key_frame
            self._close()
        elif change:
            self._small()
        else:
            self.equal += 1
            if self._anchor is None:
                self._start, self._anchor = self._last, now[::_FINE].copy()
            self._equal_run += 1
            self._small_run += self._small_now
            self._small_now = 0
            self._until = at

    def _small(self) -> None:
        """Count a small change, as when a still picture is drawn anew; many in a row end a run."""
        if self._anchor is None:
            return
        self._small_now += 1
        if self._small_now > _SMALL_IN_A_ROW:
            self._close()

    def _stays(self, now: Luma) -> bool:
        """Whether a picture is still close to the first of its run."""
        anchor = self._anchor
        if anchor is None:
            return True
        mean, block = _difference(now[::_FINE], anchor)
        return mean <= _SMALL_MEAN and block <= _SMALL_BLOCK

    def _close(self) -> None:
        pictures = self._equal_run + self._small_run + 1
        long = pictures >= LEAST_PICTURES and self._until - self._start >= LEAST_SECONDS
        if self._anchor is not None and long and self._equal_run >= _EQUAL_SHARE * (pictures - 1):
            self.runs.append(Still(self._start, self._until, pictures, self._equal_run))
        self._equal_run = self._small_run = self._small_now = 0
        self._anchor = None


def _change(now: Luma, then: Luma) -> bool | None:
    """Say False when two pictures are equal, True when they differ a little, None when they differ.

    From few rows to all of them, so that pictures in which something moves cost next to nothing.
    """
    mean, block = _difference(now[::_COARSE], then[::_COARSE])
    if mean > _SMALL_MEAN or block > _SMALL_BLOCK:
        return None
    mean, block = _difference(now[::_FINE], then[::_FINE])
    if mean > _SMALL_MEAN or block > _SMALL_BLOCK:
        return None
    if mean > _EQUAL_MEAN or block > _EQUAL_BLOCK:
        return True
    if np.array_equal(now, then):
        return False
    mean, block = _difference(now[::_ALL], then[::_ALL])
    return mean > _EQUAL_MEAN or block > _EQUAL_BLOCK_ALL


def _difference(now: Luma, then: Luma) -> tuple[float, float]:
    """Give the mean difference, and that of the row of sixteen elements that differs most."""
    apart = np.maximum(now, then) - np.minimum(now, then)
    wide = apart.shape[1] // _BLOCK * _BLOCK
    if not wide:
        mean = float(apart.mean())
        return mean, mean
    rows = apart[:, :wide].reshape(-1, _BLOCK)
    sums = rows.sum(axis=1, dtype=np.uint16)
    return float(sums.mean()) / _BLOCK, float(sums.max()) / _BLOCK


def _luma(frame: av.VideoFrame) -> Luma:
    """Give the first plane without copying it: luma, or all of a packed picture."""
    plane = frame.planes[0]
    samples = np.frombuffer(memoryview(plane), np.uint8)
    rows = samples.size // plane.line_size
    lines = samples[: rows * plane.line_size].reshape(rows, plane.line_size)
    wide = frame.width * max(1, round(plane.line_size / max(1, plane.width)))
    luma: Luma = lines[:, : min(wide, plane.line_size)]
    return luma
