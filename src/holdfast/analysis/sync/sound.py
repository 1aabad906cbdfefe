# SPDX-License-Identifier: Apache-2.0
"""The sound of a recording on the recording's own clock: one channel, 8,000 samples a second.

Promises: a sample stands where its packet's presentation time puts it, counted from the first
moment of the *file* (its earliest stream), so that the place of a sound is a place in the video;
gaps are silence, and are counted. Never guesses a time: packets without one follow the ones before.
Reads with PyAV; holds two bytes a sample, 58 MB for each hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holdfast.analysis.sync.errors import NoSoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

RATE: Final = 8000
LONGEST_S: Final = 12 * 3600
# A packet may be this far from where the sound before it ended, and still join it without a seam.
_SEAM_S: Final = 0.04
_PIECE: Final = RATE * 60


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples in 16 bits, one channel, `RATE` a second, from the first moment of the file.

    `gap_s`: seconds of silence put in where the file has no sound between its first and its last.
    `errors`: packets that did not decode. `cut`: there is more than was read (`LONGEST_S`).
    """

    samples: NDArray[np.int16]
    starts_s: float
    gap_s: float
    errors: int
    cut: bool

    @property
    def seconds(self) -> float:
        """How long the sound is, with the silence before it."""
        return len(self.samples) / RATE


class _Line:
    """The samples so far, in pieces, so that a long recording never has to be copied to grow."""

    def __init__(self) -> None:
        self._pieces: list[NDArray[np.int16]] = []
        self.length = 0

    def silence(self, samples: int) -> None:
        while samples > 0:
            some = min(samples, _PIECE)
            self.add(np.zeros(some, np.int16))
            samples -= some

    def add(self, samples: NDArray[np.int16]) -> None:
        self._pieces.append(samples)
        self.length += len(samples)

    def whole(self) -> NDArray[np.int16]:
        return np.concatenate(self._pieces) if self._pieces else np.zeros(0, np.int16)


def read_sound(
    path: Path, progress: Callable[[float], None] | None = None, *, name: str = ""
) -> Sound:
    """Read the first audio stream of a file. `progress` is told the seconds read so far.

    `name` is what the recording was called, where its file is called otherwise.

    Raises NoSoundError when there is no file that can be opened, no audio, or none that decodes.
    """
    from av.audio.resampler import AudioResampler

    from holdfast.readers.opening import FAULTS, opened

    called = name or path.name
    try:
        container = opened(path)
    except FAULTS as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise NoSoundError(
            f"{called} cannot be opened as a recording: {why}. It is unharmed, and nothing "
            "was compared."
        ) from error
    with container:
        stream = next(iter(container.streams.audio), None)
        if stream is None:
            raise NoSoundError(
                f"{called} has no sound. It is unharmed. Recordings without sound are put on "
                "one clock by hand, by what their clocks show."
            )
        zero = (container.start_time or 0) / 1_000_000
        resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        line, state = _Line(), _State()
        for frame in _frames(container, stream, state):
            _place(line, state, frame, resampler, zero)
            if progress is not None:
                progress(line.length / RATE)
            if line.length >= LONGEST_S * RATE:
                state.cut = True
                break
        for part in resampler.resample(None) if state.first is not None else ():
            line.add(_samples(part))
    if state.first is None or not line.length:
        raise NoSoundError(f"The sound of {called} does not decode. It is unharmed.")
    return Sound(
        line.whole()[: LONGEST_S * RATE], state.first, state.gap / RATE, state.errors, state.cut
    )


@dataclass(slots=True)
class _State:
    first: float | None = None
    gap: int = 0
    errors: int = 0
    cut: bool = False


def _frames(container: Any, stream: Any, state: _State) -> Iterator[Any]:  # noqa: ANN401 # PyAV's own
    """Decode packet by packet, so that one that is damaged costs itself only."""
    from av.error import FFmpegError

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except FFmpegError:
            state.errors += 1
            return
        try:
            yield from packet.decode()
        except FFmpegError:
            state.errors += 1


def _place(line: _Line, state: _State, frame: Any, resampler: Any, zero: float) -> None:  # noqa: ANN401 # PyAV gives its frames no better type
    """Add a frame where its time says; what overlaps is dropped, what is missing is silence."""
    at = None if frame.pts is None else float(frame.pts * frame.time_base) - zero
    if state.first is None:
        state.first = max(at or 0.0, 0.0)
        line.silence(round(state.first * RATE))
    frame.pts = None
    parts = [_samples(part) for part in resampler.resample(frame)]
    if not parts:
        return
    samples = np.concatenate(parts)
    if at is not None:
        # What the resampler holds back is a few samples, far less than a seam.
        missing = round(at * RATE) - line.length
        if missing > _SEAM_S * RATE:
            missing = min(missing, LONGEST_S * RATE - line.length)
            line.silence(missing)
            state.gap += max(missing, 0)
        elif missing < -_SEAM_S * RATE:
            samples = samples[-missing:]
    line.add(samples)


def _samples(frame: Any) -> NDArray[np.int16]:  # noqa: ANN401 # a PyAV frame of one channel
    return np.asarray(frame.to_ndarray(), np.int16).reshape(-1)
