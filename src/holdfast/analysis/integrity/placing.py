# SPDX-License-Identifier: Apache-2.0
"""Gives the findings of a container's walk, which know bytes, the seconds that they touch.

Promises: a byte becomes a time only through packets that lie there; where none does, the time stays
unknown. Losses in a transport stream that lie close together become one finding.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.integrity.kinds import found
from holdfast.analysis.integrity.passed import NO_TIME
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from holdfast.analysis.integrity.containers import Structure
    from holdfast.analysis.integrity.passed import Passage
    from holdfast.analysis.integrity.report import Finding

_TOGETHER: Final = 188 * 64
_NO_PLACE: Final = frozenset({"unknown_bytes", "padding", "bytes_not_indexed", "not_closed"})


def placed(structure: Structure, passage: Passage) -> Iterator[Finding]:
    """Give each finding of the walk, with seconds where they can be known."""
    places, seconds = _map(passage)
    lost = [each for each in structure.findings if each.kind == "packets_lost"]
    for each in structure.findings:
        if each.kind == "packets_lost":
            continue
        if each.from_s is None and each.at_byte is not None and each.kind not in _NO_PLACE:
            start, _ = _around(each.at_byte, places, seconds)
            to_s = structure.declared_s if each.kind == "cut_off" else each.to_s
            if to_s is not None and start is not None and to_s < start:
                to_s = None
            yield replace(each, from_s=_round(start), to_s=_round(to_s))
        else:
            yield each
    if structure.untold:
        yield found(
            "structure_broken",
            f"{counted(structure.untold, 'more place')} of the container do not hold together.",
            "The walk goes on counting after what it tells one by one.",
        )
    yield from _lost(lost, places, seconds)


def _lost(
    lost: list[Finding], places: NDArray[np.int64], seconds: NDArray[np.float64]
) -> Iterator[Finding]:
    groups: list[list[Finding]] = []
    for each in sorted(lost, key=lambda each: each.at_byte or 0):
        at = each.at_byte or 0
        if groups and at - (groups[-1][-1].at_byte or 0) <= _TOGETHER:
            groups[-1].append(each)
        else:
            groups.append([each])
    for group in groups:
        first, last = group[0].at_byte or 0, group[-1].at_byte or 0
        start, _ = _around(first, places, seconds)
        _, stop = _around(last, places, seconds)
        streams = {each.what.split("stream ", 1)[-1].split(" ", 1)[0] for each in group}
        yield found(
            "packets_lost",
            f"Packets are missing in {counted(len(streams), 'stream')}: {', '.join(sorted(streams))}.",
            f"{counted(len(group), 'continuity counter')} jump{'s' * (len(group) == 1)} at byte "
            f"{first}; each counts to 16 only, so the number of packets lost is not known.",
            from_s=start,
            to_s=stop,
            at_byte=first,
        )


def _map(passage: Passage) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the bytes at which packets begin and their times, in the order of the bytes."""
    places: list[NDArray[np.int64]] = []
    seconds: list[NDArray[np.float64]] = []
    for one in passage.streams:
        at = np.array(one.places, dtype=np.int64)
        times = np.array(one.pts, dtype=np.int64)
        known = (at >= 0) & (times != NO_TIME)
        places.append(at[known])
        seconds.append(times[known] * one.base)
    if not places:
        return np.array([], dtype=np.int64), np.array([], dtype=np.float64)
    every, when = np.concatenate(places), np.concatenate(seconds)
    order = np.argsort(every, kind="stable")
    return every[order], when[order]


def _around(
    byte: int, places: NDArray[np.int64], seconds: NDArray[np.float64]
) -> tuple[float | None, float | None]:
    """Give the time of the packet that lies at a byte, and of the next one after it."""
    if not places.size:
        return None, None
    at = int(np.searchsorted(places, byte, side="right"))
    before = float(seconds[at - 1]) if at else float(seconds[0])
    after = float(seconds[at]) if at < seconds.size else None
    if after is not None and after < before:
        before, after = after, before
    return before, after


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
