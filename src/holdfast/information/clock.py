# SPDX-License-Identifier: Apache-2.0
"""How long a request may take: when a decision is due, what an extension does, what time is left.

Promises: an extension counts only when it was made inside the time, gives a later day and a reason
(Official Information Act 1982 s 15A; Privacy Act 2020 s 48); a second one counts when it too was
made inside the first time. Limits come from the agency's clocks, by working days, days or hours.
Never knows today: whoever asks says it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.information.errors import (
    ExtensionRefusedError,
    NoTimeLimitError,
    ReceivedInFutureError,
    UnknownRequestKindError,
)
from holdfast.information.working_days import (
    add_days,
    add_working_days,
    working_days_between,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.agency import Agency, Clock, Holidays, RequestKind


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, told to the person on `made_on`: until which day, and why."""

    made_on: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a decision is due.

    `original` is the day before any extension, `day` the day now. `transfer_by` is the last day on
    which the request may be passed on to another agency, None where the law sets none.
    """

    received: date
    original: date
    day: date
    transfer_by: date | None
    extensions: tuple[Extension, ...]
    holidays: Holidays = field(repr=False)

    def days_left(self, today: date) -> int:
        """Count the working days after today that are left; 0 on the last day and after it."""
        self._not_before(today)
        return working_days_between(today, self.day, self.holidays)

    def overdue_by(self, today: date) -> int:
        """Count the working days that the decision is late by; 0 when it is not."""
        self._not_before(today)
        return working_days_between(self.day, today, self.holidays)

    def is_overdue(self, today: date) -> bool:
        """Say whether the last day is over; that holds on a weekend after it, too."""
        self._not_before(today)
        return today > self.day

    def working_days_to(self, day: date) -> int:
        """Count the working days that a decision made on that day took."""
        self._not_before(day)
        return working_days_between(self.received, day, self.holidays)

    def _not_before(self, today: date) -> None:
        if today < self.received:
            raise ReceivedInFutureError(
                f"The request would have been received on {self.received}, after {today}. Nothing "
                "was changed. Check the day of receipt."
            )


def due(
    kind: str, received: date, agency: Agency, extensions: Sequence[Extension] = ()
) -> Deadline:
    """Give the deadline of a request, its extensions applied in order.

    Raises UnknownRequestKindError, NoTimeLimitError, ExtensionRefusedError, UnknownYearError.
    """
    found = request_kind(kind, agency)
    if not found.decision_clock:
        raise NoTimeLimitError(
            f"The {found.act} sets no number of days for a {found.words.lower()}. Nothing was "
            "changed. Answer as soon as it can be done."
        )
    original = day_limit(found.decision_clock, received, agency)
    day = original
    for extension in extensions:
        _check(extension, received=received, original=original, current=day)
        day = extension.until
    return Deadline(
        received=received,
        original=original,
        day=day,
        transfer_by=(
            day_limit(found.transfer_clock, received, agency) if found.transfer_clock else None
        ),
        extensions=tuple(extensions),
        holidays=agency.holidays,
    )


def _check(extension: Extension, *, received: date, original: date, current: date) -> None:
    fault = ""
    if extension.made_on < received:
        fault = f"it is dated {extension.made_on}, before the request of {received}"
    elif extension.made_on > original:
        fault = f"it was made on {extension.made_on}, after the time ran out on {original}"
    elif extension.until <= current:
        fault = f"its new day, {extension.until}, is not after {current}, when a decision is due"
    elif not extension.reason.strip():
        fault = "it gives no reason"
    if fault:
        raise ExtensionRefusedError(
            f"The extension does not count: {fault}. Nothing was changed, and the decision is due "
            f"on {current}."
        )


def request_kind(kind: str, agency: Agency) -> RequestKind:
    """Give the kind of that id. Raises UnknownRequestKindError."""
    found = agency.request_kinds.get(kind)
    if found is None:
        known = ", ".join(one.id for one in agency.request_kinds)
        raise UnknownRequestKindError(
            f"There is no kind of request {kind!r}. Nothing was changed. Choose one of {known}."
        )
    return found


def day_limit(clock: str, start: date, agency: Agency) -> date:
    """Give the last day of a limit in days or working days; the first day is the one after start.

    Raises NoTimeLimitError, UnknownYearError.
    """
    found = _clock(clock, agency)
    if found.unit == "working days":
        return add_working_days(start, found.length, agency.holidays)
    if found.unit == "days":
        return add_days(start, found.length)
    raise NoTimeLimitError(
        f"The time limit {clock!r} is in {found.unit}, and a day was asked for. Nothing was changed."
    )


def hours_limit(clock: str, agency: Agency) -> timedelta:
    """Give a limit that is in hours. Raises NoTimeLimitError."""
    found = _clock(clock, agency)
    if found.unit != "hours":
        raise NoTimeLimitError(
            f"The time limit {clock!r} is in {found.unit}, and hours were asked for. Nothing was "
            "changed."
        )
    return timedelta(hours=found.length)


def time_left(clock: str, began: datetime, now: datetime, agency: Agency) -> timedelta:
    """Give what is left of a limit in hours; zero or below when it is over. Both times are aware.

    Raises NoTimeLimitError, ReceivedInFutureError.
    """
    if now < began:
        raise ReceivedInFutureError(
            f"The time would have begun at {began}, after {now}. Nothing was changed. Check the "
            "time that was entered, and this machine's clock."
        )
    return began + hours_limit(clock, agency) - now


def _clock(name: str, agency: Agency) -> Clock:
    found = agency.clocks.get(name)
    if found is None:
        raise NoTimeLimitError(
            f"There is no time limit {name!r} in the agency's list clocks.toml. Nothing was changed."
        )
    return found
