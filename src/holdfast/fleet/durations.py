# SPDX-License-Identifier: Apache-2.0
"""How long a flight was, and who says so.

Promises: everything that is known is kept with its source, and one of it is used: the first in the
order of `SOURCES`, unless a person says otherwise with a reason. What two sources say is never
added up. A minute that was begun counts whole; an unknown length stays unknown and counts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from holdfast.fleet.errors import FlightRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FLIGHT_RECORD: Final = "flight-record"
SUBTITLES: Final = "subtitles"
VIDEO: Final = "video"
TYPED: Final = "typed"
UNKNOWN: Final = "unknown"
# source -> in words, in the order in which they are believed
SOURCES: Final[Mapping[str, str]] = {
    FLIGHT_RECORD: "the aircraft's flight record",
    SUBTITLES: "the times in the subtitles of its video",
    VIDEO: "the length of its video",
    TYPED: "what a person wrote down",
}
_MOST_SECONDS: Final = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Known:
    """What one source says: seconds, and where it says so (a file's name, or nothing)."""

    source: str
    seconds: float
    where: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give it as plain values; seconds in thousandths, because an entry holds no fractions."""
        return {"source": self.source, "ms": round(self.seconds * 1000), "where": self.where}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read it again."""
        return cls(str(told["source"]), int(told["ms"]) / 1000, str(told.get("where", "")))


@dataclass(frozen=True, slots=True)
class Duration:
    """The length that is used: seconds (None when unknown) and the source that says so."""

    seconds: float | None
    source: str

    @property
    def minutes(self) -> int:
        """Whole minutes, each begun minute counted; 0 when the length is unknown."""
        return minutes_of(self.seconds)


def minutes_of(seconds: float | None) -> int:
    """Count whole minutes, each begun minute whole; 0 for an unknown length."""
    return 0 if seconds is None else -(-round(seconds * 1000) // 60_000)


def duration_of(known: Sequence[Known], chosen: str = "", reason: str = "") -> Duration:
    """Choose among what is known. Raises FlightRefusedError for what cannot be."""
    by_source: dict[str, float] = {}
    for one in known:
        if one.source not in SOURCES or not 0 <= one.seconds <= _MOST_SECONDS:
            raise FlightRefusedError(
                f"A flight's length is seconds from 0 to a week, by one of {', '.join(SOURCES)}. "
                "Nothing was recorded."
            )
        if by_source.setdefault(one.source, one.seconds) != one.seconds:
            raise FlightRefusedError(
                f"Two lengths are given by {SOURCES[one.source]}. Nothing was recorded: they are "
                "not added up. Give the one that is meant."
            )
    if chosen:
        if chosen not in by_source:
            raise FlightRefusedError(
                f"No length is known by {chosen!r}, which was chosen. Nothing was recorded."
            )
        first = next(source for source in SOURCES if source in by_source)
        if chosen != first and not reason.strip():
            raise FlightRefusedError(
                f"{SOURCES[chosen].capitalize()} was chosen before {SOURCES[first]}. Nothing was "
                "recorded. Say why."
            )
        return Duration(by_source[chosen], chosen)
    for source in SOURCES:
        if source in by_source:
            return Duration(by_source[source], source)
    return Duration(None, UNKNOWN)
