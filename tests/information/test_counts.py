# SPDX-License-Identifier: Apache-2.0
"""Figures about requests add up, zeros are shown, and later events do not change a past period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.agency import read_agency
from holdfast.information import (
    OUTCOMES,
    Decided,
    Extension,
    RequestFigures,
    RequestState,
    Transfer,
    add_working_days,
    count_requests,
)

if TYPE_CHECKING:
    from holdfast.information import Outcome

AGENCY = read_agency(None)
_STARTS = [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]
FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)


def _state(number: int, received: date, took: int | None = None, *grounds: str) -> RequestState:
    state = RequestState(f"R-2026-{number:03}", "oia", received)
    if took is None:
        return state
    day = add_working_days(received, took, AGENCY.holidays)
    outcome: Outcome = "refused" if grounds else "granted"
    return replace(state, decided=Decided(day, outcome, grounds))


def _count(*states: RequestState, kind: str = "oia") -> RequestFigures:
    return count_requests(states, kind=kind, first=FIRST, last=LAST, agency=AGENCY)


def test_a_period_without_requests_is_zeros_and_no_median() -> None:
    figures = _count()
    assert (figures.received, figures.decided, figures.open, figures.overdue) == (0, 0, 0, 0)
    assert (figures.median_days, figures.longest_days, figures.on_time_percent) == (None,) * 3
    assert figures.by_outcome == dict.fromkeys(OUTCOMES, 0)
    assert len(figures.by_ground) == 43
    assert set(figures.by_ground.values()) == {0}


def test_requests_are_counted_by_what_was_done_in_the_period() -> None:
    extended = replace(
        _state(4, date(2026, 4, 9)),
        extensions=(Extension(date(2026, 4, 20), date(2026, 7, 31), "r"),),
    )
    figures = _count(
        _state(1, date(2026, 3, 20), 10, "oia-9-2-a", "oia-6-c"),
        _state(2, date(2026, 4, 9), 3),
        _state(3, date(2026, 4, 9), 25, "oia-9-2-a"),
        extended,
        _state(5, date(2026, 4, 10)),
        _state(6, date(2026, 1, 20), 5),
        _state(7, date(2026, 7, 1), 1),
        replace(_state(8, date(2026, 6, 1)), transfer=Transfer(date(2026, 6, 30), "IPCA")),
        replace(_state(9, date(2026, 6, 1), 1), kind="privacy"),
    )
    assert (figures.received, figures.decided) == (5, 3)
    assert figures.by_outcome == {"granted": 1, "granted-in-part": 0, "refused": 2}
    assert (figures.median_days, figures.longest_days) == (10.0, 25)
    assert (figures.on_time, figures.on_time_percent) == (2, 66)
    assert (figures.extended, figures.transferred, figures.transferred_late) == (1, 1, 1)
    assert (figures.open, figures.overdue) == (2, 1)
    assert {key: n for key, n in figures.by_ground.items() if n} == {"oia-9-2-a": 2, "oia-6-c": 1}


def test_half_a_day_is_a_median() -> None:
    assert _count(_state(1, FIRST, 3), _state(2, FIRST, 6)).median_days == 4.5


def test_what_happened_later_does_not_change_a_past_period() -> None:
    then = _state(1, date(2026, 6, 29))
    later = replace(
        then,
        extensions=(Extension(date(2026, 7, 2), date(2026, 9, 1), "r"),),
        decided=Decided(date(2026, 8, 3), "refused", ("oia-6-c",)),
    )
    assert _count(later) == _count(then)


def test_a_ground_that_has_left_the_list_still_counts() -> None:
    assert _count(_state(1, FIRST, 1, "oia-old")).by_ground["oia-old"] == 1


def test_where_the_law_sets_no_days_nothing_is_on_time_or_late() -> None:
    figures = _count(replace(_state(1, FIRST, 30), kind="cda"), kind="cda")
    assert (figures.decided, figures.longest_days) == (1, 30)
    assert (figures.on_time, figures.on_time_percent, figures.overdue) == (0, None, 0)


_STATES = st.lists(
    st.builds(
        _state,
        st.integers(1, 999),
        st.dates(date(2026, 1, 1), date(2026, 9, 30)),
        st.one_of(st.none(), st.integers(0, 60)),
    ),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(states=_STATES)
def test_what_came_is_what_was_closed_and_what_is_open(states: list[RequestState]) -> None:
    all_time = count_requests(
        states, kind="oia", first=date(2026, 1, 1), last=date(2026, 9, 30), agency=AGENCY
    )
    assert all_time.received == all_time.decided + all_time.transferred + all_time.open
    assert all_time.overdue <= all_time.open
    assert sum(all_time.by_outcome.values()) == all_time.decided
    quarters = [
        count_requests(
            states, kind="oia", first=first, last=last - timedelta(days=1), agency=AGENCY
        )
        for first, last in pairwise(_STARTS)
    ]
    assert sum(one.received for one in quarters) == all_time.received
    assert sum(one.decided for one in quarters) == all_time.decided
    assert quarters[-1].open == all_time.open
