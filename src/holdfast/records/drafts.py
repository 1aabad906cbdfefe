# SPDX-License-Identifier: Apache-2.0
"""What a service asks to have written: the public words and the private ones, kept apart.

Promises: nothing that goes into the face is free text; names, titles, numbers and reasons are
details and subjects, which go into the sealed body. An act on several items carries them as
lines, so that the body can be disclosed for one item without naming another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about: its kind (item, case, acquisition, person, pack, hold) and its id."""

    kind: str
    id: str | int

    def to_json(self) -> dict[str, str | int]:
        """Give the subject as plain values."""
        return {"kind": self.kind, "id": self.id}


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is sealed. `rows` are lines still to be written, one mapping each.

    `published` is the record that the act makes public; its digest goes into the face.
    """

    act: str
    details: Mapping[str, Any]
    subjects: tuple[Subject, ...] = ()
    role: str = ""
    technology: str = ""
    purpose: str = ""
    data_class: str = ""
    count: int = 0
    unit: str = ""
    approval: str = ""
    outcome: str = "done"
    published: Mapping[str, Any] | None = None
    rows: Iterable[Mapping[str, Any]] | None = field(default=None, repr=False)


def item_draft(
    act: str,
    rows: list[dict[str, Any]],
    *,
    role: str,
    details: Mapping[str, Any] | None = None,
    subjects: tuple[Subject, ...] = (),
    purpose: str = "",
    data_class: str = "",
    technology: str = "",
    approval: str = "",
    outcome: str = "done",
) -> Draft:
    """Draft an act on items: one row stands in the body, several become lines."""
    shared = dict(details or {})
    alone = len(rows) == 1
    return Draft(
        act=act,
        details={**shared, **rows[0]} if alone else shared,
        subjects=(Subject("item", rows[0]["item"]), *subjects) if alone else subjects,
        role=role,
        purpose=purpose,
        data_class=data_class,
        technology=technology,
        approval=approval,
        count=len(rows),
        unit="items",
        outcome=outcome,
        rows=None if alone else rows,
    )
