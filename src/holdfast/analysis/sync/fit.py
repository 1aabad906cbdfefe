# SPDX-License-Identifier: Apache-2.0
"""Straight lines through the places: one, or several where a clock jumped or a recording paused.

Promises: a line is the median of the slopes of all pairs (Theil 1950, Sen 1968), so that a third
of wrong places does not move it; a drift smaller than what the places can tell is nought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.sync.alignment import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.analysis.sync.refine import Place

# A place belongs to a line when it is no further off than this: half a picture at 25 a second.
WITHIN_S: Final = 0.02
LEAST_PLACES: Final = 3
_MOST_PPM: Final = 2000.0
_MILLION: Final = 1_000_000


def lines_through(places: Sequence[Place]) -> tuple[list[Piece], list[Place]]:
    """Return the lines in the order of B, and the places that lie on none."""
    pieces: list[Piece] = []
    off: list[Place] = []
    left = sorted(places, key=lambda place: place.at_s)
    while len(left) >= LEAST_PLACES:
        run = _longest_run(left)
        if len(run) < LEAST_PLACES:
            break
        line = _line(run)
        if any(_beside(line, piece) for piece in pieces):
            # An echo, not a pause: it is heard while the other line holds.
            off += run
        else:
            pieces.append(line)
        left = [place for place in left if place not in run and not _within(place, line)]
    return sorted(pieces, key=lambda piece: piece.from_s), off + left


def _beside(line: Piece, piece: Piece) -> bool:
    """Tell whether two lines hold at the same time, for more than half of the shorter one."""
    both = min(line.to_s, piece.to_s) - max(line.from_s, piece.from_s)
    return both > min(line.to_s - line.from_s, piece.to_s - piece.from_s) / 2


def _within(place: Place, piece: Piece) -> bool:
    """Tell whether a place lies on the line, at any time: a line is not left and met again."""
    expected = piece.offset_s + place.at_s * piece.drift_ppm / _MILLION
    return abs(place.offset_s - expected) <= WITHIN_S


def _longest_run(places: Sequence[Place]) -> list[Place]:
    """Return the largest set of places that one line goes through, by trying pairs as lines."""
    at = np.array([place.at_s for place in places])
    offsets = np.array([place.offset_s for place in places])
    best = np.zeros(len(places), bool)
    for slope, start in _trials(at, offsets):
        on = np.abs(offsets - (start + slope * at)) <= WITHIN_S
        if on.sum() > best.sum():
            best = on
    return [place for place, on in zip(places, best, strict=True) if on]


def _trials(at: NDArray[np.float64], offsets: NDArray[np.float64]) -> list[tuple[float, float]]:
    trials = [(0.0, float(offset)) for offset in offsets]
    for one in range(len(at)):
        for other in range(one + 1, len(at)):
            apart = at[other] - at[one]
            slope = (offsets[other] - offsets[one]) / apart if apart else 0.0
            if slope and abs(slope) * _MILLION <= _MOST_PPM:
                trials.append((float(slope), float(offsets[one] - slope * at[one])))
    return trials


def _line(run: Sequence[Place]) -> Piece:
    at = np.array([place.at_s for place in run])
    offsets = np.array([place.offset_s for place in run])
    first, second = np.triu_indices(len(at), 1)
    apart = at[second] - at[first]
    far = apart > 0
    slope = (
        float(np.median((offsets[second] - offsets[first])[far] / apart[far])) if far.any() else 0
    )
    rest = offsets - slope * at
    spread = float(np.median(np.abs(rest - np.median(rest)))) * 1.4826
    weight = float(((at - at.mean()) ** 2).sum())
    # Two standard errors of a slope; each place is known to a sample at best.
    known = 2 * max(spread, 1 / 16000) / weight**0.5 if weight else float("inf")
    if abs(slope) <= known:
        slope = 0.0
    start = float(np.median(offsets - slope * at))
    residual = float(np.median(np.abs(offsets - slope * at - start)))
    return Piece(
        from_s=round(float(at.min()), 3),
        to_s=round(float(at.max()), 3),
        offset_s=round(start, 5),
        drift_ppm=round(slope * _MILLION, 2),
        drift_within_ppm=round(min(known * _MILLION, _MOST_PPM), 2),
        residual_s=round(residual, 6),
        places=len(run),
    )
