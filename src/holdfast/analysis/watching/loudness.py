# SPDX-License-Identifier: Apache-2.0
"""How loud a recording is over its time: the lowest and highest sample of even stretches.

Promises: seconds count from second 0 (the first picture; of sound alone its first sample), as
everywhere; all channels are mixed to one; digital silence of two seconds or more, and stretches in which
the recording has no sound at all, are told apart; sound from before second 0 is counted and not drawn.
Deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.analysis.errors import DamagedContentError, NothingToDoError
from holdfast.analysis.streams import first_second, length_of, main_sound, packets, recording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

RATE: Final = 8_000
_BINS: Final = 100
_STEP: Final = RATE // _BINS
_SILENT: Final = 1.5 / 32768
_SILENCE_S: Final = 2.0
_GAP_S: Final = 0.2
_FULL: Final = 127
_HOURS_MOST: Final = 200
_MOST: Final = _HOURS_MOST * 3600 * _BINS


@dataclass(frozen=True, slots=True)
class Loudness:
    """`peaks` are pairs from -127 to 127, evenly over `length_s`; stretches are in seconds."""

    length_s: float
    peaks: tuple[tuple[int, int], ...]
    silences: tuple[tuple[float, float], ...]
    gaps: tuple[tuple[float, float], ...]
    before_s: float
    codec: str
    rate: int
    channels: int

    def to_json(self) -> dict[str, object]:
        """Give it as plain values."""
        return {
            "length_s": round(self.length_s, 3),
            "peaks": [list(one) for one in self.peaks],
            "silences": [list(one) for one in self.silences],
            "gaps": [list(one) for one in self.gaps],
            "before_s": round(self.before_s, 3),
            "codec": self.codec,
            "rate": self.rate,
            "channels": self.channels,
        }


def loudness(
    path: Path,
    name: str,
    *,
    points: int,
    whole: Callable[[float], Callable[[float], None]] = lambda _whole: lambda _done: None,
) -> Loudness:
    """Measure the sound. Raises NothingToDoError when there is none, DamagedContentError."""
    zero = first_second(path, name)
    with recording(path, name) as container:
        stream = main_sound(container)
        if stream is None:
            raise NothingToDoError("it has no sound")
        measured = _Measured(zero)
        tell = whole(length_of(container, stream))
        _pass(container, stream, measured, tell)
        if not measured.end:
            raise DamagedContentError("nothing of the sound decodes")
        context = stream.codec_context
        return Loudness(
            length_s=measured.end / _BINS,
            peaks=measured.peaks(points),
            silences=measured.silences(),
            gaps=measured.gaps(),
            before_s=measured.before / RATE,
            codec=context.name,
            rate=context.sample_rate,
            channels=context.layout.nb_channels,
        )


def _pass(
    container: InputContainer,
    stream: AudioStream,
    measured: _Measured,
    tell: Callable[[float], None],
) -> None:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    like: tuple[int, str, str] | None = None
    for packet in packets(container, stream):
        try:
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError):
            continue
        for frame in frames:
            if not isinstance(frame, av.AudioFrame):
                continue
            now = (frame.sample_rate, frame.format.name, frame.layout.name)
            if now != like:
                resampler, like = av.AudioResampler(format="flt", layout="mono", rate=RATE), now
            try:
                ready = resampler.resample(frame)
            except (av.error.FFmpegError, ValueError):
                continue
            for one in ready:
                measured.take(frame.time, one.to_ndarray()[0].astype(np.float32))
        tell(measured.end / _BINS)


class _Measured:
    """Lowest and highest sample of every hundredth of a second; nothing where there was no sound."""

    def __init__(self, zero_s: float | None) -> None:
        self.zero_s = zero_s
        self.low = np.full(_BINS * 60, np.inf, np.float32)
        self.high = np.full(_BINS * 60, -np.inf, np.float32)
        self.end = self.until = self.before = 0

    def take(self, at_s: float | None, samples: NDArray[np.float32]) -> None:
        """Take samples that begin at a second of the recording's own time."""
        if self.zero_s is None:
            self.zero_s = at_s or 0.0
        start = self.until if at_s is None else round((at_s - self.zero_s) * RATE)
        if abs(start - self.until) < _STEP:
            start = self.until
        self.until = start + samples.size
        if start < 0:
            self.before += min(samples.size, -start)
            samples, start = samples[-start:], 0
        if not samples.size or start // _STEP >= _MOST:
            return
        bins = (start + np.arange(samples.size)) // _STEP
        first, last = int(bins[0]), int(bins[-1])
        self._reach(last + 1)
        edges = np.flatnonzero(np.diff(bins, prepend=bins[0] - 1))
        part = slice(first, last + 1)
        self.low[part] = np.minimum(self.low[part], np.minimum.reduceat(samples, edges))
        self.high[part] = np.maximum(self.high[part], np.maximum.reduceat(samples, edges))

    def _reach(self, end: int) -> None:
        while end > self.low.size:
            self.low = np.concatenate([self.low, np.full(self.low.size, np.inf, np.float32)])
            self.high = np.concatenate([self.high, np.full(self.high.size, -np.inf, np.float32)])
        self.end = max(self.end, end)

    def peaks(self, points: int) -> tuple[tuple[int, int], ...]:
        """Give so many pairs at most; 0, 0 where there was nothing."""
        edges = np.unique(np.linspace(0, self.end, min(points, self.end) + 1).astype(np.int64))[:-1]
        low = np.minimum.reduceat(self.low[: self.end], edges)
        high = np.maximum.reduceat(self.high[: self.end], edges)
        there = np.isfinite(low)
        scaled = [
            np.clip(np.round(np.where(there, one, 0.0) * _FULL), -_FULL, _FULL).astype(int).tolist()
            for one in (low, high)
        ]
        return tuple(zip(*scaled, strict=True))

    def silences(self) -> tuple[tuple[float, float], ...]:
        """Give the stretches of digital silence."""
        there = np.isfinite(self.low[: self.end])
        loud = np.maximum(np.abs(self.low[: self.end]), np.abs(self.high[: self.end]))
        return _stretches(there & (loud <= _SILENT), _SILENCE_S)

    def gaps(self) -> tuple[tuple[float, float], ...]:
        """Give the stretches in which the recording has no sound."""
        return _stretches(~np.isfinite(self.low[: self.end]), _GAP_S)


def _stretches(holds: NDArray[np.bool_], least_s: float) -> tuple[tuple[float, float], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(np.int8)))
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return tuple((a / _BINS, b / _BINS) for a, b in pairs if b - a >= least_s * _BINS)
