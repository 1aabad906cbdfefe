# SPDX-License-Identifier: Apache-2.0
"""DJI flight record `.txt`: the plain header that the app writes at the end of a flight.

It promises the flight register without a key and without the network: aircraft name, serial
numbers, start, duration, distances, heights, take-off position. The track inside versions 13 and
14 is encrypted and is named as such; its key is never asked for. Layout: versions 1-5 have a
12-byte prefix and fixed places, 6-11 a 100-byte prefix with the details after the records, 12 the
details straight after the prefix, 13-14 the same under a byte mask derived from the file itself.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.readers.products import FLIGHT_RECORD_PRODUCTS
from holdfast.readers.reading import (
    ClaimedTime,
    Content,
    Device,
    Fact,
    SerialNumber,
    TrackPoint,
)

if TYPE_CHECKING:
    from holdfast.readers.source import Source

_WHERE = "flight record header"
_OLD_PREFIX = 12
_PREFIX = 100
_PREFIX_HEAD = struct.Struct("<QHB")
_FIXED = struct.Struct("<20s20s20s20sBBBiiqddfifffiq4i4i4d4dq16s")
_SINCE_6 = struct.Struct("<fBq32s16s16s16s16sB3s")
_LARGEST = 1 << 34
"""An offset beyond this is not one: the first 8 bytes of a text are a far larger number."""
_LAST_VERSION = 14
_FIRST_WITH_LONG_PREFIX = 6
_FIRST_WITH_DETAILS_FIRST = 12
_FIRST_MASKED = 13
_FIRST_XOR_RECORDS = 7
_PLATFORMS = {1: "iOS", 2: "Android", 6: "DJI Fly", 10: "Windows", 11: "Mac", 12: "Linux"}
_MASK_MAGIC = 0x123456789ABCDEF0
_CRC64_JONES = 0x95AC9329AC4BC9B5
_ALL_64 = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Details:
    """The details block, parsed; `distance` and `take_off_altitude` as written, unit not known."""

    place: str
    needs_upload: bool
    record_lines: int
    start_ms: int
    longitude: float
    latitude: float
    distance: float
    duration_ms: int
    max_height_m: float
    max_horizontal_speed: float
    max_vertical_speed: float
    take_off_altitude: float
    product: int
    aircraft_name: str
    aircraft_serial: str
    camera_serial: str
    controller_serial: str
    battery_serial: str
    platform: int
    app_version: str


def looks_like_flight_record(head: bytes, size: int) -> bool:
    """Whether the first bytes are the prefix of a flight record; most `.txt` files are not."""
    if len(head) < _OLD_PREFIX or size < _OLD_PREFIX:
        return False
    offset, length, version = _prefix(head)
    if not 1 <= version <= _LAST_VERSION + 2 or head[_OLD_PREFIX - 1] != 0:
        return False
    if version < _FIRST_WITH_LONG_PREFIX:
        return _OLD_PREFIX <= offset < _LARGEST and length > 0
    return offset == 0 or _PREFIX <= offset < _LARGEST


def _prefix(head: bytes) -> tuple[int, int, int]:
    offset, length, version = _PREFIX_HEAD.unpack_from(head)
    return int(offset), int(length), int(version)


def read_flight_record(source: Source) -> Content:
    """Read the header of a flight record; a damaged one gives a reading with a warning."""
    offset, length, version = _prefix(source.head)
    facts = [Fact("record version", str(version), _WHERE), _track_fact(version)]
    try:
        details = _details(source, offset, length, version)
    except (struct.error, ValueError) as fault:
        return Content(
            "flight-record",
            "DJI flight record",
            dialect=f"version {version}",
            facts=tuple(facts),
            warnings=(f"The details of the flight cannot be read: {fault}.",),
        )
    return _content(version, details, facts)


def _track_fact(version: int) -> Fact:
    if version >= _FIRST_MASKED:
        value = "encrypted; the key is held by the maker and Holdfast never asks for it"
    elif version >= _FIRST_XOR_RECORDS:
        value = "masked; present, not read"
    else:
        value = "plain; present, not read"
    return Fact("flight track", value, "flight record body")


def _details(source: Source, offset: int, length: int, version: int) -> _Details:
    if version >= _FIRST_MASKED:
        return _since_6(_unmasked(_slice(source, _PREFIX, 1 << 16)))
    if version == _FIRST_WITH_DETAILS_FIRST:
        return _since_6(_slice(source, _PREFIX, 1 << 12))
    if offset == 0:
        raise ValueError("the app did not finish the record, so it holds none")
    data = _slice(source, offset, max(length, 1 << 12))
    return _up_to_5(data) if version < _FIRST_WITH_LONG_PREFIX else _since_6(data)


def _slice(source: Source, offset: int, length: int) -> bytes:
    with source.path.open("rb") as file:
        file.seek(min(offset, source.size))
        return file.read(length)


def _unmasked(data: bytes) -> bytes:
    if len(data) < 4 or data[0] != 0:  # noqa: PLR2004 - kind, length and first byte
        raise ValueError("the information block is not where this version has it")
    length = int.from_bytes(data[1:3], "little")
    plain = unmask(data[3 : 3 + length], 0)
    info_length = int.from_bytes(plain[1:3], "little")
    return plain[3 : 3 + info_length]


def unmask(data: bytes, record_kind: int) -> bytes:
    """Take off the byte mask: 8 bytes repeated, a CRC-64 (Jones) of the first byte."""
    first = data[0]
    key = _crc64((first + record_kind) & 0xFF, (_MASK_MAGIC * first) & _ALL_64)
    return bytes(byte ^ key[place % 8] for place, byte in enumerate(data[1:]))


def mask(data: bytes, *, record_kind: int, first: int) -> bytes:
    """Put the byte mask on, behind the first byte it follows from."""
    return bytes((first,)) + unmask(bytes((first,)) + data, record_kind)


def _crc64(seed: int, value: int) -> bytes:
    crc = seed
    for byte in value.to_bytes(8, "little"):
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (_CRC64_JONES if crc & 1 else 0)
    return crc.to_bytes(8, "little")


def _since_6(data: bytes) -> _Details:
    fixed = _FIXED.unpack_from(data)
    altitude, product, _, name, aircraft, camera, controller, battery, platform, app = (
        _SINCE_6.unpack_from(data, _FIXED.size)
    )
    return _build(
        fixed,
        altitude=altitude,
        product=product,
        names=(name, aircraft, camera, controller, battery),
        platform=platform,
        app=app,
    )


def _up_to_5(data: bytes) -> _Details:
    fixed = _FIXED.unpack_from(data)
    aircraft, product, name = struct.unpack_from("<10sB24s", data, 267)
    camera, controller, battery, platform, app, altitude = struct.unpack_from(
        "<10s10s10sB3sf", data, 318
    )
    return _build(
        fixed,
        altitude=altitude,
        product=product,
        names=(name, aircraft, camera, controller, battery),
        platform=platform,
        app=app,
    )


def _build(
    fixed: tuple[object, ...],
    *,
    altitude: float,
    product: int,
    names: tuple[bytes, bytes, bytes, bytes, bytes],
    platform: int,
    app: bytes,
) -> _Details:
    street_2, street, city, area = (_text(part) for part in fixed[:4] if isinstance(part, bytes))
    numbers: list[float] = [part for part in fixed[4:18] if isinstance(part, int | float)]
    name, aircraft, camera, controller, battery = (_text(part) for part in names)
    return _Details(
        place=", ".join(part for part in (street_2, street, city, area) if part),
        needs_upload=bool(numbers[2]),
        record_lines=int(numbers[3]),
        start_ms=int(numbers[5]),
        longitude=numbers[6],
        latitude=numbers[7],
        distance=numbers[8],
        duration_ms=int(numbers[9]),
        max_height_m=numbers[10],
        max_horizontal_speed=numbers[11],
        max_vertical_speed=numbers[12],
        take_off_altitude=altitude,
        product=product,
        aircraft_name=name,
        aircraft_serial=aircraft,
        camera_serial=camera,
        controller_serial=controller,
        battery_serial=battery,
        platform=platform,
        app_version=".".join(str(part) for part in app),
    )


def _text(field: bytes) -> str:
    return field.split(b"\x00", 1)[0].decode("utf-8", "replace").strip()


def _content(version: int, details: _Details, facts: list[Fact]) -> Content:
    warnings: list[str] = []
    product = FLIGHT_RECORD_PRODUCTS.get(details.product)
    serials = tuple(
        SerialNumber(kind, value)
        for kind, value in (
            ("aircraft", details.aircraft_serial),
            ("camera", details.camera_serial),
            ("remote controller", details.controller_serial),
            ("battery", details.battery_serial),
        )
        if value
    )
    times = _times(details, warnings)
    lat, lon = _position(details, warnings)
    take_off = TrackPoint(times[0].at if times else None, lat, lon, 0.0, None, 0.0)
    platform = _PLATFORMS.get(details.platform, f"platform {details.platform}")
    named = [
        ("product number", str(details.product)),
        ("aircraft name", details.aircraft_name),
        ("place as the app named it", details.place),
        ("take-off position", "no fix" if lat is None else f"{lat:.6f}, {lon:.6f}"),
        ("distance flown, as written", _number(details.distance, "metres or kilometres")),
        ("greatest height above take-off", _metres(details.max_height_m)),
        (
            "take-off altitude, as written",
            _number(details.take_off_altitude, "metres or tenths of a metre"),
        ),
        ("greatest horizontal speed", _speed(details.max_horizontal_speed)),
        ("greatest vertical speed", _speed(details.max_vertical_speed)),
        ("record lines", str(details.record_lines)),
        ("app", f"{platform} {details.app_version}"),
        (
            "needs_upload",
            "yes: the app had not yet sent this record to the maker, as we read the flag"
            if details.needs_upload
            else "no: the app marks this record as not waiting to be sent, as we read the flag",
        ),
    ]
    facts += [Fact(name, value, _WHERE) for name, value in named if value]
    duration = details.duration_ms / 1000
    return Content(
        "flight-record",
        "DJI flight record",
        dialect=f"version {version}",
        device=Device("DJI", None, product, serials, None),
        times=times,
        track=(take_off,) if times or lat is not None else (),
        facts=tuple(facts),
        warnings=tuple(warnings),
        duration_s=duration if duration >= 0 else None,
    )


def _times(details: _Details, warnings: list[str]) -> tuple[ClaimedTime, ...]:
    try:
        start = datetime.fromtimestamp(details.start_ms / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        warnings.append("The start of the flight is not a time that can exist.")
        return ()
    if details.start_ms == 0:
        warnings.append("The header gives no start of the flight (zero).")
        return ()
    times = [ClaimedTime("start of the flight", _iso(start), "UTC")]
    if details.duration_ms > 0:
        end = datetime.fromtimestamp((details.start_ms + details.duration_ms) / 1000, tz=UTC)
        times.append(ClaimedTime("end of the flight", _iso(end), "UTC"))
    return tuple(times)


def _iso(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def _position(details: _Details, warnings: list[str]) -> tuple[float | None, float | None]:
    lat, lon = details.latitude, details.longitude
    if lat == 0.0 and lon == 0.0:
        warnings.append("The take-off position is 0, 0: the header holds no fix.")
        return None, None
    if not (abs(lat) <= 90.0 and abs(lon) <= 180.0):  # noqa: PLR2004 - degrees
        warnings.append("The take-off position is impossible and is left out.")
        return None, None
    return lat, lon


def _metres(value: float) -> str:
    return f"{value:.1f} m" if math.isfinite(value) else ""


def _number(value: float, units: str) -> str:
    """Give a number whose unit those who took the format apart do not agree on."""
    return f"{value:.6g} (published descriptions differ: {units})" if math.isfinite(value) else ""


def _speed(value: float) -> str:
    return f"{value:.1f} m/s" if math.isfinite(value) else ""
