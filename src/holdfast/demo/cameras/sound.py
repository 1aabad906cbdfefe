# SPDX-License-Identifier: Apache-2.0
"""What both cameras hear: steps, claps, a door, tones; each with a room of its own.

Promises: the same seconds of the square sound the same to both, so that recordings of them can be
laid on one clock by sound. The same call gives the same samples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE: Final = 16_000
_SEED: Final = 417


def heard(from_s: float, until_s: float, *, room: int, gain: float = 1.0) -> NDArray[np.int16]:
    """Give what a microphone keeps from one second of the square to another."""
    whole = _square(until_s)
    part = whole[round(from_s * RATE) : round(until_s * RATE)]
    own = np.random.default_rng(1000 + room)
    hum = 90 * np.sin(2 * np.pi * (50 + 10 * room) * np.arange(len(part)) / RATE)
    late = round((0.011 + 0.009 * room) * RATE)
    echo = 0.25 * np.concatenate((np.zeros(late), part[:-late]))
    kept = gain * (part + echo) + hum + own.normal(0, 70, len(part))
    samples: NDArray[np.int16] = np.clip(kept, -32768, 32767).astype(np.int16)
    return samples


def _square(seconds: float) -> NDArray[np.float64]:
    """Draw everything that sounds in the square, from its second 0."""
    draw = np.random.default_rng(_SEED)
    found = np.zeros(round(seconds * RATE) + RATE)
    at = 0.8
    while at < seconds:
        kind = draw.integers(3)
        sound = (_clap, _tone, _talk)[int(kind)](draw)
        first = round(at * RATE)
        part = found[first : first + len(sound)]
        part += sound[: len(part)]
        at += float(draw.uniform(0.4, 2.6))
    return found[: round(seconds * RATE)]


def _clap(draw: np.random.Generator) -> NDArray[np.float64]:
    length = round(0.12 * RATE)
    return 9000 * draw.normal(size=length) * np.exp(-np.arange(length) / (0.018 * RATE))


def _tone(draw: np.random.Generator) -> NDArray[np.float64]:
    length = round(float(draw.uniform(0.25, 0.8)) * RATE)
    pitch, at = float(draw.uniform(240, 1800)), np.arange(length) / RATE
    swept = pitch * at + float(draw.uniform(-300, 300)) * at**2
    return 5000 * np.sin(2 * np.pi * swept) * np.hanning(length)


def _talk(draw: np.random.Generator) -> NDArray[np.float64]:
    """Draw bursts of coloured noise, as talk sounds from far: without a word in it."""
    parts = []
    for _ in range(int(draw.integers(2, 6))):
        length = round(float(draw.uniform(0.08, 0.3)) * RATE)
        wide = int(draw.integers(3, 14))
        burst = np.convolve(draw.normal(size=length), np.ones(wide) / wide, "same")
        parts += [7000 * burst * np.hanning(length), np.zeros(round(0.05 * RATE))]
    return np.concatenate(parts)
