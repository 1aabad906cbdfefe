# SPDX-License-Identifier: Apache-2.0
"""From the readings of an item's files to what an item shows in a list.

Promises: every value is one that a file claims, with the file named; nothing is averaged or
guessed. A time whose zone is unknown stays a wall clock; impossible and never-set times are left
out here and stay in the finding. Pure: the same readings give the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.records.findings import StoredFinding

_FIRST_YEAR = 1990
_LONGEST = 200
_MEANT_FOR_LISTS = 6
_SHOWN_KINDS = frozenset({"photograph", "video", "flight-record", "track-log", "audio"})


@dataclass(frozen=True, slots=True)
class Registered:
    """A device of the fleet: its asset number, and whether its model has an approval in force."""

    asset: str
    approved: bool


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file of an item with its reading."""

    name: str
    role: str
    sha256: str
    reading: StoredFinding


def summary_of(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Give the small part of a reading that lists and flights need."""
    if not finding:
        return {}
    fixes = [point for point in finding["track"] if point["lat"] is not None]
    heights = [point["height_m"] for point in fixes if point["height_m"] is not None]
    summary: dict[str, Any] = {
        "kind": finding["kind"],
        "format": finding["format"],
        "dialect": finding["dialect"],
        "device": _clean(finding["device"]),
        "duration_s": finding["duration_s"],
        "points": len(fixes),
        "without_fix": len(finding["track"]) - len(fixes),
        "cues_read": finding["cues_read"],
        "cues_skipped": finding["cues_skipped"],
        "warnings": [_clean(warning) for warning in finding["warnings"][:_MEANT_FOR_LISTS]],
        "signs": len(finding["signs"]),
    }
    if fixes:
        summary |= {
            "north": max(point["lat"] for point in fixes),
            "south": min(point["lat"] for point in fixes),
            "east": max(point["lon"] for point in fixes),
            "west": min(point["lon"] for point in fixes),
            "highest_m": max(heights, default=None),
            "minutes": _minutes(fixes),
        }
    return summary


def columns_of(
    files: Sequence[ReadFile],
    *,
    kind: str,
    zone: str,
    devices: Mapping[str, Registered],
    whose: str = "agency",
) -> dict[str, Any]:
    """Give an item's columns. `devices` maps a serial number to the device registered with it.

    A recording of a device that is not the agency's own, or has no approval in force, is
    quarantined, unless it was handed in as made by somebody else's device (`whose`).
    """
    ordered = sorted(files, key=lambda file: file.role != "main")
    main = ordered[0].reading
    claimed, claimed_zone, source = _claimed(ordered)
    lat, lon = _place(ordered)
    device = _device(ordered, devices)
    return {
        "kind": _kind(kind, main.finding),
        "claimed_at": claimed.isoformat() if claimed else None,
        "claimed_zone": claimed_zone,
        "claimed_source": source[:_LONGEST],
        "day": _day(claimed, claimed_zone, zone),
        "latitude": lat,
        "longitude": lon,
        "has_track": any(_is_flight(file.reading.finding) for file in ordered),
        "duration_s": next(
            (file.reading.finding["duration_s"] for file in ordered if file.reading.finding), None
        ),
        "device_text": _device_text(ordered)[:_LONGEST],
        "device": device.asset if device else None,
        "quarantine": "" if whose == "outside" else _quarantine(_device_text(ordered), device),
        "condition": "read" if main.outcome == "done" else main.outcome,
    }


def _quarantine(text: str, device: Registered | None) -> str:
    """Say why the recording may not be analysed yet; "" when it may, or names no device at all."""
    if device is not None:
        return (
            "" if device.approved else f"{device.asset} is of a model without an approval in force"
        )
    if not text:
        return ""
    return f"what recorded it ({text[:_LONGEST]}) is not on the register of devices"


def parse_claim(at: str) -> datetime | None:
    """Read a claimed time; a wall clock without a zone is given as if it were UTC."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return moment if moment.year >= _FIRST_YEAR else None


def _kind(kind: str, finding: Mapping[str, Any]) -> str:
    """Take what the content says, unless it says nothing better than the name did."""
    found = str(finding.get("kind", "unknown"))
    if kind == "card image" or found == "unknown":
        return kind
    return found if found in _SHOWN_KINDS or kind == "other" else kind


def _claimed(files: Sequence[ReadFile]) -> tuple[datetime | None, str, str]:
    for file in files:
        for time in file.reading.finding.get("times", ()):
            moment = parse_claim(time["at"])
            if moment is not None:
                return moment, str(time["zone"]), f"{_clean(time['what'])} ({file.name})"
    return None, "", ""


def _day(claimed: datetime | None, claimed_zone: str, zone: str) -> str | None:
    if claimed is None:
        return None
    local = claimed if claimed_zone == "unknown" else claimed.astimezone(ZoneInfo(zone))
    return local.date().isoformat()


def _place(files: Sequence[ReadFile]) -> tuple[float | None, float | None]:
    for file in files:
        for point in file.reading.finding.get("track", ()):
            if point["lat"] is not None:
                return point["lat"], point["lon"]
    return None, None


def _is_flight(finding: Mapping[str, Any]) -> bool:
    return sum(point["lat"] is not None for point in finding.get("track", ())) > 1


def _device_text(files: Sequence[ReadFile]) -> str:
    for file in files:
        device = file.reading.finding.get("device") or {}
        named = device.get("product") or " ".join(
            part for part in (device.get("make"), device.get("model_code")) if part
        )
        if named:
            return str(_clean(named))
    return ""


def _device(files: Sequence[ReadFile], devices: Mapping[str, Registered]) -> Registered | None:
    for file in files:
        device = file.reading.finding.get("device") or {}
        for serial in device.get("serials", ()):
            if serial["value"] in devices:
                return devices[serial["value"]]
    return None


def _minutes(fixes: Sequence[Mapping[str, Any]]) -> float | None:
    times = [parse_claim(point["at"]) for point in (fixes[0], fixes[-1]) if point["at"]]
    if len(times) < 2 or times[0] is None or times[1] is None:  # noqa: PLR2004 # first and last
        return None
    return round((times[1] - times[0]).total_seconds() / 60, 2)


def _clean(value: Any) -> Any:  # noqa: ANN401 # any JSON value
    """Without NUL and lone surrogates, which neither a database nor canonical JSON can hold."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {str(_clean(key)): _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return value
