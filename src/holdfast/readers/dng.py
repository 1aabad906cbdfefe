# SPDX-License-Identifier: Apache-2.0
"""DNG, and TIFF as its plain form: tags of the main picture and of the pictures beside it.

It promises to find the XMP packet in the first directory or in a sub-directory, where some models
put it, and to count the embedded previews. It never decodes a picture. Adobe DNG 1.6, TIFF 6.0.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from holdfast.readers.exif import read_exif
from holdfast.readers.photograph import Photograph, describe
from holdfast.readers.xmp import Xmp, read_xmp

if TYPE_CHECKING:
    from holdfast.readers.reading import Content
    from holdfast.readers.source import Source

_WIDTH, _HEIGHT, _XMP, _SUB_IFDS, _DNG_VERSION, _REDUCED = 256, 257, 700, 330, 50706, 254
_STRIP_OFFSETS, _STRIP_LENGTHS = 273, 279
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_DIRECTORIES = 32
_MOST_ENTRIES = 1000
_MOST_XMP = 1 << 20


@dataclass(slots=True)
class _Tiff:
    """What the walk over the directories has met."""

    file: BinaryIO
    size: int
    order: str
    xmp: bytes = b""
    is_dng: bool = False
    largest: tuple[int, int] = (0, 0)
    pictures: int = 0
    warnings: list[str] = field(default_factory=list)

    def at(self, place: int, length: int) -> bytes:
        """Read `length` bytes at `place`."""
        self.file.seek(place)
        return self.file.read(length)

    def number(self, data: bytes) -> int:
        """Read an unsigned number in the byte order of the file."""
        return int.from_bytes(data, "little" if self.order == "<" else "big")


def read_dng(source: Source) -> Content:
    """Read a DNG or TIFF; a cut-off or damaged one is described as far as it goes."""
    with source.path.open("rb") as file:
        tiff = _Tiff(file, source.size, "<" if source.head[:2] == b"II" else ">")
        _walk(tiff, tiff.number(tiff.at(4, 4)))
        file.seek(0)
        exif = read_exif(file)
    return describe(
        source,
        Photograph(
            format="DNG" if tiff.is_dng else "TIFF",
            exif=exif,
            has_exif=True,
            xmp=read_xmp(tiff.xmp) if tiff.xmp else Xmp(),
            width=tiff.largest[0] or None,
            height=tiff.largest[1] or None,
            previews=max(0, tiff.pictures - 1),
            has_thermal_parameters=False,
            warnings=tuple(tiff.warnings),
        ),
    )


def _walk(tiff: _Tiff, first: int) -> None:
    waiting, seen = [first], set[int]()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        place = waiting.pop(0)
        if place == 0 or place in seen:
            continue
        seen.add(place)
        if place + 2 > tiff.size:
            tiff.warnings.append("A directory of tags lies beyond the end: the file is cut off.")
            continue
        waiting += _directory(tiff, place)


def _directory(tiff: _Tiff, place: int) -> list[int]:
    count = min(tiff.number(tiff.at(place, 2)), _MOST_ENTRIES)
    entries = tiff.at(place + 2, 12 * count + 4)
    tags: dict[int, bytes] = {}
    for start in range(0, min(12 * count, len(entries) - 11), 12):
        tag, kind, number = struct.unpack_from(f"{tiff.order}HHI", entries, start)
        length = _TYPE_SIZES.get(kind, 1) * number
        if length <= 4:  # noqa: PLR2004 - a value of up to 4 bytes stands in the entry itself
            tags[tag] = entries[start + 8 : start + 8 + length]
        elif length <= _MOST_XMP:
            tags[tag] = tiff.at(tiff.number(entries[start + 8 : start + 12]), length)
    tiff.is_dng = tiff.is_dng or _DNG_VERSION in tags
    tiff.xmp = tiff.xmp or tags.get(_XMP, b"")
    width, height = tiff.number(tags.get(_WIDTH, b"")), tiff.number(tags.get(_HEIGHT, b""))
    if width and height:
        tiff.pictures += 1
        tiff.largest = max(tiff.largest, (width, height))
        _check_strips(tiff, tags)
    following = [tiff.number(entries[12 * count : 12 * count + 4])]
    sub = tags.get(_SUB_IFDS, b"")
    return following + [tiff.number(sub[at : at + 4]) for at in range(0, len(sub) - 3, 4)]


def _check_strips(tiff: _Tiff, tags: dict[int, bytes]) -> None:
    offsets, lengths = tags.get(_STRIP_OFFSETS, b""), tags.get(_STRIP_LENGTHS, b"")
    if len(offsets) >= 4 and len(offsets) == len(lengths):  # noqa: PLR2004 - one offset is 4 bytes
        end = tiff.number(offsets[-4:]) + tiff.number(lengths[-4:])
        if end > tiff.size:
            tiff.warnings.append("The picture is cut off: its last strip lies beyond the end.")
