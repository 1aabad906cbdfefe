# SPDX-License-Identifier: Apache-2.0
"""Everything in a Matroska or WebM file that is not its clusters: titles, times, tags, attachments.

It promises to walk every element outside the clusters once and to keep one that has no name here as
unknown data. RFC 8794 (EBML), RFC 9559 (Matroska).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of
from holdfast.leaving.gives import Gives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.leaving.gathering import Data, Gathering

_MASTERS: Final = {
    0x18538067: "segment", 0x1549A966: "info", 0x1654AE6B: "tracks", 0xAE: "track",
    0x1254C367: "tags", 0x7373: "tag", 0x63C0: "targets", 0x67C8: "simple tag",
    0x1941A469: "attachments", 0x61A7: "attachment", 0x1043A770: "chapters",
    0x45B9: "edition", 0xB6: "chapter", 0x80: "chapter display", 0x6944: "chapter process",
}  # fmt: skip
_TEXTS: Final = {
    0x7BA9: "title", 0x4D80: "muxing application", 0x5741: "writing application",
    0x7384: "file name", 0x3C83AB: "previous file name", 0x3E83BB: "next file name",
    0x536E: "track name", 0x258688: "codec name", 0x45A3: "tag name", 0x4487: "tag value",
    0x467E: "attachment description", 0x466E: "attachment file name", 0x85: "chapter title",
    0x4660: "attachment media type",
}  # fmt: skip
_BINARIES: Final = {
    0x73A4: "segment unique id", 0x3CB923: "previous segment id", 0x3EB923: "next segment id",
    0x4444: "segment family", 0x4485: "tag value (data)",
}  # fmt: skip
_DATE, _ATTACHED, _VOID, _CRC = 0x4461, 0x465C, 0xEC, 0xBF
_QUIET: Final = frozenset(
    # the header, cues, the seek head, clusters, and what describes how a track is coded
    {0x1A45DFA3, 0x1C53BB6B, 0x114D9B74, 0x1F43B675, 0x2AD7B1, 0x4489, 0xD7, 0x73C5, 0x83, 0xB9}
    | {0x88, 0x55AA, 0x9C, 0x22B59C, 0x22B59D, 0x86, 0x63A2, 0x56AA, 0x56BB, 0x23E383, 0xE0, 0xE1}
    | {0x46AE, 0x6E67, 0x45BC, 0x73C4, 0x91, 0x92, 0x98, 0x4598, 0x437C, 0x437E, 0x447A, 0x447B}
    | {0x4484, 0x68CA, 0x63CA, 0x63C5, 0x6D80, 0x55EE, 0x6DE7, 0x6DF8, 0x537F, 0xAA, 0x23314F}
    | {0x55AB, 0x55AC, 0x55AD, 0x55AE, 0x55AF, 0x7446, 0x41E4}
)
_MOST: Final = 100_000
_DEEPEST: Final = 8
_MOST_TEXT: Final = 1 << 20
_EPOCH_2001: Final = 978_307_200


def _number(data: Data, place: int, *, keep_marker: bool) -> tuple[int, int]:
    """Read a number of EBML; -1 for one of unknown size, and how many bytes it took (0: none)."""
    first = data[place]
    width = 9 - first.bit_length()
    if first == 0 or place + width > len(data):
        return 0, 0
    value = int.from_bytes(data[place : place + width], "big")
    if keep_marker:
        return value, width
    value &= (1 << 7 * width) - 1
    return (-1 if value == (1 << 7 * width) - 1 else value), width


def _elements(data: Data, place: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    for _ in range(_MOST):
        if place >= end:
            return
        name, width = _number(data, place, keep_marker=True)
        start = place + width
        if width == 0 or start >= end:
            return
        size, more = _number(data, start, keep_marker=False)
        if more == 0:
            return
        start += more
        stop = end if size < 0 else min(start + size, end)
        yield name, place, start, stop
        place = stop


def review_matroska(data: Data, found: Gathering) -> None:
    """Add everything of the file but what its clusters hold."""
    _inside(data, 0, len(data), "file", found, depth=0)


def _inside(data: Data, place: int, end: int, where: str, found: Gathering, *, depth: int) -> None:
    for name, _, start, stop in _elements(data, place, end):
        if name in _MASTERS and depth < _DEEPEST:
            title = _MASTERS[name] if where in {"file", "segment"} else f"{where}, {_MASTERS[name]}"
            _inside(data, start, stop, title, found, depth=depth + 1)
        elif name not in _QUIET:
            _element(data, name, (start, stop), where, found)


def _element(data: Data, name: int, span: tuple[int, int], where: str, found: Gathering) -> None:
    start, stop = span
    body = bytes(data[start : min(stop, start + _MOST_TEXT)])
    if name in _TEXTS:
        text = text_of(body)
        if text is None:
            found.opaque(where, _TEXTS[name], data, start, stop, at=start)
        elif text:
            default = Gives.WORDS
            found.add(where, _TEXTS[name], text, default=default, offset=start, size=stop - start)
    elif name == _DATE:
        seconds = int.from_bytes(body, "big", signed=True) / 1e9 + _EPOCH_2001
        found.add(where, "date", _moment(seconds), gives=Gives.TIME, offset=start)
    elif name == _ATTACHED:
        found.opaque(where, "attached file", data, start, stop, at=start)
    elif name in _BINARIES:
        if body.strip(b"\x00"):
            found.add(where, _BINARIES[name], body[:64].hex(), default=Gives.UNKNOWN, offset=start)
    elif name in (_VOID, _CRC):
        if name == _VOID and body.strip(b"\x00"):
            found.opaque(where, "content of an empty element", data, start, stop, at=start)
    else:
        found.opaque(where, f"element 0x{name:X}", data, start, stop, at=start)


def _moment(seconds: float) -> str:
    from datetime import UTC, datetime, timedelta

    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (OverflowError, struct.error, ValueError):
        return f"{seconds} seconds from 1970"
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
