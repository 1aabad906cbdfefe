# SPDX-License-Identifier: Apache-2.0
"""How far the analysis of a case is, by recording and in all, and how long it takes yet.

Promises: seconds are those that the analysis itself wrote down; what is left is reckoned from the
rate of this run alone, said as "about", and not said before there is a rate to go by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from holdfast.records.queries.movement import NOT_YET, WORKING
from holdfast.web.finding_movement import done_s
from holdfast.web.movement_words import about
from holdfast.web.progress import Bar
from holdfast.web.templatetags.ui import duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.records.queries.movement import MovementLine

_ENOUGH_S: Final = 5.0
_STAGES: Final = {"key frames": "key frames looked at", "pictures": "pictures watched"}


def bars_of(lines: Sequence[MovementLine], state: Mapping[str, Any]) -> tuple[Bar, ...]:
    """Give a bar for all recordings of this run, and one for each that is being analysed."""
    mine = _of_run(lines, state)
    if not mine:
        return ()
    total, done = _total(mine), sum(map(done_s, mine))
    finished = sum(one.standing.word not in {WORKING, NOT_YET} for one in mine)
    found = [
        Bar(
            "all",
            f"All recordings: {finished} of {len(mine)} done",
            int(done),
            max(1, int(total)),
            f"{duration(done)} of {duration(total)}",
        )
    ]
    for one in mine:
        told = one.standing
        if told.word == WORKING and told.total_s > 0:
            detail = f"{duration(told.done_s)} of {duration(told.total_s)}"
            words = f"{one.title}: {_STAGES.get(told.stage, told.stage)}"
            most = max(1, int(told.total_s))
            found.append(
                Bar(f"item-{one.number}", words, min(int(told.done_s), most), most, detail)
            )
    return tuple(found)


def remaining(lines: Sequence[MovementLine], state: Mapping[str, Any], now: float) -> str:
    """Say how long it takes yet, by the rate of this run."""
    mine = _of_run(lines, state)
    unknown = sum(one.duration_s is None for one in mine)
    which = "1 of them does not say how long it is" if unknown == 1 else ""
    which = which or f"{unknown} of them do not say how long they are"
    also = f" {which}; not counted in this." if unknown else ""
    done, took = sum(map(done_s, mine)), now - float(state.get("began_at", now))
    gained = done - float(state.get("begun_s", 0.0))
    if took < _ENOUGH_S or gained <= 0:
        return "How long it takes is not known yet."
    left = max(0.0, _total(mine) - done) * took / gained
    return f"Left at the rate of this run: {about(left)}.{also}"


def _of_run(lines: Sequence[MovementLine], state: Mapping[str, Any]) -> list[MovementLine]:
    numbers = set(state.get("items", ()))
    return [one for one in lines if one.number in numbers]


def _total(lines: Sequence[MovementLine]) -> float:
    return sum(one.duration_s or 0.0 for one in lines)
