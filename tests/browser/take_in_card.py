# SPDX-License-Identifier: Apache-2.0
"""Take a generated card in, as the evidence pages' tests need it: `python take_in_card.py HOME CARD`.

Prints, as JSON, the numbers that the tests open: the case, its items, the receipt.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from holdfast.cli.session import enter
from holdfast.demo.card import FAULTS, generate_card

REFERENCE = "260117/4410"


def take_in_card(home_folder: Path, card: Path) -> dict[str, object]:
    """Generate the card with everything that can be wrong with one, and take it in."""
    made = generate_card(
        card, seed=7, model="mavic-2", photographs=6, videos=2, video_seconds=12.0,
        faults=FAULTS,
    )  # fmt: skip
    home = enter(home_folder)

    from holdfast.accounts.models import Person
    from holdfast.oversight.uses import take_in_medium
    from holdfast.records.models import CaseItem

    actor = Person.objects.get(username="exhibit_officer")
    receipt = take_in_medium(
        home=home, actor=actor, path=made.folder, case=REFERENCE, purpose="crash-scene",
        authority="Search and Surveillance Act 2012, section 121", medium_name="SD card 14",
    )  # fmt: skip
    links = CaseItem.objects.filter(case__reference=REFERENCE).select_related("item")
    return {
        "case": links[0].case_id,
        "receipt": receipt,
        "videos": [one.item_id for one in links if one.item.kind == "video"],
        "tracks": [one.item_id for one in links if one.item.has_track],
        "photographs": [one.item_id for one in links if one.item.kind == "photograph"],
    }


if __name__ == "__main__":
    print(json.dumps(take_in_card(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 # its answer
