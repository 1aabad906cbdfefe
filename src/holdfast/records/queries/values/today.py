# SPDX-License-Identifier: Apache-2.0
"""What needs somebody today, and the people and devices of the agency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from holdfast.records.person_name import PersonName
    from holdfast.records.queries.values.cases import AcquisitionLine, HoldLine
    from holdfast.records.queries.values.items import ItemLine


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One run of the integrity check."""

    entry: int | None
    finished_at: datetime
    objects: int
    bytes: int
    damaged: tuple[Mapping[str, Any], ...]
    missing: tuple[str, ...]
    ledger_problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """A break-glass opening that exhibit officers and auditors must look at."""

    case: str
    person: PersonName
    at: datetime
    until: datetime | None
    reason: str
    entry: int | None


@dataclass(frozen=True, slots=True)
class Ageing:
    """Unclassified items by how long they have waited; each count stops at 10,000."""

    under_7_days: int
    under_30_days: int
    under_90_days: int
    older: int
    oldest: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class MonthGrowth:
    """How much came in during one month."""

    month: date
    acquisitions: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Today:
    """What needs the viewer today; parts that the viewer's roles may not see are empty."""

    to_confirm: tuple[AcquisitionLine, ...]
    recent: tuple[AcquisitionLine, ...]
    unclassified: Ageing
    holds: tuple[HoldLine, ...]
    failed_checks: tuple[CheckLine, ...]
    last_check: CheckLine | None
    oldest_check: datetime | None
    never_checked: int
    alerts: tuple[Alert, ...]
    growth: tuple[MonthGrowth, ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person, for those who may see people."""

    username: str
    name: str
    roles: tuple[str, ...]
    os_user: str
    district: str
    active: bool


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device of the fleet."""

    asset: str
    kind: str
    maker: str
    model: str
    serials: tuple[str, ...]
    district: str
    custodian: str
    technology: str
    items: int
