# SPDX-License-Identifier: Apache-2.0
"""Writes a JPEG or DNG as a DJI camera does: EXIF, GPS, maker note and drone-dji packet.

Real formats, drawn content. The position, the serial numbers and the date are invented by the
caller; nothing is taken from the machine or its clock.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.demo.card.flight import Moment
    from holdfast.demo.card.models import Model

_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_PHOTOMETRIC = 262
_LINEAR_RAW = 34892


@dataclass(frozen=True, slots=True)
class Shot:
    """Everything a photograph says besides its picture."""

    model: Model
    moment: Moment
    card_path: str
    serial: str
    software: str | None = None


def write_jpeg(path: Path, picture: Image.Image, shot: Shot) -> None:
    """Write a JPEG; `shot.software` other than the firmware makes it look edited."""
    picture.save(
        path,
        "JPEG",
        quality=88,
        exif=_exif(shot).tobytes(),
        xmp=xmp_packet(shot).encode(),
    )


def write_dng(path: Path, picture: Image.Image, shot: Shot) -> None:
    """Write a small linear DNG with the same statements as the JPEG beside it."""
    tags = ImageFileDirectory_v2()
    for tag, value in _base_tags(shot).items():
        tags[tag] = value
    tags[700] = xmp_packet(shot).encode()
    tags.tagtype[700] = 1
    tags[50706] = b"\x01\x04\x00\x00"
    tags.tagtype[50706] = 1
    tags[50708] = f"DJI {shot.model.code}"
    tags[_EXIF_IFD] = dict(_exif_tags(shot))
    tags[_GPS_IFD] = dict(_gps_tags(shot.moment))
    buffer = io.BytesIO()
    picture.save(buffer, "TIFF", tiffinfo=tags)
    path.write_bytes(_as_linear_raw(buffer.getvalue()))


def _base_tags(shot: Shot) -> dict[int, object]:
    at = f"{shot.moment.at:%Y:%m:%d %H:%M:%S}"
    return {
        270: shot.card_path,
        271: shot.model.make,
        272: shot.model.code,
        274: 1,
        305: shot.software or shot.model.firmware,
        306: at,
    }


def _exif_tags(shot: Shot) -> dict[int, object]:
    at = f"{shot.moment.at:%Y:%m:%d %H:%M:%S}"
    return {
        33434: IFDRational(1, 320),
        33437: IFDRational(22, 10),
        34855: 100,
        36864: b"0230",
        36867: at,
        36868: at,
        37386: IFDRational(47, 10),
        37500: maker_note(shot.moment),
        42033: shot.serial,
    }


def _gps_tags(moment: Moment) -> dict[int, object]:
    return {
        0: b"\x02\x03\x00\x00",
        1: "S" if moment.latitude < 0 else "N",
        2: _sexagesimal(moment.latitude),
        3: "W" if moment.longitude < 0 else "E",
        4: _sexagesimal(moment.longitude),
        5: b"\x00",
        6: IFDRational(round(moment.altitude_m * 1000), 1000),
    }


def _exif(shot: Shot) -> Image.Exif:
    exif = Image.Exif()
    for tag, value in _base_tags(shot).items():
        exif[tag] = value
    exif[_EXIF_IFD] = _exif_tags(shot)
    exif[_GPS_IFD] = _gps_tags(shot.moment)
    return exif


def _sexagesimal(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    ten_thousandths = round(abs(degrees) * 3600 * 10_000)
    whole, rest = divmod(ten_thousandths, 36_000_000)
    minutes, rest = divmod(rest, 600_000)
    return IFDRational(whole, 1), IFDRational(minutes, 1), IFDRational(rest, 10_000)


def maker_note(moment: Moment) -> bytes:
    """Make the binary maker note of older models: speeds, attitude and gimbal as floats."""
    values = {
        3: 0.0,
        4: 0.0,
        5: 0.0,
        6: 1.8,
        7: moment.heading,
        8: 0.4,
        9: moment.gimbal_pitch,
        10: moment.heading,
        11: 0.0,
    }
    entries = [struct.pack("<HHI4s", 1, 2, 4, b"DJI\x00")]
    entries += [struct.pack("<HHIf", tag, 11, 1, value) for tag, value in values.items()]
    return struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)


def xmp_packet(shot: Shot) -> str:
    """Make the drone-dji packet, values as attributes with a leading sign."""
    moment = shot.moment
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '  <rdf:Description rdf:about="DJI Meta Data"\n'
        '    xmlns:tiff="http://ns.adobe.com/tiff/1.0/"\n'
        '    xmlns:xmp="http://ns.adobe.com/xap/1.0/"\n'
        '    xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"\n'
        f'   xmp:ModifyDate="{moment.at:%Y-%m-%d}"\n'
        f'   xmp:CreateDate="{moment.at:%Y-%m-%d}"\n'
        f'   tiff:Make="{shot.model.make}"\n'
        f'   tiff:Model="{shot.model.code}"\n'
        f'   drone-dji:AbsoluteAltitude="{moment.altitude_m:+.2f}"\n'
        f'   drone-dji:RelativeAltitude="{moment.height_m:+.2f}"\n'
        f'   drone-dji:GpsLatitude="{moment.latitude:.6f}"\n'
        f'   drone-dji:GpsLongitude="{moment.longitude:.6f}"\n'
        '   drone-dji:GimbalRollDegree="+0.00"\n'
        f'   drone-dji:GimbalYawDegree="{moment.heading:+.2f}"\n'
        f'   drone-dji:GimbalPitchDegree="{moment.gimbal_pitch:+.2f}"\n'
        '   drone-dji:FlightRollDegree="+0.40"\n'
        f'   drone-dji:FlightYawDegree="{moment.heading:+.2f}"\n'
        '   drone-dji:FlightPitchDegree="+1.80"\n'
        '   drone-dji:RtkFlag="0"/>\n'
        " </rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    )


def _as_linear_raw(tiff: bytes) -> bytes:
    """Mark the picture as linear raw, which is what makes a TIFF of colours a DNG."""
    data = bytearray(tiff)
    (place,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, place)
    for entry in range(place + 2, place + 2 + 12 * count, 12):
        if struct.unpack_from("<H", data, entry)[0] == _PHOTOMETRIC:
            struct.pack_into("<H", data, entry + 8, _LINEAR_RAW)
    return bytes(data)
