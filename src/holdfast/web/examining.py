# SPDX-License-Identifier: Apache-2.0
"""Examines the recordings of a case apart from the server: `python -m holdfast.web.examining FOLDER`.

What is asked and told, and how, is in `behind`. What there is to do is what has no report yet, so
one that was stopped goes on where it was, however it is begun again.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from holdfast.web import behind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home

KIND: Final = "integrity"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose recordings are to be examined."""

    case: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How many recordings are examined, of those that were to be."""

    stage: str
    files_done: int = 0
    files_total: int = 0


def ask_first(home: Home, actor: Person, asked: Asked) -> int:
    """Ask the gate before a process is started for it; give how many are to be examined.

    Raises DeniedError.
    """
    from holdfast.oversight import uses

    reference, items, to_do = _recordings(home, actor, asked.case)
    uses.ask_to_examine_recordings(home=home, actor=actor, items=items, case=reference)
    return to_do


def work(home: Home, username: str, asked: Mapping[str, Any], state: behind.State) -> None:
    """Examine what has no report yet."""
    from holdfast.accounts.models import Person
    from holdfast.oversight import uses

    actor = Person.objects.get(username=username)
    reference, items, to_do = _recordings(home, actor, Asked(**asked).case)
    state.write({"stage": "examining", "files_done": 0, "files_total": to_do})
    uses.examine_recordings(
        home=home,
        actor=actor,
        items=items,
        case=reference,
        tell=lambda done, total: state.tell(Progress("examining", done, total)),
    )
    state.write({"result": f"{to_do}"})


def _recordings(home: Home, actor: Person, case: int) -> tuple[str, list[int], int]:
    """Give the case's reference, the numbers of its recordings, and how many have no report."""
    from holdfast.records.queries.cases import case_overview
    from holdfast.records.queries.recordings import NOT_EXAMINED, recordings_of_case

    reference = case_overview(actor, case).case.reference
    found = recordings_of_case(actor, home, case)
    return reference, [one.number for one in found.rows], found.counts[NOT_EXAMINED]


if __name__ == "__main__":
    sys.exit(behind.run(Path(sys.argv[1]), work))
