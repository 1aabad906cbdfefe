# SPDX-License-Identifier: Apache-2.0
"""Texts and numbers of a protobuf message without its schema, as the `djmd` track of DJI holds them.

It promises bounded work on any bytes. A field is named by its numbers from the outside in
("1-1-5"); what they mean differs by model, so only what is known of all is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5
_DEEPEST: Final = 8
_MOST_FIELDS: Final = 2000
_LEAST_TEXT: Final = 4


def texts(message: bytes, path: str = "", *, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Give each text of a message with the numbers of its field; stops at what is no message."""
    place = 0
    for _ in range(_MOST_FIELDS):
        key, place = _varint(message, place)
        if key is None or key >> 3 == 0:
            return
        named = f"{path}-{key >> 3}" if path else str(key >> 3)
        kind = key & 7
        if kind == _VARINT:
            value, place = _varint(message, place)
            if value is None:
                return
        elif kind in (_EIGHT, _FOUR):
            place += 8 if kind == _EIGHT else 4
        elif kind == _LENGTH:
            length, place = _varint(message, place)
            if length is None or place + length > len(message):
                return
            yield from _inside(message[place : place + length], named, depth)
            place += length
        else:
            return


def _inside(data: bytes, path: str, depth: int) -> Iterator[tuple[str, str]]:
    text = text_of(data) if len(data) >= _LEAST_TEXT else None
    if text:
        yield path, text
    elif depth < _DEEPEST:
        yield from texts(data, path, depth=depth + 1)


def _varint(data: bytes, place: int) -> tuple[int | None, int]:
    value = 0
    for shift in range(0, 70, 7):
        if place >= len(data):
            return None, place
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the bit that says more follows
            return value, place
    return None, place
