# SPDX-License-Identifier: Apache-2.0
"""Where everything stands in a pack: pure rules from contents to paths.

Paths use "/" and are safe names (see names.py), so they read the same in a manifest, in a link
and on every file system. Entries are gathered here once, however many items they are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.packs.errors import PackContentsError
from holdfast.packs.names import safe_name

if TYPE_CHECKING:
    from holdfast.packs.contents import (
        PackContents,
        PackEvent,
        PackItem,
        PackLine,
        PackOriginal,
        PackPlayable,
    )

TAKE_IN = "acquisition.take_in"
PACK_ENTRY = "proofs/pack"
ENTRY_FILES = ("face.json", "body.json", "entry.tlog-proof")


@dataclass(frozen=True, slots=True)
class PlacedOriginal:
    """An original and the paths of its copy and of its line proof."""

    original: PackOriginal
    path: str
    line_path: str


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """A custody event of an item and the path of its line proof, when the act was a bulk act."""

    event: PackEvent
    line_path: str | None


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item with every path that belongs to it."""

    item: PackItem
    folder: str
    originals: tuple[PlacedOriginal, ...]
    playable: PackPlayable | None
    playable_path: str | None
    custody: tuple[PlacedEvent, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole pack placed: items, their line proofs by path, and each entry once."""

    items: tuple[PlacedItem, ...]
    lines: tuple[tuple[str, PackLine], ...]
    entries: tuple[PackEvent, ...]


def entry_folder(entry: int) -> str:
    """Return the folder of an entry's face, body and proof."""
    return f"proofs/{entry}"


def lay_out(contents: PackContents) -> Layout:
    """Give every file of `contents` its path, or raise PackContentsError if they do not fit."""
    folders: set[str] = set()
    lines: list[tuple[str, PackLine]] = []
    items = tuple(_place(item, folders, lines) for item in contents.items)
    if not items:
        raise PackContentsError(
            "A pack needs at least one item. Nothing was made. Choose the items to hand out."
        )
    return Layout(items=items, lines=tuple(lines), entries=_entries(contents))


def _place(item: PackItem, folders: set[str], lines: list[tuple[str, PackLine]]) -> PlacedItem:
    folder = safe_name(item.exhibit or f"item-{item.number}", folders)
    count = 0

    def line_path(line: PackLine) -> str:
        nonlocal count
        count += 1
        path = f"proofs/lines/{folder}-{count}.json"
        lines.append((path, line))
        return path

    taken_in = {event.entry for event in item.custody if event.act == TAKE_IN}
    names: set[str] = set()
    originals = []
    for original in item.originals:
        if original.line.entry not in taken_in:
            raise PackContentsError(
                f"Item {item.number}: no {TAKE_IN} event {original.line.entry} stands in its "
                "custody, so its original would not be tied to an acquisition. Nothing was made."
            )
        path = f"data/originals/{folder}/{safe_name(original.name, names)}"
        originals.append(PlacedOriginal(original, path, line_path(original.line)))
    custody = tuple(
        PlacedEvent(event, None if event.line is None else line_path(event.line))
        for event in item.custody
    )
    playable = item.playable
    return PlacedItem(
        item=item,
        folder=folder,
        originals=tuple(originals),
        playable=playable,
        playable_path=None if playable is None else f"data/playable/{folder}{playable.suffix}",
        custody=custody,
    )


def _entries(contents: PackContents) -> tuple[PackEvent, ...]:
    """Return each entry once, by its index; the same entry must be the same bytes everywhere."""
    found: dict[int, PackEvent] = {}
    for item in contents.items:
        for event in item.custody:
            known = found.setdefault(event.entry, event)
            if (known.face, known.body, known.at) != (event.face, event.body, event.at):
                raise PackContentsError(
                    f"Entry {event.entry} was given with two different faces or bodies. Nothing "
                    "was made. Rebuild the records (`holdfast rebuild`) and try again."
                )
    return tuple(found[index] for index in sorted(found))
