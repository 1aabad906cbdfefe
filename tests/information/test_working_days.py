# SPDX-License-Identifier: Apache-2.0
"""Working days are counted as section 2 of the Official Information Act counts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.agency import read_agency
from holdfast.information import (
    UnknownCountryError,
    UnknownYearError,
    add_working_days,
    is_working_day,
    working_days_between,
)
from information import statute

HOLIDAYS = read_agency(None).holidays
_DAYS = st.dates(date(HOLIDAYS.first_year, 1, 1), date(HOLIDAYS.last_year - 1, 12, 31))


@pytest.mark.parametrize(
    ("received", "length", "last"),
    [
        # The date in the agency's own letter: Anzac Day is between.
        (date(2023, 4, 11), 20, date(2023, 5, 10)),
        # In the recess: the first working day is 16 January. Wellington's anniversary counts.
        (date(2026, 1, 5), 20, date(2026, 2, 13)),
        # Received on the last working day of the year, on the first day of the recess, on a Sunday.
        (date(2025, 12, 24), 1, date(2026, 1, 16)),
        (date(2025, 12, 25), 1, date(2026, 1, 16)),
        (date(2026, 3, 1), 1, date(2026, 3, 2)),
        # Easter.
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        # Over 29 February, and over a February without one.
        (date(2024, 2, 28), 2, date(2024, 3, 1)),
        (date(2026, 2, 27), 1, date(2026, 3, 2)),
        (date(2026, 2, 27), 0, date(2026, 2, 27)),
    ],
)
def test_a_limit_ends_on_the_day_of_the_statute(received: date, length: int, last: date) -> None:
    assert add_working_days(received, length, HOLIDAYS) == last


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 1, 19), True),  # Wellington's anniversary
        (date(2026, 1, 26), True),  # Auckland's
        (date(2026, 11, 13), True),  # Canterbury's
        (date(2022, 9, 26), True),  # a memorial day, of another law
        (date(2026, 7, 10), False),  # Matariki
        (date(2021, 7, 10), False),  # a Saturday
        (date(2021, 7, 9), True),  # before there was Matariki
        (date(2026, 4, 27), False),  # Anzac Day was a Saturday
        (date(2022, 2, 7), False),  # Waitangi Day was a Sunday
        (date(2026, 6, 1), False),  # the King's birthday
        (date(2026, 10, 26), False),  # Labour Day
        (date(2038, 4, 26), False),  # Easter Monday, and the Monday of Anzac Day
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 15), False),
        (date(2027, 1, 18), True),
        (date(2024, 2, 29), True),
    ],
)
def test_a_day_counts_or_does_not(day: date, *, counts: bool) -> None:
    assert is_working_day(day, HOLIDAYS) is counts


def test_with_a_provincial_anniversary_the_answer_would_be_wrong() -> None:
    wellington = replace(HOLIDAYS, subdivision="WGN")
    assert add_working_days(date(2026, 1, 5), 20, wellington) == date(2026, 2, 16)


def test_without_the_override_a_memorial_day_would_not_count() -> None:
    assert not is_working_day(date(2022, 9, 26), replace(HOLIDAYS, working=frozenset()))


def test_a_day_that_the_agency_adds_does_not_count() -> None:
    closed = replace(HOLIDAYS, not_working=frozenset({date(2026, 3, 2)}))
    assert add_working_days(date(2026, 2, 27), 1, closed) == date(2026, 3, 3)


def test_another_country_has_its_own_weekend_and_no_recess() -> None:
    other = replace(HOLIDAYS, country="AE", weekend=frozenset({7}), recess=None)
    assert is_working_day(date(2026, 12, 28), other)
    assert is_working_day(date(2026, 1, 10), other)
    assert not is_working_day(date(2026, 1, 1), other)


def test_a_recess_inside_one_year_is_one() -> None:
    summer = replace(HOLIDAYS, recess=((7, 1), (8, 31)))
    assert not is_working_day(date(2026, 8, 31), summer)
    assert is_working_day(date(2026, 9, 1), summer)
    assert is_working_day(date(2026, 12, 29), summer)


@pytest.mark.parametrize("day", [date(2013, 12, 31), date(2053, 1, 1), date.max, date.min])
def test_a_year_that_nobody_knows_is_named_and_never_guessed(day: date) -> None:
    with pytest.raises(UnknownYearError, match=f"holidays of {day.year} are not known"):
        is_working_day(day, HOLIDAYS)


def test_a_limit_that_runs_into_such_a_year_is_named_too() -> None:
    with pytest.raises(UnknownYearError, match="2053"):
        add_working_days(date(2052, 12, 20), 20, HOLIDAYS)
    with pytest.raises(UnknownYearError, match="calendar ends"):
        add_working_days(date.max, 1, replace(HOLIDAYS, last_year=9999))


def test_the_last_year_is_the_last_for_which_the_library_has_matariki() -> None:
    def has_matariki(year: int) -> bool:
        return "Matariki" in country_holidays("NZ", years=year).values()

    assert has_matariki(HOLIDAYS.last_year)
    assert not has_matariki(HOLIDAYS.last_year + 1)


def test_a_country_that_the_library_lacks_is_named() -> None:
    with pytest.raises(UnknownCountryError, match="XX"):
        is_working_day(date(2026, 1, 1), replace(HOLIDAYS, country="XX"))
    with pytest.raises(UnknownCountryError, match="NZ ATLANTIS"):
        is_working_day(date(2026, 1, 1), replace(HOLIDAYS, subdivision="ATLANTIS"))


def test_matariki_is_on_a_friday() -> None:
    assert {date(year, *day).isoweekday() for year, day in statute.MATARIKI.items()} == {5}


def test_every_day_of_every_year_is_as_in_the_statute() -> None:
    day = date(HOLIDAYS.first_year, 1, 1)
    wrong = []
    while day.year <= HOLIDAYS.last_year:
        if is_working_day(day, HOLIDAYS) != statute.is_working(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@settings(max_examples=200, deadline=None)
@given(received=_DAYS, length=st.integers(1, 60))
def test_a_limit_is_as_in_the_statute(received: date, length: int) -> None:
    last = add_working_days(received, length, HOLIDAYS)
    assert last == statute.nth_working_day_after(received, length)
    assert is_working_day(last, HOLIDAYS)
    assert working_days_between(received, last, HOLIDAYS) == length


@settings(max_examples=200, deadline=None)
@given(day=_DAYS, one=st.integers(0, 30), two=st.integers(0, 30))
def test_limits_add_up_and_never_go_back(day: date, one: int, two: int) -> None:
    first = add_working_days(day, one, HOLIDAYS)
    assert add_working_days(first, two, HOLIDAYS) == add_working_days(day, one + two, HOLIDAYS)
    assert first >= day
    assert working_days_between(first, day, HOLIDAYS) == 0
