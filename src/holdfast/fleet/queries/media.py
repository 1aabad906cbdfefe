# SPDX-License-Identifier: Apache-2.0
"""Recordings that may be of a flight, with the times and serial numbers that their readings claim.

Promises: only what a person may know of is given to them; technology governance is given times,
serial numbers and kinds of everything, because it keeps the fleet, and never a title, a case or a
number of an item. Media that others' devices made are left out, as is what belongs to a flight.

How a recording is matched (the rules that `RULES` tells in words):

1. Serial number first. A recording is of the asset that has its serial number; a camera's are of the
   aircraft it is fitted to. A serial number that no asset has, or two have, matches nothing.
2. Then time. It is of a flight of that asset when the two overlap, with `TOLERANCE` before take-off
   and after landing. A corrected time goes before the claimed one.
3. A time of an unknown zone is read as a clock in the agency's own zone, and is said to be.
4. Recordings of one asset that follow each other within `GAP` are proposed as one flight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from holdfast.accounts.permissions import may_open
from holdfast.fleet.access import keeps_fleet
from holdfast.fleet.facts import UNKNOWN_ZONE
from holdfast.fleet.seen import AIRCRAFT_KINDS, instant_of
from holdfast.records.access import visible_cases, visible_items
from holdfast.records.models import CaseItem, Device, Finding, Item, ItemFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.home import Home

TOLERANCE: Final = timedelta(minutes=10)
GAP: Final = timedelta(minutes=20)
DAYS: Final = 120
MOST_ITEMS: Final = 20_000
_KINDS: Final = ("flight-record", "video", "photograph")
_BATCH: Final = 500

RULES: Final = (
    (
        "A recording is matched to an asset by its serial number alone. A camera's recordings are "
        "of the aircraft it is fitted to. A serial number that no asset has, or two have, matches "
        "nothing."
    ),
    (
        "It is of a flight of that asset when their times overlap, with "
        f"{TOLERANCE.seconds // 60} minutes before take-off and after landing. A corrected time "
        "goes before the claimed one."
    ),
    "A time of an unknown zone is read as a clock in the agency's own zone, and is said to be.",
    (
        f"Recordings of one asset that follow each other within {GAP.seconds // 60} minutes are "
        "proposed as one flight."
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One recording: its item, what it is of, and from when to when, as claimed or corrected.

    `aircraft` is the asset that flew, `camera` one that is fitted to it; both "" when its serial
    number is no asset's. `assumed`: its zone is unknown, and `start` was read as the agency's clock.
    `seconds` is its length, `subtitle_seconds` that of its subtitles.
    """

    item: int
    kind: str
    aircraft: str
    camera: str
    model: str
    serials: tuple[tuple[str, str], ...]
    at: datetime
    zone: str
    source: str
    start: datetime
    assumed: bool
    seconds: float | None
    subtitle_seconds: float | None
    latitude: float | None
    longitude: float | None
    case: str

    @property
    def group(self) -> str:
        """What it is grouped by: the asset, or its first serial number."""
        return self.aircraft or self.camera or (self.serials[0][1] if self.serials else "")

    @property
    def end(self) -> datetime:
        """When it ended, as far as is known."""
        return self.start + timedelta(seconds=self.seconds or 0)


def loose_recordings(
    home: Home, viewer: Person, now: datetime, *, days: int = DAYS
) -> tuple[Recording, ...]:
    """Give the recordings without a flight of the last days, oldest first."""
    if may_open(viewer, "fleet") is None:
        return ()
    since = (now - timedelta(days=days)).date()
    rows = (
        _known_items(viewer, now)
        .filter(kind__in=_KINDS, day__gte=since, of_flights__isnull=True)
        .exclude(acquisition__whose="outside")
        .order_by("-day", "-number")[:MOST_ITEMS]
    )
    return tuple(
        sorted(
            (one for one in _recordings(home, viewer, list(rows), now) if one.group),
            key=lambda one: (one.start, one.item),
        )
    )


def _known_items(viewer: Person, now: datetime) -> QuerySet[Item]:
    return Item.objects.all() if keeps_fleet(viewer) else visible_items(viewer, now)


def _recordings(home: Home, viewer: Person, rows: Sequence[Item], now: datetime) -> list[Recording]:
    zone = ZoneInfo(home.config.zone)
    by_serial = assets_by_serial()
    fitted = {one.asset: one for one in Device.objects.all()}
    found = []
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        read = _readings([one.number for one in batch])
        cases = _cases(viewer, [one.number for one in batch], now)
        for one in batch:
            recording = _recording(one, read.get(one.number, []), by_serial, fitted, zone)
            if recording is not None:
                found.append(_with_case(recording, cases.get(one.number, "")))
    return found


