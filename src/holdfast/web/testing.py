# SPDX-License-Identifier: Apache-2.0
"""Records a network test apart from the server: `python -m holdfast.web.testing FOLDER`.

What is asked and told, and how, is in `behind`. Captures that came with the form are taken in
first; a test that stopped after that goes on with the same items.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from holdfast.web import behind
from holdfast.web.uploads import find_upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.fleet.services import AboutTest
    from holdfast.home import Home
    from holdfast.web.uploads import Upload

KIND: Final = "network-test"
STAGES: Final = {
    "looking": "Looking at the captures",
    "storing": "Taking the captures in: copying, hashing and reading back",
    "recording": "Writing the receipt into the ledger",
    "reading": "Reading what the captures say of themselves",
    "examining": "Examining the traffic",
}
_TAKEN: Final = "taken-in.txt"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked to be tested. `about` and `phases` are plain values of `AboutTest`."""

    technology: str
    case: str
    about: dict[str, str]
    phases: list[list[str]] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    upload: str = ""

    def told(self) -> AboutTest:
        """Give what was said of the test."""
        from holdfast.analysis.isolation import Phase
        from holdfast.fleet.services import AboutTest

        phases = tuple(
            Phase(name, datetime.fromisoformat(first), datetime.fromisoformat(last))
            for name, first, last in self.phases
        )
        return AboutTest(technology=self.technology, phases=phases, **self.about)


def ask_first(home: Home, actor: Person, asked: Asked) -> None:
    """Ask the gate before a process is started for it. Raises DeniedError, and what a test raises."""
    from holdfast.fleet.services import ask_to_record_test
    from holdfast.oversight import uses
    from holdfast.oversight.uses.classes import OVERSEEING

    if asked.upload:
        uses.ask_to_take_in(home=home, actor=actor, case=asked.case, purpose=OVERSEEING)
    ask_to_record_test(home=home, actor=actor, about=asked.told(), case=asked.case)


def work(home: Home, username: str, asked: Mapping[str, Any], state: behind.State) -> None:
    """Take in what came with the form, then examine it and record the test."""
    from holdfast.accounts.models import Person
    from holdfast.fleet.services import record_test

    wanted = Asked(**asked)
    actor = Person.objects.get(username=username)
    state.write({"stage": "looking"})
    items = list(wanted.items)
    upload = find_upload(home.uploads, username, wanted.upload) if wanted.upload else None
    if upload is not None:
        items += _taken_in(home, actor, wanted, upload, state)
    state.write({"stage": "examining"})
    number = record_test(home=home, actor=actor, about=wanted.told(), items=items, case=wanted.case)
    state.write({"result": number})
    if upload is not None:
        upload.discard()


def _taken_in(
    home: Home, actor: Person, wanted: Asked, upload: Upload, state: behind.State
) -> list[int]:
    """Take the upload in, unless that was done before the work stopped; give its items."""
    from holdfast.oversight import uses
    from holdfast.oversight.uses.classes import OVERSEEING
    from holdfast.records.services.take_in import items_of

    kept = upload.folder / _TAKEN
    if kept.exists():
        return items_of(kept.read_text(encoding="utf-8"))
    receipt = uses.take_in_medium(
        home=home,
        actor=actor,
        path=upload.medium,
        case=wanted.case,
        purpose=OVERSEEING,
        authority=f"Network test of {wanted.technology}",
        medium_name="captures of a network test",
        progress=state.tell,
    )
    kept.write_text(receipt, encoding="utf-8")
    return items_of(receipt)


if __name__ == "__main__":
    sys.exit(behind.run(Path(sys.argv[1]), work))
