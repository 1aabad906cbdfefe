# SPDX-License-Identifier: Apache-2.0
"""Figures about requests over a period, from their states: nothing but counting.

Promises: what happened after the period is as if it had not happened yet, so a period's figures
never change later unless a record does; every ground that the kind has is there, with 0 where it
was not used; a median of nothing is None and never 0. Never sees who asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.information.clock import request_kind
from holdfast.information.requests import OUTCOMES, RequestState, Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from holdfast.agency import Agency


@dataclass(frozen=True, slots=True)
class RequestFigures:
    """The figures of one kind of request from `first` to `last`, both inside.

    `received`, `extended` (requests with an extension made in the period), `transferred` and
    `decided` count what was done in the period; `open` and `overdue` how it stood at its end,
    `overdue` inside `open`. The days are working days of the requests decided in the period, and
    `on_time_percent`, rounded down, is of those too: None where the law sets no number of days.
    """

    kind: str
    first: date
    last: date
    received: int
    decided: int
    by_outcome: Mapping[str, int] = field(hash=False)
    median_days: float | None
    longest_days: int | None
    on_time: int
    on_time_percent: int | None
    extended: int
    transferred: int
    transferred_late: int
    open: int
    overdue: int
    by_ground: Mapping[str, int] = field(hash=False)


def count_requests(
    states: Iterable[RequestState], *, kind: str, first: date, last: date, agency: Agency
) -> RequestFigures:
    """Count the requests of one kind over a period.

    Raises UnknownRequestKindError, and what `standing` raises for a state that cannot be.
    """
    timed = bool(request_kind(kind, agency).decision_clock)
    then = [
        _as_of(state, last) for state in states if state.kind == kind and state.received <= last
    ]
    stood = [(state, standing(state, agency, last)) for state in then]
    closed = [one for one in stood if one[0].closed_on is not None and one[0].closed_on >= first]
    decided = [(state, how) for state, how in closed if how.status == "decided"]
    passed_on = [how for _, how in closed if how.status == "transferred"]
    days = [how.took for _, how in decided if how.took is not None]
    on_time = sum(not how.late for _, how in decided)
    return RequestFigures(
        kind=kind,
        first=first,
        last=last,
        received=sum(state.received >= first for state in then),
        decided=len(decided),
        by_outcome=MappingProxyType(
            {one: sum(_outcome(state) == one for state, _ in decided) for one in OUTCOMES}
        ),
        median_days=float(median(days)) if days else None,
        longest_days=max(days) if days else None,
        on_time=on_time if timed else 0,
        on_time_percent=100 * on_time // len(decided) if decided and timed else None,
        extended=sum(any(one.made_on >= first for one in state.extensions) for state in then),
        transferred=len(passed_on),
        transferred_late=sum(how.late for how in passed_on),
        open=sum(_is_open(how) for _, how in stood),
        overdue=sum(how.status == "overdue" for _, how in stood),
        by_ground=MappingProxyType(_by_ground([state for state, _ in decided], kind, agency)),
    )


def _as_of(state: RequestState, last: date) -> RequestState:
    """Take away what had not happened by the end of that day."""
    return replace(
        state,
        extensions=tuple(one for one in state.extensions if one.made_on <= last),
        transfer=state.transfer if state.transfer and state.transfer.made_on <= last else None,
        decided=state.decided if state.decided and state.decided.made_on <= last else None,
    )


def _outcome(state: RequestState) -> str:
    return state.decided.outcome if state.decided is not None else ""


def _is_open(how: Standing) -> bool:
    return how.status in {"open", "overdue"}


def _by_ground(decided: Iterable[RequestState], kind: str, agency: Agency) -> dict[str, int]:
    counts = {ground.id: 0 for ground in agency.grounds if ground.kind == kind}
    for state in decided:
        for ground in state.decided.grounds if state.decided is not None else ():
            # A ground that has left the agency's list since still counts.
            counts[ground] = counts.get(ground, 0) + 1
    return counts
