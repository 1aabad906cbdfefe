# SPDX-License-Identifier: Apache-2.0
"""Everything in a PNG that is not the picture: texts, times, profiles, EXIF, unknown chunks.

It promises that compressed texts are unpacked within a limit, and that bytes behind the end, and
behind the compressed picture, are told.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gives import Gives
from holdfast.leaving.icc import review_icc
from holdfast.leaving.png_chunks import COLOUR, PICTURE, chunks
from holdfast.leaving.tiff import review_tiff
from holdfast.leaving.xmp import review_xmp

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Data, Gathering
    from holdfast.leaving.png_chunks import Chunk

_MOST_TEXT: Final = 8 << 20
_TIME_LENGTH: Final = 7
_XMP_KEYWORD: Final = "XML:com.adobe.xmp"


def review_png(data: Data, found: Gathering) -> None:
    """Add everything of the PNG."""
    last = None
    for chunk in chunks(data):
        last = chunk
        if chunk.name in PICTURE:
            continue
        body = bytes(data[chunk.body : chunk.end])
        if chunk.name in {b"tEXt", b"zTXt", b"iTXt"}:
            _text(chunk, body, found)
        elif chunk.name == b"eXIf":
            review_tiff(body, "EXIF", found, at=chunk.body)
        elif chunk.name == b"iCCP":
            _profile(chunk, body, found)
        elif chunk.name == b"tIME" and len(body) == _TIME_LENGTH:
            year = int.from_bytes(body[:2], "big")
            words = f"{year}-{body[2]:02}-{body[3]:02} {body[4]:02}:{body[5]:02}:{body[6]:02}"
            found.add("tIME", "time of the last change", words, offset=chunk.body)
        elif chunk.name in COLOUR and len(body) <= COLOUR[chunk.name]:
            found.add(chunk.name.decode(), "colour", body[:16].hex(" "), gives=Gives.SETTINGS,
                      offset=chunk.body, length=len(body))  # fmt: skip
        else:
            named = chunk.name.decode("latin-1")
            found.opaque(f"chunk {named}", "data", body, at=chunk.body)
    if last is None or last.name != b"IEND":
        found.warn("The picture is cut off: its end is missing.")
    elif last.last < len(data):
        found.opaque("after the end of the picture", "trailing data", data, last.last,
                     at=last.last)  # fmt: skip


def _text(chunk: Chunk, body: bytes, found: Gathering) -> None:
    keyword, _, rest = body.partition(b"\x00")
    name, where = keyword.decode("latin-1"), chunk.name.decode()
    packed = rest[:1] == b"\x00" if chunk.name == b"zTXt" else rest[:1] == b"\x01"
    if chunk.name == b"zTXt":
        rest = rest[1:]
    elif chunk.name == b"iTXt":
        language, _, after = rest[2:].partition(b"\x00")
        translated, _, rest = after.partition(b"\x00")
        for told, word in (("language", language), ("translated keyword", translated)):
            if word:
                found.add(where, f"{told} of {name}", word.decode("utf-8", "replace"),
                          default=Gives.WORDS)  # fmt: skip
    if packed and chunk.name != b"tEXt":
        try:
            rest = zlib.decompressobj().decompress(rest, _MOST_TEXT)
        except zlib.error:
            found.opaque(where, name or "text", body, at=chunk.body)
            return
    if name == _XMP_KEYWORD:
        review_xmp(rest, "XMP", found, at=chunk.body)
    elif name.startswith("Raw profile type"):
        _raw_profile(name, rest, found, chunk)
    else:
        value = rest.decode("utf-8" if chunk.name == b"iTXt" else "latin-1", "replace")
        found.add(where, name or "text", value, default=Gives.WORDS, offset=chunk.body,
                  size=len(body))  # fmt: skip


def _raw_profile(name: str, text: bytes, found: Gathering, chunk: Chunk) -> None:
    """Unpack a profile written as hexadecimal text, as ImageMagick does."""
    lines = text.strip().split(b"\n", 2)
    try:
        data = bytes.fromhex(lines[2].decode("ascii")) if len(lines) > 2 else b""  # noqa: PLR2004 - name, length, hex
    except ValueError:
        data = b""
    if data.startswith(b"Exif\x00\x00"):
        review_tiff(data[6:], "EXIF", found)
    elif data[:4] in (b"II*\x00", b"MM\x00*"):
        review_tiff(data, "EXIF", found)
    elif data.lstrip()[:1] == b"<":
        review_xmp(data, "XMP", found)
    else:
        found.opaque("text chunk", name, data or text, at=chunk.body)


def _profile(chunk: Chunk, body: bytes, found: Gathering) -> None:
    name, _, rest = body.partition(b"\x00")
    try:
        profile = zlib.decompressobj().decompress(rest[1:], _MOST_TEXT)
    except zlib.error:
        found.opaque("iCCP", "profile that does not unpack", body, at=chunk.body)
        return
    found.add("iCCP", "name of the profile", name.decode("latin-1"), gives=Gives.SETTINGS,
              offset=chunk.body)  # fmt: skip
    review_icc(profile, "ICC profile", found)
