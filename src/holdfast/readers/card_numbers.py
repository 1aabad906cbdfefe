# SPDX-License-Identifier: Apache-2.0
"""File names of DJI cards taken apart, and the numbers that are missing between them.

Two families of names: `DJI_0031.MP4`, and `DJI_20240101120000_0001_V.MP4` with a sensor letter.
Folders `100MEDIA`, `101MEDIA` continue one another; every other folder counts by itself. A gap is
written `DJI_0031 → DJI_0033`. It never says why a number is missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

_NAME = re.compile(
    r"(?P<family>[A-Za-z]{2,8})_(?:(?P<moment>\d{14})_)?(?P<number>\d{4})(?:_(?P<suffix>[A-Z]{1,4}))?"
)
_CARD_FOLDER = re.compile(r"(\d{3})[A-Za-z0-9_]{0,5}")
_THUMBNAIL_FOLDER = re.compile(r"(.*?)MISC/(?:THM|IDX|SCR)/(\d{3})", re.IGNORECASE)
_LAST_IN_FOLDER = 999


@dataclass(frozen=True, slots=True)
class CardName:
    """One path taken apart; `number` is empty for a name that carries none."""

    path: str
    folder: str
    folder_key: str
    file_name: str
    stem: str
    extension: str
    family: str
    number: int | None
    suffix: str

    @property
    def is_hidden(self) -> bool:
        """Whether a computer, not a camera, made it (`._DJI_0001.JPG`, `.DS_Store`)."""
        return self.file_name.startswith(".")

    @property
    def without_suffix(self) -> str:
        """The stem without its sensor letter: what one press of the shutter shares."""
        return self.stem.removesuffix(f"_{self.suffix}") if self.suffix else self.stem


def parse_name(path: str) -> CardName:
    """Take a path apart; any text is accepted."""
    folder, _, file_name = path.rpartition("/")
    stem, dot, extension = file_name.rpartition(".")
    if not (dot and stem):
        stem, extension = file_name, ""
    match = _NAME.fullmatch(stem)
    return CardName(
        path=path,
        folder=folder,
        folder_key=_folder_key(folder),
        file_name=file_name,
        stem=stem,
        extension=extension.lower(),
        family=match["family"].upper() if match else "",
        number=int(match["number"]) if match else None,
        suffix=match["suffix"] or "" if match else "",
    )


def _folder_key(folder: str) -> str:
    """Let `MISC/THM/100` stand for `DCIM/100MEDIA`: previews lie apart from what they show."""
    if preview := _THUMBNAIL_FOLDER.fullmatch(folder):
        return f"{preview[1].lower()}dcim/{preview[2]}"
    parent, _, last = folder.rpartition("/")
    if parent.lower().endswith("dcim") and (number := _CARD_FOLDER.fullmatch(last)):
        return f"{parent.lower()}/{number[1]}"
    return folder.lower()


def gaps_and_notes(names: list[CardName]) -> tuple[list[str], list[str]]:
    """Find the numbers that no file carries, folder by folder and across folders."""
    gaps: list[str] = []
    notes: list[str] = []
    by_folder: dict[tuple[str, str], dict[int, CardName]] = defaultdict(dict)
    for name in sorted(names, key=lambda name: name.path):
        if name.number is not None:
            by_folder[name.family, name.folder_key].setdefault(name.number, name)
    previous: tuple[str, int, int, CardName] | None = None
    for (family, key), numbered in sorted(by_folder.items()):
        numbers = sorted(numbered)
        for before, after in pairwise(numbers):
            if after > before + 1:
                gaps.append(f"{numbered[before].without_suffix} → {numbered[after].without_suffix}")
        place = _place(key)
        if place is None:
            previous = None
            continue
        first = numbered[numbers[0]]
        if previous is not None and previous[0] == family + place[0]:
            _across(previous, place[1], numbers[0], first, gaps=gaps, notes=notes)
        previous = (family + place[0], place[1], numbers[-1], numbered[numbers[-1]])
    notes += _sensor_notes(names)
    return gaps, notes


def _place(key: str) -> tuple[str, int] | None:
    parent, _, last = key.rpartition("/")
    return (parent, int(last)) if last.isdecimal() and len(last) == 3 else None  # noqa: PLR2004 - folders 100 to 999


def _across(
    previous: tuple[str, int, int, CardName],
    folder_number: int,
    first_number: int,
    first: CardName,
    *,
    gaps: list[str],
    notes: list[str],
) -> None:
    _, last_folder, last_number, last = previous
    step = f"{_short(last)} → {_short(first)}"
    if folder_number > last_folder + 1:
        gaps.append(f"{_folder_name(last)} → {_folder_name(first)}")
    elif first_number == last_number + 1 or (last_number >= _LAST_IN_FOLDER and first_number == 1):
        return
    elif first_number == 1:
        notes.append(
            f"Numbering starts again between folders ({step}), before the folder was full."
        )
    else:
        gaps.append(step)


def _short(name: CardName) -> str:
    return f"{_folder_name(name)}/{name.without_suffix}"


def _folder_name(name: CardName) -> str:
    return name.folder.rpartition("/")[2]


def _sensor_notes(names: list[CardName]) -> list[str]:
    together: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in names:
        if name.suffix:
            together[name.folder, name.without_suffix].add(name.suffix)
    several = sum(len(sensors) > 1 for sensors in together.values())
    if not several:
        return []
    return [f"{several} exposures were taken by several sensors at once (letters in the names)."]
