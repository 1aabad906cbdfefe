# SPDX-License-Identifier: Apache-2.0
"""Follows the sound of one stream as it is decoded and notes where it is digitally silent.

Digital silence is a peak of at most one step of 16 bits (-90 dB), in the coarse telephone codecs of
one of theirs: no open microphone is that quiet. Promises: runs are told in seconds; quiet sound is
never called silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import av

LEAST_SECONDS: Final = 2.0
_STEP: Final = 1.0 / 32768.0
_TELEPHONE: Final = frozenset({"pcm_mulaw", "pcm_alaw"})
_TELEPHONE_STEP: Final = 8.0 / 32768.0
_MIDDLE: Final = 128
_JOIN_S: Final = 0.15


@dataclass(frozen=True, slots=True)
class Silence:
    """A run of digital silence."""

    from_s: float
    to_s: float


class Sound:
    """What was heard of one stream so far."""

    def __init__(self, codec: str) -> None:
        self.heard_s = 0.0
        self.loud_s = 0.0
        self.runs: list[Silence] = []
        self._step = (_TELEPHONE_STEP if codec in _TELEPHONE else _STEP) * 1.01
        self._start: float | None = None
        self._until = 0.0

    def hear(self, frame: av.AudioFrame, at: float) -> None:
        """Note whether one stretch of sound is silent."""
        length = frame.samples / frame.sample_rate if frame.sample_rate else 0.0
        self.heard_s += length
        if peak(frame) > self._step:
            self.loud_s += length
            self._close()
        else:
            if self._start is None or at - self._until > _JOIN_S:
                self._close()
                self._start = at
            self._until = at + length

    def end(self) -> None:
        """Close the run that is open at the end."""
        self._close()

    def _close(self) -> None:
        if self._start is not None and self._until - self._start >= LEAST_SECONDS:
            self.runs.append(Silence(self._start, self._until))
        self._start = None


def peak(frame: av.AudioFrame) -> float:
    """Give the loudest sample of a stretch of sound, 1.0 being the loudest that the format holds."""
    samples = frame.to_ndarray()
    if not samples.size:
        return 0.0
    if samples.dtype.kind == "f":
        return float(np.abs(samples).max())
    if samples.dtype == np.uint8:
        return float(np.abs(samples.astype(np.int16) - _MIDDLE).max()) / _MIDDLE
    most = max(int(samples.max()), -int(samples.min()))
    return most / float(1 << (8 * samples.dtype.itemsize - 1))
