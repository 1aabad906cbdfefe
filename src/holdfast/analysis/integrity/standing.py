# SPDX-License-Identifier: Apache-2.0
"""From still pictures and silent sound to findings.

A picture that stands still is *incomplete* when pictures that stand alone are equal in it, while
the recording changes at other times; *unusual* when no two such pictures lie in it, or when all of
the recording is still; and nothing at all when such pictures differ, for then the sensor was alive.
Silence is a pre-event buffer at the beginning and a loss in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.integrity.kinds import found
from holdfast.analysis.integrity.pictures import LEAST_PICTURES
from holdfast.analysis.integrity.times import PRE_EVENT_MOST_S
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.analysis.integrity.passed import Passed
    from holdfast.analysis.integrity.pictures import Pictures
    from holdfast.analysis.integrity.report import Finding
    from holdfast.analysis.integrity.sound import Silence

_LEAST_S: Final = 4.0
_ELSEWHERE_LEAST: Final = 0.1
_ELSEWHERE_EQUAL_MOST: Final = 0.5
_STEPS_NEAR: Final = 2.5
_MOST_TOLD: Final = 5
_GATED_LEAST_RUNS: Final = 5
_AT_THE_START_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Stand:
    """A stretch in which the picture stands still, and whether pictures that stand alone say so."""

    from_s: float
    to_s: float
    pictures: int
    keys: int


def still_pictures(one: Passed, step: float) -> Iterator[Finding]:
    """Tell where the picture stands still; `step` is the usual time from one picture to the next."""
    seen = one.pictures
    stands = [each for each in _stands(one, step) if each.to_s - each.from_s >= _LEAST_S]
    stands = [each for each in stands if each.pictures >= LEAST_PICTURES]
    if not stands:
        return
    elsewhere = max(0, seen.seen - sum(each.pictures for each in stands))
    equal = max(0, seen.equal - sum(run.equal for run in seen.runs))
    moves = elsewhere >= _ELSEWHERE_LEAST * seen.seen and equal <= _ELSEWHERE_EQUAL_MOST * elsewhere
    for stand in stands[:_MOST_TOLD]:
        frozen = moves and stand.keys > 0
        more = len(stands) - _MOST_TOLD
        others = (
            f"; {counted(more, 'more such stretch', 'more such stretches')}" if more > 0 else ""
        )
        yield found(
            "frozen" if frozen else "still",
            f"The picture stands still for {stand.to_s - stand.from_s:.1f} s, "
            f"{counted(stand.pictures, 'picture')}{others}.",
            f"Decoded pictures compared; {counted(stand.keys, 'picture')} that stand"
            f"{'s' * (stand.keys == 1)} alone in it equal{'s' * (stand.keys == 1)} the one before. "
            f"Elsewhere {equal:,} of {elsewhere:,} pictures equal the one before.",
            from_s=stand.from_s,
            to_s=stand.to_s,
            stream=one.index,
        )


def _stands(one: Passed, step: float) -> list[_Stand]:
    """Join chains of equal keys with the still runs that touch them; keep runs nothing speaks against."""
    seen, near = one.pictures, _STEPS_NEAR * step
    found_here: list[_Stand] = []
    left = list(seen.runs)
    for first, last, keys in _chains(seen):
        touching = [run for run in left if run.from_s <= last + near and run.to_s >= first - near]
        left = [run for run in left if run not in touching]
        start = min([first, *(run.from_s for run in touching)])
        stop = max([last, *(run.to_s for run in touching)])
        pictures = round((stop - start) / step) + 1 if step else 0
        found_here.append(_Stand(start, stop, pictures, keys))
    at = np.array(seen.keys)
    for run in left:
        inside = np.flatnonzero((at >= run.from_s - near) & (at <= run.to_s + near))
        if inside.size < 2:  # noqa: PLR2004 - no two pictures that stand alone: nothing to compare
            found_here.append(_Stand(run.from_s, run.to_s, run.pictures, 0))
    return sorted(found_here, key=lambda stand: stand.from_s)


def _chains(seen: Pictures) -> Iterator[tuple[float, float, int]]:
    """Give the stretches in which each picture that stands alone equals the one before."""
    start = 0
    for number in range(1, len(seen.keys) + 1):
        if number < len(seen.keys) and seen.same_keys[number]:
            continue
        if number - 1 > start:
            yield seen.keys[start], seen.keys[number - 1], number - 1 - start
        start = number


def silent_sound(one: Passed, first: float) -> Iterator[Finding]:
    """Tell where the sound is digitally silent."""
    heard = one.sound
    if heard is None or not heard.heard_s:
        return
    how = "The loudest sample of each packet, decoded: at most one step of 16 bits (-90 dB)."
    if not heard.loud_s:
        if heard.runs:
            yield found(
                "silent",
                f"All {heard.heard_s:.1f} s of the sound track are digitally silent.",
                how,
                from_s=heard.runs[0].from_s,
                to_s=heard.runs[-1].to_s,
                stream=one.index,
            )
        return
    rest = []
    for run in heard.runs:
        if run.from_s - first <= _AT_THE_START_S and run.to_s - run.from_s <= PRE_EVENT_MOST_S:
            yield found(
                "pre_event",
                f"The first {run.to_s - run.from_s:.1f} s of the sound track are digitally silent.",
                how,
                from_s=run.from_s,
                to_s=run.to_s,
                stream=one.index,
            )
        else:
            rest.append(run)
    yield from _silences(rest, how, one.index)


def _silences(runs: Sequence[Silence], how: str, stream: int) -> Iterator[Finding]:
    if len(runs) >= _GATED_LEAST_RUNS:
        total = sum(run.to_s - run.from_s for run in runs)
        yield found(
            "gated_silence",
            f"{counted(len(runs), 'stretch', 'stretches')} of digital silence, {total:.1f} s in all.",
            how,
            from_s=runs[0].from_s,
            to_s=runs[-1].to_s,
            stream=stream,
        )
        return
    for run in runs:
        yield found(
            "silence",
            f"Digital silence for {run.to_s - run.from_s:.1f} s.",
            how,
            from_s=run.from_s,
            to_s=run.to_s,
            stream=stream,
        )
