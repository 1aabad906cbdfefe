# SPDX-License-Identifier: Apache-2.0
"""Notes on recordings, in the order of time: of one item, and of all recordings of a case.

Promises: notes are content, so that whoever may not open a recording learns of none on it; withdrawn
ones are given with the reason, and say that they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from holdfast.accounts.permissions import may
from holdfast.accounts.roles import EXHIBIT_OFFICER
from holdfast.records.access import find_case, no_such_item, openable_items
from holdfast.records.models import CaseItem, ItemFile, Note
from holdfast.records.queries.beginning import Beginning, beginning_of, beginnings_of
from holdfast.records.queries.lines import person_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.records.models import Item
    from holdfast.records.person_name import PersonName


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note; `may_withdraw`: the viewer could. Seconds are from the first picture."""

    number: str
    at_s: float
    until_s: float | None
    text: str
    written_at: datetime
    written_by: PersonName
    withdrawn_at: datetime | None
    withdraw_reason: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class NotedRecording:
    """A recording with its notes, the digest of its main file, and when it began."""

    number: int
    title: str
    exhibit_number: str
    main: str
    beginning: Beginning
    notes: tuple[NoteLine, ...]

    @property
    def stand(self) -> tuple[NoteLine, ...]:
        """The notes that stand."""
        return tuple(one for one in self.notes if one.withdrawn_at is None)

    @property
    def withdrawn(self) -> tuple[NoteLine, ...]:
        """The notes that were withdrawn."""
        return tuple(one for one in self.notes if one.withdrawn_at is not None)


def notes_of_item(viewer: Person, number: int) -> NotedRecording:
    """Give a recording's notes. Raises NotFoundError when the viewer may not open it."""
    found = openable_items(viewer).filter(number=number).first()
    if found is None:
        raise no_such_item(number)
    rows = list(Note.objects.filter(item=number).select_related("written_by"))
    exhibits = CaseItem.objects.filter(item=number).exclude(exhibit_number="").order_by("-case_id")
    numbers = dict(exhibits.values_list("item_id", "exhibit_number"))
    return _noted(viewer, found, rows, numbers, beginning_of(viewer, number))


def notes_of_case(viewer: Person, case: int) -> tuple[NotedRecording, ...]:
    """Give the recordings of a case that carry notes and that the viewer may open.

    Raises NotFoundError.
    """
    find_case(viewer, case)
    opens = openable_items(viewer).filter(links__case=case)
    rows = Note.objects.filter(item__in=opens).select_related("written_by", "item")
    numbers = dict(CaseItem.objects.filter(case=case).values_list("item_id", "exhibit_number"))
    ordered = sorted(rows, key=lambda one: (one.item_id, one.at_s, one.number))
    began = beginnings_of(viewer, {one.item_id for one in ordered})
    return tuple(
        _noted(viewer, notes[0].item, notes, numbers, began.get(item, Beginning()))
        for item, group in groupby(ordered, key=lambda one: one.item_id)
        if (notes := list(group))
    )


def _noted(
    viewer: Person,
    item: Item,
    rows: Sequence[Note],
    exhibits: Mapping[int, str],
    beginning: Beginning,
) -> NotedRecording:
    main = ItemFile.objects.filter(item=item, role="main").values_list("original_id", flat=True)
    withdraws = may(viewer, "note.withdraw") is not None
    return NotedRecording(
        item.number,
        item.title,
        exhibits.get(item.number, ""),
        main.first() or "",
        beginning,
        tuple(
            NoteLine(
                one.number,
                one.at_s,
                one.until_s,
                one.text,
                one.written_at,
                person_name(one.written_by),
                one.withdrawn_at,
                one.withdraw_reason,
                withdraws
                and one.withdrawn_at is None
                and (one.written_by_id == viewer.pk or EXHIBIT_OFFICER in viewer.roles),
            )
            for one in rows
        ),
    )
