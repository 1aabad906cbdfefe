# SPDX-License-Identifier: Apache-2.0
"""Makes the sound of a recording, whatever it is in, the AAC sound of a copy, in step with its pictures.

Promises: a sample stands where its own time says, counted from second 0, to within 40 ms; where the
recording has no sound for a while the copy is silent, so that later sound is not early; sound from
before second 0 is left out and its length told. Sound that does not decode is counted.
"""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from numpy.typing import NDArray

    from holdfast.analysis.watching.clock import Jump

RATE: Final = 48_000
_TOLERANCE: Final = RATE // 25
_PIECE: Final = 1024
_HELD_MOST: Final = 4096
_BACK_S: Final = 0.5
_STRAY_S: Final = 10.0
_AT_ONCE: Final = 60 * RATE


class SoundTrack:
    """Sound in the making. `begins_s` and `ends_s` bound what is taken, in seconds of the copy."""

    def __init__(
        self, made: OutputContainer, *, begins_s: float = 0.0, ends_s: float | None = None
    ) -> None:
        stream = made.add_stream("aac", rate=RATE, layout="stereo")
        self._made, self._stream = made, stream
        self._begins_s = begins_s
        self._most = None if ends_s is None else round((ends_s - begins_s) * RATE)
        self._resampler: av.AudioResampler | None = None
        self._like: tuple[int, str, str] | None = None
        self._held: deque[av.AudioFrame] = deque(maxlen=_HELD_MOST)
        self._ready: list[NDArray[np.float32]] = []
        self._ready_samples = self._written = self.until = 0
        self._zero_s: float | None = None
        self._last_s: float | None = None
        self._offset_s = 0.0
        self._jumps = 0
        self.skipped = 0
        self.before_s = self.filled_s = 0.0

    def begin(self, zero_s: float) -> None:
        """Say what second 0 is in the recording's own time; sound is held until that is known."""
        self._zero_s = zero_s

    def hear(
        self, frame: av.AudioFrame, jumps: Sequence[Jump] = (), base: Fraction = Fraction(1)
    ) -> None:
        """Take a piece of sound; `jumps` are those of the pictures so far, in ticks of `base`."""
        self._held.append(frame)
        if self._zero_s is None:
            return
        while self._held and self._is_known(self._held[0], jumps, base):
            self._take(self._held.popleft())

    def end(self) -> None:
        """Write what is left."""
        for frame in self._held:
            self._take(frame, apart=True)
        self._held.clear()
        if self._resampler is not None:
            self._put(self._resampled(None), self.until)
        self._write(last=True)
        self._made.mux(self._stream.encode(None))

    def _own_s(self, frame: av.AudioFrame) -> float | None:
        if frame.pts is None or frame.time_base is None:
            return None
        return float(frame.pts * frame.time_base) - (self._zero_s or 0.0)

    def _is_known(self, frame: av.AudioFrame, jumps: Sequence[Jump], base: Fraction) -> bool:
        """Say whether it is known where the sound goes on.

        Where its clock runs back, the pictures' says it; of a piece whose time is far off the next
        piece says whether it is a stray one, which is left out.
        """
        own, last = self._own_s(frame), self._last_s
        if own is None or last is None or last - _BACK_S < own <= last + _STRAY_S:
            return True
        if len(self._held) == 1:
            return False
        after = self._own_s(self._held[1])
        if after is not None and last - _BACK_S < after <= last + _STRAY_S:
            self._held.popleft()
            self.skipped += 1
            return bool(self._held) and self._is_known(self._held[0], jumps, base)
        if own > last:
            return True
        if self._jumps < len(jumps):
            jump = jumps[self._jumps]
            self._jumps += 1
            self._offset_s = float(jump.ticks * base) - jump.own_s
            self._last_s = None
            return True
        return len(self._held) == _HELD_MOST

    def _take(self, frame: av.AudioFrame, *, apart: bool = False) -> None:
        own = self._own_s(frame)
        if own is None or (self._last_s is not None and own <= self._last_s - _BACK_S):
            start = self.until
        else:
            start = round((own + self._offset_s - self._begins_s) * RATE)
        if own is not None and not apart:
            self._last_s = own
        try:
            self._put(self._resampled(frame), start)
        except (av.error.FFmpegError, ValueError):
            self.skipped += 1

    def _resampled(self, frame: av.AudioFrame | None) -> NDArray[np.float32]:
        ready: list[av.AudioFrame] = []
        if frame is not None:
            like = (frame.sample_rate, frame.format.name, frame.layout.name)
            if like != self._like:
                if self._resampler is not None:
                    ready += self._resampler.resample(None)
                self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
                self._like = like
        if self._resampler is not None:
            ready += self._resampler.resample(frame)
        whole = np.zeros((2, 0), np.float32)
        parts = [one.to_ndarray().astype(np.float32, copy=False) for one in ready]
        return np.concatenate([whole, *parts], axis=1)

    def _put(self, block: NDArray[np.float32], start: int) -> None:
        """Put samples where they stand: silence before them, or without what is there already."""
        gap = start - self.until
        if start < 0 or gap < -_TOLERANCE:
            over = min(block.shape[1], self.until - start)
            if self.until == 0:
                self.before_s += over / RATE
            block = block[:, over:]
        elif gap > _TOLERANCE and block.shape[1]:
            self._fill(gap)
        self._add(block)

    def _fill(self, samples: int) -> None:
        if self._most is not None:
            samples = min(samples, self._most - self.until)
        self.filled_s += max(0, samples) / RATE
        while samples > 0:
            part = min(samples, _AT_ONCE)
            self._add(np.zeros((2, part), np.float32))
            samples -= part

    def _add(self, block: NDArray[np.float32]) -> None:
        if self._most is not None:
            block = block[:, : max(0, self._most - self.until)]
        self._ready.append(block)
        self._ready_samples += block.shape[1]
        self.until += block.shape[1]
        if self._ready_samples >= RATE:
            self._write(last=False)

    def _write(self, *, last: bool) -> None:
        if not self._ready:
            return
        whole = np.concatenate(self._ready, axis=1)
        stop = whole.shape[1] if last else whole.shape[1] // _PIECE * _PIECE
        for start in range(0, stop, _PIECE):
            piece = np.ascontiguousarray(whole[:, start : min(start + _PIECE, stop)])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._written, Fraction(1, RATE)
            self._written += piece.shape[1]
            self._made.mux(self._stream.encode(frame))
        rest = whole[:, stop:]
        self._ready, self._ready_samples = [rest], rest.shape[1]


def sound_stream(stream: AudioStream | None) -> str:
    """Say in what the sound is, "" when there is none."""
    if stream is None:
        return ""
    context = stream.codec_context
    return f"{context.name} {context.sample_rate} Hz {context.layout.name}"
