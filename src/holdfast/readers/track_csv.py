# SPDX-License-Identifier: Apache-2.0
"""Track logs as CSV from AirData and Litchi: units from the header, metres out.

It promises to find columns by name with blanks and case put aside, to turn feet into metres only
when the header says feet, and to count rows that it cannot read. `datetime(utc)` is UTC,
`datetime(local)` has no known zone. Barometric height above take-off goes into the track; other
altitudes are facts.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from holdfast.readers.reading import (
    ClaimedTime,
    Content,
    Device,
    Fact,
    SerialNumber,
    TrackPoint,
)
from holdfast.readers.source import TEXT_LIMIT, Source
from holdfast.readers.srt import decode

_FEET = 0.3048
_MILES_AN_HOUR = 0.44704
_KILOMETRES_AN_HOUR = 1 / 3.6
_KNOTS = 0.514444
_HEADER = re.compile(r"([^()]+?)\s*(?:\(([^)]*)\))?")
_FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S")
_LITCHI_MODELS = {
    "6": "Mavic Pro",
    "8": "Phantom 4",
    "9": "Phantom 4 Pro",
    "10": "Phantom 4 Advanced",
    "11": "Mavic Air",
    "14": "Mavic 2",
    "15": "Mavic 2",
    "16": "Mavic 2",
    "17": "Mavic Mini",
    "21": "Spark",
}


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a value stands in a row and what one unit of it is in metres (or metres a second)."""

    index: int
    factor: float
    unit: str


@dataclass(slots=True)
class _Log:
    """What the pass over the rows has gathered."""

    points: list[TrackPoint] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    without_fix: int = 0
    top_speed: float = 0.0
    photographs: int = 0
    last_second: float | None = None


def read_airdata(source: Source) -> Content:
    """Read a flight log exported by AirData."""
    return _read(
        source,
        format_="AirData CSV",
        height=("height_above_takeoff",),
        photo=("isphoto",),
        clock="time",
    )


def read_litchi(source: Source) -> Content:
    """Read a flight log written by Litchi; its altitude is height above take-off."""
    return _read(
        source,
        format_="Litchi CSV",
        height=("altitude",),
        photo=("istakingphoto",),
        clock="time",
    )


def _read(
    source: Source,
    *,
    format_: str,
    height: tuple[str, ...],
    photo: tuple[str, ...],
    clock: str,
) -> Content:
    text, warnings = decode(source.text_bytes())
    rows = csv.reader(io.StringIO(text.replace("\x00", "")))
    try:
        header = next(rows)
    except (StopIteration, csv.Error):
        return Content("track-log", format_, warnings=("The log has no header line.",))
    columns, is_utc = _columns(header)
    log = _Log()
    first_row: list[str] = []
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error:
            log.skipped["the line is not CSV"] += 1
            continue
        if not row or not any(cell.strip() for cell in row):
            continue
        first_row = first_row or row
        _add_row(row, columns, log, height=height, photo=photo, clock=clock, is_utc=is_utc)
    return _content(source, format_, columns, log, first_row, notes=warnings, is_utc=is_utc)


def _columns(header: list[str]) -> tuple[dict[str, _Column], bool]:
    columns: dict[str, _Column] = {}
    is_utc = False
    for index, cell in enumerate(header):
        match = _HEADER.fullmatch(cell.strip().lstrip("\ufeff"))
        if match is None:
            continue
        name, unit = match[1].strip().lower(), (match[2] or "").strip().lower()
        if name == "datetime":
            is_utc = unit == "utc" or (is_utc and unit != "local")
            if unit == "local" and "datetime" in columns:
                continue
        columns.setdefault(name, _Column(index, _factor(unit), unit))
    return columns, is_utc


def _factor(unit: str) -> float:
    if unit in {"feet", "ft"}:
        return _FEET
    if unit == "mph":
        return _MILES_AN_HOUR
    if unit in {"km/h", "kmh", "kph"}:
        return _KILOMETRES_AN_HOUR
    if unit in {"knots", "kts"}:
        return _KNOTS
    return 0.001 if unit in {"millisecond", "ms"} else 1.0


