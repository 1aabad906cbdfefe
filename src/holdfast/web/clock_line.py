# SPDX-License-Identifier: Apache-2.0
"""A time limit drawn as a line of working days: passed, left, won by an extension, late.

Promises: only days that the law counts are drawn; what the line shows is also said in words, so
that nobody needs to see it. Never counts by itself: the days come from `holdfast.information`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from holdfast.information import InformationError, add_working_days, working_days_between

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.agency import Holidays

_MOST: Final = 120


@dataclass(frozen=True, slots=True)
class LineDay:
    """One working day. `state`: passed, left, extra (won by an extension), late. `marks` in words."""

    day: date
    state: str
    passed: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockLine:
    """The days by month, how many are not drawn, and the same in words."""

    months: tuple[tuple[date, tuple[LineDay, ...]], ...]
    further: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: when it began, its last day before and after extensions, and when it ended."""

    received: date
    original: date
    day: date
    closed_on: date | None
    holidays: Holidays


def clock_line(limit: Limit, today: date) -> ClockLine | None:
    """Draw the line; None when the agency's lists cannot count its days."""
    until = limit.closed_on or today
    last = max(limit.day, until)
    try:
        count = working_days_between(limit.received, last, limit.holidays)
        drawn = tuple(_days(limit, until, min(count, _MOST)))
        words = tuple(_words(limit, until))
    except InformationError:
        return None
    months = tuple(
        (first, tuple(days))
        for first, days in groupby(drawn, key=lambda one: one.day.replace(day=1))
    )
    return ClockLine(months, max(0, count - _MOST), words)


def _days(limit: Limit, until: date, count: int) -> Iterator[LineDay]:
    day = limit.received
    for _ in range(count):
        day = add_working_days(day, 1, limit.holidays)
        passed = day <= until
        if day > limit.day:
            state = "late"
        elif day > limit.original:
            state = "extra"
        else:
            state = "passed" if passed else "left"
        yield LineDay(day, state, passed, tuple(_marks(limit, day, until)))


def _marks(limit: Limit, day: date, until: date) -> Iterator[str]:
    if day == limit.day:
        yield "due"
    elif day == limit.original:
        yield "first due"
    if day == until:
        yield "closed" if limit.closed_on else "today"


def _words(limit: Limit, until: date) -> Iterator[str]:
    whole = working_days_between(limit.received, limit.day, limit.holidays)
    yield f"{whole} working days from {_in_words(limit.received)} to {_in_words(limit.day)}."
    if limit.day != limit.original:
        won = working_days_between(limit.original, limit.day, limit.holidays)
        yield f"{won} of them by extension; it was first due on {_in_words(limit.original)}."
    took = working_days_between(limit.received, until, limit.holidays)
    late = working_days_between(limit.day, until, limit.holidays)
    if limit.closed_on is not None:
        yield f"Closed on {_in_words(until)}, after {took} working days" + (
            f", {late} too late." if until > limit.day else "."
        )
    elif until > limit.day:
        yield f"Overdue by {late} working days."
    else:
        left = working_days_between(until, limit.day, limit.holidays)
        yield f"{took} have passed, {left} are left."
    yield "Weekends, public holidays and the recess are not counted."


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
