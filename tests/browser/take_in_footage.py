# SPDX-License-Identifier: Apache-2.0
"""Take in a card of drawn footage whose pictures carry their number: `python take_in_footage.py HOME CARD`.

CARD is made when it is not there. Prints, as JSON, the number of the case and of each item by name.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

from analysis.watching.footage import heard, shot
from holdfast.cli.session import enter

REFERENCE = "260301/0101"
SIZE = (640, 360)


def uneven(number: int) -> float:
    """Give when a picture of an uneven recording is shown: steps of 20 to 80 ms."""
    return 1.0 + sum(0.02 + 0.02 * (one * 7 % 4) for one in range(number))


def card_of_footage(folder: Path) -> Path:
    """Draw an ordinary one with a silent middle, an uneven one, one of two streams, a still one, sound."""
    folder.mkdir(parents=True)

    def quiet(at: float) -> float:
        return 0.0 if 4.0 < at < 7.0 else 0.05 + 0.04 * (at * 3 % 5)

    shot(folder / "CAM0001.MP4", pictures=300, size=SIZE, beep=quiet)
    shot(folder / "CAM0002.MKV", pictures=120, size=SIZE, at=uneven, sound="")
    shot(folder / "CAM0003.MKV", pictures=60, size=SIZE, tracks=2, sound="libopus")
    shot(folder / "CAM0004.AVI", pictures=50, rate=Fraction(10), codec="mjpeg", size=SIZE,
         pixels="yuvj420p", encoder={}, sound="pcm_s16le")  # fmt: skip
    heard(folder / "INTERVIEW.M4A", 6.0)
    return folder


def take_in_footage(home_folder: Path, card: Path) -> dict[str, object]:
    """Take the card in as the exhibit officer."""
    if not card.exists():
        card_of_footage(card)
    home = enter(home_folder)

    from holdfast.accounts.models import Person
    from holdfast.oversight.uses import take_in_medium
    from holdfast.records import services
    from holdfast.records.models import CaseItem, ItemFile

    actor = Person.objects.get(username="exhibit_officer")
    receipt = take_in_medium(
        home=home, actor=actor, path=card, case=REFERENCE, purpose="investigation",
        medium_name="Camera 1",
    )  # fmt: skip
    case = CaseItem.objects.filter(case__reference=REFERENCE)[0].case_id
    services.add_member(home=home, actor=actor, case=case, username="investigator")
    files = ItemFile.objects.filter(role="main", item__acquisition=receipt)
    items = {one.path.rpartition("/")[2]: one.item_id for one in files}
    services.give_exhibit_number(
        home=home, actor=actor, case=case, item=items["CAM0001.MP4"], exhibit_number="JW/1"
    )
    return {"case": case, "items": items}


if __name__ == "__main__":
    print(json.dumps(take_in_footage(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 # its answer
