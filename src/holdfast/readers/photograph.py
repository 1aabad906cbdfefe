# SPDX-License-Identifier: Apache-2.0
"""What EXIF and XMP of one photograph say, put side by side.

It promises that each fact names where it stands, that relative and absolute altitude are never
mixed, and that a sign of editing is a finding with its reason and what it can mean, never a
verdict. The zone of EXIF times is "unknown" unless the file gives an offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.readers.products import camera_product
from holdfast.readers.reading import (
    UNKNOWN_ZONE,
    ClaimedTime,
    Content,
    Device,
    Fact,
    SerialNumber,
    TrackPoint,
)
from holdfast.readers.signs import signs_of_editing

if TYPE_CHECKING:
    from holdfast.readers.exif import Exif
    from holdfast.readers.source import Source
    from holdfast.readers.xmp import Xmp

_EXIF_TIME = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")
_CARD_PATH = re.compile(r"DCIM[\\/]\w+[\\/]\S+", re.IGNORECASE)
_POSITION_NAMES = (
    ("drone-dji:GpsLatitude", "drone-dji:Latitude"),
    ("drone-dji:GpsLongitude", "drone-dji:GpsLongtitude", "drone-dji:Longitude"),
)


@dataclass(frozen=True, slots=True)
class Photograph:
    """What a reader of one picture format found, before it is put into words."""

    format: str
    exif: Exif
    has_exif: bool
    xmp: Xmp
    width: int | None
    height: int | None
    previews: int
    has_thermal_parameters: bool
    warnings: tuple[str, ...]


def describe(source: Source, photograph: Photograph) -> Content:
    """Put a photograph's statements into a reading."""
    exif, xmp = photograph.exif, photograph.xmp
    warnings = list(photograph.warnings)
    warnings += [
        f"{problem[0].upper()}{problem[1:]}."
        for problem in (exif.problem, exif.gps_problem, xmp.problem)
        if problem
    ]
    times = _times(exif, xmp, warnings)
    latitude, longitude, where = _position(exif, xmp, warnings)
    facts = _facts(source, photograph)
    height = xmp.number("drone-dji:RelativeAltitude")
    track: tuple[TrackPoint, ...] = ()
    if latitude is not None and longitude is not None:
        facts.insert(
            0, Fact("position", f"{latitude:.6f}, {longitude:.6f}", f"GPS from the {where}")
        )
        at = times[0].at if times else None
        track = (TrackPoint(at, latitude, longitude, height, None, 0.0),)
    return Content(
        "photograph" if source.extension not in {"thm", "scr"} else "thumbnail",
        photograph.format,
        device=_device(exif, xmp),
        times=times,
        track=track,
        facts=tuple(facts),
        signs=signs_of_editing(exif, xmp, has_exif=photograph.has_exif),
        warnings=tuple(warnings),
        width=photograph.width,
        height=photograph.height,
    )


def _device(exif: Exif, xmp: Xmp) -> Device | None:
    serials = [
        SerialNumber(kind, value)
        for kind, value in (
            ("camera body", exif.serial),
            ("camera", xmp.value("drone-dji:CameraSerialNumber")),
            ("aircraft", xmp.value("drone-dji:DroneSerialNumber")),
            ("drone identifier", xmp.value("drone-dji:DroneID")),
        )
        if value
    ]
    model = exif.model or xmp.value("tiff:Model") or None
    is_dji = exif.make.lower() in {"dji", "hasselblad"}
    device = Device(
        make=exif.make or xmp.value("tiff:Make") or None,
        model_code=model,
        product=camera_product(model),
        serials=tuple(serials),
        firmware=exif.software if is_dji and exif.software[:1] in set("v0123456789") else None,
    )
    return device if device.says_anything else None


def _times(exif: Exif, xmp: Xmp, warnings: list[str]) -> tuple[ClaimedTime, ...]:
    zone = exif.offset if _OFFSET.fullmatch(exif.offset) else UNKNOWN_ZONE
    suffix = zone if zone != UNKNOWN_ZONE else ""
    times = []
    for what, written in (
        ("taken (EXIF DateTimeOriginal)", exif.original),
        ("digitised (EXIF DateTimeDigitized)", exif.digitised),
        ("modified (EXIF DateTime)", exif.modified),
    ):
        if not written:
            continue
        iso = _iso(written)
        if iso is None:
            warnings.append(f"The time {written!r} ({what}) does not exist and is left out.")
        else:
            times.append(ClaimedTime(what, iso + suffix, zone))
    exposure = xmp.value("drone-dji:UTCAtExposure")
    if exposure and (iso := _iso(exposure)):
        times.append(ClaimedTime("exposure (XMP UTCAtExposure)", iso + "Z", "UTC"))
    return tuple(times)


def _iso(written: str) -> str | None:
    match = _EXIF_TIME.match(written)
    if match is None:
        return None
    try:
        return datetime(*(int(part) for part in match.groups())).isoformat()  # type: ignore[arg-type]  # noqa: DTZ001 - six numbers; the file gives no zone
    except ValueError:
        return None


def _position(exif: Exif, xmp: Xmp, warnings: list[str]) -> tuple[float | None, float | None, str]:
    if exif.latitude is not None:
        return exif.latitude, exif.longitude, "EXIF GPS block"
    latitude, longitude = (xmp.number(*names) for names in _POSITION_NAMES)
    if latitude is None or longitude is None or (latitude == 0.0 and longitude == 0.0):
        return None, None, ""
    if abs(latitude) > 90.0 or abs(longitude) > 180.0:  # noqa: PLR2004 - degrees
        warnings.append("The position in the XMP packet is impossible and is left out.")
        return None, None, ""
    return latitude, longitude, "drone-dji XMP packet"


def _facts(source: Source, photograph: Photograph) -> list[Fact]:
    exif, xmp = photograph.exif, photograph.xmp
    facts = [Fact(name, value, "EXIF") for name, value in exif.values]
    if exif.altitude_m is not None:
        facts.append(
            Fact("absolute altitude", f"{exif.altitude_m:.2f} m as the receiver gave it", "EXIF")
        )
    if exif.software:
        facts.append(Fact("software", exif.software, "EXIF Software"))
    if exif.description:
        facts.append(Fact("image description", exif.description, "EXIF ImageDescription"))
        if _CARD_PATH.fullmatch(exif.description):
            facts.append(_card_path_fact(source, exif.description))
    facts += [Fact(name, value, "EXIF maker note") for name, value in exif.maker_note]
    facts += [Fact(name, value, "XMP packet") for name, value in xmp.statements]
    if photograph.previews:
        facts.append(Fact("embedded previews", str(photograph.previews), photograph.format))
    if photograph.has_thermal_parameters:
        facts.append(Fact("thermal parameters", "present, not decoded", "JPEG APP4"))
    return facts


def _card_path_fact(source: Source, recorded: str) -> Fact:
    """Compare the place the camera recorded with where the file was found, as far as is known."""
    recorded_parts = re.split(r"[\\/]", recorded.strip())
    found_parts = re.split(r"[\\/]", source.name)
    compared = min(2, len(found_parts))
    same = [part.lower() for part in recorded_parts[-compared:]] == [
        part.lower() for part in found_parts[-compared:]
    ]
    found = "/".join(found_parts[-compared:])
    value = f"the same as where it was found ({found})" if same else f"found as {found}"
    return Fact("place recorded by the camera", f"{recorded}: {value}", "EXIF ImageDescription")
