# SPDX-License-Identifier: Apache-2.0
"""Events and entries as queries answer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from holdfast.records.person_name import PersonName
    from holdfast.records.queries.values.cases import Member


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One event of the chain of custody, in plain words, with the entry that proves it."""

    entry: int | None
    act: str
    at: datetime
    actor: PersonName
    role: str
    outcome: str
    sentence: str
    purpose: str
    details: Mapping[str, Any]
    line: int | None


@dataclass(frozen=True, slots=True)
class Access:
    """Who may see an item, by which case, and who has opened it."""

    access_class: str
    members: tuple[tuple[str, Member], ...]
    opened: tuple[CustodyEvent, ...]


@dataclass(frozen=True, slots=True)
class FaceLine:
    """One face of the ledger: public."""

    index: int
    act: str
    act_in_words: str
    day: date
    role: str
    technology: str
    approval: str
    purpose: str
    data_class: str
    count: int
    unit: str
    outcome: str
    leaf: str


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """One entry: its face, and what its body says where the viewer may read it."""

    face: FaceLine
    face_json: str
    body_json: str | None
    sentence: str
    items: tuple[int, ...]
    checkpoint: str
