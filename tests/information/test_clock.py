# SPDX-License-Identifier: Apache-2.0
"""A decision is due when the law says, and an extension counts only when it was made in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from agency import shipped
from holdfast.agency import read_agency
from holdfast.information import (
    Extension,
    ExtensionRefusedError,
    NoTimeLimitError,
    ReceivedInFutureError,
    UnknownRequestKindError,
    UnknownYearError,
    day_limit,
    due,
    hours_limit,
    time_left,
)

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = read_agency(None)
RECEIVED = date(2023, 4, 11)
DUE = date(2023, 5, 10)
EXTENDED = Extension(date(2023, 5, 9), date(2023, 6, 16), "consultations are necessary")


@pytest.mark.parametrize("kind", ["oia", "privacy"])
def test_a_decision_is_due_in_twenty_working_days_and_a_transfer_in_ten(kind: str) -> None:
    deadline = due(kind, RECEIVED, AGENCY)
    assert (deadline.original, deadline.day) == (DUE, DUE)
    assert deadline.transfer_by == date(2023, 4, 26)


def test_days_left_and_overdue_are_working_days() -> None:
    deadline = due("oia", RECEIVED, AGENCY)
    assert deadline.days_left(RECEIVED) == 20
    assert deadline.days_left(date(2023, 5, 8)) == 2
    assert (deadline.days_left(DUE), deadline.overdue_by(DUE)) == (0, 0)
    assert not deadline.is_overdue(DUE)
    assert deadline.overdue_by(date(2023, 5, 15)) == 3
    assert deadline.days_left(date(2023, 5, 15)) == 0
    assert deadline.working_days_to(DUE) == 20


def test_on_the_saturday_after_the_last_day_it_is_overdue_by_no_working_day() -> None:
    deadline = due("oia", date(2026, 2, 13), AGENCY)
    assert deadline.day == date(2026, 3, 13)
    saturday = date(2026, 3, 14)
    assert deadline.is_overdue(saturday)
    assert deadline.overdue_by(saturday) == 0


def test_an_extension_made_on_the_last_day_gives_a_new_one() -> None:
    deadline = due("oia", RECEIVED, AGENCY, [Extension(DUE, date(2023, 6, 16), "a large quantity")])
    assert (deadline.original, deadline.day) == (DUE, date(2023, 6, 16))
    assert deadline.overdue_by(date(2023, 6, 16)) == 0


def test_a_second_extension_counts_when_it_too_was_made_in_the_first_time() -> None:
    second = Extension(DUE, date(2023, 7, 3), "the minister is consulted as well")
    assert due("oia", RECEIVED, AGENCY, [EXTENDED, second]).day == date(2023, 7, 3)
    late = Extension(date(2023, 6, 1), date(2023, 7, 3), "still more")
    with pytest.raises(ExtensionRefusedError, match="after the time ran out on 2023-05-10"):
        due("oia", RECEIVED, AGENCY, [EXTENDED, late])


@pytest.mark.parametrize(
    ("extension", "fault"),
    [
        (Extension(date(2023, 5, 11), date(2023, 6, 16), "r"), "after the time ran out"),
        (Extension(date(2023, 4, 10), date(2023, 6, 16), "r"), "before the request of 2023-04-11"),
        (Extension(DUE, DUE, "r"), "is not after 2023-05-10"),
        (Extension(DUE, date(2023, 5, 1), "r"), "is not after 2023-05-10"),
        (Extension(DUE, date(2023, 6, 16), " \n"), "no reason"),
    ],
)
def test_an_extension_that_does_not_count_is_refused_in_words(
    extension: Extension, fault: str
) -> None:
    with pytest.raises(ExtensionRefusedError, match=fault) as caught:
        due("oia", RECEIVED, AGENCY, [extension])
    assert "the decision is due on 2023-05-10" in str(caught.value)


def test_a_request_from_the_future_is_named() -> None:
    with pytest.raises(ReceivedInFutureError, match="2023-04-11, after 2023-04-10"):
        due("oia", RECEIVED, AGENCY).days_left(date(2023, 4, 10))


def test_a_kind_that_is_none_is_named() -> None:
    with pytest.raises(UnknownRequestKindError, match="Choose one of oia, privacy, cda"):
        due("foi", RECEIVED, AGENCY)


def test_where_the_law_sets_no_days_none_are_counted() -> None:
    with pytest.raises(NoTimeLimitError, match="Criminal Disclosure Act 2008 sets no number"):
        due("cda", RECEIVED, AGENCY)


def test_another_agencys_limit_is_counted() -> None:
    assert day_limit("complaint-answer", RECEIVED, AGENCY) == DUE
    assert day_limit("report-due", date(2026, 9, 30), AGENCY) == date(2026, 10, 30)


def test_a_limit_of_the_agencys_own_replaces_ours(tmp_path: Path) -> None:
    shipped.changed(tmp_path, "clocks.toml", "length = 20", "length = 5")
    assert due("oia", RECEIVED, read_agency(tmp_path)).day == date(2023, 4, 18)


def test_an_oral_decision_has_forty_eight_hours() -> None:
    assert hours_limit("oral-decision", AGENCY) == timedelta(hours=48)
    began = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert time_left("oral-decision", began, began, AGENCY) == timedelta(hours=48)
    over = began + timedelta(hours=48)
    assert time_left("oral-decision", began, over, AGENCY) == timedelta(0)
    later = began + timedelta(hours=50)
    assert time_left("oral-decision", began, later, AGENCY) == -timedelta(hours=2)
    with pytest.raises(ReceivedInFutureError, match="this machine's clock"):
        time_left("oral-decision", over, began, AGENCY)


def test_a_limit_in_another_unit_than_was_asked_is_named() -> None:
    with pytest.raises(NoTimeLimitError, match="is in hours, and a day"):
        day_limit("oral-decision", RECEIVED, AGENCY)
    with pytest.raises(NoTimeLimitError, match="is in working days, and hours"):
        hours_limit("oia-decision", AGENCY)
    with pytest.raises(NoTimeLimitError, match="no time limit 'never'"):
        day_limit("never", RECEIVED, AGENCY)
    with pytest.raises(UnknownYearError, match="calendar ends"):
        day_limit("report-due", date.max, AGENCY)
