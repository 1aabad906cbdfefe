# SPDX-License-Identifier: Apache-2.0
"""Items as queries answer them: lines, files, times, facts, flights, and what to find.

A claimed time whose zone is "unknown" is the device's own wall clock; it is shown as it stands and
never converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.records.person_name import PersonName
    from holdfast.records.queries.values.cases import HoldLine


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in a grid or list. `main` is the digest of its main file.

    `quarantine` says why it may not be analysed yet, "" when it may.
    """

    number: int
    title: str
    kind: str
    status: str
    exhibit_number: str
    access_class: str
    received_at: datetime
    day: date | None
    shown_at: datetime | None
    shown_zone: str
    corrected: bool
    duration_s: float | None
    device_text: str
    has_track: bool
    latitude: float | None
    longitude: float | None
    held: bool
    condition: str
    main: str
    sidecars: int
    quarantine: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One original of an item; `name` is the last part of the path on the medium."""

    sha256: str
    size: int
    blocks_root: str
    role: str
    path: str
    name: str
    condition: str
    damaged_blocks: tuple[int, ...]
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemCase:
    """One case of an item that the viewer may see; others are not mentioned."""

    number: int
    reference: str
    title: str
    exhibit_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction: both values stay readable."""

    what: str
    old: str
    new: str
    reason: str
    at: datetime
    by: PersonName
    entry: int | None


@dataclass(frozen=True, slots=True)
class FourTimes:
    """The four times of an item. None of them ever replaces another."""

    claimed: datetime | None
    claimed_zone: str
    claimed_source: str
    corrected: datetime | None
    corrected_by: CorrectionLine | None
    file_system: str
    received: datetime


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact: its name, its value, and where it comes from."""

    name: str
    value: str
    source: str
    file: str


@dataclass(frozen=True, slots=True)
class SignLine:
    """One sign of change: a finding, never a verdict."""

    what: str
    why: str
    means: str
    file: str


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """How a processor ended on one file of an item."""

    file: str
    sha256: str
    processor: str
    version: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceMatch:
    """The registered device whose serial number the recording carries."""

    asset: str
    maker: str
    model: str
    technology: str


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """Everything an item's pages show, but for its custody."""

    item: ItemLine
    acquisition: str
    offence_class: str
    retention_class: str
    times: FourTimes
    files: tuple[FileLine, ...]
    cases: tuple[ItemCase, ...]
    facts: tuple[FactLine, ...]
    signs: tuple[SignLine, ...]
    warnings: tuple[str, ...]
    device: DeviceMatch | None
    corrections: tuple[CorrectionLine, ...]
    holds: tuple[HoldLine, ...]
    readings: tuple[ReadingLine, ...]


@dataclass(frozen=True, slots=True)
class TrackLine:
    """One position of a flight, as the recording claims it."""

    at: str | None
    lat: float | None
    lon: float | None
    height_m: float | None
    satellites: int | None


@dataclass(frozen=True, slots=True)
class Track:
    """A whole flight: the positions, the file they are from, and why they are read as they are."""

    item: int
    file: str
    dialect: str
    source: str
    points: tuple[TrackLine, ...]
    without_fix: int
    cues_read: int | None
    cues_skipped: int | None


@dataclass(frozen=True, slots=True)
class FlightLine:
    """One item that carries a track."""

    item: ItemLine
    case: str
    points: int
    minutes: float | None
    north: float | None
    south: float | None
    east: float | None
    west: float | None
    highest_m: float | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to find. Empty parts do not narrow; `box` is south, west, north, east in degrees."""

    text: str = ""
    kind: str = ""
    status: str = ""
    case: int | None = None
    day_from: date | None = None
    day_to: date | None = None
    box: tuple[float, float, float, float] | None = None
    with_track: bool = False
