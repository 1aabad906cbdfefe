# SPDX-License-Identifier: Apache-2.0
"""Photoshop image resources (8BIM) and the IPTC records inside them.

It promises that each resource and each data set is an entry, known by name or not; a thumbnail, an
EXIF block and an XMP packet among them are looked into. Adobe Photoshop File Formats, IPTC-IIM 4.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of
from holdfast.leaving.gives import Gives
from holdfast.leaving.icc import review_icc
from holdfast.leaving.xmp import review_xmp

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Gathering

_IPTC_NAMES: Final = {
    5: "ObjectName title",
    7: "EditStatus",
    15: "Category",
    25: "Keywords",
    40: "SpecialInstructions caption",
    55: "DateCreated",
    60: "TimeCreated",
    62: "DigitalCreationDate",
    63: "DigitalCreationTime",
    65: "OriginatingProgram software",
    70: "ProgramVersion software",
    80: "By-line",
    85: "By-lineTitle",
    90: "City",
    92: "Sub-location",
    95: "Province-State",
    100: "CountryCode",
    101: "Country",
    105: "Headline",
    110: "Credit",
    115: "Source credit",
    116: "CopyrightNotice",
    118: "Contact",
    120: "Caption",
    122: "Writer-Editor",
}
_RESOURCES: Final = {
    1005: "ResolutionInfo",
    1028: "IPTC",
    1033: "thumbnail (old)",
    1036: "thumbnail",
    1039: "ICC profile",
    1058: "EXIF",
    1060: "XMP",
    1061: "caption digest",
    1086: "caption",
}
_ICC, _EXIF, _XMP, _IPTC = 1039, 1058, 1060, 1028
_THUMBNAILS: Final = frozenset({1033, 1036})
_THUMBNAIL_HEADER: Final = 28
_MOST_RESOURCES: Final = 1000
_EXTENDED: Final = 0x8000


def review_photoshop(data: bytes, where: str, found: Gathering, *, at: int | None = None) -> None:
    """Add every resource of a block; `at` is the place of its first byte in the file."""
    place = 0
    for _ in range(_MOST_RESOURCES):
        if data[place : place + 4] != b"8BIM" or place + 12 > len(data):
            break
        number = int.from_bytes(data[place + 4 : place + 6], "big")
        name_length = data[place + 6]
        start = place + 6 + (name_length + 2) // 2 * 2
        size = int.from_bytes(data[start : start + 4], "big")
        body = data[start + 4 : start + 4 + size]
        if name_length:
            text = data[place + 7 : place + 7 + name_length].decode("latin-1")
            found.add(where, f"name of resource {number}", text, default=Gives.WORDS)
        _resource(number, body, where, found, None if at is None else at + start + 4)
        place = start + 4 + (size + 1) // 2 * 2
    rest = data[place:]
    if rest.strip(b"\x00"):
        found.opaque(
            where, "bytes after the resources", rest, at=None if at is None else at + place
        )


def _resource(number: int, body: bytes, where: str, found: Gathering, at: int | None) -> None:
    name = _RESOURCES.get(number, f"resource {number}")
    title = f"{where}, {name}"
    if number == _IPTC:
        review_iptc(body, title, found, at=at)
    elif number in _THUMBNAILS:
        picture_at = None if at is None else at + _THUMBNAIL_HEADER
        found.later("jpeg", body[_THUMBNAIL_HEADER:], title, picture_at)
    elif number == _ICC:
        review_icc(body, title, found, at=at)
    elif number == _EXIF:
        found.later("tiff", body, title, at)
    elif number == _XMP:
        review_xmp(body, title, found, at=at)
    else:
        found.opaque(where, name, body, at=at, gives=Gives.SOFTWARE, known="written by an editor")


def review_iptc(data: bytes, where: str, found: Gathering, *, at: int | None = None) -> None:
    """Add every data set of an IPTC block."""
    place = 0
    while place + 5 <= len(data) and data[place] == 0x1C:  # noqa: PLR2004 - the tag marker of IIM
        record, number = data[place + 1], data[place + 2]
        size = int.from_bytes(data[place + 3 : place + 5], "big")
        start = place + 5
        if size & _EXTENDED:
            width = size & ~_EXTENDED
            size = int.from_bytes(data[start : start + width], "big")
            start += width
        body = data[start : start + size]
        name = _IPTC_NAMES.get(number, f"data set {record}:{number}")
        if record != 2:  # noqa: PLR2004 - the application record
            name = f"data set {record}:{number}"
        text = text_of(body)
        if text is None:
            found.opaque(where, name, body, at=None if at is None else at + start)
        else:
            gives = Gives.WORDS if record == 2 else Gives.SETTINGS  # noqa: PLR2004 - as above
            place_in_file = None if at is None else at + start
            found.add(where, name, text, default=gives, offset=place_in_file, size=len(body))
        place = start + size
    rest = data[place:]
    if rest.strip(b"\x00"):
        found.opaque(
            where, "bytes after the data sets", rest, at=None if at is None else at + place
        )
