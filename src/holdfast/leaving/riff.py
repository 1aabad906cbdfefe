# SPDX-License-Identifier: Apache-2.0
"""Everything in a RIFF file (AVI, WAV, WebP) that is not its picture or sound.

It promises that INFO texts are entries, that an EXIF or XMP chunk is looked into, and that a chunk
it does not know is kept as unknown data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of
from holdfast.leaving.gives import Gives
from holdfast.leaving.icc import review_icc
from holdfast.leaving.tiff import review_tiff
from holdfast.leaving.xmp import review_xmp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.leaving.gathering import Data, Gathering

_NAMES: Final = {
    b"IART": "artist",
    b"ICMT": "comment",
    b"ICOP": "copyright",
    b"ICRD": "date created",
    b"IDIT": "date of recording",
    b"IENG": "person (engineer)",
    b"IKEY": "keywords",
    b"INAM": "title",
    b"ISBJ": "subject",
    b"ISFT": "software",
    b"ITCH": "person (technician)",
    b"ISRC": "contact (source)",
    b"strn": "name of the stream",
}
_QUIET: Final = frozenset(
    {b"avih", b"strh", b"strf", b"idx1", b"indx", b"dmlh", b"vprp", b"fmt ", b"data", b"fact"}
    | {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
)
_MOST: Final = 2_000_000
_DEEPEST: Final = 5
_MOST_TEXT: Final = 1 << 20


def riff_chunks(data: Data, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Give each chunk as (name, first byte of its content, end)."""
    for _ in range(_MOST):
        if place + 8 > end:
            return
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        stop = min(place + 8 + size, end)
        yield bytes(data[place : place + 4]), place + 8, stop
        place += 8 + size + (size & 1)


def review_riff(data: Data, found: Gathering) -> None:
    """Add everything of the file."""
    size = int.from_bytes(data[4:8], "little")
    end = min(8 + size + (size & 1), len(data))
    if size and 8 + size > len(data):
        found.warn("The file is cut off: it is shorter than it says.")
    _inside(data, 12, end, "RIFF", found, depth=0)
    place = end
    while data[place : place + 4] == b"RIFF":  # an AVI of more than 1 GiB goes on so
        more = int.from_bytes(data[place + 4 : place + 8], "little")
        _inside(data, place + 12, min(place + 8 + more, len(data)), "RIFF", found, depth=0)
        place += 8 + more + (more & 1)
    if place < len(data):
        found.opaque("after the end", "trailing data", data, place, at=place)


def _inside(data: Data, place: int, end: int, where: str, found: Gathering, *, depth: int) -> None:
    for name, start, stop in riff_chunks(data, place, end):
        if name == b"LIST":
            kind = bytes(data[start : start + 4])
            if kind not in {b"movi", b"rec "} and depth < _DEEPEST:
                title = f"LIST {kind.decode('latin-1')}"
                _inside(data, start + 4, stop, title, found, depth=depth + 1)
        elif name not in _QUIET:
            _chunk(data, name, (start, stop), where, found)


def _chunk(data: Data, name: bytes, span: tuple[int, int], where: str, found: Gathering) -> None:
    start, stop = span
    body = bytes(data[start : min(stop, start + _MOST_TEXT)])
    label = name.decode("latin-1")
    if name == b"JUNK":
        if body.strip(b"\x00"):
            found.opaque(where, "content of an empty chunk", data, start, stop, at=start)
    elif name in {b"EXIF", b"eXIf"}:
        skip = 6 if body.startswith(b"Exif\x00\x00") else 0
        review_tiff(body[skip:], "EXIF", found, at=start + skip)
    elif name in {b"XMP ", b"_PMX"}:
        review_xmp(body, "XMP", found, at=start)
    elif name == b"ICCP":
        review_icc(body, "ICC profile", found, at=start)
    else:
        text = text_of(body)
        if text is None or stop - start > len(body):
            found.opaque(where, f"chunk {label}", data, start, stop, at=start)
        elif text.strip():
            named = _NAMES.get(name, label)
            found.add(where, named, text, default=Gives.UNKNOWN, offset=start, size=len(body))
