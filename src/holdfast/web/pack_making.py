# SPDX-License-Identifier: Apache-2.0
"""Makes a pack apart from the server: `python -m holdfast.web.pack_making FOLDER`.

What is asked and told, and how, is in `behind`. A pack that was stopped is begun anew; one comes
onto the shelf whole, checked by its own verifier, with its zip beside it.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from holdfast.web import behind, pack_shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.queries.values import CaseLine

KIND: Final = "pack"
STAGES: Final = {
    "copies": "Making copies that play anywhere",
    "files": "Copying originals, custody and proofs",
    "checking": "Checking the pack with its own verifier",
    "zip": "Putting it into one zip",
}
_COPIES: Final = {"video": "playable", "photograph": "viewable"}
_ITEMS_MOST: Final = 1000
_LOOK_EVERY_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked to be packed."""

    case: int
    items: tuple[int, ...]
    recipient: str
    purpose: str
    purpose_text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the pack is."""

    stage: str
    files_done: int = 0
    files_total: int = 0
    bytes_done: int = 0
    bytes_total: int = 0


def ask_first(home: Home, actor: Person, asked: Asked) -> None:
    """Ask the gate before a process is started for it. Raises DeniedError, and what packs raise."""
    from holdfast.oversight import uses
    from holdfast.records.queries.cases import case_overview

    case = case_overview(actor, asked.case).case
    uses.ask_to_pack(
        home=home,
        actor=actor,
        case=case.reference,
        items=tuple(asked.items) or _evidential(actor, case) or None,
        purpose=asked.purpose,
        purpose_text=asked.purpose_text,
    )


def work(home: Home, username: str, asked: Mapping[str, Any], state: behind.State) -> None:
    """Make the pack of the items named, or of every evidential one, and put it on the shelf."""
    from holdfast.accounts.models import Person
    from holdfast.oversight.uses import make_pack
    from holdfast.records.queries.cases import case_overview

    wanted = Asked(**asked)
    actor = Person.objects.get(username=username)
    case = case_overview(actor, wanted.case).case
    items = tuple(wanted.items) or _evidential(actor, case)
    size = _make_copies(home, actor, case=case, items=items, wanted=wanted, state=state)
    staging = pack_shelf.folder(home, f"making-{state.number}")
    staging.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.rmtree(staging, ignore_errors=True)
    with _Watched(staging, size, state):
        made = make_pack(
            home=home,
            actor=actor,
            case=case.reference,
            purpose=wanted.purpose,
            purpose_text=wanted.purpose_text,
            recipient=wanted.recipient,
            items=items or None,
            to=staging,
        )
    folder = pack_shelf.folder(home, made.number)
    made.folder.rename(folder)
    state.write({"stage": "checking"})
    pack_shelf.check(folder)
    state.write({"stage": "zip"})
    pack_shelf.zipped(folder)
    state.write({"result": made.number})


def _evidential(actor: Person, case: CaseLine) -> tuple[int, ...]:
    from holdfast.records.queries.items import case_items

    page = case_items(actor, case.number, status="evidential", limit=_ITEMS_MOST)
    return tuple(item.number for item in page.rows)


def _make_copies(
    home: Home,
    actor: Person,
    *,
    case: CaseLine,
    items: Sequence[int],
    wanted: Asked,
    state: behind.State,
) -> int:
    """Make the copies that are missing; give the size of the originals and copies together."""
    from holdfast.oversight import uses
    from holdfast.oversight.asking import stated
    from holdfast.records import derivatives
    from holdfast.records.access import openable_items
    from holdfast.records.models import ItemFile

    files = ItemFile.objects.filter(
        item__in=openable_items(actor).filter(links__case=case.number)
    ).select_related("item", "original")
    if items:
        files = files.filter(item__in=items)
    mains = [one for one in files if one.role == "main" and one.item.kind in _COPIES]
    size = sum(one.original.size for one in files)
    for kind, processor in _COPIES.items():
        uses.make_pictures(
            home=home,
            actor=actor,
            items=[one.item_id for one in mains if one.item.kind == kind],
            processors=[processor],
            purpose=stated(home, wanted.purpose, wanted.purpose_text),
            case=case.reference,
            tell=lambda done, total: state.tell(Progress("copies", done, total)),
        )
    copies = (derivatives.find(home, one.original_id, _COPIES[one.item.kind]) for one in mains)
    return size + sum(copy.size for copy in copies if copy is not None)


class _Watched:
    """Tells, while a folder is being written, how much of it is there."""

    def __init__(self, folder: Path, size: int, state: behind.State) -> None:
        self._folder = folder
        self._size = size
        self._state = state
        self._ended = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            there = _size_of(self._folder)
            self._state.tell(
                Progress("files", bytes_done=min(there, self._size), bytes_total=self._size)
            )
            if self._ended.wait(_LOOK_EVERY_S):
                return


def _size_of(folder: Path) -> int:
    size = 0
    for one in folder.rglob("*"):
        try:
            size += one.stat().st_size if one.is_file() else 0
        except FileNotFoundError:
            continue
    return size


if __name__ == "__main__":
    sys.exit(behind.run(Path(sys.argv[1]), work))
