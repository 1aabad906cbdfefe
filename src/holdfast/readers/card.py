# SPDX-License-Identifier: Apache-2.0
"""How the files of a card belong together, and which numbers are missing.

It promises that every path given is in exactly one item, as its main file or as a sidecar, and
that a missing number is reported, never explained: a gap can be a deleted file, a failed
recording, or a card that was used in another aircraft. It reads names only, no content.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.readers.card_numbers import CardName, gaps_and_notes, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePath

_VIDEO = frozenset({"mp4", "mov", "m4v", "osv", "avi", "mts"})
_PHOTOGRAPH = frozenset({"jpg", "jpeg", "dng", "tif", "tiff", "mpo"})
_ROLE_OF_SIDECAR = {
    "lrf": "proxy",
    "lrv": "proxy",
    "thm": "thumbnail",
    "scr": "thumbnail",
    "srt": "sidecar",
    "xml": "sidecar",
    "m4a": "sidecar",
    "aac": "sidecar",
    "wav": "sidecar",
}
_COMPUTER_TRACES = (".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes")
_COMPUTER_FOLDERS = ("system volume information", "$recycle.bin", ".fseventsd", ".trash-1000")
_SPLIT_FROM = 3_500_000_000
"""Recorders close a file a little below FAT32's limit of 4 GiB and go on in the next one."""


@dataclass(frozen=True, slots=True)
class CardFile:
    """One file of an item; `role` is main, sidecar, proxy or thumbnail."""

    path: str
    role: str


@dataclass(frozen=True, slots=True)
class CardItem:
    """One thing a person thinks of: the main file and what belongs to it.

    `kind` is what the name suggests: video, photograph or other; the reader decides by content.
    """

    main: str
    kind: str
    sidecars: tuple[CardFile, ...] = ()

    @property
    def files(self) -> tuple[CardFile, ...]:
        """Every file of the item, the main one first."""
        return (CardFile(self.main, "main"), *self.sidecars)


@dataclass(frozen=True, slots=True)
class CardLayout:
    """The items of a card, the gaps in its numbering, recordings in parts, and notes in words."""

    items: tuple[CardItem, ...]
    gaps: tuple[str, ...]
    split_recordings: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def group(paths: Iterable[str | PurePath], *, sizes: Mapping[str, int] | None = None) -> CardLayout:
    """Group paths (relative to the medium, `/` between parts) by folder and stem.

    `sizes`, by path, lets recordings that were split at the file system's limit be joined.
    """
    names = [parse_name(str(path)) for path in paths]
    by_stem: dict[tuple[str, str], list[CardName]] = defaultdict(list)
    for name in names:
        by_stem[name.folder_key, name.stem.lower()].append(name)
    items: list[CardItem] = []
    for together in by_stem.values():
        items += _items_of(together)
    items.sort(key=lambda item: item.main)
    numbered = [name for name in names if not name.is_hidden]
    gaps, notes = gaps_and_notes(numbered)
    notes += _left_behind(items)
    notes += _traces(names)
    return CardLayout(tuple(items), tuple(gaps), _splits(numbered, sizes or {}), tuple(notes))


def _left_behind(items: list[CardItem]) -> list[str]:
    """Name sidecars whose main file is not on the card."""
    return [
        f"{name.file_name} belongs to a recording that is not on the card."
        for name in (parse_name(item.main) for item in items if item.kind == "other")
        if name.extension in _ROLE_OF_SIDECAR and name.number is not None and not name.is_hidden
    ]


def _items_of(together: list[CardName]) -> list[CardItem]:
    """Make the items of one stem: a video, a photograph, or each file alone."""
    together.sort(key=lambda name: name.path)
    videos = [name for name in together if name.extension in _VIDEO and not name.is_hidden]
    photographs = [
        name for name in together if name.extension in _PHOTOGRAPH and not name.is_hidden
    ]
    taken = {name.path for name in videos + photographs}
    followers = [
        name
        for name in together
        if name.path not in taken and name.extension in _ROLE_OF_SIDECAR and not name.is_hidden
    ]
    alone = [name for name in together if name.path not in taken and name not in followers]
    sidecars = tuple(CardFile(name.path, _ROLE_OF_SIDECAR[name.extension]) for name in followers)
    items = [CardItem(name.path, "other") for name in alone]
    if videos:
        items.append(CardItem(videos[0].path, "video", sidecars))
        items += [CardItem(name.path, "video") for name in videos[1:]]
        sidecars = ()
    if photographs:
        items.append(_photograph(photographs, sidecars))
        sidecars = ()
    items += [CardItem(file.path, "other") for file in sidecars]
    return items


def _photograph(photographs: list[CardName], sidecars: tuple[CardFile, ...]) -> CardItem:
    """Take the JPEG as the main file; its raw twin (DNG) is the same exposure."""
    main = next((name for name in photographs if name.extension != "dng"), photographs[0])
    twins = tuple(CardFile(name.path, "sidecar") for name in photographs if name != main)
    return CardItem(main.path, "photograph", twins + sidecars)


def _splits(mains: list[CardName], sizes: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    videos = sorted(
        (name for name in mains if name.extension in _VIDEO and name.number is not None),
        key=lambda name: (name.folder_key, name.suffix, name.number or 0),
    )
    runs: list[list[str]] = []
    for before, after in itertools.pairwise(videos):
        follows = (
            before.folder_key == after.folder_key
            and before.suffix == after.suffix
            and (after.number or 0) == (before.number or 0) + 1
        )
        if not follows or sizes.get(before.path, 0) < _SPLIT_FROM:
            continue
        if runs and runs[-1][-1] == before.path:
            runs[-1].append(after.path)
        else:
            runs.append([before.path, after.path])
    return tuple(tuple(run) for run in runs)


def _traces(names: list[CardName]) -> list[str]:
    traces = sum(
        name.is_hidden
        or name.file_name.lower() in _COMPUTER_TRACES
        or any(part in _COMPUTER_FOLDERS for part in name.path.lower().split("/")[:-1])
        for name in names
    )
    if not traces:
        return []
    return [f"{traces} files were left by a computer: the card has been opened in one."]
