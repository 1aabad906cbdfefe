# SPDX-License-Identifier: Apache-2.0
"""Every box of an MP4, MOV, HEIC or AVIF file that holds more than the structure of its tracks.

It promises bounded work, to take apart what is known (times, names, texts of cameras, `meta` with
its keys, XMP) and to keep every other box as unknown data with its size and digest. Samples of
tracks are for `streams`. ISO/IEC 14496-12, ISO/IEC 23008-12, QuickTime File Format.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gathering import text_of
from holdfast.leaving.gives import Gives
from holdfast.leaving.heif import review_items
from holdfast.leaving.item_list import review_item_list, review_keys
from holdfast.leaving.xmp import review_xmp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holdfast.leaving.gathering import Data, Gathering

XMP_UUID: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_CONTAINERS: Final = frozenset(
    {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts", b"dinf", b"mvex", b"moof"}
    | {b"traf", b"mfra", b"tref", b"gmhd", b"tapt", b"wave"}
)
_STRUCTURE: Final = frozenset(
    {b"mdat", b"vmhd", b"smhd", b"hmhd", b"nmhd", b"sthd", b"gmin", b"dref", b"url ", b"stts"}
    | {b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"stps", b"stsh"}
    | {b"sdtp", b"sgpd", b"sbgp", b"subs", b"elst", b"mehd", b"trex", b"mfhd", b"tfhd", b"tfdt"}
    | {b"trun", b"tfra", b"mfro", b"sidx", b"ssix", b"clef", b"prof", b"enof", b"load", b"chap"}
    | {b"tmcd", b"cdsc", b"hint", b"pdin", b"text", b"alis", b"iods", b"prft", b"pitm", b"saio"}
    | {b"saiz", b"frma", b"esds", b"tref", b"meco"}
)
_SOUND_AND_TEXT: Final = frozenset({b"soun", b"text", b"sbtl", b"subt", b"clcp"})
_EPOCH_1904_TO_1970: Final = 2_082_844_800
_MOST_BOXES: Final = 50_000
_DEEPEST: Final = 10
_COPYRIGHT_SIGN: Final = 0xA9
_MOST_TEXT: Final = 1 << 20
_ITEM_BOXES: Final = frozenset(
    {b"iinf", b"iloc", b"iprp", b"iref", b"idat", b"hdlr", b"pitm", b"dinf", b"grpl"}
)


@dataclass(slots=True)
class Walk:
    """The walk over the boxes of one file, and what it learnt for the streams."""

    data: Data
    found: Gathering
    budget: int = _MOST_BOXES
    has_index: bool = False
    media: int = 0
    brand: bytes = b""
    handler: bytes = b""
    keys: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its name, its content's first byte and end, and where it stands.

    `where` is what holds it, `title` itself, in words that a table can show.
    """

    name: bytes
    start: int
    stop: int
    where: str
    title: str
    depth: int