def _cell(row: list[str], columns: dict[str, _Column], name: str) -> str:
    column = columns.get(name)
    return row[column.index].strip() if column and column.index < len(row) else ""


def _number(row: list[str], columns: dict[str, _Column], *names: str) -> float | None:
    for name in names:
        text = _cell(row, columns, name)
        if text:
            try:
                value = float(text) * columns[name].factor
            except ValueError:
                return None
            return value if math.isfinite(value) else None
    return None


def _add_row(
    row: list[str],
    columns: dict[str, _Column],
    log: _Log,
    *,
    height: tuple[str, ...],
    photo: tuple[str, ...],
    clock: str,
    is_utc: bool,
) -> None:
    lat, lon = _number(row, columns, "latitude"), _number(row, columns, "longitude")
    if lat is None or lon is None:
        log.skipped["it has no readable position"] += 1
        return
    if abs(lat) > 90.0 or abs(lon) > 180.0:  # noqa: PLR2004 - degrees
        log.skipped["its position is impossible"] += 1
        return
    no_fix = lat == 0.0 and lon == 0.0
    log.without_fix += no_fix
    satellites = _number(row, columns, "satellites")
    second = _number(row, columns, clock)
    log.last_second = second if second is not None else log.last_second
    log.top_speed = max(log.top_speed, _number(row, columns, "speed") or 0.0)
    log.photographs += any(_cell(row, columns, name) == "1" for name in photo)
    up = _number(row, columns, *height)
    log.points.append(
        TrackPoint(
            _at(_cell(row, columns, "datetime"), is_utc=is_utc),
            None if no_fix else lat,
            None if no_fix else lon,
            None if up is None else round(up, 3),
            None if satellites is None else int(satellites),
            second,
        )
    )


def _at(written: str, *, is_utc: bool) -> str | None:
    for form in _FORMATS:
        try:
            value = datetime.strptime(written, form)  # noqa: DTZ007 - the zone, if any, stands in the header
        except ValueError:
            continue
        return value.isoformat() + ("Z" if is_utc else "")
    return None


def _content(
    source: Source,
    format_: str,
    columns: dict[str, _Column],
    log: _Log,
    first_row: list[str],
    *,
    notes: tuple[str, ...],
    is_utc: bool,
) -> Content:
    where = f"{format_} columns latitude and longitude"
    with_fix = len(log.points) - log.without_fix
    facts = [
        Fact("position", f"{with_fix} rows with a fix, {log.without_fix} without", where),
        Fact("greatest speed", f"{log.top_speed:.1f} m/s", f"{format_} column speed"),
        Fact("rows while taking a photograph", str(log.photographs), format_),
    ]
    feet = sorted(name for name, column in columns.items() if column.unit in {"feet", "ft"})
    if feet:
        facts.append(Fact("unit of the file", f"feet in {', '.join(feet)}", f"{format_} header"))
    warnings = list(notes)
    warnings += [f"{count} rows skipped: {why}." for why, count in log.skipped.items()]
    if log.without_fix:
        warnings.append(f"{log.without_fix} rows have no position fix; their position is empty.")
    if source.size > TEXT_LIMIT:
        warnings.append("The file is longer than is read; its end is not in this reading.")
    zone = "UTC" if is_utc else "unknown"
    dated = [point.at for point in log.points if point.at]
    times = (
        (
            ClaimedTime("first row", dated[0], zone),
            ClaimedTime("last row", dated[-1], zone),
        )
        if dated
        else ()
    )
    return Content(
        "track-log",
        format_,
        device=_device(first_row, columns),
        times=times,
        track=tuple(log.points),
        facts=tuple(facts),
        warnings=tuple(warnings),
        duration_s=log.last_second,
    )


def _device(row: list[str], columns: dict[str, _Column]) -> Device | None:
    serials = tuple(
        SerialNumber(kind, value)
        for kind, name in (
            ("flight controller", "flightcontrollerserialnumber"),
            ("battery", "batteryserialnumber"),
        )
        if (value := _cell(row, columns, name))
    )
    product = _LITCHI_MODELS.get(_cell(row, columns, "dronetype"))
    device = Device("DJI" if product else None, None, product, serials, None)
    return device if device.says_anything else None
