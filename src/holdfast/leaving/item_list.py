# SPDX-License-Identifier: Apache-2.0
"""The item lists of MP4 and QuickTime metadata (`ilst`), with the names of their `keys`.

It promises that each value is an entry, that cover art is a picture, and that a value of a type it
does not know is kept as unknown data. QuickTime File Format, "Metadata".
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.leaving.gathering import Gathering

_PICTURES: Final = frozenset({13, 14, 27})
_MOST: Final = 5000
_NAMES: Final = {
    b"covr": "cover art",
    b"desc": "description",
    b"aART": "album artist",
    b"cprt": "copyright",
    b"tvsh": "title of the series",
}


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    place = 0
    for _ in range(_MOST):
        if place + 8 > len(data):
            return
        size, name = struct.unpack(">I4s", data[place : place + 8])
        if size < 8:  # noqa: PLR2004 - a box is at least its header
            return
        yield name, place + 8, data[place + 8 : place + size]
        place += size


def review_keys(body: bytes) -> list[str]:
    """Give the names that the item list refers to by number, from 1."""
    return [name.decode("utf-8", "replace") for _, _, name in _boxes(body[8:])]


def review_item_list(body: bytes, keys: list[str], where: str, found: Gathering, at: int) -> None:
    """Add every item; `at` is the place of the list in the file."""
    for code, start, item in _boxes(body):
        number = int.from_bytes(code, "big")
        name = keys[number - 1] if 0 < number <= len(keys) else ""
        parts = list(_boxes(item))
        own = {
            part: text_of(data[4:]) or "" for part, _, data in parts if part in {b"mean", b"name"}
        }
        if own:
            name = ":".join(own[part] for part in (b"mean", b"name") if part in own)
        name = name or _NAMES.get(code) or code.decode("latin-1")
        values = [(place, data) for part, place, data in parts if part == b"data"]
        if not values:
            found.opaque(where, name, item, at=at + start)
        for place, data in values:
            _value(data, name, where, found, at + start + place)


def _value(data: bytes, name: str, where: str, found: Gathering, at: int) -> None:
    kind = int.from_bytes(data[:4], "big") & 0xFFFFFF
    value = data[8:]
    if kind in _PICTURES or value.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        found.later("jpeg", value, f"{where}, {name}", at + 8)
        return
    text = text_of(value) if kind != 0 or len(value) > 8 else None  # noqa: PLR2004 - a number has 8 bytes at most
    if text is not None and text.strip():
        found.add(where, name, text, offset=at + 8, size=len(value))
    elif len(value) <= 8:  # noqa: PLR2004 - as above
        found.add(where, name, value.hex(" "), offset=at + 8, size=len(value))
    else:
        found.opaque(where, name, value, at=at + 8)
