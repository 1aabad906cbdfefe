# SPDX-License-Identifier: Apache-2.0
"""Section 2 of the Official Information Act 1982, written out once more and slowly.

It shares nothing with the code it is compared with: no library, no list, no shortcut. Easter is
reckoned by Butcher's rule; Matariki is the schedule of Te Kāhui o Matariki Public Holiday Act 2022.
"""

from __future__ import annotations

from datetime import date, timedelta

_ONE = timedelta(days=1)
_SATURDAY, _SUNDAY, _MONDAY = 5, 6, 0
MATARIKI = {
    2022: (6, 24), 2023: (7, 14), 2024: (6, 28), 2025: (6, 20), 2026: (7, 10), 2027: (6, 25),
    2028: (7, 14), 2029: (7, 6), 2030: (6, 21), 2031: (7, 11), 2032: (7, 2), 2033: (6, 24),
    2034: (7, 7), 2035: (6, 29), 2036: (7, 18), 2037: (7, 10), 2038: (6, 25), 2039: (7, 15),
    2040: (7, 6), 2041: (7, 19), 2042: (7, 11), 2043: (7, 3), 2044: (6, 24), 2045: (7, 7),
    2046: (6, 29), 2047: (7, 19), 2048: (7, 3), 2049: (6, 25), 2050: (7, 15), 2051: (6, 30),
    2052: (6, 21),
}  # fmt: skip


def easter(year: int) -> date:
    """Give Easter Sunday."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _monday_if_weekend(day: date) -> date:
    while day.weekday() in (_SATURDAY, _SUNDAY):
        day += _ONE
    return day


def _nth_monday(year: int, month: int, number: int) -> date:
    day = date(year, month, 1)
    while day.weekday() != _MONDAY:
        day += _ONE
    return day + timedelta(weeks=number - 1)


def is_working(day: date) -> bool:
    """Say whether section 2 counts the day."""
    year = day.year
    if day.weekday() in (_SATURDAY, _SUNDAY):
        return False
    if date(year, 12, 25) <= day or day <= date(year, 1, 15):
        return False
    holidays = {
        easter(year) - 2 * _ONE,
        easter(year) + _ONE,
        _monday_if_weekend(date(year, 2, 6)),
        _monday_if_weekend(date(year, 4, 25)),
        _nth_monday(year, 6, 1),
        _nth_monday(year, 10, 4),
    }
    if year in MATARIKI:
        holidays.add(date(year, *MATARIKI[year]))
    return day not in holidays


def nth_working_day_after(received: date, number: int) -> date:
    """Give the last day of a limit."""
    found: list[date] = []
    day = received
    while len(found) < number:
        day += _ONE
        if is_working(day):
            found.append(day)
    return found[-1]
