# SPDX-License-Identifier: Apache-2.0
"""Takes a medium in apart from the server: `python -m holdfast.web.taking_in FOLDER`.

What is asked and told, and how, is in `behind`. It goes on where it stopped when asked again,
because the take-in does.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from holdfast.web import behind
from holdfast.web.uploads import UploadError, find_upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.web.uploads import Upload

KIND: Final = "take-in"
STAGES: Final = {
    "looking": "Looking at what is on the medium",
    "storing": "Copying, hashing and reading back",
    "recording": "Writing the receipt into the ledger",
    "reading": "Reading what the recordings say of themselves",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked to be taken in."""

    name: str
    path: str
    medium: str
    case: str
    purpose: str
    purpose_text: str
    authority: str
    whose: str = "agency"
    engagement: str = ""
    upload: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A folder that has arrived from a desk, whole."""

    number: str
    medium: Path


def received(upload: Upload) -> Received:
    """Close an upload, so that it can be taken in. Raises UploadError when it is not whole."""
    if not upload.is_whole():
        raise UploadError(
            "Not every file has arrived. Nothing was taken in. Pick the same folder again to go on."
        )
    upload.finish()
    return Received(upload.number, upload.medium)


def ask_first(home: Home, actor: Person, asked: Asked) -> None:
    """Ask the gate before a process is started for it. Raises DeniedError, NotDecidedError."""
    from holdfast.fleet.services import need_engagement_of
    from holdfast.oversight import uses

    if asked.engagement:
        need_engagement_of(actor=actor, number=asked.engagement, case=asked.case)
    uses.ask_to_take_in(
        home=home,
        actor=actor,
        case=asked.case,
        purpose=asked.purpose,
        purpose_text=asked.purpose_text,
    )


def work(home: Home, username: str, asked: Mapping[str, Any], state: behind.State) -> None:
    """Take in what was asked for, and make its pictures."""
    from holdfast.accounts.models import Person
    from holdfast.fleet.services import link_medium
    from holdfast.oversight import uses
    from holdfast.oversight.asking import stated
    from holdfast.web.pictured import pictured_items

    wanted = Asked(**asked)
    state.write({"stage": "looking"})
    actor = Person.objects.get(username=username)
    receipt = uses.take_in_medium(
        home=home,
        actor=actor,
        path=Path(wanted.path),
        case=wanted.case,
        purpose=wanted.purpose,
        purpose_text=wanted.purpose_text,
        authority=wanted.authority,
        whose=wanted.whose or "agency",
        medium_name=wanted.medium,
        progress=state.tell,
    )
    if wanted.engagement:
        link_medium(home=home, actor=actor, number=wanted.engagement, acquisition=receipt)
    state.write({"result": receipt})
    uses.make_pictures(
        home=home,
        actor=actor,
        items=pictured_items(receipt),
        processors=("thumbnail", "poster", "playable"),
        purpose=stated(home, wanted.purpose, wanted.purpose_text),
        case=wanted.case,
    )
    if wanted.upload:
        find_upload(home.uploads, username, wanted.upload).discard()


if __name__ == "__main__":
    sys.exit(behind.run(Path(sys.argv[1]), work))
