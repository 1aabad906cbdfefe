# SPDX-License-Identifier: Apache-2.0
"""From what did not decode to stretches of time that are harmed.

A picture is harmed when its packet gave none, when the decoder refused it, when it is marked as
corrupt, or when the lengths in it do not add up. Promises: what stands before the first picture
that stands alone is told apart, because a stream cut from a running one begins so; the last packet
of a file that is cut off is told as cut off, not as damage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holdfast.analysis.integrity.kinds import found
from holdfast.analysis.integrity.passed import NO_TIME, Passed
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from holdfast.analysis.integrity.report import Finding
    from holdfast.analysis.integrity.times import Timing

_JOIN_S: Final = 1.0
_PLACEHOLDER_BYTES: Final = 8
_AT_THE_END: Final = 2
_TOO_MANY: Final = 0.25


def harmed(one: Passed, times: Timing, *, cut: bool, ends_openly: bool) -> Iterator[Finding]:
    """Tell the stretches of one stream that are harmed. `cut` when the file is known to be cut off."""
    if one.not_decoded:
        yield found(
            "no_decoder",
            f"Stream {one.index}: {one.not_decoded}.",
            "The stream's own header.",
            stream=one.index,
        )
        return
    first, leading = _before_first_key(one)
    times_harmed = harmed_units(one) - leading
    if leading & harmed_units(one):
        yield found(
            "starts_inside",
            f"{counted(len(leading & harmed_units(one)), 'picture')} at the beginning cannot be shown.",
            "They come before the first picture that stands alone.",
            from_s=times.first,
            to_s=first,
            stream=one.index,
        )
    last = set(_file_times(one)[-_AT_THE_END:])
    if cut:
        times_harmed -= last
    elif ends_openly and times_harmed and times_harmed <= last:
        yield found(
            "cut_off",
            f"The last {'picture is' if one.kind == 'pictures' else 'sound is'} not whole.",
            "It does not decode, and nothing follows it.",
            from_s=min(times_harmed) * one.base,
            to_s=times.last,
            stream=one.index,
        )
        return
    yield from _stretches(one, times, sorted(times_harmed))


def untimed(one: Passed) -> Iterator[Finding]:
    """Tell that a stream has no timestamps, and what of it does not decode."""
    yield found(
        "no_times",
        f"The {one.kind} carry no timestamps." if one.kind == "pictures" else "No timestamps.",
        "Every packet was looked at.",
        stream=one.index,
    )
    if one.refused:
        yield found(
            "decode_errors",
            f"{counted(len(one.refused), 'packet')} of {one.kind} do{'es' * (len(one.refused) == 1)} "
            "not decode; when cannot be told.",
            _how(one),
            stream=one.index,
        )


def harmed_units(one: Passed) -> set[int]:
    """When each harmed packet is shown, in units of the stream."""
    harmed_times = set(one.corrupt) | set(one.broken)
    lost = _lost(one)
    if lost and (one.refused or harmed_times or len(lost) < _TOO_MANY * len(one.pts)):
        harmed_times |= lost
    if len(one.refused) > len(lost):
        harmed_times |= set(one.refused)
    return harmed_times - one.hidden


def _lost(one: Passed) -> set[int]:
    """Which packets gave no picture, in a codec in which each packet does."""
    if one.kind != "pictures" or not one.is_shown or not one.decoded:
        return set(one.pts) - {NO_TIME} if one.kind == "pictures" and one.refused else set()
    until = max(one.decoded) if one.late else None
    return {
        pts
        for pts, size in zip(one.pts, one.sizes, strict=True)
        if pts != NO_TIME and size > _PLACEHOLDER_BYTES and (until is None or pts < until)
    } - set(one.decoded)


def _before_first_key(one: Passed) -> tuple[float | None, set[int]]:
    """Packets before the first one that stands alone, and those shown before it that follow it."""
    if one.kind != "pictures":
        return None, set()
    at = one.keys.find(1)
    if at < 0:
        return None, set()
    start = one.pts[at]
    before = {pts for pts in one.pts[:at] if pts != NO_TIME}
    return start * one.base, before | {
        pts for pts in one.pts[at : at + 32] if NO_TIME != pts < start
    }


def _file_times(one: Passed) -> list[int]:
    return [
        dts if pts == NO_TIME else pts for pts, dts in zip(one.pts[-4:], one.dts[-4:], strict=True)
    ]


def _stretches(one: Passed, times: Timing, units: list[int]) -> Iterator[Finding]:
    if not units:
        return
    seconds = np.array(units, dtype=np.int64) * one.base
    units_of_keys = np.array(
        [pts for pts, key in zip(one.pts, one.keys, strict=True) if key and pts != NO_TIME],
        dtype=np.int64,
    )
    keys = np.sort(units_of_keys) * one.base
    join = max(_JOIN_S, 5 * times.step)
    cuts = np.flatnonzero(np.diff(seconds) > join) + 1
    for group in np.split(seconds, cuts):
        start, stop = float(group[0]), float(group[-1]) + times.step
        yield found(
            "decode_errors",
            _what(one, len(group), keys, stop),
            _how(one),
            from_s=start,
            to_s=stop,
            stream=one.index,
        )


def _what(one: Passed, number: int, keys: NDArray[np.floating[Any]], stop: float) -> str:
    if one.kind == "sound":
        return f"{counted(number, 'packet')} of sound do{'es' * (number == 1)} not decode."
    after = keys[keys >= stop - 1e-6]
    until = (
        f"up to {after[0]:.3f} s, where the next picture stands alone"
        if after.size
        else "to the end"
    )
    return (
        f"{counted(number, 'picture')} do{'es' * (number == 1)} not decode; what follows may show "
        f"traces {until}."
    )


def _how(one: Passed) -> str:
    parts = [f"Decoded strictly, without concealment ({one.codec})"]
    if one.reasons:
        reason = max(one.reasons, key=lambda text: one.reasons[text])
        parts.append(f"the decoder answered: {reason}")
    if one.broken:
        parts.append("the lengths inside the packets do not add up")
    if one.corrupt:
        parts.append("packets are marked as corrupt")
    return "; ".join(parts) + "."
