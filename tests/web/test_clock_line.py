# SPDX-License-Identifier: Apache-2.0
"""A time limit is drawn as the days that the law counts, and said in words as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from holdfast.agency import read_agency
from holdfast.web.clock_line import ClockLine, Limit, clock_line

HOLIDAYS = read_agency(None).holidays
DUE = date(2026, 11, 30)
LIMIT = Limit(date(2026, 11, 2), DUE, DUE, None, HOLIDAYS)


def _drawn(limit: Limit, today: date) -> ClockLine:
    found = clock_line(limit, today)
    assert found is not None
    return found


def _states(line: ClockLine) -> list[str]:
    return [one.state for _, days in line.months for one in days]


def test_days_that_passed_and_days_that_are_left_make_the_whole() -> None:
    line = _drawn(LIMIT, date(2026, 11, 13))
    assert _states(line) == ["passed"] * 9 + ["left"] * 11
    assert "9 have passed, 11 are left." in line.words
    marks = {mark: one.day for _, days in line.months for one in days for mark in one.marks}
    assert marks == {"today": date(2026, 11, 13), "due": DUE}


def test_an_extension_is_drawn_apart() -> None:
    longer = replace(LIMIT, day=date(2026, 12, 11))
    line = _drawn(longer, date(2026, 12, 2))
    assert _states(line) == ["passed"] * 20 + ["extra"] * 9
    assert any("9 of them by extension" in one for one in line.words)


def test_what_is_late_is_drawn_and_counted() -> None:
    line = _drawn(LIMIT, date(2026, 12, 4))
    assert _states(line)[20:] == ["late"] * 4
    assert "Overdue by 4 working days." in line.words
    closed = _drawn(replace(LIMIT, closed_on=date(2026, 12, 1)), date(2027, 5, 1))
    assert any("after 21 working days, 1 too late" in one for one in closed.words)


def test_the_recess_over_christmas_is_no_day() -> None:
    line = _drawn(
        Limit(date(2026, 12, 21), date(2027, 2, 10), date(2027, 2, 10), None, HOLIDAYS),
        date(2026, 12, 22),
    )
    days = [one.day for _, several in line.months for one in several]
    assert not [day for day in days if date(2026, 12, 25) <= day <= date(2027, 1, 15)]


def test_years_late_are_said_and_not_all_drawn() -> None:
    line = _drawn(LIMIT, date(2030, 1, 31))
    assert len(_states(line)) == 120
    assert line.further > 500


def test_days_that_the_lists_do_not_reach_are_not_guessed() -> None:
    assert clock_line(LIMIT, date(2200, 1, 1)) is None
