# SPDX-License-Identifier: Apache-2.0
"""Everything in a JPEG that is not the picture: every segment, and what lies behind its end.

It promises that a segment nobody knows is an entry with its size and digest, that pictures beside
the picture (thumbnails, previews, multi-picture formats) are looked into as files of their own, and
that bytes after the end are told. ISO/IEC 10918-1, CIPA DC-007 (MPF), CIPA DC-008 (EXIF).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from holdfast.leaving import jpeg_segments as js
from holdfast.leaving.gathering import text_of
from holdfast.leaving.gives import Gives
from holdfast.leaving.icc import review_icc
from holdfast.leaving.jpeg_tables import surplus
from holdfast.leaving.photoshop import review_photoshop
from holdfast.leaving.tiff import review_tiff
from holdfast.leaving.xmp import review_xmp

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Data, Gathering

EXIF: Final = b"Exif\x00\x00"
XMP: Final = b"http://ns.adobe.com/xap/1.0/\x00"
XMP_MORE: Final = b"http://ns.adobe.com/xmp/extension/\x00"
ICC: Final = b"ICC_PROFILE\x00"
MPF: Final = b"MPF\x00"
PHOTOSHOP: Final = b"Photoshop 3.0\x00"
JFIF: Final = b"JFIF\x00"
ADOBE: Final = b"Adobe"
_XMP_MORE_HEAD: Final = len(XMP_MORE) + 40
_JFIF_LENGTH: Final = 14
_ADOBE_LENGTH: Final = 12
_UNITS: Final = {0: "no unit", 1: "an inch", 2: "a centimetre"}
_MPF_ENTRIES: Final = 0xB002
_MPF_PICTURE: Final = 16
_MOST_PICTURES: Final = 64
_MOST_PREVIEW: Final = 64 << 20


@dataclass(slots=True)
class _Jpeg:
    """One JPEG under review; `at` is the place of `data[0]` in the file."""

    data: Data
    start: int
    end: int
    where: str
    at: int | None
    found: Gathering
    more_xmp: list[tuple[int, bytes]] = field(default_factory=list)
    icc: list[tuple[int, bytes, int | None]] = field(default_factory=list)
    mpf: list[tuple[int, int]] = field(default_factory=list)
    seen: dict[int, int] = field(default_factory=dict)

    def title(self, name: str) -> str:
        """Name a place in this picture."""
        return f"{self.where}, {name}" if self.where else name

    def place(self, offset: int) -> int | None:
        """Give the place in the file of an offset in the data."""
        return None if self.at is None else self.at + offset


def review_jpeg(
    data: Data,
    where: str,
    found: Gathering,
    *,
    start: int = 0,
    end: int | None = None,
    at: int | None = 0,
) -> None:
    """Add everything of the JPEG in `data[start:end]`."""
    jpeg = _Jpeg(data, start, len(data) if end is None else end, where, at, found)
    last = None
    has_scan = False
    for segment in js.segments(data, start, jpeg.end):
        last = segment
        has_scan = has_scan or segment.marker == js.SOS
        if segment.marker in js.CODING:
            extra = surplus(segment, bytes(data[segment.body : segment.end]))
            if extra:
                title = jpeg.title(f"{segment.name} table")
                found.opaque(title, "bytes behind the table", extra, at=None)
        elif segment.marker != js.EOI:
            _note(jpeg, segment)
    if jpeg.more_xmp:
        packet = b"".join(part for _, part in sorted(jpeg.more_xmp))
        review_xmp(packet, jpeg.title("extended XMP"), found)
    if jpeg.icc:
        profile = b"".join(part for _, part, _ in sorted(jpeg.icc, key=lambda one: one[0]))
        review_icc(profile, jpeg.title("ICC profile"), found, at=jpeg.icc[0][2])
    if not has_scan:
        found.warn(f"{where or 'The picture'}: it is cut off before the picture begins.")
    elif last is None or last.marker != js.EOI:
        found.warn(f"{where or 'The picture'}: it is cut off, its end is missing.")
    else:
        _after_the_end(jpeg, last.end)


def _note(jpeg: _Jpeg, segment: js.Segment) -> None:
    body = bytes(jpeg.data[segment.body : segment.end])
    found, at = jpeg.found, jpeg.place(segment.body)
    marker = segment.marker
    if marker == js.APP1 and body.startswith(EXIF):
        number = jpeg.seen.get(marker, 0)
        jpeg.seen[marker] = number + 1
        first = segment.body + len(EXIF)
        title = jpeg.title("EXIF" if number == 0 else f"EXIF {number + 1}")
        place = jpeg.place(first)
        review_tiff(jpeg.data, title, found, start=first, end=segment.end, at=place)
    elif marker == js.APP1 and body.startswith(XMP):
        place = jpeg.place(segment.body + len(XMP))
        review_xmp(body[len(XMP) :], jpeg.title("XMP"), found, at=place)
    elif marker == js.APP1 and body.startswith(XMP_MORE) and len(body) > _XMP_MORE_HEAD:
        (offset,) = struct.unpack_from(">I", body, _XMP_MORE_HEAD - 4)
        jpeg.more_xmp.append((offset, body[_XMP_MORE_HEAD:]))
    elif marker == js.APP2 and body.startswith(ICC):
        head = len(ICC) + 2
        jpeg.icc.append((body[len(ICC)] if len(body) > len(ICC) else 0, body[head:],
                         jpeg.place(segment.body + head)))  # fmt: skip
    elif marker == js.APP2 and body.startswith(MPF):
        jpeg.mpf += _mpf_pictures(body[len(MPF) :], segment.body + len(MPF))
        found.opaque(jpeg.title("MPF"), "index of pictures", body[len(MPF) :], at=at,
                     gives=Gives.SETTINGS, known="CIPA DC-007")  # fmt: skip
    elif marker == js.APP13 and body.startswith(PHOTOSHOP):
        place = jpeg.place(segment.body + len(PHOTOSHOP))
        review_photoshop(body[len(PHOTOSHOP) :], jpeg.title("Photoshop"), found, at=place)
    elif marker == js.APP0 and body.startswith(JFIF) and len(body) >= _JFIF_LENGTH:
        _jfif(jpeg, body, at)
    elif marker == js.APP14 and body.startswith(ADOBE) and len(body) == _ADOBE_LENGTH:
        words = f"colour transform {body[11]}, flags {body[7:11].hex()}"
        found.add(jpeg.title("APP14"), "Adobe marker", words, gives=Gives.SETTINGS, offset=at)
    elif marker == js.COM:
        _comment(jpeg, body, at)
    else:
        _unknown(jpeg, segment, body, at)


def _jfif(jpeg: _Jpeg, body: bytes, at: int | None) -> None:
    unit, across, down = body[7], *struct.unpack(">HH", body[8:12])
    words = f"{across} by {down}, {_UNITS.get(unit, unit)}"
    jpeg.found.add(jpeg.title("JFIF"), "density", words, gives=Gives.SETTINGS, offset=at)
    rest = body[_JFIF_LENGTH:]
    if rest:
        words = f"{body[12]} by {body[13]} pixels, {len(rest):,} bytes"
        jpeg.found.add(jpeg.title("JFIF"), "thumbnail", words, gives=Gives.PICTURE, offset=at)


def _comment(jpeg: _Jpeg, body: bytes, at: int | None) -> None:
    text = text_of(body)
    if text is None:
        jpeg.found.opaque(jpeg.title("COM"), "comment", body, at=at)
    else:
        jpeg.found.add(
            jpeg.title("COM"), "comment", text, default=Gives.WORDS, offset=at, size=len(body)
        )


def _unknown(jpeg: _Jpeg, segment: js.Segment, body: bytes, at: int | None) -> None:
    label = body[:32].split(b"\x00", 1)[0]
    named = text_of(label) if len(label) > 2 else None  # noqa: PLR2004 - a name has three letters
    gives, known = Gives.UNKNOWN, ""
    if body[:2] == b"JP" and segment.name == "APP11":
        named, gives, known = "JUMBF", Gives.SOFTWARE, "content credentials or the like"
    elif segment.name == "APP4" and jpeg.where == "":
        known = "thermal cameras keep their parameters here"
    title = f"segment {named!r}" if named else "segment"
    jpeg.found.opaque(jpeg.title(segment.name), title, body, at=at, gives=gives, known=known)


def _mpf_pictures(index: bytes, base: int) -> list[tuple[int, int]]:
    """Give place and length of each further picture; places count from the index itself."""
    order = "little" if index[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(index[at : at + size], "little" if order == "little" else "big")

    first = number(4, 4)
    for entry in range(min(number(first, 2), _MOST_PICTURES)):
        at = first + 2 + 12 * entry
        if number(at, 2) == _MPF_ENTRIES:
            count, table = number(at + 4, 4) // _MPF_PICTURE, number(at + 8, 4)
            rows = [table + _MPF_PICTURE * row for row in range(min(count, _MOST_PICTURES))]
            return [
                (base + number(row + 8, 4), number(row + 4, 4))
                for row in rows
                if number(row + 8, 4)
            ]
    return []


def _after_the_end(jpeg: _Jpeg, place: int) -> None:
    """Add each picture behind the end, and every byte that belongs to none."""
    covered = [(place, place)]
    listed = sorted((first, first + size) for first, size in jpeg.mpf)
    for number, (first, last) in enumerate(listed, 1):
        if jpeg.data[first : first + 2] == b"\xff\xd8" and last <= jpeg.end:
            data = bytes(jpeg.data[first : min(last, first + _MOST_PREVIEW)])
            title = jpeg.title(f"picture {number + 1} of the file")
            jpeg.found.later("jpeg", data, title, jpeg.place(first))
            covered.append((first, last))
    at = place
    for first, last in [*sorted(covered), (jpeg.end, jpeg.end)]:
        if first > at:
            title = jpeg.title("after the end of the picture")
            jpeg.found.opaque(title, "trailing data", jpeg.data, at, first, at=jpeg.place(at))
        at = max(at, last)
