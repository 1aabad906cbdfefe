# SPDX-License-Identifier: Apache-2.0
"""Whether a pilot is current on a day: one rule, and the reason in words.

Promises: current is who holds a certificate in force on that day, and flew or practised on it or
within the agency's number of days before it. A certificate without an end is in force. Who is not
on record as a pilot is unknown, never current. It stops nobody: it is shown, and kept in the flight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Currency:
    """Whether a pilot is current: "yes", "no" or "unknown", why, and the last day they flew."""

    current: str
    why: str
    last: date | None = None


def currency(
    certificates: Iterable[Mapping[str, Any]],
    practised: Iterable[date | None],
    *,
    on: date,
    days: int,
    ended_on: date | None = None,
) -> Currency:
    """Say how it stands on a day. `practised` are days of flights and of practice."""
    last = max((one for one in practised if one is not None and one <= on), default=None)
    if ended_on is not None and ended_on <= on:
        return Currency("no", f"no pilot of the agency since {ended_on}", last)
    if not any(not one["valid_until"] or one["valid_until"] >= str(on) for one in certificates):
        return Currency("no", "no certificate was in force", last)
    if last is None:
        return Currency("no", "never flew and never practised, as far as is recorded")
    if last < on - timedelta(days=days):
        return Currency(
            "no", f"last flew or practised on {last}, more than {days} days before", last
        )
    return Currency("yes", f"last flew or practised on {last}", last)
