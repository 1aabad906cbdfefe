# SPDX-License-Identifier: Apache-2.0
"""Which of several arrivals of one sound came first: an echo may be as loud as the sound itself.

Promises: of arrivals that are nearly as strong, the one that came the direct way is taken only when
the recordings themselves show which of them heard the echo. An echo is a comb in the spectrum of the
recording that heard it, and of no other; both heard the same sound, so that their two spectra divided
leave the comb alone (a cepstrum of the ratio; Bogert, Healy and Tukey 1963). Where that shows nothing,
it says how far off the answer may be. Echoes later than `LATEST_S` are other sounds to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.sync.refine import WAVEFORM, even_correlation, stretch
from holdfast.analysis.sync.sound import RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from holdfast.analysis.sync.refine import Place

LATEST_S: Final = 0.25
_REACH: Final = round(LATEST_S * RATE)
_EARLIEST: Final = round(0.005 * RATE)
_SAME: Final = 8
# Arrivals this strong, of the strongest, are looked at; those this strong may be the first one.
_LOOKED_AT: Final = 0.2
_AS_STRONG: Final = 0.8
_LOUD: Final = 0.5
# How far an arrival, and a comb, stand out, in standard deviations of what is around them.
_STANDS_OUT: Final = 3.0
_COMB_STANDS_OUT: Final = 6.0
_HEARD_HERE: Final = 2.5
_BAND_HZ: Final = (150, 3600)
_MOST_MOVES: Final = 4


@dataclass(frozen=True, slots=True)
class Settled:
    """Places put on the first arrival.

    `in_a`, `in_b`: seconds after the sound at which each heard an echo about as loud as the sound.
    `unsure_s`: how far the places may be off, 0 when that is known.
    """

    places: tuple[Place, ...]
    in_a: tuple[float, ...] = ()
    in_b: tuple[float, ...] = ()
    unsure_s: float = 0.0


def settle(a: NDArray[np.int16], b: NDArray[np.int16], places: Sequence[Place]) -> Settled:
    """Put the places on the arrival that came first, as far as that is to be known."""
    by_wave = [place for place in places if place.method == WAVEFORM]
    if not by_wave:
        return Settled(tuple(places))
    curves = {place: _curve(a, b, place) for place in by_wave}
    delays = dict(_delays(list(curves.values())))
    if not delays:
        return Settled(tuple(places))
    comb = _comb(a, b, by_wave)
    shown = {delay: _shown(comb, delay) for delay in delays}
    in_b = [delay for delay in delays if shown[delay] > 0]
    in_a = [delay for delay in delays if shown[delay] < 0]
    arrivals = [late - early for late in (0, *in_a) for early in (0, *in_b)]
    between = [abs(one - other) for one in arrivals for other in arrivals]
    doubtful = [
        delay
        for delay, strength in delays.items()
        if not shown[delay]
        and strength >= _AS_STRONG
        and min(abs(delay - one) for one in between) > _SAME
    ]
    # What is in doubt goes to one side as well: half of the places on each would tilt the line.
    later = [*in_b, *doubtful]
    moved = tuple(
        replace(place, offset_s=place.offset_s + _moved(curves[place], in_a, later) / RATE)
        if place in curves
        else place
        for place in places
    )
    loud = [delay for delay, strength in delays.items() if strength >= _LOUD]
    return Settled(
        moved,
        in_a=tuple(sorted(delay / RATE for delay in in_a if delay in loud)),
        in_b=tuple(sorted(delay / RATE for delay in in_b if delay in loud)),
        unsure_s=max(doubtful, default=0) / RATE,
    )


def _curve(a: NDArray[np.int16], b: NDArray[np.int16], place: Place) -> NDArray[np.float64]:
    """Correlate around the place's own offset, which is in the middle, in standard deviations."""
    at, there, length = _samples(place)
    near = b[at : at + length]
    curve = even_correlation(stretch(a, there - _REACH, len(near) + 2 * _REACH), near)
    return np.asarray(curve / (curve.std() or 1.0), np.float64)


def _delays(curves: Sequence[NDArray[np.float64]]) -> Iterator[tuple[int, float]]:
    """Yield the delays, in samples, at which other arrivals stand out, and how strong they are.

    Places that took one of two arrivals see the other after it, and those that took that, before.
    """
    folded = np.sum([np.maximum(curve[_REACH:], curve[_REACH::-1]) for curve in curves], axis=0)
    main = float(folded[:3].max())
    usual = float(np.median(np.abs(folded)))
    folded[: _EARLIEST + 1] = 0
    while main > 0:
        best = int(folded.argmax())
        strength = float(folded[best])
        if strength < _LOOKED_AT * main or strength < _STANDS_OUT * usual:
            return
        yield best, strength / main
        folded[max(best - _EARLIEST, 0) : best + _EARLIEST + 1] = 0


def _comb(
    a: NDArray[np.int16], b: NDArray[np.int16], places: Sequence[Place]
) -> NDArray[np.float64]:
    """Give the cepstrum of B's spectrum over A's by delay in samples, in standard deviations.

    It is above nought at the delay of an echo that B heard, and below at that of one that A heard.
    """
    total = np.zeros(_REACH + 2 * _SAME)
    for place in places:
        at, there, length = _samples(place)
        near = b[at : at + length]
        window = np.hanning(len(near))
        ratio = _log_power(near * window) - _log_power(stretch(a, there, len(near)) * window)
        low, high = (round(edge * len(near) / RATE) for edge in _BAND_HZ)
        ratio[low:high] -= ratio[low:high].mean()
        ratio[:low] = 0
        ratio[high:] = 0
        total += np.fft.irfft(ratio, len(near))[: len(total)] * len(near) ** 0.5
    spread = float(np.median(np.abs(total[_EARLIEST:]))) * 1.4826
    return np.asarray(total / (spread or 1.0), np.float64)


def _shown(comb: NDArray[np.float64], delay: int) -> float:
    """Return what the comb shows at a delay: above nought for B, below for A, nought for nothing."""
    near = comb[max(delay - 2, 0) : delay + 3]
    value = float(near[np.abs(near).argmax()])
    return value if abs(value) >= _COMB_STANDS_OUT else 0.0


def _moved(curve: NDArray[np.float64], in_a: Sequence[int], in_b: Sequence[int]) -> float:
    """Return how many samples of A's clock from a place's offset the first arrival is.

    What B alone heard late matches A too early, so that the direct sound is later on A's clock.
    """
    at = _REACH
    for _ in range(_MOST_MOVES):
        steps = [step for step in (*in_b, *(-delay for delay in in_a)) if _heard(curve, at + step)]
        if not steps:
            break
        at += max(steps, key=lambda step: curve[at + step])
        low = max(at - 2, 0)
        at = low + int(curve[low : at + 3].argmax())
    return float(at - _REACH)


def _heard(curve: NDArray[np.float64], at: int) -> bool:
    if not _EARLIEST <= at < len(curve) - _EARLIEST:
        return False
    least = max(_HEARD_HERE, _LOOKED_AT * float(curve[_REACH - 2 : _REACH + 3].max()))
    return float(curve[at - 2 : at + 3].max()) >= least


def _samples(place: Place) -> tuple[int, int, int]:
    """Return where a place begins in B and in A, and how long it is, in samples."""
    begins = place.at_s - place.length_s / 2
    return (
        round(begins * RATE),
        round((begins + place.offset_s) * RATE),
        round(place.length_s * RATE),
    )


def _log_power(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.log(np.abs(np.fft.rfft(samples)) ** 2 + 1.0), np.float64)
