# SPDX-License-Identifier: Apache-2.0
"""Take in a card with recordings of fixed cameras: `python take_in_cameras.py HOME CARD`.

Prints, as JSON, the number of the case and of each item by name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from holdfast.cli.session import enter
from web.cameras import card_of_cameras

REFERENCE = "261120/4471"


def take_in_cameras(home_folder: Path, card: Path) -> dict[str, object]:
    """Take the card in as the exhibit officer, and let the investigator work in the case."""
    card_of_cameras(card)
    home = enter(home_folder)

    from holdfast.accounts.models import Person
    from holdfast.oversight.uses import take_in_medium
    from holdfast.records.models import CaseItem, ItemFile
    from holdfast.records.services import add_member

    actor = Person.objects.get(username="exhibit_officer")
    receipt = take_in_medium(
        home=home, actor=actor, path=card, case=REFERENCE, purpose="investigation",
        medium_name="Recorder of the gate",
    )  # fmt: skip
    case = CaseItem.objects.filter(case__reference=REFERENCE)[0].case_id
    add_member(home=home, actor=actor, case=case, username="investigator")
    files = ItemFile.objects.filter(role="main", item__acquisition=receipt)
    return {
        "case": case,
        "items": {one.path.rpartition("/")[2]: one.item_id for one in files},
    }


if __name__ == "__main__":
    print(json.dumps(take_in_cameras(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 # its answer
