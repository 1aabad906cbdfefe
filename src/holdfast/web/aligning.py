# SPDX-License-Identifier: Apache-2.0
"""What a comparison of two sounds says, and where a recording lies, in words for whoever places it.

Promises: offset, drift, how many places agree, every note and every part of an answer are said; a
refusal is said with its reason and what can be done instead. Pure, but for reading the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.records.placing_words import seconds_words
from holdfast.records.services.placed_how import answer_of
from holdfast.web.together import HOW, begins_words, exactness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.records.derivatives import Derivative
    from holdfast.records.queries.together import Lying, Together


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of an answer that can be used: where it puts the recording, and for which part."""

    number: int
    words: str
    holds: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a comparison says: parts to use, or why there are none; and what speaks for it."""

    why_not: str
    pieces: tuple[Piece, ...]
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    made_by: str


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a recording lies now, in words; `one` is None when it lies nowhere."""

    one: Lying | None
    begins: str
    how: str
    known: str
    within: str
    why_not: str


def answer_words(made: Derivative) -> Answer:
    """Put a comparison in words."""
    by = f"sync {made.provenance['version']}, without a network"
    if not made.is_there:
        return Answer(made.reason or made.outcome, (), (), (), by)
    told = answer_of(made)
    if told["refused"]:
        return Answer(told["why"], (), tuple(_evidence(told)), tuple(told["notes"]), by)
    offsets = made.finding["pictures_offset_s"]
    pieces = tuple(
        Piece(number, _begins(offsets[number]), _holds(piece) if len(offsets) > 1 else "")
        for number, piece in enumerate(told["pieces"])
    )
    return Answer("", pieces, tuple(_facts(told)), tuple(told["notes"]), by)


def lies_words(found: Together, number: int) -> Lies:
    """Say where a recording lies."""
    one = next((one for one in found.placed if one.number == number), None)
    if one is None:
        why = next((each.why for each in found.not_placed if each.number == number), "")
        return Lies(None, "", "", "", "", why)
    return Lies(one, begins_words(one), HOW[one.how], one.known, exactness(one), "")


def _begins(offset_s: float) -> str:
    sense = "after" if offset_s >= 0 else "before"
    return f"begins {seconds_words(abs(offset_s))} {sense} it"


def _holds(piece: Mapping[str, Any]) -> str:
    return (
        f"by {piece['places']} places from {seconds_words(piece['from_s'])} to "
        f"{seconds_words(piece['to_s'])} of its sound"
    )


def _facts(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    first = told["pieces"][0]
    if told["drift_ppm"]:
        words = "loses" if told["drift_ppm"] > 0 else "gains"
        hour = abs(told["drift_ppm"]) * 3.6
        known = f"{told['drift_ppm']:+.1f} ppm, known to {first['drift_within_ppm']:.1f} ppm"
        yield "Drift", f"its clock {words} {hour:.1f} ms an hour ({known})"
    else:
        yield "Drift", f"none that could be told ({first['drift_within_ppm']:.1f} ppm or less)"
    yield from _evidence(told)
    yield "Half of the places lie within", f"{first['residual_s'] * 1000:.2f} ms of the line"
    by = (
        "the waveform itself"
        if told["method"] == "waveform"
        else "how the loudness rises and falls"
    )
    yield "Compared by", by


def _evidence(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Confidence", f"{told['confidence']:.2f} of 1"
    yield (
        "Places that agree",
        f"{told['agreeing']} of {told['compared']} compared; {told['disagreeing']} disagree",
    )
