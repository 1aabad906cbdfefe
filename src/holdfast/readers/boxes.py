# SPDX-License-Identifier: Apache-2.0
"""The boxes of an MP4 or MOV file, walked without reading its pictures.

It promises bounded work on any bytes (a limit on boxes and depth), and to say what is missing: no
`moov` means no index, an `mdat` longer than the file means a recording that was cut off. ISO/IEC
14496-12; the `udta` texts follow QuickTime.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta"})
_HEADER = 8
_LONG_HEADER = 16
_MOST_BOXES = 20_000
_MOST_TEXT = 4096
_COPYRIGHT_SIGN = 0xA9


@dataclass(frozen=True, slots=True)
class TrackBox:
    """One track: what it says it handles (`vide`, `text`), its name, and its sample format."""

    handler: str
    name: str
    sample_format: str


@dataclass(slots=True)
class Boxes:
    """What the walk has met."""

    brand: str = ""
    has_index: bool = False
    is_fragmented: bool = False
    missing_bytes: int = 0
    tracks: list[TrackBox] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    top: list[str] = field(default_factory=list)
    _budget: int = _MOST_BOXES
    _handler: tuple[str, str] = ("", "")

    def spend(self) -> bool:
        """Count one box; false when the file has more than any recorder writes."""
        self._budget -= 1
        return self._budget > 0


def walk_boxes(file: BinaryIO, size: int) -> Boxes:
    """Walk the boxes of a file of `size` bytes."""
    found = Boxes()
    for name, start, end in _children(file, 0, size, found):
        found.top.append(name.decode("latin-1"))
        if end > size:
            found.missing_bytes = end - size
        if name == b"ftyp":
            found.brand = _read(file, start, 4).decode("latin-1").strip()
        elif name == b"moov":
            found.has_index = end <= size
            _inside(file, start, min(end, size), found, depth=1)
        elif name == b"moof":
            found.is_fragmented = True
    return found


def _read(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(max(0, length))


def _children(
    file: BinaryIO, place: int, end: int, found: Boxes
) -> Iterator[tuple[bytes, int, int]]:
    """Give each box as (name, first byte of its content, end); an end may lie beyond the file."""
    while place + _HEADER <= end and found.spend():
        size, name = struct.unpack(">I4s", _read(file, place, _HEADER).ljust(_HEADER, b"\x00"))
        start = place + _HEADER
        if size == 1:
            size = int.from_bytes(_read(file, start, 8), "big")
            start = place + _LONG_HEADER
        elif size == 0:
            size = end - place
        if size < start - place:
            return
        yield name, start, place + size
        place += size


def _inside(file: BinaryIO, start: int, end: int, found: Boxes, *, depth: int) -> None:
    for name, first, last in _children(file, start, end, found):
        stop = min(last, end)
        if name in _CONTAINERS and depth < 8:  # noqa: PLR2004 - the deepest box we need is 5 down
            _inside(file, first, stop, found, depth=depth + 1)
        elif name == b"hdlr":
            found._handler = _handler(_read(file, first, min(stop - first, 280)))  # noqa: SLF001 - the walk's own state
        elif name == b"stsd":
            code = _read(file, first + 12, 4).decode("latin-1")
            found.tracks.append(TrackBox(*found._handler, code))  # noqa: SLF001 - the walk's own state
        elif name[0] == _COPYRIGHT_SIGN and stop - first >= 4:  # noqa: PLR2004 - length and language
            data = _read(file, first, min(stop - first, _MOST_TEXT))
            length = int.from_bytes(data[:2], "big")
            text = data[4 : 4 + length].split(b"\x00", 1)[0].decode("utf-8", "replace").strip()
            if text:
                found.texts.append((name.decode("latin-1"), text))


def _handler(data: bytes) -> tuple[str, str]:
    kind = data[8:12].decode("latin-1").strip("\x00")
    name = data[24:].split(b"\x00", 1)[0].decode("utf-8", "replace").strip()
    return kind, "".join(letter for letter in name if letter.isprintable())
