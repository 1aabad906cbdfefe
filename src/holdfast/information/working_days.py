# SPDX-License-Identifier: Apache-2.0
"""Working days, as section 2 of the Official Information Act 1982 counts them.

A working day is no weekend, no national public holiday with its Monday in lieu, and not in the
yearly recess; the agency's exceptions come last and win. All of it is data
(`holdfast.agency.Holidays`), the public holidays come from the holidays library. Promises: a year
outside the agency's first and last is a named error, because the library goes on without the
holidays that nobody has set yet. Never knows today.

Days are calendar days where the agency is, as a person would write them on a letter.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from holdfast.information.errors import UnknownCountryError, UnknownYearError

if TYPE_CHECKING:
    from holdfast.agency import Holidays


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Say whether the law counts that day. Raises UnknownYearError, UnknownCountryError."""
    public = _public_holidays(day.year, holidays)
    if day in holidays.working:
        return True
    return not (
        day in holidays.not_working
        or day.isoweekday() in holidays.weekend
        or _in_recess(day, holidays)
        or day in public
    )


def add_working_days(received: date, length: int, holidays: Holidays) -> date:
    """Give the last day of a limit of `length` working days, the day of receipt not counted.

    Raises UnknownYearError, UnknownCountryError.
    """
    day = received
    left = length
    while left > 0:
        day = add_days(day, 1)
        left -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Holidays) -> int:
    """Count the working days after `start`, up to and with `end`; 0 when end is not later.

    Raises UnknownYearError, UnknownCountryError.
    """
    count = 0
    day = start
    while day < end:
        day = add_days(day, 1)
        count += is_working_day(day, holidays)
    return count


def add_days(day: date, days: int) -> date:
    """Give the day that many days on. Raises UnknownYearError where the calendar ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise UnknownYearError("The calendar ends there. Give an earlier day.") from error


def _in_recess(day: date, holidays: Holidays) -> bool:
    if holidays.recess is None:
        return False
    first, last = holidays.recess
    here = (day.month, day.day)
    # A recess over New Year begins later in its year than it ends in the next.
    return first <= here <= last if first <= last else here >= first or here <= last


def _public_holidays(year: int, holidays: Holidays) -> frozenset[date]:
    if not holidays.first_year <= year <= holidays.last_year:
        raise UnknownYearError(
            f"The public holidays of {year} are not known for certain, so no day was counted and "
            f"nothing was changed. The agency's list holidays.toml covers {holidays.first_year} to "
            f"{holidays.last_year}; check the day, or bring the list up to date."
        )
    return _from_library(holidays.country, holidays.subdivision, year)


@lru_cache(maxsize=256)
def _from_library(country: str, subdivision: str, year: int) -> frozenset[date]:
    # Half a second of imports, so only who counts days pays for it.
    from holidays import country_holidays

    try:
        found = country_holidays(country, subdiv=subdivision or None, years=year, expand=False)
    except NotImplementedError as error:
        raise UnknownCountryError(
            f"The holidays library does not know {country} {subdivision}".rstrip()
            + ". No day was counted and nothing was changed. Name country and subdivision in "
            "holidays.toml as the library does."
        ) from error
    return frozenset(found)
