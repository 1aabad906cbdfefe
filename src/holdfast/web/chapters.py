# SPDX-License-Identifier: Apache-2.0
"""Which chapter of a recording an item is, for its page: of those that the viewer may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.records.access import openable_items
from holdfast.records.queries.chapters import chapters_of

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.records.queries.values import ItemDetail


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """The item is chapter `place` of `of`; `case`: one in which they can be watched as one."""

    place: int
    of: int
    case: int | None


def chapters_of_item(viewer: Person, detail: ItemDetail) -> ChapterLine | None:
    """Give which chapter the item is, None when it is none or the viewer may open no other."""
    number = detail.item.number
    if detail.item.kind not in {"video", "audio"}:
        return None
    chapter = chapters_of([number]).get(number)
    if chapter is None:
        return None
    mine = set(
        openable_items(viewer).filter(number__in=chapter.items).values_list("number", flat=True)
    )
    row = [one for one in chapter.items if one in mine or one == number]
    if len(row) < 2:  # noqa: PLR2004 # one is no row
        return None
    cases = [one.number for one in detail.cases]
    return ChapterLine(row.index(number) + 1, len(row), cases[0] if cases else None)
