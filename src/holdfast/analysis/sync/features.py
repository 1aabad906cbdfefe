# SPDX-License-Identifier: Apache-2.0
"""What is compared of two sounds: how fast the loudness of some bands rises and falls.

Promises: 100 rows a second, each band of mean nought and even weight over its surroundings, so
that neither a louder microphone nor a hum decides. Silence gives rows of noughts, never noise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.sync.sound import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS_A_SECOND: Final = 100
_HOP: Final = RATE // ROWS_A_SECOND
_WINDOW: Final = 256
# Edges of the bands in Hz: where speech, doors, engines and shots differ, below what a phone drops.
_EDGES: Final = (150, 350, 650, 1100, 1800, 2700, 3600)
_AROUND_ROWS: Final = 4 * ROWS_A_SECOND
_ROWS_AT_ONCE: Final = 60 * ROWS_A_SECOND
# Loudness below this (of 32,768) is the noise of the recorder and not a sound.
_FLOOR: Final = 8.0


def rows_of(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return the features of samples: (rows, bands), one row each hundredth of a second."""
    count = max((len(samples) - _WINDOW) // _HOP + 1, 0)
    found = np.zeros((count, len(_EDGES) - 1), np.float32)
    window = np.hanning(_WINDOW).astype(np.float32)
    edges = [round(edge * _WINDOW / RATE) for edge in _EDGES]
    for first in range(0, count, _ROWS_AT_ONCE):
        last = min(first + _ROWS_AT_ONCE, count)
        part = samples[first * _HOP : (last - 1) * _HOP + _WINDOW].astype(np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(part, _WINDOW)[::_HOP]
        power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
        for band in range(len(edges) - 1):
            loud = power[:, edges[band] : edges[band + 1]].mean(axis=1)
            found[first:last, band] = np.log(loud + (_FLOOR * _WINDOW / 4) ** 2 / _WINDOW)
    return _weighed(_changes(found))


def _changes(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how each band changes over 40 ms, which no slow hum and no gain decides."""
    changed = np.zeros_like(rows)
    if len(rows) > 4:  # noqa: PLR2004 # four rows are 40 ms
        changed[2:-2] = rows[4:] - rows[:-4]
    return changed


def _weighed(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Divide each band by its spread over some seconds around, so that no single bang decides."""
    if not len(rows):
        return rows
    squares = np.concatenate(
        [np.zeros((1, rows.shape[1])), np.cumsum(rows.astype(np.float64) ** 2, axis=0)]
    )
    at = np.arange(len(rows))
    low, high = np.maximum(at - _AROUND_ROWS, 0), np.minimum(at + _AROUND_ROWS, len(rows))
    spread = np.sqrt((squares[high] - squares[low]) / (high - low)[:, None])
    quiet = 0.05
    return np.asarray(np.clip(rows / np.maximum(spread, quiet), -4, 4), np.float32)
