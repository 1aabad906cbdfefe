# SPDX-License-Identifier: Apache-2.0
"""Which files of an item are shown as pictures or played, and of which items a card has a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.records.derivatives import find
from holdfast.records.models import ItemFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.home import Home
    from holdfast.records.queries.values import FileLine, ItemLine

KINDS: Final = ("photograph", "video")


def files_of_acquisition(number: str) -> list[tuple[str, str]]:
    """Give digest and name of the main file of every photograph and video of an acquisition."""
    rows = ItemFile.objects.filter(
        item__acquisition=number, item__kind__in=KINDS, role="main"
    ).order_by("item")
    return [
        (sha256, path.rpartition("/")[2])
        for sha256, path in rows.values_list("original_id", "path")
    ]


def why_no_picture(home: Home, items: Iterable[ItemLine]) -> dict[int, str]:
    """Say of each photograph and video why it has no small picture; "" when it has, or may have."""
    found: dict[int, str] = {}
    for one in items:
        if one.kind in KINDS:
            made = find(home, one.main, "thumbnail")
            there = made is None or made.is_there
            found[one.number] = "" if there or made is None else made.reason or made.outcome
    return found


def main_file(files: tuple[FileLine, ...]) -> FileLine | None:
    """Give the item's main file."""
    return next((one for one in files if one.role == "main"), None)
