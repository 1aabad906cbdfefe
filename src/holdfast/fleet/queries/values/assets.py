# SPDX-License-Identifier: Apache-2.0
"""Assets of the fleet, and pilots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.fleet.queries.values.flags import Flag
    from holdfast.fleet.queries.values.flights import FlightLine


@dataclass(frozen=True, slots=True)
class AssetLine:
    """One asset of the fleet as it is registered now.

    `technology_name` is that of its model on the register of technologies, and `approved` whether
    that has an approval in force (None: it is no aircraft and has no entry of its own). `parts` are
    the asset numbers fitted to it. `grounded` says why it is out of service, "" when it is not.
    `flights` and `minutes` are those the viewer may see. `flags`: due, overdue, worn, no approval,
    a serial number that two assets have.
    """

    asset: str
    kind: str
    maker: str
    model: str
    serials: tuple[str, ...]
    firmware: str
    district: str
    custodian: str
    custodian_name: str
    technology: str
    technology_name: str
    approved: bool | None
    part_of: str
    parts: tuple[str, ...]
    retired_on: date | None
    grounded: str
    flights: int
    minutes: int
    last_flight: date | None
    flags: tuple[Flag, ...]

    @property
    def is_aircraft(self) -> bool:
        """Whether it flies."""
        return self.kind in {"drone", "aircraft"}


@dataclass(frozen=True, slots=True)
class AssetChange:
    """What was registered of an asset from a moment on: (what, before, after) in words."""

    at: datetime
    by: str
    entry: int | None
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class UpkeepLine:
    """One thing that was done to an asset. `due_minutes` is of flight in all."""

    asset: str
    kind: str
    kind_words: str
    day: date
    note: str
    cycles: int | None
    health: int | None
    firmware: str
    due_on: date | None
    due_minutes: int | None
    at: datetime
    by: str
    entry: int | None


@dataclass(frozen=True, slots=True)
class AssetPage:
    """One asset with what is fitted to it, its upkeep, its changes and its newest flights."""

    line: AssetLine
    parts: tuple[AssetLine, ...]
    upkeep: tuple[UpkeepLine, ...]
    changes: tuple[AssetChange, ...]
    flights: tuple[FlightLine, ...]


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate of a pilot; `number` is "" for those who do not keep pilots."""

    kind: str
    kind_words: str
    number: str
    valid_until: date | None
    expired: bool


@dataclass(frozen=True, slots=True)
class PilotLine:
    """One pilot: whether they are current today ("yes", "no", "unknown") and why.

    `flights` and `minutes` are None for a viewer who may not see totals of a person.
    """

    key: str
    name: str
    username: str
    district: str
    certificates: tuple[CertificateLine, ...]
    current: str
    why: str
    practised_on: date | None
    last_flight: date | None
    ended_on: date | None
    flights: int | None
    minutes: int | None
