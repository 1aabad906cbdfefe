# SPDX-License-Identifier: Apache-2.0
"""802.11 frames, and the headers that radios put before them.

Promises: a protected frame is said to be enciphered and is never taken for something else; a frame
that the radio received damaged is said to be so.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

_DATA = 2
_TO, _FROM, _PROTECTED, _ORDER = 0x01, 0x02, 0x40, 0x80
_QOS, _NULL = 0x08, 0x04
_HEADER = 24
BAD_FCS, PADDED = 0x40, 0x20
_PRISM, _AVS_MAGIC = 144, 0x80211000


class Wireless(NamedTuple):
    """What an 802.11 frame is: "data", "enciphered", "no payload", "aggregated" or "management"."""

    kind: str
    offset: int
    source: bytes
    destination: bytes


def read_wireless(frame: bytes, offset: int) -> Wireless:
    """Read the header of the frame that begins at `offset`."""
    control, flags = frame[offset], frame[offset + 1]
    subtype = control >> 4
    if control >> 2 & 3 != _DATA:
        source = frame[offset + 10 : offset + 16]
        return Wireless("management", offset, source if len(source) == 6 else b"", b"")  # noqa: PLR2004 - a hardware address
    if len(frame) < offset + _HEADER:
        raise IndexError("an 802.11 header is cut short")
    first, second, third = (frame[offset + at : offset + at + 6] for at in (4, 10, 16))
    end = offset + _HEADER
    match flags & (_TO | _FROM):
        case 0:
            source, destination = second, first
        case 1:
            source, destination = second, third
        case 2:
            source, destination = third, first
        case _:
            source, destination = frame[end : end + 6], third
            end += 6
    aggregated = False
    if subtype & _QOS:
        aggregated = bool(frame[end] & 0x80)
        end += 2
        if flags & _ORDER:
            end += 4
    if subtype & _NULL:
        return Wireless("no payload", end, source, destination)
    if flags & _PROTECTED:
        return Wireless("enciphered", end, source, destination)
    return Wireless("aggregated" if aggregated else "data", end, source, destination)


def read_radiotap(frame: bytes) -> tuple[int, int]:
    """Give where the frame begins, and the flags: `BAD_FCS`, `PADDED`."""
    (length,) = struct.unpack_from("<H", frame, 2)
    (present,) = struct.unpack_from("<I", frame, 4)
    place, word = 8, present
    while word & 0x80000000:
        (word,) = struct.unpack_from("<I", frame, place)
        place += 4
    if present & 1:
        place = (place + 7) // 8 * 8 + 8
    return length, frame[place] if present & 2 else 0


def read_prism(frame: bytes) -> int:
    """Give where the frame begins behind a Prism header (or the AVS one that came after it)."""
    if struct.unpack_from(">I", frame)[0] & 0xFFFFF000 == _AVS_MAGIC:
        return read_avs(frame)
    return _PRISM


def read_avs(frame: bytes) -> int:
    """Give where the frame begins behind an AVS header."""
    return int(struct.unpack_from(">I", frame, 4)[0])


def read_ppi(frame: bytes) -> tuple[int, int]:
    """Give where the frame begins behind a PPI header, and its link type."""
    length, link = struct.unpack_from("<2xHI", frame)
    return int(length), int(link)
