# SPDX-License-Identifier: Apache-2.0
"""PNG and WebP built again from the chunks that the picture is made of, as they are.

It promises that pixels are not coded again, that a chunk that colours are computed from is kept at
no more than its own length, that a colour profile is built anew with its colours only, and that
bytes behind the compressed picture do not come over.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from holdfast.leaving.clean_jpeg import orientation_block
from holdfast.leaving.cleaned import MayStay
from holdfast.leaving.errors import DamagedFileError
from holdfast.leaving.icc import NEUTRAL_NAME, is_srgb, neutral_icc
from holdfast.leaving.png_chunks import COLOUR, SIGNATURE, chunks
from holdfast.leaving.riff import riff_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.leaving.gathering import Data

_COLOURS: Final = "without it the colours change"
MAY_STAY: Final = (
    MayStay("EXIF IFD0", "Orientation", r"[2-8]", "without it the picture lies on its side"),
    MayStay("tRNS|gAMA|cHRM|sRGB|cICP", "colour", ".*", _COLOURS),
    MayStay(
        "iCCP", "name of the profile", NEUTRAL_NAME, "a profile must have one; it says nothing"
    ),
    MayStay("ICC profile", "profile", rf"'{NEUTRAL_NAME}', .*", _COLOURS),
    MayStay("ICC profile", "copyright", "None", "a profile must have one; it says nothing"),
)
_EXACT: Final = {b"IHDR": 13, b"acTL": 8, b"fcTL": 26, b"IEND": 0}
_PALETTE: Final = 768
_PIECE: Final = 1 << 16
_PARTS: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_ANIMATION_HEADER: Final = 16
_HAS_PROFILE, _HAS_EXIF, _HAS_XMP = 0x20, 0x08, 0x04


def rebuilt_png(data: Data, *, orientation: int, profile: bytes) -> Iterator[bytes]:
    """Give the PNG again, piece by piece. Raises DamagedFileError."""
    found = list(chunks(data))
    if not found or found[-1].name != b"IEND":
        raise DamagedFileError(
            "The picture is cut off: its end is missing, so no copy of it could be proven the "
            "same. The original is unharmed, and no copy is left."
        )
    yield SIGNATURE
    in_picture = False
    for chunk in found:
        body = bytes(data[chunk.body : chunk.end])
        if chunk.name == b"IDAT":
            if not in_picture:
                yield from _beside(orientation, profile)
                pieces = [bytes(data[one.body : one.end]) for one in found if one.name == b"IDAT"]
                for piece in _compressed(pieces):
                    yield _chunk(b"IDAT", piece)
            in_picture = True
        elif chunk.name in _EXACT:
            yield _chunk(chunk.name, body[: _EXACT[chunk.name]])
        elif chunk.name == b"PLTE":
            yield _chunk(chunk.name, body[:_PALETTE])
        elif chunk.name == b"fdAT" or (chunk.name in COLOUR and len(body) <= COLOUR[chunk.name]):
            yield _chunk(chunk.name, body)


def _beside(orientation: int, profile: bytes) -> Iterator[bytes]:
    if profile and not is_srgb(profile):
        neutral = neutral_icc(profile)
        if neutral is not None:
            named = NEUTRAL_NAME.encode() + b"\x00\x00"
            yield _chunk(b"iCCP", named + zlib.compress(neutral, 9))
    if orientation > 1:
        yield _chunk(b"eXIf", orientation_block(orientation))


def _compressed(pieces: list[bytes]) -> Iterator[bytes]:
    """Give the compressed picture up to its own end, in even pieces."""
    unpacker = zlib.decompressobj()
    kept = b""
    for piece in pieces:
        rest = piece
        while rest and not unpacker.eof:
            unpacker.decompress(rest, _PIECE * 16)
            rest = unpacker.unconsumed_tail
        kept += piece[: len(piece) - len(unpacker.unused_data)]
        while len(kept) >= _PIECE:
            yield kept[:_PIECE]
            kept = kept[_PIECE:]
        if unpacker.eof:
            break
    if kept:
        yield kept


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def rebuilt_webp(data: Data, *, orientation: int, profile: bytes) -> bytes:
    """Give the WebP again."""
    size = int.from_bytes(data[4:8], "little")
    end = min(8 + size, len(data))
    neutral = neutral_icc(profile) if profile and not is_srgb(profile) else None
    turned = orientation_block(orientation) if orientation > 1 else b""
    parts = []
    for name, start, stop in riff_chunks(data, 12, end):
        body = bytes(data[start:stop])
        if name == b"VP8X":
            flags = body[0] & ~(_HAS_PROFILE | _HAS_EXIF | _HAS_XMP)
            flags |= (_HAS_PROFILE if neutral else 0) | (_HAS_EXIF if turned else 0)
            parts.append(_riff(name, bytes([flags]) + body[1:10]))
            if neutral:
                parts.append(_riff(b"ICCP", neutral))
        elif name == b"ANIM":
            parts.append(_riff(name, body[:6]))
        elif name == b"ANMF":
            inner = [_riff(one, body[first:last])
                     for one, first, last in riff_chunks(body, _ANIMATION_HEADER, len(body))
                     if one in _PARTS]  # fmt: skip
            parts.append(_riff(name, body[:_ANIMATION_HEADER] + b"".join(inner)))
        elif name in _PARTS:
            parts.append(_riff(name, body))
    if turned:
        parts.append(_riff(b"EXIF", turned))
    whole = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _riff(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) & 1)
