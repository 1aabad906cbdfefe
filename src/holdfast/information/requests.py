# SPDX-License-Identifier: Apache-2.0
"""The state of one request: what was received, and every step until it is closed.

Promises: steps are in order (nothing before the request, nothing after it was closed, nothing
after today), and a request that was passed on late or decided late says so. A late step is
recorded, never refused: a log that takes only what was on time would be a false one. Never holds
who asked or what they asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from holdfast.information.clock import Deadline, Extension, due, request_kind
from holdfast.information.errors import DaysOutOfOrderError, ReceivedInFutureError
from holdfast.information.working_days import working_days_between

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.agency import Agency

Outcome = Literal["granted", "granted-in-part", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("granted", "granted-in-part", "refused")
Status = Literal["open", "overdue", "decided", "transferred"]


@dataclass(frozen=True, slots=True)
class Transfer:
    """The request was passed on to another agency, whole."""

    made_on: date
    to: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision went out: on which day, and on which grounds something was withheld."""

    made_on: date
    outcome: Outcome
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestState:
    """One request, as its records say."""

    number: str
    kind: str
    received: date
    extensions: tuple[Extension, ...] = ()
    transfer: Transfer | None = None
    decided: Decided | None = None

    @property
    def closed_on(self) -> date | None:
        """The day on which it was decided or passed on, None while it is open."""
        closing = self.decided or self.transfer
        return None if closing is None else closing.made_on


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request stands on a day. Days are working days.

    `deadline` is None where the law sets no number of days. `took` is None while it is open.
    `late_by` counts for an open request up to the day, for a closed one up to its close; a transfer
    is late by its own limit. `late` can hold with 0 of them: on the Saturday after the last day.
    """

    status: Status
    deadline: Deadline | None
    late: bool
    days_left: int
    late_by: int
    took: int | None


def standing(state: RequestState, agency: Agency, today: date) -> Standing:
    """Say where a request stands today.

    Raises ReceivedInFutureError, DaysOutOfOrderError, ExtensionRefusedError,
    UnknownRequestKindError, UnknownYearError.
    """
    check_order(state, today)
    kind = request_kind(state.kind, agency)
    deadline = None
    if kind.decision_clock:
        deadline = due(state.kind, state.received, agency, state.extensions)
    last, until, took = None, state.closed_on or today, None
    if deadline is not None:
        last = deadline.day
        if state.transfer is not None:
            last = deadline.transfer_by or deadline.day
    if state.closed_on is not None:
        took = working_days_between(state.received, state.closed_on, agency.holidays)
    late = last is not None and until > last
    return Standing(
        status=_status(state, late=late),
        deadline=deadline,
        late=late,
        days_left=0 if deadline is None or took is not None else deadline.days_left(today),
        late_by=0 if last is None else working_days_between(last, until, agency.holidays),
        took=took,
    )


def _status(state: RequestState, *, late: bool) -> Status:
    if state.decided is not None:
        return "decided"
    if state.transfer is not None:
        return "transferred"
    return "overdue" if late else "open"


def check_order(state: RequestState, today: date) -> None:
    """Refuse a state whose days cannot be. Raises ReceivedInFutureError, DaysOutOfOrderError."""
    if state.received > today:
        raise ReceivedInFutureError(
            f"Request {state.number} would have been received on {state.received}, and today is "
            f"{today}. Nothing was changed. Check the day of receipt."
        )
    fault = next(_faults(state, today), "")
    if fault:
        raise DaysOutOfOrderError(
            f"The steps of request {state.number} cannot be: {fault}. Nothing was changed. Check "
            "the days."
        )


def _faults(state: RequestState, today: date) -> Iterator[str]:
    steps = [("extension", extension.made_on) for extension in state.extensions]
    if state.transfer is not None:
        steps.append(("transfer", state.transfer.made_on))
    if state.decided is not None:
        steps.append(("decision", state.decided.made_on))
    for name, day in steps:
        if day < state.received:
            yield f"the {name} of {day} comes before its receipt on {state.received}"
        if day > today:
            yield f"the {name} of {day} comes after today, {today}"
    for (before, first), (after, second) in pairwise(steps):
        if second < first:
            yield f"the {after} of {second} comes before the {before} of {first}"
    if state.transfer is not None and state.decided is not None:
        yield "it was passed on, so another agency decides it, and not this one"
