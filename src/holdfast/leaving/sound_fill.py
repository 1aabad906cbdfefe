# SPDX-License-Identifier: Apache-2.0
"""The filler with which an AAC packet may begin: encoders write their name and version into it.

`filler` gives it; `without_filler` gives the packet with those bits set to zero and every other bit
as it was, so that the sound is the same. ISO/IEC 14496-3, raw_data_block. Filler elsewhere in a
packet is not looked for; it is read as sound.
"""

from __future__ import annotations

from typing import Final

_FILL, _DATA = 6, 4
_ESCAPE: Final = 15
_MOST: Final = 8
_SOUND: Final = frozenset({11, 13, 14})
"""Extensions that are sound: dynamic range and spectral band replication."""


def _places(packet: bytes) -> list[tuple[int, int]]:
    """Give the first and last bit of each filler element's content at the packet's beginning."""
    found: list[tuple[int, int]] = []
    head = packet[:1024]
    bits, total = int.from_bytes(head, "big"), len(head) * 8

    def read(place: int, width: int) -> int:
        return (
            bits >> (total - place - width) & ((1 << width) - 1) if place + width <= total else -1
        )

    place = 0
    for _ in range(_MOST):
        element = read(place, 3)
        if element == _FILL:
            count, start = read(place + 3, 4), place + 7
            if count == _ESCAPE:
                count, start = 14 + read(place + 7, 8), place + 15
        elif element == _DATA:
            count, start = read(place + 8, 8), place + 16
            if count == 255:  # noqa: PLR2004 - the escape of a data element
                count, start = 255 + read(place + 16, 8), place + 24
            if read(place + 7, 1) == 1:
                start += -start % 8
        else:
            break
        if count < 0 or start + 8 * count > total:
            break
        if count and (element == _DATA or read(start, 4) not in _SOUND):
            found.append((start, start + 8 * count))
        place = start + 8 * count
    return found


def framing(packet: bytes) -> int:
    """Give how many bytes of an ADTS header come before the sound; 0 when there is none."""
    if len(packet) < 9 or packet[0] != 0xFF or packet[1] & 0xF6 != 0xF0:  # noqa: PLR2004 - the sync word of ADTS
        return 0
    return 7 if packet[1] & 1 else 9


def filler(packet: bytes) -> bytes:
    """Give what stands in the filler, as bytes; empty when there is none or only zeros."""
    parts = []
    value = int.from_bytes(packet, "big")
    for first, last in _places(packet):
        width = last - first
        bits = value >> (len(packet) * 8 - last) & ((1 << width) - 1)
        parts.append(bits.to_bytes(width // 8, "big"))
    content = b"".join(parts)
    return content if content.strip(b"\x00") else b""


def without_filler(packet: bytes) -> bytes:
    """Give the packet with the filler's bits zero."""
    if not filler(packet):
        return packet
    value, total = int.from_bytes(packet, "big"), len(packet) * 8
    for first, last in _places(packet):
        value &= ~(((1 << (last - first)) - 1) << (total - last))
    return value.to_bytes(len(packet), "big")
