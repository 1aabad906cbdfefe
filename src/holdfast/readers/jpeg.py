# SPDX-License-Identifier: Apache-2.0
"""JPEG: its segments, and what stands in them.

It promises to walk the segments itself, without decoding the picture, so that a picture bomb costs
nothing and a cut-off file is known by its missing end. EXIF goes to `exif`, the packet to `xmp`,
and what they say together to `photograph`. ISO/IEC 10918-1, CIPA DC-007 (embedded previews).
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.readers.exif import Exif, read_exif
from holdfast.readers.photograph import Photograph, describe
from holdfast.readers.xmp import Xmp, read_xmp

if TYPE_CHECKING:
    from holdfast.readers.reading import Content
    from holdfast.readers.source import Source

_EXIF = b"Exif\x00\x00"
_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_MPF = b"MPF\x00"
_START_OF_SCAN = 0xDA
_END = 0xD9
_APP1, _APP2, _APP4 = 0xE1, 0xE2, 0xE4
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_MOST_SEGMENTS = 10_000


@dataclass(slots=True)
class _Segments:
    """What the walk has met."""

    exif: bytes = b""
    xmp: bytes = b""
    width: int | None = None
    height: int | None = None
    previews: int = 0
    has_thermal_parameters: bool = False
    scan_at: int | None = None
    warnings: list[str] = field(default_factory=list)


def read_jpeg(source: Source) -> Content:
    """Read a JPEG; a cut-off or damaged one is described as far as it goes."""
    with (
        source.path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        segments = _walk(data)
        complete = segments.scan_at is not None and data.find(b"\xff\xd9", segments.scan_at) >= 0
        thumbnail = segments.exif.find(b"\xff\xd8\xff") >= 0
    if segments.scan_at is None:
        segments.warnings.append("The file is cut off before its picture begins.")
    elif not complete:
        segments.warnings.append("The picture is cut off: its end is missing.")
    return describe(
        source,
        Photograph(
            format="JPEG",
            exif=read_exif(segments.exif) if segments.exif else Exif(),
            has_exif=bool(segments.exif),
            xmp=read_xmp(segments.xmp) if segments.xmp else Xmp(),
            width=segments.width,
            height=segments.height,
            previews=segments.previews + thumbnail,
            has_thermal_parameters=segments.has_thermal_parameters,
            warnings=tuple(segments.warnings),
        ),
    )


def _walk(data: mmap.mmap) -> _Segments:
    found = _Segments()
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if place + 4 > len(data):
            break
        if data[place] != 0xFF:  # noqa: PLR2004 - every marker begins with it
            found.warnings.append("A segment is not where the one before it says.")
            break
        marker = data[place + 1]
        if marker == 0xFF or marker in _WITHOUT_LENGTH:  # noqa: PLR2004 - a fill byte
            place += 1 if marker == 0xFF else 2  # noqa: PLR2004 - a fill byte
            continue
        if marker == _END:
            break
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        body = data[place + 4 : place + 2 + length]
        if marker == _START_OF_SCAN:
            found.scan_at = place + 2 + length
            break
        _note(found, marker, body)
        place += 2 + max(length, 2)
    return found


def _note(found: _Segments, marker: int, body: bytes) -> None:
    if marker == _APP1 and body.startswith(_EXIF) and not found.exif:
        found.exif = body
    elif marker == _APP1 and body.startswith(_XMP) and not found.xmp:
        found.xmp = body[len(_XMP) :]
    elif marker == _APP2 and body.startswith(_MPF):
        found.previews += _images_in_mpf(body[len(_MPF) :])
    elif marker == _APP4:
        found.has_thermal_parameters = True
    elif marker in _FRAMES and len(body) >= 5:  # noqa: PLR2004 - precision, height, width
        found.height = int.from_bytes(body[1:3], "big")
        found.width = int.from_bytes(body[3:5], "big")


def _images_in_mpf(index: bytes) -> int:
    """Count the images that the multi-picture index lists besides the photograph itself."""
    order = "little" if index[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(index[at : at + size], "little" if order == "little" else "big")

    first = number(4, 4)
    for entry in range(min(number(first, 2), 64)):
        at = first + 2 + 12 * entry
        if number(at, 2) == 0xB001:  # noqa: PLR2004 - tag "number of images"
            return max(0, min(number(at + 8, 4), 64) - 1)
    return 0
