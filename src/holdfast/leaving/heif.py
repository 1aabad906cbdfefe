# SPDX-License-Identifier: Apache-2.0
"""The items of a HEIC or AVIF picture: EXIF, XMP, thumbnails, and what else lies beside the picture.

It promises that each item that is no part of the main picture is an entry. It decodes nothing.
ISO/IEC 23008-12, ISO/IEC 14496-12 section 8.11.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gives import Gives
from holdfast.leaving.tiff import review_tiff
from holdfast.leaving.xmp import review_xmp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.leaving.gathering import Data, Gathering

_CODED: Final = frozenset({b"hvc1", b"av01", b"grid", b"iovl", b"iden", b"avc1", b"lhv1"})
_MOST_ITEMS: Final = 10_000
_MOST_BYTES: Final = 64 << 20


def review_items(data: Data, boxes: Mapping[bytes, tuple[int, int]], found: Gathering) -> None:
    """Add the items named by the boxes of a `meta` box (their content's first byte and end)."""
    types = dict(_types(bytes(data[slice(*boxes[b"iinf"])])))
    places = _places(bytes(data[slice(*boxes[b"iloc"])])) if b"iloc" in boxes else {}
    base = boxes.get(b"idat", (0, 0))[0]
    thumbnails = _thumbnails(bytes(data[slice(*boxes[b"iref"])])) if b"iref" in boxes else set()
    for number, (kind, named) in types.items():
        construction, extents = places.get(number, (0, []))
        start = base if construction == 1 else 0
        parts = [
            bytes(data[start + at : start + at + min(size, _MOST_BYTES)]) for at, size in extents
        ]
        body = b"".join(parts)
        at = start + extents[0][0] if len(extents) == 1 else None
        _item(number, kind, named, body, found, at=at, is_thumbnail=number in thumbnails)
    for name in (b"iprp",):
        if name in boxes and b"colr" in bytes(data[slice(*boxes[name])]):
            found.add("HEIF properties", "colour", "present", gives=Gives.SETTINGS)


def _item(
    number: int,
    kind: bytes,
    named: str,
    body: bytes,
    found: Gathering,
    *,
    at: int | None,
    is_thumbnail: bool,
) -> None:
    where = f"HEIF item {number}"
    if kind == b"Exif":
        skip = 4 + int.from_bytes(body[:4], "big")
        review_tiff(body[skip:], "EXIF", found, at=None if at is None else at + skip)
    elif kind == b"mime" and "rdf+xml" in named:
        review_xmp(body, "XMP", found, at=at)
    elif is_thumbnail:
        words = f"coded as {kind.decode('latin-1')}, {len(body):,} bytes"
        found.add(where, "thumbnail", words, gives=Gives.PICTURE, offset=at, size=len(body))
    elif kind not in _CODED:
        title = f"item {kind.decode('latin-1')} {named}".strip()
        found.opaque(where, title, body, at=at)


def _types(body: bytes) -> Iterator[tuple[int, tuple[bytes, str]]]:
    """Give each item's number, type and name (or media type)."""
    place = 6 if body[:1] == b"\x00" else 8
    for _ in range(_MOST_ITEMS):
        if place + 12 > len(body):
            return
        (size,) = struct.unpack(">I", body[place : place + 4])
        entry = body[place + 8 : place + size]
        wide = entry[:1] == b"\x03"
        number = int.from_bytes(entry[4 : 8 if wide else 6], "big")
        rest = entry[10 if wide else 8 :]
        kind = rest[:4]
        names = rest[4:].split(b"\x00")
        media = names[1] if kind == b"mime" and len(names) > 1 else names[0]
        yield number, (kind, media.decode("utf-8", "replace"))
        if size < 12:  # noqa: PLR2004 - a box of this kind is longer
            return
        place += size


def _places(body: bytes) -> dict[int, tuple[int, list[tuple[int, int]]]]:
    """Give of each item how its places count, and its places with their lengths."""
    version = body[0] if body else 0
    sizes = int.from_bytes(body[4:6], "big")
    offset_size, length_size = sizes >> 12 & 15, sizes >> 8 & 15
    base_size, index_size = sizes >> 4 & 15, sizes & 15 if version in (1, 2) else 0
    place = 6
    found: dict[int, tuple[int, list[tuple[int, int]]]] = {}

    def number(size: int) -> int:
        nonlocal place
        value = int.from_bytes(body[place : place + size], "big")
        place += size
        return value

    wide = 4 if version == 2 else 2  # noqa: PLR2004 - version 2 counts with four bytes
    for _ in range(min(number(wide), _MOST_ITEMS)):
        item = number(wide)
        construction = number(2) & 15 if version in (1, 2) else 0
        number(2)
        base = number(base_size)
        extents = []
        for _extent in range(min(number(2), _MOST_ITEMS)):
            number(index_size)
            at = number(offset_size)
            extents.append((base + at, number(length_size)))
        found[item] = (construction, extents)
        if place > len(body):
            break
    return found


def _thumbnails(body: bytes) -> set[int]:
    """Give the items that are thumbnails of another."""
    wide = 4 if body[:1] == b"\x01" else 2
    found = set()
    place = 4
    while place + 8 + wide <= len(body):
        size, name = struct.unpack(">I4s", body[place : place + 8])
        if name == b"thmb":
            found.add(int.from_bytes(body[place + 8 : place + 8 + wide], "big"))
        if size < 8:  # noqa: PLR2004 - a box is at least its header
            break
        place += size
    return found
