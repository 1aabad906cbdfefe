# SPDX-License-Identifier: Apache-2.0
"""Every tag of a TIFF structure (an EXIF block, a TIFF or a DNG), and the bytes no tag points to.

It promises to follow every directory and sub-directory once, to name tags as the specifications do
and to leave none out because it has no name. TIFF 6.0, CIPA DC-008 (EXIF), Adobe DNG 1.6.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of
from holdfast.leaving.gives import Gives
from holdfast.leaving.icc import review_icc
from holdfast.leaving.photoshop import review_iptc, review_photoshop
from holdfast.leaving.xmp import review_xmp
from holdfast.readers.exif import maker_note_values

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Data, Gathering

_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_LETTERS: Final = {3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_RATIONALS: Final = {5: "II", 10: "ii"}
_TEXT, _BYTES = 2, frozenset({1, 6, 7})
_EXIF_IFD, _GPS_IFD, _INTEROP_IFD, _SUB_IFDS = 0x8769, 0x8825, 0xA005, 330
_POINTERS: Final = {
    _EXIF_IFD: "EXIF Exif",
    _GPS_IFD: "EXIF GPS",
    _INTEROP_IFD: "EXIF Interop",
    _SUB_IFDS: "sub-directory",
}
_WIDTH, _HEIGHT, _COMPRESSION = 256, 257, 259
_STRIPS, _TILES, _THUMBNAIL = (273, 279), (324, 325), (513, 514)
_STRUCTURE: Final = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 317, 322, 323, 324, 325}
    | {338, 339, 513, 514}
)
_XMP, _IPTC, _PHOTOSHOP, _ICC, _MAKER_NOTE, _USER_COMMENT = 700, 33723, 34377, 34675, 37500, 37510
_XP: Final = range(0x9C9B, 0x9CA0)
_ALWAYS_OPAQUE: Final = frozenset({50740})
_JPEG_COMPRESSIONS: Final = frozenset({6, 7})
_MOST_DIRECTORIES: Final = 64
_MOST_TAGS: Final = 2000
_MOST_NUMBERS: Final = 12
_MOST_VALUE: Final = 64 << 20
_CHARSET: Final = 8
_SHORT_BYTES: Final = 16
_INLINE: Final = 4


@dataclass(slots=True)
class Tiff:
    """One TIFF structure; `at` is the place of its first byte in the file, when it lies there."""

    data: Data
    start: int
    end: int
    order: str
    at: int | None
    found: Gathering
    is_whole_file: bool
    known: list[tuple[int, int]] = field(default_factory=list)
    pictures: list[tuple[int, int, str]] = field(default_factory=list)

    def read(self, place: int, length: int) -> bytes:
        """Read from the structure, never beyond its end."""
        first = self.start + place
        return bytes(self.data[first : max(first, min(first + length, self.end))])

    def number(self, data: bytes) -> int:
        """Read an unsigned number in the byte order of the structure."""
        return int.from_bytes(data, "little" if self.order == "<" else "big")

    def place_in_file(self, place: int) -> int | None:
        """Give the place in the file of a place in the structure."""
        return None if self.at is None else self.at + place


@dataclass(frozen=True, slots=True)
class _Tag:
    number: int
    kind: int
    count: int
    value: bytes
    place: int


def review_tiff(
    data: Data,
    where: str,
    found: Gathering,
    *,
    start: int = 0,
    end: int | None = None,
    at: int | None = None,
    is_whole_file: bool = False,
) -> None:
    """Add every tag of the structure in `data[start:end]`."""
    stop = len(data) if end is None else end
    head = bytes(data[start : start + 8])
    if head[:4] not in (b"II*\x00", b"MM\x00*") or len(head) < 8:  # noqa: PLR2004 - the header is 8 bytes
        found.opaque(where, "block without a TIFF header", data, start, stop, at=at)
        return
    order = "<" if head[:2] == b"II" else ">"
    tiff = Tiff(data, start, stop, order, at, found, is_whole_file, [(0, 8)])
    waiting = [(tiff.number(head[4:8]), f"{where} IFD0", 0)]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        place, name, chain = waiting.pop(0)
        if place == 0 or place in seen:
            continue
        seen.add(place)
        if start + place + 2 > stop:
            found.warn(f"The {name} lies beyond the end: the block is cut off.")
            continue
        waiting += _directory(tiff, place, name, where, chain)
    if waiting:
        found.warn(f"The {where} has more than {_MOST_DIRECTORIES} directories of tags.")
    _beside_the_largest(tiff)
    _gaps(tiff, where)


def _directory(
    tiff: Tiff, place: int, name: str, where: str, chain: int
) -> list[tuple[int, str, int]]:
    count = min(tiff.number(tiff.read(place, 2)), _MOST_TAGS)
    table = tiff.read(place + 2, 12 * count + 4)
    tiff.known.append((place, place + 2 + 12 * count + 4))
    tags: dict[int, _Tag] = {}
    for entry in range(0, min(12 * count, len(table) - 11), 12):
        tag = _tag(tiff, table, entry, place)
        if tag.number in tags and tag.number not in _STRUCTURE:
            _add(tiff, tag, f"{name} (again)")
        tags.setdefault(tag.number, tag)
    following: list[tuple[int, str, int]] = []
    for tag in tags.values():
        if tag.number in _POINTERS:
            following += [
                (target, _pointed(tag.number, where, number), chain)
                for number, target in enumerate(_numbers(tiff, tag))
            ]
        elif tag.number not in _STRUCTURE:
            _add(tiff, tag, name)
    _picture(tiff, tags, name)
    further = tiff.number(table[12 * count : 12 * count + 4]) if len(table) > 12 * count else 0
    return [*following, (further, f"{where} IFD{chain + 1}", chain + 1)]


def _pointed(tag: int, where: str, number: int) -> str:
    named = _POINTERS[tag].replace("EXIF", where)
    return f"{where} {named} {number + 1}" if tag == _SUB_IFDS else named


def _tag(tiff: Tiff, table: bytes, entry: int, place: int) -> _Tag:
    number, kind, count = struct.unpack_from(f"{tiff.order}HHI", table, entry)
    length = _SIZES.get(kind, 1) * count
    if length <= _INLINE:
        at = place + 2 + entry + 8
        return _Tag(number, kind, count, table[entry + 8 : entry + 8 + length], at)
    target = tiff.number(table[entry + 8 : entry + 12])
    tiff.known.append((target, target + length))
    value = tiff.read(target, min(length, _MOST_VALUE))
    if len(value) < length:
        tiff.found.warn(f"The value of tag {_name(number, '')} lies partly beyond the end.")
    return _Tag(number, kind, count, value, target)


def _name(number: int, where: str) -> str:
    from PIL.ExifTags import GPSTAGS, TAGS

    if where.endswith("GPS"):
        return GPSTAGS.get(number, f"tag 0x{number:04X}")
    if where.endswith("Interop"):
        return {1: "InteropIndex", 2: "InteropVersion"}.get(number, f"tag 0x{number:04X}")
    return TAGS.get(number, f"tag 0x{number:04X}")


def _add(tiff: Tiff, tag: _Tag, where: str) -> None:
    found, at = tiff.found, tiff.place_in_file(tag.place)
    name = _name(tag.number, where)
    inner = {_XMP: "XMP", _IPTC: "IPTC", _PHOTOSHOP: "Photoshop", _ICC: "ICC profile"}
    if tag.number in inner and not where.endswith("GPS"):
        title = f"{where}, {inner[tag.number]}"
        if tag.number == _XMP:
            review_xmp(tag.value, title, found, at=at)
        elif tag.number == _IPTC:
            review_iptc(tag.value, title, found, at=at)
        elif tag.number == _PHOTOSHOP:
            review_photoshop(tag.value, title, found, at=at)
        else:
            review_icc(tag.value, title, found, at=at)
    elif tag.number == _MAKER_NOTE:
        found.opaque(where, "MakerNote", tag.value, at=at)
        for told, value in maker_note_values(tag.value):
            found.add(f"{where} MakerNote", told, value, default=Gives.SETTINGS, offset=at)
    else:
        _add_plain(tiff, tag, where, name, at)


def _add_plain(tiff: Tiff, tag: _Tag, where: str, name: str, at: int | None) -> None:
    found, size = tiff.found, len(tag.value)
    default = Gives.UNKNOWN if name.startswith("tag 0x") else Gives.SETTINGS
    if where.endswith("GPS") and not name.startswith(("GPSTime", "GPSDate")):
        default = Gives.POSITION
    text = _text(tiff, tag)
    if text is None and tag.kind in _BYTES | {_TEXT}:
        if size > _SHORT_BYTES or tag.number in _ALWAYS_OPAQUE:
            found.opaque(where, name, tag.value, at=at)
            return
        text = tag.value.hex(" ")
    elif text is None:
        text = _shown_numbers(tiff, tag)
    gives = Gives.POSITION if default is Gives.POSITION else None
    found.add(where, name, text, gives=gives, default=default, offset=at, size=size, length=size,
              known="by where it stands" if gives else "")  # fmt: skip


def _text(tiff: Tiff, tag: _Tag) -> str | None:
    if tag.number in _XP and tag.kind in _BYTES:
        return tag.value.decode("utf-16-le", "replace").rstrip("\x00")
    if tag.number == _USER_COMMENT and len(tag.value) >= _CHARSET:
        charset, text = tag.value[:_CHARSET], tag.value[_CHARSET:]
        if charset.startswith(b"UNICODE"):
            order = "utf-16-le" if tiff.order == "<" else "utf-16-be"
            return text.decode(order, "replace").rstrip("\x00")
        return text_of(text) if charset.strip(b"\x00") else text_of(tag.value.strip(b"\x00"))
    if tag.kind == _TEXT:
        return text_of(tag.value) or tag.value.rstrip(b"\x00").decode("latin-1")
    if tag.kind in _BYTES and len(tag.value) > 1:
        return text_of(tag.value) or None
    return None


def _numbers(tiff: Tiff, tag: _Tag) -> list[int]:
    letter = _LETTERS.get(tag.kind, "")
    if letter not in {"H", "I"}:
        return []
    count = min(len(tag.value) // _SIZES[tag.kind], 1 << 20)
    return list(struct.unpack_from(f"{tiff.order}{count}{letter}", tag.value))


def _shown_numbers(tiff: Tiff, tag: _Tag) -> str:
    if tag.kind in _RATIONALS:
        count = min(len(tag.value) // 8, _MOST_NUMBERS)
        flat = struct.unpack_from(f"{tiff.order}{_RATIONALS[tag.kind] * count}", tag.value)
        parts = [
            f"{top / bottom:.10g}" if bottom else f"{top}/{bottom}"
            for top, bottom in zip(flat[::2], flat[1::2], strict=True)
        ]
    elif tag.kind in _LETTERS:
        count = min(len(tag.value) // _SIZES[tag.kind], _MOST_NUMBERS)
        values = struct.unpack_from(f"{tiff.order}{count}{_LETTERS[tag.kind]}", tag.value)
        parts = [f"{value:.10g}" for value in values]
    else:
        return f"{len(tag.value):,} bytes of type {tag.kind}: {tag.value[:32].hex(' ')}"
    more = "" if tag.count <= _MOST_NUMBERS else f" … ({tag.count:,} numbers)"
    return " ".join(parts) + more


def _picture(tiff: Tiff, tags: dict[int, _Tag], name: str) -> None:
    """Note a picture of the directory: a thumbnail beside the main one, or a preview."""

    def of(pair: tuple[int, int]) -> list[tuple[int, int]]:
        places, sizes = (_numbers(tiff, tags[one]) if one in tags else [] for one in pair)
        return list(zip(places, sizes, strict=False))

    thumbnail = of(_THUMBNAIL)
    stored = of(_STRIPS) + of(_TILES)
    tiff.known += [(place, place + size) for place, size in (*thumbnail, *stored)]
    for place, size in thumbnail:
        data = tiff.read(place, size)
        tiff.found.later("jpeg", data, f"{name} thumbnail", tiff.place_in_file(place))
    width, height, compression = (
        (_numbers(tiff, tags[one]) or [0])[0] if one in tags else 0
        for one in (_WIDTH, _HEIGHT, _COMPRESSION)
    )
    if not stored or thumbnail:
        return
    if not tiff.is_whole_file:
        size = sum(size for _, size in stored)
        words = f"{width} by {height}, {size:,} bytes, not compressed as a JPEG"
        tiff.found.add(f"{name} thumbnail", "thumbnail", words, gives=Gives.PICTURE)
        return
    is_jpeg = compression in _JPEG_COMPRESSIONS and len(stored) == 1
    if is_jpeg and tiff.read(stored[0][0], 3) == b"\xff\xd8\xff":
        place, size = stored[0]
        data = tiff.read(place, min(size, _MOST_VALUE))
        tiff.found.later("jpeg", data, f"{name} picture", tiff.place_in_file(place))
    else:
        tiff.pictures.append((width, height, name))


def _beside_the_largest(tiff: Tiff) -> None:
    """Add the pictures of other directories; the largest is the picture itself."""
    largest = max(tiff.pictures, key=lambda one: one[0] * one[1], default=None)
    for one in tiff.pictures:
        if one is not largest:
            words = f"{one[0]} by {one[1]} pixels"
            tiff.found.add(one[2], "picture of the directory", words, gives=Gives.PICTURE)


def _gaps(tiff: Tiff, where: str) -> None:
    """Add what no directory, value or picture reaches."""
    place, end = 0, tiff.end - tiff.start
    for first, last in [*sorted(tiff.known), (end, end)]:
        first = min(first, end)  # noqa: PLW2901 - cut at the end of the structure
        if first > place:
            gap = (tiff.start + place, tiff.start + first)
            if bytes(tiff.data[gap[0] : min(gap[1], gap[0] + _MOST_VALUE)]).strip(b"\x00"):
                at = tiff.place_in_file(place)
                tiff.found.opaque(where, "bytes no tag points to", tiff.data, *gap, at=at)
        place = max(place, min(last, end))
