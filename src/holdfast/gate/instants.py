# SPDX-License-Identifier: Apache-2.0
"""Moments as the gate compares and writes them: aware, in UTC, to the millisecond.

Promises: a moment without a zone is refused. Cedar knows milliseconds, so limits are rounded to
them when they are read, towards a shorter approval; then Cedar and Python compare the same.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from holdfast.gate.errors import RowError

_MILLISECOND: Final = 1000


def aware(moment: datetime, what: str) -> datetime:
    """Give the moment in UTC. Raises RowError when it has no zone."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise RowError(
            "time-without-zone",
            f"{what}, {moment.isoformat(sep=' ')}, has no time zone, so nobody can say which "
            "moment it is. Nothing was changed. Give it with its zone, for example "
            f"{moment.isoformat()}Z for UTC.",
        )
    return moment.astimezone(UTC)


def rounded_down(moment: datetime, what: str) -> datetime:
    """Give the last whole millisecond that is not later. Raises RowError without a zone."""
    moment = aware(moment, what)
    return moment.replace(microsecond=moment.microsecond // _MILLISECOND * _MILLISECOND)


def rounded_up(moment: datetime, what: str) -> datetime:
    """Give the first whole millisecond that is not earlier. Raises RowError without a zone."""
    down = rounded_down(moment, what)
    return down if down == moment else down + timedelta(milliseconds=1)


def written(moment: datetime | None) -> str:
    """Write a moment as records do, 2026-12-31T00:00:00Z; "" when there is none."""
    return "" if moment is None else moment.isoformat().replace("+00:00", "Z")


def in_words(moment: datetime) -> str:
    """Write a moment for a person: 31 December 2026, 00:00 UTC."""
    if moment.second or moment.microsecond:
        clock = moment.time().isoformat("milliseconds" if moment.microsecond else "seconds")
    else:
        clock = moment.time().isoformat("minutes")
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {clock} UTC"


_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
