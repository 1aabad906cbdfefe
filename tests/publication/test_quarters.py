# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.publication import Quarter, QuarterError


def test_a_quarter_knows_its_days_and_when_its_report_is_due() -> None:
    quarter = Quarter("2026Q4")
    assert (quarter.first_day, quarter.last_day) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter.due_on == date(2027, 1, 30)
    assert (quarter.previous, quarter.next) == (Quarter("2026Q3"), Quarter("2027Q1"))
    assert Quarter("2024Q1").last_day == date(2024, 3, 31)


@given(st.dates(date(1000, 4, 1), date(2998, 12, 31)))
def test_every_day_is_in_one_quarter_and_quarters_join(day: date) -> None:
    quarter = Quarter.containing(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.next.first_day - quarter.last_day == timedelta(days=1)
    assert quarter.next.previous == quarter == quarter.previous.next
    assert quarter.previous < quarter < quarter.next


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026Q5", "2026Q0", "Q42026", "2026q4", "2026-Q4", "2026Q4 ", "\uff12026Q4"],
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(QuarterError, match="such as 2026Q4"):
        Quarter(text)
