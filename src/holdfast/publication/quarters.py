# SPDX-License-Identifier: Apache-2.0
"""Quarters of a year, and days as faces write them.

Promises: a quarter is written `2026Q4`; its days are UTC days, both ends counted; its report is due
30 days after its last day. Never asks what day it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from holdfast.publication.errors import QuarterError

DAYS_UNTIL_DUE = 30
_WRITTEN = re.compile(r"(?P<year>[12][0-9]{3})Q(?P<number>[1-4])\Z", re.ASCII)
_MONTHS = 3
_LAST = 4


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter, made from its text: `Quarter("2026Q4")`."""

    text: str

    def __post_init__(self) -> None:
        if not isinstance(self.text, str) or not _WRITTEN.match(self.text):
            raise QuarterError(
                f"A quarter is written as a year, Q and a number from 1 to 4, such as 2026Q4, not "
                f"{str(self.text)[:40]!r}. Nothing was computed; write it so."
            )

    @classmethod
    def containing(cls, day: date) -> Self:
        """Return the quarter that `day` is in."""
        return cls(f"{day.year:04d}Q{(day.month - 1) // _MONTHS + 1}")

    @property
    def year(self) -> int:
        """The year."""
        return int(self.text[:4])

    @property
    def number(self) -> int:
        """Which quarter of the year, from 1 to 4."""
        return int(self.text[-1])

    @property
    def first_day(self) -> date:
        """The first day of it."""
        return date(self.year, _MONTHS * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of it."""
        return self.next.first_day - timedelta(days=1)

    @property
    def due_on(self) -> date:
        """The last day on which its report is in time."""
        return self.last_day + timedelta(days=DAYS_UNTIL_DUE)

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        last = self.number == _LAST
        return Quarter(f"{self.year + last:04d}Q{1 if last else self.number + 1}")

    @property
    def previous(self) -> Quarter:
        """The quarter before it."""
        first = self.number == 1
        return Quarter(f"{self.year - first:04d}Q{_LAST if first else self.number - 1}")

    def __str__(self) -> str:
        return self.text


def days_after(day: str, count: int) -> str:
    """Return the day `count` days after `day`, both ISO 8601."""
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()
