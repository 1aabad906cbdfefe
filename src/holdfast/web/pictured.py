# SPDX-License-Identifier: Apache-2.0
"""Which files of an item are shown as pictures or played, and of which items a card has a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.records.derivatives import find
from holdfast.records.models import Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.home import Home
    from holdfast.records.queries.values import FileLine, ItemLine

KINDS: Final = ("photograph", "video")


def pictured_items(acquisition: str) -> list[int]:
    """Give every photograph and video that came in with an acquisition."""
    rows = Item.objects.filter(acquisition=acquisition, kind__in=KINDS).order_by("number")
    return list(rows.values_list("number", flat=True))


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
