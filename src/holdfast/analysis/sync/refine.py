# SPDX-License-Identifier: Apache-2.0
"""The exact offset at one place: the sound itself compared, or else its rise and fall.

Promises: a place is compared within `REACH_S` of where the votes put it; it agrees only when its
peak stands out from everything else within reach. The waveform is compared with the power of each
frequency made even (GCC-PHAT; Knapp and Carter 1976), which two microphones in one room allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.sync.features import ROWS_A_SECOND, rows_of
from holdfast.analysis.sync.sound import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH_S: Final = 0.6
WAVEFORM: Final = "waveform"
LOUDNESS: Final = "loudness"
_BAND_HZ: Final = (150, 3600)
_WAVE_STANDS_OUT: Final = 9.0
_LOUD_STANDS_OUT: Final = 4.0
_AROUND_S: Final = 0.02
_QUIET: Final = 12.0


@dataclass(frozen=True, slots=True)
class Place:
    """One place of B, the middle of the `length_s` that were compared, and the offset found there."""

    at_s: float
    length_s: float
    offset_s: float
    weight: float
    method: str


def heard(samples: NDArray[np.int16]) -> bool:
    """Tell whether there is more than the noise of a recorder."""
    return len(samples) > 0 and float(np.sqrt(np.mean(samples.astype(np.float32) ** 2))) > _QUIET


def compare(
    a: NDArray[np.int16], b: NDArray[np.int16], at_s: float, length_s: float, offset_s: float
) -> Place | None:
    """Compare B from `at_s` on with A where the offset puts it; None when it does not stand out."""
    near = b[round(at_s * RATE) : round((at_s + length_s) * RATE)]
    first = round((at_s + offset_s - REACH_S) * RATE)
    far = stretch(a, first, len(near) + round(2 * REACH_S * RATE))
    middle = at_s + length_s / 2
    for method, lag in ((WAVEFORM, _by_waveform(far, near)), (LOUDNESS, _by_loudness(far, near))):
        if lag is not None:
            seconds, weight = lag
            return Place(middle, length_s, first / RATE + seconds - at_s, weight, method)
    return None


def stretch(samples: NDArray[np.int16], first: int, length: int) -> NDArray[np.int16]:
    """Return a stretch that may reach over the ends, with silence there."""
    found = np.zeros(length, np.int16)
    low, high = max(first, 0), min(first + length, len(samples))
    if high > low:
        found[low - first : high - first] = samples[low:high]
    return found


def even_correlation(far: NDArray[np.int16], near: NDArray[np.int16]) -> NDArray[np.float64]:
    """Correlate with the power of each frequency made even: one value each place of near in far."""
    size = 1 << int(np.ceil(np.log2(len(far) + len(near))))
    cross = np.fft.rfft(far, size) * np.conj(np.fft.rfft(near, size))
    level = np.abs(cross)
    even = cross / np.maximum(level, level.mean() * 1e-3 + 1e-9)
    low, high = (round(edge * size / RATE) for edge in _BAND_HZ)
    even[:low] = 0
    even[high:] = 0
    return np.asarray(np.fft.irfft(even, size)[: len(far) - len(near) + 1], np.float64)


def _by_waveform(far: NDArray[np.int16], near: NDArray[np.int16]) -> tuple[float, float] | None:
    return _peak(even_correlation(far, near), RATE, _WAVE_STANDS_OUT)


def _by_loudness(far: NDArray[np.int16], near: NDArray[np.int16]) -> tuple[float, float] | None:
    long, short = rows_of(far), rows_of(near)
    if len(short) < ROWS_A_SECOND or len(long) < len(short):
        return None
    size = 1 << int(np.ceil(np.log2(len(long) + len(short))))
    cross = np.fft.rfft(long, size, axis=0) * np.conj(np.fft.rfft(short, size, axis=0))
    found = np.fft.irfft(cross.sum(axis=1), size)[: len(long) - len(short) + 1]
    return _peak(found, ROWS_A_SECOND, _LOUD_STANDS_OUT)


def _peak(found: NDArray[np.float64], rate: int, least: float) -> tuple[float, float] | None:
    """Return the seconds of the highest peak and how far it stands out of what is not near it."""
    best = int(found.argmax())
    around = max(round(_AROUND_S * rate), 6)
    others = np.concatenate([found[: max(best - around, 0)], found[best + around + 1 :]])
    spread = float(others.std()) if len(others) else 0.0
    if not spread or not 0 < best < len(found) - 1:
        return None
    weight = float((found[best] - others.mean()) / spread)
    if weight < least:
        return None
    before, top, after = (float(found[best + step]) for step in (-1, 0, 1))
    bend = before - 2 * top + after
    return (best + (0.5 * (before - after) / bend if bend else 0.0)) / rate, weight
