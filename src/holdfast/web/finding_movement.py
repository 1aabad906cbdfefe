# SPDX-License-Identifier: Apache-2.0
"""Finds what moves in a case's recordings, apart from the server: `python -m holdfast.web.finding_movement FOLDER`.

What is asked and told, and how, is in `behind`. Every finished part of a recording is kept, so one
that was stopped goes on where it was, however it is begun again. What is quarantined is left out.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from holdfast.web import behind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.queries.movement import MovementLine

KIND: Final = "motion"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which case, for what purpose; one item alone when it is given."""

    case: int
    purpose: str
    purpose_text: str = ""
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Which items this run is about, how many are done, and what was done when it began.

    `began_at` is seconds since 1970; `begun_s` seconds of recording that an earlier run had done.
    """

    stage: str
    items: tuple[int, ...]
    files_total: int
    files_done: int
    began_at: float
    begun_s: float


def ask_first(home: Home, actor: Person, asked: Asked) -> int:
    """Ask the gate before a process is started for it; give how many are to be analysed.

    Raises DeniedError.
    """
    from holdfast.oversight import uses
    from holdfast.records.purposes import StatedPurpose

    reference, to_do = _to_do(home, actor, asked)
    uses.ask_to_find_movement(
        home=home,
        actor=actor,
        items=[one.number for one in to_do],
        purpose=StatedPurpose(asked.purpose, asked.purpose_text),
        case=reference,
    )
    return len(to_do)


def work(home: Home, username: str, asked: Mapping[str, Any], state: behind.State) -> None:
    """Analyse what may be and is not."""
    from holdfast.accounts.models import Person
    from holdfast.oversight import uses
    from holdfast.records.purposes import StatedPurpose

    wanted = Asked(**asked)
    actor = Person.objects.get(username=username)
    reference, to_do = _to_do(home, actor, wanted)
    items = tuple(one.number for one in to_do)
    began_at, begun_s = time.time(), sum(map(done_s, to_do))

    def progress(done: int) -> Progress:
        return Progress("analysing", items, len(items), done, began_at, begun_s)

    state.tell(progress(0))
    uses.find_movement(
        home=home,
        actor=actor,
        items=items,
        purpose=StatedPurpose(wanted.purpose, wanted.purpose_text),
        case=reference,
        tell=lambda done, _total: state.tell(progress(done)),
    )
    state.write({"result": f"{len(items)}"})


def done_s(one: MovementLine) -> float:
    """Give how many seconds of a recording are done: of its length, what was watched of its pictures."""
    from holdfast.records.queries.movement import NOT_YET, WORKING

    standing, length = one.standing, one.duration_s or 0.0
    if standing.word not in {WORKING, NOT_YET}:
        return length
    if standing.stage != "pictures" or standing.total_s <= 0:
        return 0.0
    return length * min(standing.done_s / standing.total_s, 1.0)


def _to_do(home: Home, actor: Person, asked: Asked) -> tuple[str, list[MovementLine]]:
    """Give the case's reference, and what of it is to be analysed."""
    from holdfast.records.queries.cases import case_overview
    from holdfast.records.queries.movement import movement_of_case

    reference = case_overview(actor, asked.case).case.reference
    to_do = movement_of_case(actor, home, asked.case).to_do
    return reference, [one for one in to_do if asked.item in {None, one.number}]


if __name__ == "__main__":
    sys.exit(behind.run(Path(sys.argv[1]), work))
