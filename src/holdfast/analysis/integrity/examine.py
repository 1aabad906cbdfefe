# SPDX-License-Identifier: Apache-2.0
"""Examines one recording: its container, its timestamps, its pictures and its sound.

    report = examine(path)
    report = examine(path, reference=another_of_the_same_camera)

The container is walked by our own code; then one passage notes every packet and decodes it strictly;
then rules make findings of what was noted. Equal input gives an equal report. The file is opened
for reading only. Never raises because of what the file holds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from holdfast import __version__
from holdfast.analysis.integrity import chapters, making, placing
from holdfast.analysis.integrity.containers import Structure, walk
from holdfast.analysis.integrity.errors import ReferenceUnreadableError
from holdfast.analysis.integrity.harm import harmed, untimed
from holdfast.analysis.integrity.kinds import found
from holdfast.analysis.integrity.limits import Limits, not_timed, not_told
from holdfast.analysis.integrity.passage import pass_through
from holdfast.analysis.integrity.passed import Passage, Passed
from holdfast.analysis.integrity.report import (
    FileFacts,
    Finding,
    IntegrityReport,
    StreamFacts,
    Verdict,
    worst,
)
from holdfast.analysis.integrity.standing import silent_sound, still_pictures
from holdfast.analysis.integrity.times import Timing, of_ends, of_pictures, of_sound, timing
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from holdfast.analysis.integrity.limits import Elapsed, Tell

_TOLERANCE_S: Final = 1.0
_MOST_OF_A_KIND: Final = 40
_OPEN_ENDED: Final = frozenset({"MPEG-TS", ""})
_CUT: Final = frozenset({"cut_off", "no_index"})


@dataclass(frozen=True, slots=True)
class _Looked:
    """One recording as walked and passed through."""

    structure: Structure
    passage: Passage
    timings: dict[int, Timing]

    def of_kind(self, kind: str) -> list[tuple[Passed, Timing]]:
        return [
            (one, self.timings[one.index])
            for one in self.passage.streams
            if one.kind == kind and one.index in self.timings
        ]


def examine(
    path: Path,
    *,
    reference: Path | None = None,
    name: str | None = None,
    beside: Sequence[str] = (),
    limits: Limits | None = None,
    elapsed: Elapsed = not_timed,
    tell: Tell = not_told,
) -> IntegrityReport:
    """Examine one file. `beside` names the files next to it, among which other chapters may be.

    Raises ReferenceUnreadableError, and OSError when the file cannot be read at all.
    """
    bounds = limits or Limits()
    other = None if reference is None else _look_at_reference(reference, bounds)
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        structure = walk(file, size)
    passage = pass_through(path, bounds, elapsed, tell) if size else Passage(refusal="it is empty")
    looked = _looked(structure, passage)
    findings = tuple(_capped(_findings(looked, other, size, structure)))
    facts = _facts(looked, size, digest)
    beside_it = chapters.chapter(name or path.name, size, facts.found_s, beside)
    findings = _sorted((*findings, *beside_it))
    opened = bool(passage.streams) and any(one.pts for one in passage.streams)
    return IntegrityReport(
        verdict=worst(findings) if opened else Verdict.UNREADABLE,
        findings=findings,
        facts=facts,
        signs=making.signs(facts.written_by),
        limits=(*structure.limits, *passage.limits),
        compared_with=None if reference is None else reference.name,
        tool=f"holdfast {__version__} integrity",
    )


def _looked(structure: Structure, passage: Passage) -> _Looked:
    timings = {one.index: timing(one) for one in passage.streams}
    return _Looked(structure, passage, {at: each for at, each in timings.items() if each})


def _look_at_reference(path: Path, limits: Limits) -> _Looked:
    with path.open("rb") as file:
        structure = walk(file, path.stat().st_size)
    passage = pass_through(path, limits, not_timed, not_told, decode=False)
    if passage.refusal:
        raise ReferenceUnreadableError(
            f"The reference {path.name} does not open: {passage.refusal}. Nothing was changed. "
            "Give a recording of the same camera that plays."
        )
    return _looked(structure, passage)


def _findings(
    looked: _Looked, other: _Looked | None, size: int, structure: Structure
) -> Iterator[Finding]:
    passage = looked.passage
    if size == 0:
        yield found("empty", "The file has no bytes.", "Its size.")
        return
    if passage.refusal:
        yield from structure.findings
        if not structure.findings or not structure.container:
            yield found(
                "not_a_recording", f"The file does not open: {passage.refusal}.", "It was tried."
            )
        return
    yield from placing.placed(structure, passage)
    if passage.broke_off:
        yield found(
            "structure_broken",
            f"Reading broke off: {passage.broke_off}.",
            "Packets were read in order until no more could be had.",
            from_s=max((each.last for each in looked.timings.values()), default=None),
        )
    yield from _of_streams(looked)
    yield from _of_length(looked)
    if other is not None:
        yield from _of_comparison(looked, other)


def _of_streams(looked: _Looked) -> Iterator[Finding]:
    cut = any(each.kind in _CUT for each in looked.structure.findings)
    openly = looked.structure.container in _OPEN_ENDED
    for one, times in looked.of_kind("pictures"):
        yield from harmed(one, times, cut=cut, ends_openly=openly)
        yield from of_pictures(one, times)
        yield from still_pictures(one, times.step)
    for one, times in looked.of_kind("sound"):
        yield from harmed(one, times, cut=cut, ends_openly=openly)
        yield from of_sound(one, times)
        yield from silent_sound(one, times.first)
    for one in looked.passage.streams:
        if one.index in looked.timings:
            continue
        if one.pts:
            yield from untimed(one)
        else:
            yield found(
                "shorter_than_declared",
                f"The stream of {one.kind} holds nothing.",
                "No packet of it was found.",
                stream=one.index,
            )


def _of_length(looked: _Looked) -> Iterator[Finding]:
    pictures, sounds = looked.of_kind("pictures"), looked.of_kind("sound")
    if pictures and sounds:
        yield from of_ends(pictures[0][1], sounds[0][1], sounds[0][0].index)
    elif pictures and not any(one.kind == "sound" for one in looked.passage.streams):
        yield found("no_sound", "There is no sound track.", "The streams that the file declares.")
    elif sounds and not any(one.kind == "pictures" for one in looked.passage.streams):
        yield found("no_picture", "There is no moving picture.", "The streams of the file.")
    declared, held = looked.structure.declared_s, _found_s(looked)
    if declared is None or held is None:
        return
    tolerance = max(_TOLERANCE_S, *(3 * times.step for _, times in (*pictures, *sounds)))
    how = f"The file declares {declared:.3f} s; its timestamps span {held:.3f} s."
    if declared - held > tolerance:
        yield found(
            "shorter_than_declared",
            f"{declared - held:.3f} s less than declared.",
            how,
            from_s=max(times.last for _, times in (*pictures, *sounds)),
            to_s=declared,
        )
    elif held - declared > tolerance:
        yield found("longer_than_declared", f"{held - declared:.3f} s more than declared.", how)


def _found_s(looked: _Looked) -> float | None:
    """From the first to the last timestamp of pictures and sound; from zero if they begin after it."""
    timings = looked.timings.values()
    if not timings:
        return None
    first = min(each.first for each in timings)
    begins = min(first, 0.0) if looked.structure.container == "Matroska" else first
    return max(each.last for each in timings) - begins


def _of_comparison(looked: _Looked, other: _Looked) -> Iterator[Finding]:
    told = making.differences(looked.structure, looked.passage, other.structure, other.passage)
    for line in told:
        yield found("unlike_reference", line[0].upper() + line[1:] + ".", "Both files were walked.")
    silent = all(
        one.sound is not None and not one.sound.loud_s and one.sound.heard_s
        for one, _ in looked.of_kind("sound")
    )
    if other.of_kind("sound") and silent:
        yield found(
            "sound_missing",
            "The reference has a sound track; this file has none, or a silent one.",
            "The streams of both files.",
        )


def _capped(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Tell at most so many of a kind in a stream; the last one says how many more there are."""
    held: dict[tuple[str, int | None], list[Finding]] = {}
    for each in findings:
        held.setdefault((each.kind, each.stream), []).append(each)
    for same in held.values():
        yield from same[: _MOST_OF_A_KIND - 1]
        if len(same) == _MOST_OF_A_KIND:
            yield same[-1]
        elif len(same) > _MOST_OF_A_KIND:
            more = same[_MOST_OF_A_KIND - 1 :]
            yield replace(
                more[0],
                what=f"{more[0].what} And {counted(len(more) - 1, 'more')} up to the time given.",
                to_s=max((each.to_s for each in more if each.to_s is not None), default=None),
            )


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Worst first; then by time."""
    order = tuple(reversed(Verdict))
    return tuple(sorted(findings, key=lambda each: (order.index(each.verdict), each.from_s or 0.0)))


def _facts(looked: _Looked, size: int, digest: str) -> FileFacts:
    structure, passage = looked.structure, looked.passage
    held = _found_s(looked)
    return FileFacts(
        container=structure.container or passage.format or "unknown",
        layout=structure.layout,
        size=size,
        sha256=digest,
        declared_s=None if structure.declared_s is None else round(structure.declared_s, 6),
        found_s=None if held is None else round(held, 6),
        written_by=making.written_by(structure, passage),
        streams=tuple(_stream_facts(one, looked.timings.get(one.index)) for one in passage.streams),
    )


def _stream_facts(one: Passed, times: Timing | None) -> StreamFacts:
    return StreamFacts(
        index=one.index,
        kind=one.kind,
        codec=one.codec,
        shape=one.shape,
        declared_s=None if one.declared_s is None else round(one.declared_s, 6),
        first_s=None if times is None else round(times.first, 6),
        last_s=None if times is None else round(times.last, 6),
        packets=len(one.pts),
        declared_packets=one.declared_packets,
        decoded=one.count,
        rate=None if times is None or one.kind != "pictures" else times.rate,
        rate_varies=times is not None and one.kind == "pictures" and not times.steady,
    )