def _recording(
    item: Item,
    read: Sequence[tuple[str, Mapping[str, Any]]],
    by_serial: Mapping[str, tuple[str, ...]],
    fitted: Mapping[str, Device],
    zone: ZoneInfo,
) -> Recording | None:
    """Put together what the readings of an item say; None for what has no time or no serial."""
    at = item.corrected_at or item.claimed_at
    if at is None:
        return None
    claimed_zone = "UTC" if item.corrected_at else item.claimed_zone or UNKNOWN_ZONE
    serials = tuple(dict.fromkeys(_serials(read)))
    aircraft, camera = _matched(serials, by_serial, fitted)
    if not aircraft and not camera and not _may_have_flown(item):
        return None
    subtitles = [summary for kind, summary in read if kind == "subtitle"]
    return Recording(
        item=item.number,
        kind=item.kind,
        aircraft=aircraft,
        camera=camera,
        model=item.device_text,
        serials=serials,
        at=at,
        zone=claimed_zone,
        source="a person's correction" if item.corrected_at else item.claimed_source,
        start=instant_of(at, claimed_zone, zone),
        assumed=claimed_zone == UNKNOWN_ZONE,
        seconds=item.duration_s,
        subtitle_seconds=_length_of(subtitles),
        latitude=item.latitude,
        longitude=item.longitude,
        case="",
    )


def _may_have_flown(item: Item) -> bool:
    """Whether a recording of nobody's asset looks like one of an aircraft: it says where it was."""
    return item.kind == "flight-record" or item.has_track or item.latitude is not None


def _matched(
    serials: Iterable[tuple[str, str]],
    by_serial: Mapping[str, tuple[str, ...]],
    fitted: Mapping[str, Device],
) -> tuple[str, str]:
    """Give aircraft and camera by serial number; one that two assets have matches nothing."""
    aircraft = camera = ""
    for _part, serial in serials:
        owners = by_serial.get(serial, ())
        if len(owners) != 1:
            continue
        device = fitted[owners[0]]
        if device.kind in AIRCRAFT_KINDS:
            aircraft = aircraft or device.asset
        elif device.kind in {"camera", "other"}:
            camera = camera or device.asset
            whole = fitted.get(device.part_of)
            if whole is not None and whole.kind in AIRCRAFT_KINDS:
                aircraft = aircraft or whole.asset
    return aircraft, camera


def assets_by_serial() -> dict[str, tuple[str, ...]]:
    """Give the assets that are registered with each serial number, retired ones last of all."""
    found: dict[str, tuple[str, ...]] = {}
    rows = Device.objects.order_by("retired_on", "asset")
    for asset, serials, retired in rows.values_list("asset", "serials", "retired_on"):
        for serial in set(serials):
            if retired is None or serial not in found:
                found[serial] = (*found.get(serial, ()), asset)
    return found


def _serials(read: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterable[tuple[str, str]]:
    """Yield (part, serial number) as the readings of an item give them, the main file's first."""
    for _kind, summary in read:
        device = summary.get("device") or {}
        for serial in device.get("serials", ()):
            yield str(serial["kind"]), str(serial["value"])


def _length_of(subtitles: Sequence[Mapping[str, Any]]) -> float | None:
    lengths = []
    for summary in subtitles:
        if summary.get("duration_s") is not None:
            lengths.append(float(summary["duration_s"]))
        elif summary.get("minutes") is not None:
            lengths.append(float(summary["minutes"]) * 60)
    return sum(lengths) if lengths else None


def _readings(items: Sequence[int]) -> dict[int, list[tuple[str, Mapping[str, Any]]]]:
    """Give (kind, summary) of the readings of each item's files, the main file first."""
    files = ItemFile.objects.filter(item__in=items).order_by("item", "position")
    of_item: dict[int, list[str]] = {}
    for item, digest in files.values_list("item_id", "original_id"):
        of_item.setdefault(item, []).append(digest)
    wanted = {digest for digests in of_item.values() for digest in digests}
    rows = Finding.objects.filter(processor="reading", original__in=wanted).order_by("id")
    summaries: dict[str, Mapping[str, Any]] = {
        digest: summary for digest, summary in rows.values_list("original_id", "summary") if summary
    }
    return {
        item: [
            (str(summaries[digest].get("kind", "")), summaries[digest])
            for digest in digests
            if digest in summaries
        ]
        for item, digests in of_item.items()
    }


def _cases(viewer: Person, items: Sequence[int], now: datetime) -> dict[int, str]:
    links = CaseItem.objects.filter(item__in=items, case__in=visible_cases(viewer, now))
    return dict(links.order_by("-case").values_list("item_id", "case__reference"))


def _with_case(recording: Recording, case: str) -> Recording:
    return replace(recording, case=case) if case else recording


def utc(moment: datetime) -> datetime:
    """Give a moment in UTC."""
    return moment.astimezone(UTC)
