# SPDX-License-Identifier: Apache-2.0
"""Two recordings of one scene on one clock, by what both of them heard.

Promises: refuses rather than guesses: unrelated sounds, sounds that match at several places alike,
and matches that only few places agree with are refused, with the reason. The originals are not
touched; what comes out is a number to be kept beside them. Deterministic: the same two files give
the same answer. How exact it is was measured: docs/sync.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.analysis.sync.alignment import Alignment, Piece
from holdfast.analysis.sync.candidates import Vote, groups_of, votes_for
from holdfast.analysis.sync.echo import Settled, settle
from holdfast.analysis.sync.features import rows_of
from holdfast.analysis.sync.fit import LEAST_PLACES, lines_through
from holdfast.analysis.sync.refine import LOUDNESS, WAVEFORM, Place, compare, heard
from holdfast.analysis.sync.sound import RATE, Sound, read_sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MOST_PLACES: Final = 60
_PLACE_S: Final = (1.0, 8.0)
_ENOUGH_PLACES: Final = 6
_LEAST_CONFIDENCE: Final = 0.3
_ALONE_STANDS_OUT: Final = 8.0
_AS_GOOD: Final = 0.7
_MOST_GROUPS: Final = 4
# What is left of the confidence when an echo is as loud as the sound, and nothing tells which is which.
_WITH_AN_ECHO: Final = 0.5


def align(a: Path, b: Path, progress: Callable[[str, float], None] | None = None) -> Alignment:
    """Say where B begins on A's clock. Raises NoSoundError. `progress`: file name, seconds read."""

    def told(path: Path) -> Callable[[float], None] | None:
        return None if progress is None else lambda seconds: progress(path.name, seconds)

    return align_sounds(read_sound(a, told(a)), read_sound(b, told(b)))


def align_sounds(a: Sound, b: Sound) -> Alignment:
    """Say where the recording of the sound B begins on the clock of that of A."""
    notes = tuple(note for name, sound in (("A", a), ("B", b)) for note in _notes(name, sound))
    groups = groups_of(votes_for(rows_of(a.samples), rows_of(b.samples)))
    if not groups or not _carries(groups[0]):
        return _refuse(a, b, "Nothing that both heard stands out: they may not overlap.", notes)
    if _rival(groups) is not None:
        one, other = groups[0][0].offset_s, groups[1][0].offset_s
        why = f"They match as well at {one:.2f} s as at {other:.2f} s: the sound repeats itself."
        return _refuse(a, b, why, notes)
    places, compared = _places(a, b, [group for group in groups if _carries(group)][:_MOST_GROUPS])
    settled = settle(a.samples, b.samples, places)
    pieces, off = lines_through(settled.places)
    notes += tuple(_echoes(settled))
    agreeing = sum(piece.places for piece in pieces)
    confidence = round(
        agreeing
        / max(agreeing + len(off), 1)
        * min(agreeing / _ENOUGH_PLACES, 1.0)
        * (_WITH_AN_ECHO if settled.unsure_s else 1.0),
        3,
    )
    if agreeing < LEAST_PLACES or confidence < _LEAST_CONFIDENCE:
        why = f"Of {compared} places where both are heard, only {agreeing} agree on an offset."
        return _refuse(a, b, why, notes, confidence=confidence, compared=compared)
    by_wave = sum(place.method == WAVEFORM for place in places)
    return Alignment(
        offset_s=pieces[0].offset_s,
        drift_ppm=pieces[0].drift_ppm,
        confidence=confidence,
        refused=False,
        why="",
        method=WAVEFORM if 2 * by_wave >= len(places) else LOUDNESS,
        pieces=tuple(pieces),
        compared=compared,
        agreeing=agreeing,
        disagreeing=len(off),
        overlap_s=round(_overlap(a, b, pieces), 3),
        a_seconds=round(a.seconds, 3),
        b_seconds=round(b.seconds, 3),
        notes=notes,
        unsure_s=round(settled.unsure_s, 4),
    )


