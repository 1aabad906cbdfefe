# SPDX-License-Identifier: Apache-2.0
"""From still pictures and silent sound to findings.

The same stillness is *incomplete* in a recording that otherwise never stands still, and *unusual*
in one that does so at other times too; the same silence is a pre-event buffer at the beginning and
a loss in the middle. What cannot be told apart is said to be so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.analysis.integrity.containers.structure import counted
from holdfast.analysis.integrity.kinds import found
from holdfast.analysis.integrity.times import PRE_EVENT_MOST_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.analysis.integrity.passage import Passed
    from holdfast.analysis.integrity.pictures import Still
    from holdfast.analysis.integrity.report import Finding
    from holdfast.analysis.integrity.sound import Silence

_FROZEN_LEAST_S: Final = 4.0
_FROZEN_MOST_RUNS: Final = 5
_OTHERWISE_EQUAL_MOST: Final = 0.2
_ELSEWHERE_LEAST: Final = 0.1
_GATED_LEAST_RUNS: Final = 5
_AT_THE_START_S: Final = 0.5


def still_pictures(one: Passed) -> Iterator[Finding]:
    """Tell where the picture stands still."""
    seen = one.pictures
    if not seen.runs:
        return
    in_runs = sum(run.pictures for run in seen.runs)
    elsewhere = max(0, seen.seen - in_runs)
    equal = max(0, seen.equal - in_runs)
    moves = elsewhere >= _ELSEWHERE_LEAST * seen.seen and equal <= _OTHERWISE_EQUAL_MOST * elsewhere
    few = len(seen.runs) <= _FROZEN_MOST_RUNS
    for run in seen.runs if few else [_longest(seen.runs)]:
        long = run.to_s - run.from_s
        frozen = few and moves and long >= _FROZEN_LEAST_S
        more = "" if few else f"; so it is at {counted(len(seen.runs), 'place')}, this is the longest"
        yield found(
            "frozen" if frozen else "still",
            f"The picture stands still for {long:.1f} s, {counted(run.pictures, 'picture')}{more}.",
            "Decoded pictures are equal in every sample to the one before; elsewhere "
            f"{equal:,} of {elsewhere:,} are.",
            from_s=run.from_s,
            to_s=run.to_s,
            stream=one.index,
        )


def _longest(runs: Sequence[Still]) -> Still:
    return max(runs, key=lambda run: run.to_s - run.from_s)


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
