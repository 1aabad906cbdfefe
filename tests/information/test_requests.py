# SPDX-License-Identifier: Apache-2.0
"""A request stands where its steps say, late ones too, and steps that cannot be are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from holdfast.agency import read_agency
from holdfast.information import (
    DaysOutOfOrderError,
    Decided,
    Extension,
    ReceivedInFutureError,
    RequestState,
    Transfer,
    standing,
)

AGENCY = read_agency(None)
OPEN = RequestState("R-2023-001", "oia", date(2023, 4, 11))
EXTENSION = Extension(date(2023, 5, 9), date(2023, 6, 16), "consultations")


def _decided(day: date) -> RequestState:
    return replace(OPEN, decided=Decided(day, "granted"))


def test_an_open_request_has_days_left() -> None:
    found = standing(OPEN, AGENCY, date(2023, 5, 8))
    assert (found.status, found.late, found.days_left, found.took) == ("open", False, 2, None)


def test_an_open_request_after_its_time_is_overdue() -> None:
    found = standing(OPEN, AGENCY, date(2023, 5, 12))
    assert (found.status, found.late, found.days_left, found.late_by) == ("overdue", True, 0, 2)


def test_an_extension_gives_an_open_request_its_days_back() -> None:
    found = standing(replace(OPEN, extensions=(EXTENSION,)), AGENCY, date(2023, 5, 12))
    assert (found.status, found.late) == ("open", False)


@pytest.mark.parametrize(
    ("day", "late", "late_by", "took"),
    [
        (date(2023, 4, 11), False, 0, 0),
        (date(2023, 5, 10), False, 0, 20),
        (date(2023, 5, 11), True, 1, 21),
    ],
)
def test_a_decision_is_on_time_up_to_its_last_day(
    day: date, *, late: bool, late_by: int, took: int
) -> None:
    found = standing(_decided(day), AGENCY, date(2024, 1, 1))
    assert (found.status, found.late, found.late_by, found.took) == ("decided", late, late_by, took)


def test_a_decision_on_the_saturday_after_is_late_by_no_working_day() -> None:
    state = RequestState(
        "R-1", "oia", date(2026, 2, 13), decided=Decided(date(2026, 3, 14), "granted")
    )
    found = standing(state, AGENCY, date(2026, 4, 1))
    assert (found.late, found.late_by) == (True, 0)


def test_a_transfer_is_late_by_its_own_limit_and_recorded_all_the_same() -> None:
    in_time = replace(OPEN, transfer=Transfer(date(2023, 4, 26), "IPCA"))
    assert not standing(in_time, AGENCY, date(2023, 5, 1)).late
    late = standing(
        replace(OPEN, transfer=Transfer(date(2023, 4, 28), "IPCA")), AGENCY, date(2023, 5, 1)
    )
    assert (late.status, late.late, late.late_by) == ("transferred", True, 2)


def test_where_the_law_sets_no_days_nothing_is_late() -> None:
    state = replace(OPEN, kind="cda")
    found = standing(state, AGENCY, date(2024, 5, 1))
    assert (found.status, found.deadline, found.late, found.late_by) == ("open", None, False, 0)


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        (_decided(date(2023, 4, 10)), "the decision of 2023-04-10 comes before its receipt"),
        (_decided(date(2023, 6, 2)), "the decision of 2023-06-02 comes after today"),
        (
            replace(OPEN, transfer=Transfer(date(2023, 4, 1), "IPCA")),
            "the transfer of 2023-04-01 comes before its receipt",
        ),
        (
            replace(_decided(date(2023, 5, 8)), extensions=(EXTENSION,)),
            "the decision of 2023-05-08 comes before the extension of 2023-05-09",
        ),
        (
            replace(_decided(date(2023, 5, 8)), transfer=Transfer(date(2023, 4, 12), "IPCA")),
            "another agency decides it",
        ),
    ],
)
def test_steps_that_cannot_be_are_refused_in_words(state: RequestState, fault: str) -> None:
    with pytest.raises(DaysOutOfOrderError, match=fault) as caught:
        standing(state, AGENCY, date(2023, 6, 1))
    assert "R-2023-001" in str(caught.value)
    assert "Nothing was changed" in str(caught.value)


def test_a_request_received_after_today_is_refused() -> None:
    with pytest.raises(ReceivedInFutureError, match="Check the day of receipt"):
        standing(OPEN, AGENCY, date(2023, 4, 10))
