# SPDX-License-Identifier: Apache-2.0
"""EXIF of a photograph, through Pillow, as typed values.

It promises that text is text, that a GPS block without a fix gives no position, and that the
values are those of the file: nothing is corrected. The maker note of DJI is read for speeds and
attitude only; it never decodes debug blobs.
"""

from __future__ import annotations

import math
import re
import struct
import warnings as python_warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from holdfast.readers.faults import MALFORMED

if TYPE_CHECKING:
    from PIL import Image

_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_MAKER_NOTE = 37500
_XP_COMMENT = 40092
_XP_KEYWORDS = 40094
_FLOAT = 11
_MAKER_NAMES = {
    3: "speed X",
    4: "speed Y",
    5: "speed Z",
    6: "aircraft pitch",
    7: "aircraft yaw",
    8: "aircraft roll",
    9: "camera pitch",
    10: "camera yaw",
    11: "camera roll",
}
_TEXT_NOTE = re.compile(
    rb"\[(GimbalDegree\(Y,P,R\)|FlightDegree\(Y,P,R\)|FlightSpeed\(X,Y,Z\)|sensor_id):([^\]\x00]{1,60})\]"
)
_FACT_NAMES = {
    33434: "exposure time (s)",
    33437: "f-number",
    34855: "ISO",
    37386: "focal length (mm)",
    41989: "focal length in 35 mm film (mm)",
    41988: "digital zoom ratio",
}


@dataclass(frozen=True, slots=True)
class Exif:
    """The parts of EXIF that a reading uses; empty where the file has none."""

    make: str = ""
    model: str = ""
    software: str = ""
    description: str = ""
    modified: str = ""
    original: str = ""
    digitised: str = ""
    offset: str = ""
    serial: str = ""
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    gps_problem: str = ""
    values: tuple[tuple[str, str], ...] = ()
    maker_note: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def read_exif(source: bytes | BinaryIO) -> Exif:
    """Read an EXIF block, or the tags of a TIFF opened for reading."""
    from PIL import Image

    exif = Image.Exif()
    problem = ""
    with python_warnings.catch_warnings(record=True) as told:
        python_warnings.simplefilter("always")
        try:
            if isinstance(source, bytes):
                exif.load(source)
            else:
                exif.load_from_fp(source)
            found = _gather(exif)
        except MALFORMED as fault:
            return Exif(problem=f"the EXIF block is damaged ({type(fault).__name__})")
    if told:
        problem = "the EXIF block is damaged in places"
    return found if not problem else _with_problem(found, problem)


def _with_problem(exif: Exif, problem: str) -> Exif:
    from dataclasses import replace

    return replace(exif, problem=problem)


def _gather(exif: Image.Exif) -> Exif:
    inner = exif.get_ifd(_EXIF_IFD)
    gps = exif.get_ifd(_GPS_IFD)
    latitude, longitude, gps_problem = _position(gps)
    values = [
        (name, text)
        for tag, name in _FACT_NAMES.items()
        if (text := _text(inner.get(tag))) and text != "nan"
    ]
    values += [
        (name, text)
        for tag, name in ((_XP_COMMENT, "XP comment"), (_XP_KEYWORDS, "XP keywords"))
        if (text := _utf16(exif.get(tag)))
    ]
    return Exif(
        make=_text(exif.get(271)),
        model=_text(exif.get(272)),
        software=_text(exif.get(305)),
        description=_text(exif.get(270)),
        modified=_text(exif.get(306)),
        original=_text(inner.get(36867)),
        digitised=_text(inner.get(36868)),
        offset=_text(inner.get(36881)) or _text(inner.get(36880)),
        serial=_text(inner.get(42033)),
        latitude=latitude,
        longitude=longitude,
        altitude_m=_altitude(gps),
        gps_problem=gps_problem,
        values=tuple(values),
        maker_note=maker_note_values(inner.get(_MAKER_NOTE)),
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if value is None or isinstance(value, tuple):
        return ""
    return str(value).split("\x00", 1)[0].strip()


def _utf16(value: object) -> str:
    if isinstance(value, tuple):
        value = bytes(value)
    if isinstance(value, bytes):
        return value.decode("utf-16-le", "replace").split("\x00", 1)[0].strip()
    return ""


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]  # Pillow's rational is one; others raise
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def _degrees(value: object, letter: object, negative: str) -> float | None:
    if not isinstance(value, tuple | list) or not value:
        return None
    parts = [_number(part) for part in value[:3]]
    if any(part is None for part in parts):
        return None
    degrees = math.fsum((part or 0.0) / 60.0**place for place, part in enumerate(parts))
    return -degrees if _text(letter).upper() == negative else degrees


def _position(gps: dict[int, object]) -> tuple[float | None, float | None, str]:
    latitude = _degrees(gps.get(2), gps.get(1), "S")
    longitude = _degrees(gps.get(4), gps.get(3), "W")
    if latitude is None or longitude is None:
        return None, None, ""
    if latitude == 0.0 and longitude == 0.0:
        return None, None, "the GPS position is 0, 0: no fix"
    if abs(latitude) > 90.0 or abs(longitude) > 180.0:  # noqa: PLR2004 - degrees
        return None, None, f"the GPS position {latitude:g}, {longitude:g} is impossible; left out"
    if not _text(gps.get(1)) or not _text(gps.get(3)):
        return latitude, longitude, "the GPS position does not say north or south, east or west"
    return latitude, longitude, ""


def _altitude(gps: dict[int, object]) -> float | None:
    altitude = _number(gps.get(6))
    below = gps.get(5) in (1, b"\x01")
    return None if altitude is None else (-altitude if below else altitude)


def maker_note_values(note: object) -> tuple[tuple[str, str], ...]:
    """Give the speeds and attitudes of a maker note of DJI, in either of its two forms."""
    if not isinstance(note, bytes):
        return ()
    texts = _TEXT_NOTE.findall(note)
    if texts:
        return tuple((name.decode(), value.decode("latin-1").strip()) for name, value in texts)
    for order in "<>":
        try:
            (count,) = struct.unpack_from(f"{order}H", note)
            if not 1 <= count <= 64:  # noqa: PLR2004 - DJI writes about ten entries
                continue
            found = []
            for entry in range(count):
                tag, kind, _ = struct.unpack_from(f"{order}HHI", note, 2 + 12 * entry)
                if kind == _FLOAT and tag in _MAKER_NAMES:
                    (value,) = struct.unpack_from(f"{order}f", note, 2 + 12 * entry + 8)
                    if math.isfinite(value):
                        found.append((_MAKER_NAMES[tag], f"{value:g}"))
        except struct.error:
            continue
        if found:
            return tuple(found)
    return ()
