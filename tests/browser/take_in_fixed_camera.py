# SPDX-License-Identifier: Apache-2.0
"""Take in the export of a recorder with one fixed camera: `python take_in_fixed_camera.py HOME EXPORT`.

EXPORT is made when it is not there. Prints, as JSON, the number of the case and of each item by name.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from holdfast.cli.session import enter
from holdfast.demo.cameras import ENTRANCE, write_camera

REFERENCE = "261124/0044"
CAMERA = replace(ENTRANCE, seconds=37.0)
BEGUN = datetime(2026, 11, 24, 21, 14, 5, tzinfo=UTC)


def take_in_fixed_camera(home_folder: Path, export: Path) -> dict[str, object]:
    """Take the export in as the exhibit officer."""
    if not export.exists():
        export.mkdir(parents=True)
        write_camera(export / "CH01_ENTRANCE.mp4", CAMERA, claims=BEGUN)
    home = enter(home_folder)

    from holdfast.accounts.models import Person
    from holdfast.oversight.uses import take_in_medium
    from holdfast.records.models import CaseItem, ItemFile

    actor = Person.objects.get(username="exhibit_officer")
    receipt = take_in_medium(
        home=home, actor=actor, path=export, case=REFERENCE, purpose="investigation",
        medium_name="Export of a recorder", whose="outside",
    )  # fmt: skip
    files = ItemFile.objects.filter(role="main", item__acquisition=receipt)
    return {
        "case": CaseItem.objects.filter(case__reference=REFERENCE)[0].case_id,
        "items": {one.path.rpartition("/")[2]: one.item_id for one in files},
    }


if __name__ == "__main__":
    print(json.dumps(take_in_fixed_camera(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 # its answer
