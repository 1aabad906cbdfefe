# SPDX-License-Identifier: Apache-2.0
"""Stretches of time that a report is about: the phases of a test, and flights.

A phase is written `NAME=FROM/TO`, its times in ISO 8601 with a zone: a time without one is refused,
because a capture's times are UTC and a guess would put every destination into the wrong phase.
Phases may not overlap: a packet belongs to one of them, or to none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.errors import PhaseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the test with its name ("take-off"); `last` is outside it."""

    name: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Flight:
    """A flight: from its record, or as a person says."""

    name: str
    first: datetime
    last: datetime


def parse_phase(text: str) -> Phase:
    """Read `NAME=FROM/TO`; raises PhaseError."""
    name, _, span = text.partition("=")
    first, last = parse_span(text, span)
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise _fault(text, f"it needs a name of at most {_LONGEST_NAME} letters before the '='")
    return Phase(name, first, last)


def parse_span(whole: str, span: str) -> tuple[datetime, datetime]:
    """Read `FROM/TO`; raises PhaseError, which shows `whole`."""
    begins, slash, ends = span.partition("/")
    if not slash:
        raise _fault(whole, "there is no '/' between two times")
    first, last = _time(whole, begins), _time(whole, ends)
    if last <= first:
        raise _fault(whole, "it ends before it begins")
    return first, last


def parse_phase_lines(lines: Iterable[str]) -> tuple[Phase, ...]:
    """Read one phase a line; empty lines and lines that begin with '#' say nothing."""
    stripped = (line.strip() for line in lines)
    return tuple(parse_phase(line) for line in stripped if line and not line.startswith("#"))


def in_order(phases: Iterable[Phase]) -> tuple[Phase, ...]:
    """Sort phases by time; raises PhaseError when two overlap or have one name."""
    found = tuple(sorted(phases, key=lambda phase: (phase.first, phase.last)))
    _refuse_overlap(found)
    if len({phase.name for phase in found}) != len(found):
        raise PhaseError(
            "Two phases have one name. Nothing was examined. Number them: idle 1, idle 2."
        )
    return found


def _refuse_overlap(phases: Sequence[Phase]) -> None:
    for before, after in pairwise(phases):
        if after.first < before.last:
            raise PhaseError(
                f"The phases {before.name!r} and {after.name!r} overlap. Nothing was examined. A "
                "packet belongs to one phase: end the first where the second begins."
            )


def _time(whole: str, text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise _fault(whole, f"{text.strip()[:40]!r} is no time") from error
    if time.tzinfo is None:
        raise _fault(whole, f"{text.strip()!r} has no zone; write Z or +13:00 behind it")
    return time.astimezone(UTC)


def _fault(text: str, why: str) -> PhaseError:
    return PhaseError(
        f"{text[:80]!r} is no stretch of time: {why}. Nothing was examined. Write for instance "
        "take-off=2026-11-27T01:00:00Z/2026-11-27T01:05:00Z."
    )
