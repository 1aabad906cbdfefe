# SPDX-License-Identifier: Apache-2.0
"""Cases as queries answer them: lines, members, holds, acquisitions, packs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from holdfast.records.person_name import PersonName


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list."""

    number: int
    reference: str
    title: str
    access_class: str
    opened_at: datetime
    closed_at: datetime | None
    items: int
    unclassified: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may work in a case; `via` is opened, added or break-glass."""

    person: PersonName
    via: str
    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many items a day holds; `day` is None for items that claim no time."""

    day: date | None
    items: int


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One hold, on an item or on a whole case."""

    number: str
    item: int | None
    case: str | None
    reason: str
    placed_at: datetime
    placed_by: PersonName
    released_at: datetime | None
    release_reason: str


@dataclass(frozen=True, slots=True)
class AcquisitionLine:
    """One acquisition in a list; `flagged` when something on it needs a person's attention."""

    number: str
    case: str
    medium_name: str
    medium_kind: str
    taken_by: PersonName
    finished_at: datetime
    seen: int
    stored: int
    duplicate: int
    excluded: int
    unreadable: int
    bytes_stored: int
    gaps: int
    confirmed_at: datetime | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack that was made."""

    number: str
    case: str
    made_by: PersonName
    made_at: datetime
    recipient: str
    purpose: str
    items: int
    files: int
    manifest_sha256: str
    entry: int | None


@dataclass(frozen=True, slots=True)
class CaseOverview:
    """A case with what it holds."""

    case: CaseLine
    members: tuple[Member, ...]
    by_status: Mapping[str, int]
    by_kind: Mapping[str, int]
    days: tuple[DayCount, ...]
    flights: int
    acquisitions: tuple[AcquisitionLine, ...]
    holds: tuple[HoldLine, ...]
    packs: tuple[PackLine, ...]
