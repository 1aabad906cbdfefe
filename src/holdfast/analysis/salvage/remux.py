# SPDX-License-Identifier: Apache-2.0
"""Copies what can be read of a recording that opens, packet by packet, without encoding anything.

Each packet keeps its own time. Packets that do not decode strictly are left out and told by time,
so that the copy plays; every other packet is the original's, bit for bit. Never writes into the
damaged file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.analysis.integrity.harm import harmed_units
from holdfast.analysis.integrity.limits import Limits, not_timed, not_told
from holdfast.analysis.integrity.passage import pass_through
from holdfast.analysis.integrity.passed import NO_TIME, Passage, Passed
from holdfast.analysis.salvage.errors import NothingToSalvageError, UnsuitableOutputError
from holdfast.analysis.salvage.output import begun
from holdfast.analysis.salvage.rebuild import Rebuilt
from holdfast.analysis.salvage.result import Loss, Span
from holdfast.readers.opening import FAULTS, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

_HOLE_S: Final = 1.0
_HOLE_STEPS: Final = 3.0


@dataclass(slots=True)
class _Copied:
    """One stream as it is copied."""

    stream: Stream
    passed: Passed
    harmed: frozenset[int]
    times: list[float]
    used: int = 0
    last: int = NO_TIME


def remux(  # noqa: PLR0917 - what is read, where it goes, and what is known of both
    path: Path,
    to: Path,
    declared_s: float | None,
    tell: Callable[[int], None],
    passage: Passage | None = None,
    form: str | None = None,
) -> Rebuilt:
    """Copy every packet that decodes; `passage` is that through the file, if it was made already.

    `form` is FFmpeg's word for the container, where the name of `to` does not say it.
    """
    passage = passage or pass_through(path, Limits(), not_timed, not_told)
    if passage.refusal or not any(one.count for one in passage.streams):
        raise NothingToSalvageError(
            f"The file gives no picture and no sound: {passage.refusal or 'nothing decodes'}. It is as "
            "it was. If it has lost its index, give a sound recording of the same camera as --reference."
        )
    copied: dict[int, _Copied] = {}
    with opened(path) as container, begun(to, form) as out:
        for one in passage.streams:
            if one.count:
                made = _template(out, container.streams[one.index])
                copied[one.index] = _Copied(made, one, frozenset(harmed_units(one)), [])
        try:
            out.start_encoding()
        except FAULTS as fault:
            raise UnsuitableOutputError(
                f"A {to.suffix} file cannot hold {', '.join(one.codec for one in passage.streams)}. "
                "The damaged file is as it was. Give the output a name that ends in .mkv."
            ) from fault
        _copy(container, out, copied, tell)
    return _told(list(copied.values()), declared_s)


def _template(out: OutputContainer, stream: Stream) -> Stream:
    try:
        return out.add_stream_from_template(stream)
    except FAULTS as fault:
        raise UnsuitableOutputError(
            "The output cannot hold this kind of stream. The damaged file is as it was. Give the "
            "output a name that ends in .mkv."
        ) from fault


def _copy(
    container: InputContainer,
    out: OutputContainer,
    copied: dict[int, _Copied],
    tell: Callable[[int], None],
) -> None:
    wanted = [container.streams[index] for index in copied]
    try:
        for packet in container.demux(*wanted):
            one = copied[packet.stream.index]
            at = packet.dts if packet.pts is None else packet.pts
            if not packet.size or at is None or at in one.harmed or packet.is_corrupt:
                continue
            if not one.times and one.passed.kind == "pictures" and not packet.is_keyframe:
                continue
            order = at if packet.dts is None else packet.dts
            if one.last != NO_TIME and order <= one.last:
                continue
            one.last = order
            one.times.append(at * one.passed.base)
            one.used += packet.size
            packet.stream = one.stream
            out.mux(packet)
            tell(int(one.times[-1]))
    except av.FFmpegError:
        return  # what could be read is copied; what could not is told by time


def _told(copied: list[_Copied], declared_s: float | None) -> Rebuilt:
    spans: list[Span] = []
    losses: list[Loss] = []
    ends: dict[str, float] = {}
    for one in copied:
        kind = one.passed.kind
        times = np.sort(np.array(one.times))
        if not times.size:
            continue
        steps = np.diff(times)
        step = float(np.median(steps)) if steps.size else 0.0
        cuts = np.flatnonzero(steps > max(_hole(one), 1.5 * step)) + 1
        spans += [
            Span(kind, _round(run[0]), _round(run[-1] + step), int(run.size))
            for run in np.split(times, cuts)
        ]
        losses += [
            Loss(
                kind, _round(times[at - 1] + step), _round(times[at]), f"No {kind} could be copied."
            )
            for at in cuts.tolist()
        ]
        ends.setdefault(kind, float(times[-1]) + step)
        if declared_s is not None and declared_s - ends[kind] > max(_HOLE_S, _HOLE_STEPS * step):
            losses.append(
                Loss(
                    kind,
                    _round(ends[kind]),
                    _round(declared_s),
                    "The file ends before its declared length.",
                )
            )
    apart = ends["pictures"] - ends["sound"] if len(ends) == 2 else None  # noqa: PLR2004 - both kinds
    return Rebuilt(
        method="copied packet by packet; packets that do not decode were left out",
        streams=tuple(
            f"{one.passed.kind}, {one.passed.codec}, {one.passed.shape}" for one in copied
        ),
        recovered=tuple(sorted(spans, key=lambda span: (span.kind, span.from_s))),
        lost=tuple(sorted(losses, key=lambda loss: (loss.kind, loss.from_s or 0.0))),
        assumptions=(),
        used=sum(one.used for one in copied),
        apart_s=None if apart is None else round(apart, 6),
    )


def _hole(one: _Copied) -> float:
    """From what interval on a missing stretch is told: none is overlooked where packets were left out."""
    return 0.0 if one.harmed else _HOLE_S


def _round(seconds: float) -> float:
    return round(float(seconds), 6)
