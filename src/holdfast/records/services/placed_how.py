# SPDX-License-Identifier: Apache-2.0
"""The ways of placing a recording, and what each of them gives: an offset or a time, and how exact.

Seconds are from the first picture. Promises: every number is checked before it is used; what a person
said and what was measured are kept apart in `said` and `evidence`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.records import derivatives
from holdfast.records.errors import RefusedError
from holdfast.records.placing_words import seconds_words
from holdfast.records.queries.item import main_file, track

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.models import Item

SYNC: Final = "sync"
MOST_OFFSET_S: Final = 366 * 86_400.0
MOST_SECOND: Final = 3_600_000.0
MOST_FAST_S: Final = 100 * 366 * 86_400.0
MOST_WITHIN_S: Final = 366 * 86_400.0
_FIRST_YEAR: Final = 1990
_SAID_TO: Final = 1.0
_FRACTION_TO: Final = 0.1
_WAVEFORM_TO: Final = 0.002
_LOUDNESS_TO: Final = 0.02


@dataclass(frozen=True, slots=True)
class BySound:
    """By the comparison of its sound with the reference's; `piece` when there are several."""

    reference: int
    piece: int | None = None


@dataclass(frozen=True, slots=True)
class ByHand:
    """So many seconds after the reference (before it when negative), as a person says."""

    reference: int
    offset_s: float
    within_s: float | None = None


@dataclass(frozen=True, slots=True)
class ClockShown:
    """At second `at_s` it shows a clock that reads `shown` (with its zone) and is `fast_s` fast."""

    at_s: float
    shown: datetime
    fast_s: float = 0.0
    within_s: float = _SAID_TO


@dataclass(frozen=True, slots=True)
class Telemetry:
    """By the times of its own track; `zone` is what a person says of a clock that has none."""

    zone: str = ""


How = BySound | ByHand | ClockShown | Telemetry


@dataclass(frozen=True, slots=True)
class Where:
    """Where the first picture is: on a reference's clock, or at a time; and how that is known."""

    how: str
    said: str
    reference: int | None = None
    offset_s: float | None = None
    drift_ppm: float = 0.0
    begins_at: datetime | None = None
    confidence: float | None = None
    within_s: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)


def compared(home: Home, reference: int, item: int) -> derivatives.Derivative | None:
    """Give the comparison of an item's sound with a reference's, if it was made."""
    first, second = main_file(reference), main_file(item)
    if first is None or second is None:
        return None
    return derivatives.find(home, first.sha256, SYNC, (second.sha256,))


def by_sound(home: Home, reference: Item, item: Item, how: BySound) -> Where:
    """Read the comparison that was made here. Raises RefusedError."""
    made = compared(home, reference.number, item.number)
    if made is None:
        raise RefusedError(
            f"The sound of item {item.number} was not compared with that of item "
            f"{reference.number}. Nothing was changed. Compare them first."
        )
    if not made.is_there or made.finding["refused"]:
        why = made.reason if not made.is_there else made.finding["why"]
        raise RefusedError(
            f"The comparison gives no answer: {why} Nothing was changed. Place it by hand, or by a "
            "clock that it shows."
        )
    told = answer_of(made)
    pieces = told["pieces"]
    piece = _most_places(pieces) if how.piece is None else how.piece
    if not 0 <= piece < len(pieces):
        raise RefusedError(f"The comparison has no part {piece + 1}. Nothing was changed.")
    chosen = pieces[piece]
    known = _WAVEFORM_TO if told["method"] == "waveform" else _LOUDNESS_TO
    part = (
        f" It holds from {seconds_words(chosen['from_s'])} to {seconds_words(chosen['to_s'])} of it: "
        "a clock jumped there, or a recording was paused."
        if len(pieces) > 1
        else ""
    )
    return Where(
        how="sound",
        said=f"{told['agreeing']} of {told['compared']} places agree, by {told['method']}.{part}",
        reference=reference.number,
        offset_s=made.finding["pictures_offset_s"][piece],
        drift_ppm=chosen["drift_ppm"],
        confidence=told["confidence"],
        within_s=round(max(2 * chosen["residual_s"], known) + told.get("unsure_s", 0.0), 4),
        evidence={
            "derivative": made.sha256,
            "version": made.provenance["version"],
            "sources": list(made.provenance["sources"]),
            "part": piece,
        },
    )


def answer_of(made: derivatives.Derivative) -> dict[str, Any]:
    """Read the whole answer of a comparison that is there."""
    import json

    told: dict[str, Any] = json.loads(made.path.read_bytes())
    return told


def _most_places(pieces: list[dict[str, Any]]) -> int:
    return max(range(len(pieces)), key=lambda number: pieces[number]["places"])