def children(walk: Walk, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Give each box as (name, first byte of its content, end), ends inside `end`."""
    while place + 8 <= end and walk.budget > 0:
        walk.budget -= 1
        size, name = struct.unpack(">I4s", walk.data[place : place + 8])
        start = place + 8
        if size == 1:
            size = int.from_bytes(walk.data[start : start + 8], "big")
            start = place + 16
        elif size == 0:
            size = end - place
        if size < start - place:
            break
        if place + size > end:
            walk.found.warn(
                f"The box {name.decode('latin-1')!r} is longer than what holds it: the file is cut "
                "off or damaged."
            )
        yield name, start, min(place + size, end)
        place += size
    if place < end and bytes(walk.data[place : min(end, place + _MOST_TEXT)]).strip(b"\x00"):
        walk.found.opaque("boxes", "bytes that are no box", walk.data, place, end, at=place)


def review_boxes(data: Data, found: Gathering) -> Walk:
    """Add everything that stands in the boxes of a file."""
    walk = Walk(data, found)
    _inside(walk, Box(b"", 0, len(data), "", "", 0))
    if walk.budget <= 0:
        found.warn(f"The file has more than {_MOST_BOXES:,} boxes; the rest was not looked into.")
    return walk


def _inside(walk: Walk, outer: Box) -> None:
    number = 0
    where = outer.title
    for name, start, stop in children(walk, outer.start, outer.stop):
        if name == b"trak":
            number += 1
            walk.codes.append("")
        box = Box(name, start, stop, where, _title(where, name, number), outer.depth + 1)
        if name == b"moov":
            walk.has_index = True
        if name == b"mdat":
            walk.media += stop - start
        elif name in _CONTAINERS and box.depth < _DEEPEST:
            _inside(walk, box)
        elif name not in _STRUCTURE:
            _box(walk, box)


def _title(where: str, name: bytes, number: int) -> str:
    if name == b"trak":
        return f"track {number}"
    if where.startswith("track") and name in _CONTAINERS and name != b"udta":
        return where
    own = "".join(letter if letter.isprintable() else "?" for letter in name.decode("latin-1"))
    return own if not where or where == "moov" else f"{where} {own}"


def _box(walk: Walk, box: Box) -> None:
    body = bytes(walk.data[box.start : min(box.stop, box.start + _MOST_TEXT)])
    look = _BY_NAME.get(box.name)
    if look is None:
        look = _camera_text if box.name[0] == _COPYRIGHT_SIGN else _unknown
    look(walk, box, body)


def _brands(walk: Walk, box: Box, body: bytes) -> None:
    walk.brand = walk.brand or body[:4]
    words = body.decode("latin-1").replace("\x00", " ")
    walk.found.add(box.title, "brands", words, gives=Gives.SETTINGS, offset=box.start)


def _empty(walk: Walk, box: Box, _body: bytes) -> None:
    for place in range(box.start, box.stop, _MOST_TEXT):
        if bytes(walk.data[place : min(box.stop, place + _MOST_TEXT)]).strip(b"\x00"):
            title = "content of an empty box"
            walk.found.opaque(box.title, title, walk.data, box.start, box.stop, at=box.start)
            return


def _uuid(walk: Walk, box: Box, body: bytes) -> None:
    if body.startswith(XMP_UUID):
        title = f"{box.where} uuid XMP".strip()
        review_xmp(body[16:], title, walk.found, at=box.start + 16)
    else:
        _unknown(walk, box, body)


def _xmp(walk: Walk, box: Box, body: bytes) -> None:
    review_xmp(body, f"{box.where} XMP".strip(), walk.found, at=box.start)


def _keys(walk: Walk, _box: Box, body: bytes) -> None:
    walk.keys = review_keys(body)


def _items(walk: Walk, box: Box, body: bytes) -> None:
    review_item_list(body, walk.keys, box.title, walk.found, box.start)


def _unknown(walk: Walk, box: Box, body: bytes) -> None:
    whole = len(body) == box.stop - box.start
    text = text_of(body[4:] if body[:4] == bytes(4) else body) if whole else None
    label = box.name.decode("latin-1")
    if text and text.strip():
        size = box.stop - box.start
        walk.found.add(box.title, label, text.strip(), offset=box.start, size=size)
    else:
        named = f"box {body[:16].hex()}" if box.name == b"uuid" else "data"
        walk.found.opaque(box.title, named, walk.data, box.start, box.stop, at=box.start)


def _meta(walk: Walk, box: Box, body: bytes) -> None:
    """Walk a `meta` box; in MP4 four bytes come before its boxes, in QuickTime none."""
    first = box.start if body[4:8] in {b"hdlr", b"keys", b"ilst"} else box.start + 4
    if box.depth >= _DEEPEST:
        _unknown(walk, box, body)
        return
    found = list(children(walk, first, box.stop))
    names = {name: (begin, end) for name, begin, end in found}
    if b"iinf" not in names:
        _inside(walk, Box(box.name, first, box.stop, box.where, box.title, box.depth))
        return
    review_items(walk.data, names, walk.found)
    for name, begin, end in found:
        if name not in _ITEM_BOXES:
            title = f"{box.title} {name.decode('latin-1')}"
            _box(walk, Box(name, begin, end, box.title, title, box.depth + 1))


def _place(walk: Walk, box: Box, body: bytes) -> None:
    """Add the place of a recording as 3GPP writes it: a name, then fixed-point numbers."""
    name, _, rest = body[6:].partition(b"\x00")
    if len(rest) < 13:  # noqa: PLR2004 - a role and three numbers
        walk.found.opaque(
            box.title, "place of the recording", body, at=box.start, gives=Gives.POSITION
        )
        return
    longitude, latitude, altitude = (
        int.from_bytes(rest[first : first + 4], "big", signed=True) / 65536 for first in (1, 5, 9)
    )
    words = f"{latitude:.6f}, {longitude:.6f}, altitude {altitude:.1f} m"
    if name:
        words += f", {name.decode('utf-8', 'replace')}"
    title = "place of the recording"
    walk.found.add(box.title, title, words, gives=Gives.POSITION, offset=box.start)


def _times(walk: Walk, box: Box, body: bytes) -> None:
    width = 8 if body[:1] == b"\x01" else 4
    for number, word in ((0, "creation time"), (1, "modification time")):
        first = 4 + number * width
        seconds = int.from_bytes(body[first : first + width], "big")
        if seconds:
            title = box.where if box.where.startswith("track") else "file"
            words = _moment(seconds - _EPOCH_1904_TO_1970)
            name = f"{word} ({box.name.decode()})"
            walk.found.add(title, name, words, gives=Gives.TIME, offset=box.start + first)


def _moment(seconds: int) -> str:
    from datetime import UTC, datetime, timedelta

    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return f"{seconds} seconds from 1970"
    return f"{moment:%Y-%m-%d %H:%M:%S} (the format asks for UTC; some cameras write local time)"


def _handler(walk: Walk, box: Box, body: bytes) -> None:
    where, at = box.where or "meta", box.start
    if where.startswith("track"):
        walk.handler = body[8:12]
    maker = body[12:16]
    if maker.strip(b"\x00") and maker != b"appl":
        walk.found.add(where, "handler maker", text_of(maker) or maker.hex(), offset=at)
    raw = body[24:]
    if raw[:1] and raw[0] == len(raw) - 1:  # a QuickTime name begins with its length
        raw = raw[1:]
    name, _, rest = raw.partition(b"\x00")
    if name.strip():
        words = name.decode("utf-8", "replace")
        walk.found.add(where, "handler name", words, gives=Gives.SOFTWARE, offset=at + 24)
    if rest.strip(b"\x00"):
        walk.found.opaque(where, "bytes behind the handler name", rest)


def _sample_entries(walk: Walk, box: Box, _body: bytes) -> None:
    """Look into how samples are described: encoders' names, and tracks of another kind."""
    where = box.where
    for name, begin, _ in children(walk, box.start + 8, box.stop):
        if walk.codes and not walk.codes[-1]:
            walk.codes[-1] = name.decode("latin-1")
        if walk.handler == b"vide":
            raw = bytes(walk.data[begin + 42 : begin + 74])
            compressor = raw[1 : 1 + min(raw[0], 31)] if raw else b""
            if compressor.strip(b"\x00 "):
                words = compressor.decode("utf-8", "replace")
                walk.found.add(where, "compressor name", words, gives=Gives.SOFTWARE)
            vendor = bytes(walk.data[begin + 20 : begin + 24])
            if vendor.strip(b"\x00"):
                walk.found.add(where, "vendor", vendor.decode("latin-1"), gives=Gives.SOFTWARE)
        elif walk.handler not in _SOUND_AND_TEXT:
            walk.found.add(
                where,
                "track beside picture and sound",
                f"samples of the kind {name.decode('latin-1')!r}",
                gives=Gives.UNKNOWN,
            )


def _camera_text(walk: Walk, box: Box, body: bytes) -> None:
    """Add the texts of a QuickTime user data box: each has a length and a language."""
    label, found, at = box.name.decode("latin-1"), walk.found, box.start
    if body[4:8] == b"data":
        whole = struct.pack(">I4s", len(body) + 8, box.name) + body
        review_item_list(whole, [], box.title, found, at - 8)
        return
    place = 0
    while place + 4 <= len(body):
        length = int.from_bytes(body[place : place + 2], "big")
        data = body[place + 4 : place + 4 + length]
        text = text_of(data)
        if text is None:
            found.opaque(box.title, label, data, at=at + place + 4)
        elif text.strip():
            found.add(box.title, label, text, offset=at + place + 4, size=length)
        place += 4 + length
        if length == 0:
            break
    if body[place:].strip(b"\x00"):
        title = f"{label}, bytes behind the text"
        found.opaque(box.title, title, body[place:], at=at + place)


_BY_NAME: Final[Mapping[bytes, Callable[[Walk, Box, bytes], None]]] = {
    b"ftyp": _brands,
    b"styp": _brands,
    b"mvhd": _times,
    b"tkhd": _times,
    b"mdhd": _times,
    b"hdlr": _handler,
    b"stsd": _sample_entries,
    b"free": _empty,
    b"skip": _empty,
    b"wide": _empty,
    b"uuid": _uuid,
    b"XMP_": _xmp,
    b"meta": _meta,
    b"keys": _keys,
    b"ilst": _items,
    b"loci": _place,
}
