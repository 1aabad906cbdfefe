# SPDX-License-Identifier: Apache-2.0
"""Take in a card of a body-worn camera with harmed recordings: `python take_in_recordings.py HOME CARD`.

CARD is made when it is not there. Prints, as JSON, the number of the case and of each item by name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from analysis.faults import cut, zeroed
from analysis.recordings import make
from holdfast.cli.session import enter

REFERENCE = "260118/0072"


def card_of_recordings(folder: Path) -> Path:
    """One that is whole, with a pre-event buffer; one holed, one cut off, one without its index."""
    folder.mkdir(parents=True)
    make(folder / "BWC0001.MP4", seconds=20.0, loudness=lambda at: 0.1 if at > 6 else 0.0)
    zeroed(make(folder / "BWC0002.MP4", seconds=20.0, drawn=lambda number: number + 400), 30_000)
    first = {"movflags": "faststart"}
    cut(make(folder / "BWC0003.MP4", seconds=20.0, options=first), 0.6)
    cut(make(folder / "BWC0004.MP4", seconds=20.0, drawn=lambda number: number + 900), 0.6)
    return folder


def take_in_recordings(home_folder: Path, card: Path) -> dict[str, object]:
    """Take the card in as the exhibit officer."""
    if not card.exists():
        card_of_recordings(card)
    home = enter(home_folder)

    from holdfast.accounts.models import Person
    from holdfast.oversight.uses import take_in_medium
    from holdfast.records.models import CaseItem, ItemFile

    actor = Person.objects.get(username="exhibit_officer")
    receipt = take_in_medium(
        home=home, actor=actor, path=card, case=REFERENCE, purpose="investigation",
        medium_name="BWC card 3",
    )  # fmt: skip
    files = ItemFile.objects.filter(role="main", item__acquisition=receipt)
    return {
        "case": CaseItem.objects.filter(case__reference=REFERENCE)[0].case_id,
        "items": {one.path.rpartition("/")[2]: one.item_id for one in files},
    }


if __name__ == "__main__":
    print(json.dumps(take_in_recordings(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 # its answer
