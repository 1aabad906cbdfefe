# SPDX-License-Identifier: Apache-2.0
"""Writes a DJI flight record `.txt`: a truthful header of any version, an empty track.

Real records lie on the phone, not on the card; the demonstration puts one beside the card.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from holdfast.readers.flight_record import mask

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from holdfast.demo.card.flight import Flight
    from holdfast.demo.card.models import Model

_FIXED = struct.Struct("<20s20s20s20sBBBiiqddfifffiq4i4i4d4dq16s")


def write_flight_record(
    path: Path,
    flight: Flight,
    model: Model,
    *,
    started: datetime,
    seconds: float,
    serial: str,
    version: int = 14,
    needs_upload: bool = True,
    has_fix: bool = True,
) -> None:
    """Write a record; `started` is aware (the header keeps UTC)."""
    details = _details(
        flight,
        model,
        started=started,
        seconds=seconds,
        serial=serial,
        version=version,
        needs_upload=needs_upload,
        has_fix=has_fix,
    )
    path.write_bytes(_wrapped(details, version))


def _details(
    flight: Flight,
    model: Model,
    *,
    started: datetime,
    seconds: float,
    serial: str,
    version: int,
    needs_upload: bool,
    has_fix: bool,
) -> bytes:
    place = flight.place
    fixed = _FIXED.pack(
        *(b"", b"", place.name.encode()[:20], b"Aotearoa"),
        *(0, 0, int(needs_upload), 0, 0),
        round(started.timestamp() * 1000),
        *((place.longitude, place.latitude) if has_fix else (0.0, 0.0)),
        round(flight.radius_m * 6, 1),
        round(seconds * 1000),
        *(flight.height_m, 9.5, 3.2),
        *(0, 0),
        *([0] * 8),
        *([0.0] * 8),
        *(0, bytes(16)),
    )
    name = f"{model.name} {serial[-2:]}".encode()
    parts = (serial.encode(), serial.encode()[:-1] + b"C", serial.encode()[:-1] + b"R", b"")
    if version > 5:  # noqa: PLR2004 - the layout changed in version 6
        return fixed + struct.pack(
            "<fBq32s16s16s16s16sB3s",
            place.ground_m,
            model.product_number,
            0,
            name,
            *parts,
            2,
            bytes((1, 4, 2)),
        )
    data = bytearray(356)
    data[: len(fixed)] = fixed
    struct.pack_into("<10sB24s", data, 267, parts[0], model.product_number, name)
    struct.pack_into("<10s10s10sB3sf", data, 318, *parts[1:], 2, bytes((1, 4, 2)), place.ground_m)
    return bytes(data)


def _wrapped(details: bytes, version: int) -> bytes:
    if version >= 13:  # noqa: PLR2004 - the details are masked from version 13 on
        info = b"\x01" + struct.pack("<H", len(details)) + details + b"\x00\x00"
        block = mask(info, record_kind=0, first=0x41)
        body = b"\x00" + struct.pack("<H", len(block)) + block
        offset = 100 + len(body)
        tail = b"\x01\x03\x00\x02\x00\x03"
    elif version == 12:  # noqa: PLR2004 - the details stand first, plain
        body, offset, tail = details, 100, b""
    else:
        prefix = 12 if version < 6 else 100  # noqa: PLR2004 - the short prefix of old versions
        body, offset, tail = b"\x2a\x00\xff" + details, prefix + 3, b""
    head = struct.pack("<QHB", offset, len(details), version)
    size = 12 if version < 6 else 100  # noqa: PLR2004 - the short prefix of old versions
    return head.ljust(size, b"\x00") + body + tail