def _carries(group: list[Vote]) -> bool:
    """Tell whether votes are enough to look closer: two stretches that agree, or one clear one."""
    several = len({vote.stretch for vote in group}) > 1
    return several or max(vote.weight for vote in group) >= _ALONE_STANDS_OUT


def _rival(groups: list[list[Vote]]) -> list[Vote] | None:
    """Return a second group for which the same stretches vote about as much as for the first.

    Other stretches that vote for another offset are no rival: a recording was paused there.
    """
    best = {vote.stretch: vote.weight for vote in groups[0]}
    for group in groups[1:]:
        shared = [vote for vote in group if vote.stretch in best]
        mine = sum(best[vote.stretch] for vote in shared)
        alike = sum(vote.weight for vote in shared) >= _AS_GOOD * mine
        if shared and alike and 2 * len(shared) >= len(best):
            return group
    return None


def _places(a: Sound, b: Sound, groups: list[list[Vote]]) -> tuple[list[Place], int]:
    """Compare places spread over B where each group puts them; count those where both sound."""
    low, high = _PLACE_S
    offsets = [vote.offset_s for group in groups for vote in group]
    first = min(max(0.0, -offset) for offset in offsets)
    end = max(min(b.seconds, a.seconds - offset) for offset in offsets)
    length = min(max((end - first) / 10, low), high)
    step = max((end - length - first) / _MOST_PLACES, length / 2)
    found: list[Place] = []
    compared, at = 0, first
    while at <= end - length + 1e-9:
        nearest = [min(group, key=lambda vote: abs(vote.at_s - at)).offset_s for group in groups]
        heard_by_both = [offset for offset in nearest if _both_hear(a, b, at, length, offset)]
        compared += bool(heard_by_both)
        tried = (compare(a.samples, b.samples, at, length, offset) for offset in heard_by_both)
        found += sorted((one for one in tried if one), key=lambda place: -place.weight)[:1]
        at += step
    return found, compared


def _both_hear(a: Sound, b: Sound, at_s: float, length_s: float, offset_s: float) -> bool:
    there = round((at_s + offset_s) * RATE)
    here, length = round(at_s * RATE), round(length_s * RATE)
    return (
        0 <= there <= len(a.samples) - length
        and heard(b.samples[here : here + length])
        and heard(a.samples[there : there + length])
    )


def _overlap(a: Sound, b: Sound, pieces: list[Piece]) -> float:
    offset = pieces[0].offset_s
    return max(min(a.seconds, offset + b.seconds) - max(0.0, offset), 0.0)


def _refuse(
    a: Sound,
    b: Sound,
    why: str,
    notes: tuple[str, ...],
    *,
    confidence: float = 0.0,
    compared: int = 0,
) -> Alignment:
    return Alignment(
        offset_s=None,
        drift_ppm=None,
        confidence=confidence,
        refused=True,
        why=why,
        method="",
        pieces=(),
        compared=compared,
        agreeing=0,
        disagreeing=0,
        overlap_s=0.0,
        a_seconds=round(a.seconds, 3),
        b_seconds=round(b.seconds, 3),
        notes=notes,
    )


def _notes(name: str, sound: Sound) -> list[str]:
    notes = []
    if sound.gap_s:
        notes.append(
            f"The sound of {name} has gaps of {sound.gap_s:.2f} s in all, kept as silence."
        )
    if sound.errors:
        notes.append(f"{sound.errors:,} packets of the sound of {name} did not decode.")
    if sound.cut:
        notes.append(f"Only the first 12 hours of {name} were compared.")
    return notes


def _echoes(settled: Settled) -> Iterator[str]:
    for name, delays in (("A", settled.in_a), ("B", settled.in_b)):
        for delay in delays:
            yield (
                f"{name} heard an echo about as loud as the sound, {delay * 1000:.1f} ms after it; the "
                "offset is that of the direct sound."
            )
    if settled.unsure_s:
        yield (
            "An echo is as loud as the sound, and nothing shows which of the two came first: the "
            f"offset may be off by up to {settled.unsure_s * 1000:.1f} ms."
        )