def by_hand(reference: Item, how: ByHand) -> Where:
    """Take the seconds that a person says. Raises RefusedError."""
    _in_range("An offset", how.offset_s, -MOST_OFFSET_S, MOST_OFFSET_S, "a year either way")
    if how.within_s is not None:
        _in_range("How exact it is", how.within_s, 0, MOST_WITHIN_S, "a year")
    return Where(
        how="by hand",
        said="as a person says",
        reference=reference.number,
        offset_s=round(how.offset_s, 6),
        within_s=how.within_s,
    )


def clock_shown(item: Item, how: ClockShown, now: datetime) -> Where:
    """Take the clock that the picture shows, less what it is fast. Raises RefusedError."""
    longest = item.duration_s or MOST_SECOND
    _in_range("The second", how.at_s, 0, longest, "the length of the recording")
    _in_range("How fast the clock is", how.fast_s, -MOST_FAST_S, MOST_FAST_S, "100 years")
    _in_range("How exact it is", how.within_s, 0, MOST_WITHIN_S, "a year")
    if how.shown.tzinfo is None:
        raise RefusedError("The clock that is shown needs its zone. Nothing was changed.")
    error = ""
    if how.fast_s:
        sense = "fast" if how.fast_s > 0 else "slow"
        error = f"; the clock is taken to be {seconds_words(abs(how.fast_s))} {sense}"
    try:
        begins = how.shown.astimezone(UTC) - timedelta(seconds=how.fast_s + how.at_s)
    except OverflowError as beyond:
        raise _no_time() from beyond
    shown = how.shown.replace(tzinfo=None).isoformat(" ")
    return Where(
        how="clock shown",
        said=f"at {seconds_words(how.at_s)} it shows {shown} ({_zone_name(how.shown)}){error}",
        begins_at=_sensible(begins, now),
        within_s=how.within_s,
        evidence={"at_s": how.at_s, "shown": how.shown.isoformat(), "fast_s": how.fast_s},
    )


def telemetry(home: Home, actor: Person, item: Item, how: Telemetry, now: datetime) -> Where:
    """Take the time of the first position of the recording's own track. Raises RefusedError."""
    found = track(actor, home, item.number)
    if found is None or not found.points:
        raise RefusedError(f"Item {item.number} carries no track. Nothing was changed.")
    text = found.points[0].at
    if not text:
        raise RefusedError(
            f"The first position of {found.file} carries no time. Nothing was changed. Place the "
            "recording by hand, or by a clock that it shows."
        )
    at = datetime.fromisoformat(text)
    said = f"the first position of {found.file} says {at.replace(tzinfo=None).isoformat(' ')}"
    if at.tzinfo is None:
        if not how.zone:
            raise RefusedError(
                f"The times of {found.file} are of a clock whose zone it does not give. Nothing was "
                "changed. Say which zone the clock was set to."
            )
        at = in_zone(at, how.zone)
        said += f"; the zone {how.zone} is what a person says"
    else:
        said += f" ({_zone_name(at)})"
    return Where(
        how="telemetry",
        said=said,
        begins_at=_sensible(at.astimezone(UTC), now),
        within_s=_FRACTION_TO if at.microsecond else _SAID_TO,
        evidence={"file": found.file, "at": text, "zone": how.zone},
    )


def in_zone(wall: datetime, zone: str) -> datetime:
    """Put a wall clock into a zone. Raises RefusedError where that is no one moment."""
    try:
        at = wall.replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise RefusedError(f"There is no zone {zone!r}. Nothing was changed.") from unknown
    if at.utcoffset() != at.replace(fold=1).utcoffset():
        back = at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None)
        times = "twice" if back == wall else "never"
        raise RefusedError(
            f"{wall.isoformat(' ')} was {times} in {zone}: the clocks were changed then. Nothing was "
            "changed. Say it in UTC."
        )
    return at


def _zone_name(at: datetime) -> str:
    return getattr(at.tzinfo, "key", None) or at.tzname() or "UTC"


def _in_range(what: str, value: float, low: float, high: float, words: str) -> None:
    if not math.isfinite(value) or not low <= value <= high:
        raise RefusedError(f"{what} is no number within {words}. Nothing was changed.")


def _sensible(at: datetime, now: datetime) -> datetime:
    if at.year < _FIRST_YEAR or at > now + timedelta(days=1):
        raise _no_time()
    return at


def _no_time() -> RefusedError:
    return RefusedError(
        f"The recording would begin before {_FIRST_YEAR} or in the future. Nothing was changed. "
        "If its clock is wrong, say by how much it is fast or slow."
    )
