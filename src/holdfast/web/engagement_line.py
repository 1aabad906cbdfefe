# SPDX-License-Identifier: Apache-2.0
"""The conditions of an engagement drawn along one line of days: allowed, late, settled.

Promises: every row has the same scale, from the first day of the work to the last day that
matters; what is drawn stands in words beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from holdfast.fleet.models import Engagement
    from holdfast.fleet.queries.engagements import ConditionLine

WIDTH: Final = 240
_EDGE: Final = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """One condition with its places on the line, in units of the drawing.

    `late_to` is where the time after its day ends: today, or when it was met; None when it is not
    late. `settled` is where it was met, waived or breached.
    """

    condition: ConditionLine
    work_from: int
    work_width: int
    work_to: int
    due: int
    late_to: int | None
    settled: int | None
    today: int | None


def drawn(found: Engagement, conditions: Sequence[ConditionLine], today: date) -> tuple[Drawn, ...]:
    """Draw the conditions on one scale. Today is left out once the engagement is closed."""
    is_open = found.closed_on is None
    days = [found.starts_on, found.ends_on]
    for one in conditions:
        days += [one.due_on, *([one.settled_on] if one.settled_on else [])]
    if is_open:
        days.append(today)
    first, last = min(days), max(days)
    span = max(1, (last - first).days)

    def place(day: date) -> int:
        return _EDGE + round((day - first).days * (WIDTH - 2 * _EDGE) / span)

    return tuple(_drawn(found, one, today if is_open else None, place) for one in conditions)


def _drawn(
    found: Engagement, one: ConditionLine, today: date | None, place: Callable[[date], int]
) -> Drawn:
    until = one.settled_on if one.standing == "met" else today
    late = until is not None and until > one.due_on and one.standing in {"met", "overdue"}
    begins, ends = place(found.starts_on), place(found.ends_on)
    return Drawn(
        condition=one,
        work_from=begins,
        work_width=max(2, ends - begins),
        work_to=ends,
        due=place(one.due_on),
        late_to=place(until) if late and until is not None else None,
        settled=place(one.settled_on) if one.settled_on else None,
        today=place(today) if today else None,
    )
