# SPDX-License-Identifier: Apache-2.0
"""A waveform as its page draws it: one closed line over the time axis, silences and gaps apart.

Promises: drawn to its own loudest sample, which is said in decibels below full scale; a stretch without
any sound in the file is not drawn as silence.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING, Final

from holdfast.web.integrity import Bar
from holdfast.web.seconds import second_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.records.derivatives import Derivative

WIDE: Final = 1000.0
_MOST: Final = 1000
_FULL: Final = 127
_HALF: Final = 50.0
_DRAWN: Final = 46.0
_LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Wave:
    """What is drawn of the sound: a path in a box of 1000 by 100, and its stretches."""

    path: str
    silences: Sequence[Bar]
    gaps: Sequence[Bar]
    said: str


def wave_of(made: Derivative, axis_s: float) -> Wave:
    """Draw a waveform that was made on an axis of that length."""
    told = json.loads(made.path.read_bytes())
    peaks, length = told["peaks"], float(told["length_s"])
    together = -(-len(peaks) // _MOST)
    merged = [
        (min(low for low, _ in part), max(high for _, high in part))
        for part in (peaks[at : at + together] for at in range(0, len(peaks), together))
    ]
    loudest = max((max(-low, high) for low, high in merged), default=0)
    silences = [(float(a), float(b)) for a, b in told["silences"]]
    gaps = [(float(a), float(b)) for a, b in told["gaps"]]
    return Wave(
        _path(merged, length / axis_s * WIDE, loudest or 1),
        _bars(silences, axis_s, "silent"),
        _bars(gaps, axis_s, "no sound in the file"),
        _said(loudest, silences, gaps),
    )


def _path(merged: Sequence[tuple[int, int]], wide: float, loudest: int) -> str:
    step, scale = wide / max(1, len(merged)), _DRAWN / loudest
    upper = [f"{i * step:.1f} {_HALF - high * scale:.1f}" for i, (_low, high) in enumerate(merged)]
    lower = [f"{i * step:.1f} {_HALF - low * scale:.1f}" for i, (low, _high) in enumerate(merged)]
    return f"M{'L'.join((*upper, *reversed(lower)))}Z" if merged else ""


def _bars(stretches: Iterable[tuple[float, float]], axis_s: float, what: str) -> list[Bar]:
    return [
        Bar(
            round(a / axis_s * WIDE, 2),
            round(min(b, axis_s) / axis_s * WIDE - a / axis_s * WIDE, 2),
            f"{second_words(a)} to {second_words(b)}, {what}",
        )
        for a, b in stretches
        if a < axis_s
    ]


def _said(
    loudest: int,
    silences: Sequence[tuple[float, float]],
    gaps: Sequence[tuple[float, float]],
) -> str:
    if not loudest:
        loud = "nothing above silence"
    else:
        loud = (
            f"loudest {20 * log10(loudest / _FULL):.0f} dB" if loudest < _FULL else "loudest 0 dB"
        )
    parts = [loud, _listed("silent", silences), _listed("no sound in the file", gaps)]
    return "; ".join(one for one in parts if one)


def _listed(what: str, stretches: Sequence[tuple[float, float]]) -> str:
    if not stretches:
        return ""
    some = ", ".join(f"{second_words(a)} to {second_words(b)}" for a, b in stretches[:_LISTED])
    more = f" and {len(stretches) - _LISTED} more" if len(stretches) > _LISTED else ""
    return f"{what} {some}{more}"
