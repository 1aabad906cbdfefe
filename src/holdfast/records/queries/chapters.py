# SPDX-License-Identifier: Apache-2.0
"""Which recordings are chapters of one that the camera split: by the forms of their names.

Promises: only files of one folder of one acquisition whose numbers follow one another are put in a
row; where one is missing, the row ends there and another begins. That nothing was lost between two
of them is not known, and not said. Joins nothing: the files stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from holdfast.records.models import ItemFile

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Chapter:
    """A recording's place in a row of chapters: 1 is the first of `items`."""

    place: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Numbered:
    """A main file by its acquisition, folder and the name that all its chapters share, and number."""

    row: tuple[str, str, str]
    number: int
    item: int


def chapters_of(numbers: Iterable[int]) -> dict[int, Chapter]:
    """Give the chapters among some recordings, with all the others of their rows."""
    mine = ItemFile.objects.filter(item__in=list(numbers), role="main").select_related("item")
    rows = {one.row for row in mine if (one := _numbered(row)) is not None}
    found: dict[int, Chapter] = {}
    acquisitions = {row[0] for row in rows}
    all_files = ItemFile.objects.filter(
        item__acquisition__in=acquisitions, item__kind__in=("video", "audio"), role="main"
    ).select_related("item")
    every = sorted(
        one
        for row in all_files.iterator()
        if (one := _numbered(row)) is not None and one.row in rows
    )
    for _row, group in groupby(every, key=lambda one: one.row):
        for run in _runs(list(group)):
            if len(run) > 1:
                items = tuple(one.item for one in run)
                found |= {item: Chapter(place, items) for place, item in enumerate(items, 1)}
    return found


def _runs(row: list[_Numbered]) -> list[list[_Numbered]]:
    """Split a row where a number is missing or stands twice."""
    runs: list[list[_Numbered]] = []
    for one in row:
        if runs and one.number == runs[-1][-1].number + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _numbered(file: ItemFile) -> _Numbered | None:
    from holdfast.analysis.integrity.chapters import numbered

    folder, _, name = file.path.rpartition("/")
    found = numbered(name)
    if found is None:
        return None
    return _Numbered((str(file.item.acquisition_id), folder, found[0]), found[1], file.item_id)
