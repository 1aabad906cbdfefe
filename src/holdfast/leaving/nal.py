# SPDX-License-Identifier: Apache-2.0
"""Units of H.264 and H.265 streams: the messages beside the pictures (SEI), and a stream without.

`beside` gives what stands beside the pictures; `without` gives the same packet with the pictures'
own units unchanged and only those messages left that a decoder needs and that can hold nothing
else. ITU-T H.264 annex D, H.265 annex D. It decodes no picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# type -> the most bytes it can have: where decoding may begin, how frames are packed and shown.
_KEPT_MESSAGES: Final = {6: 8, 45: 16, 47: 8, 137: 24, 144: 4, 147: 1}
_START: Final = re.compile(rb"\x00\x00\x01")
_H264_SEI, _H264_SLICES = 6, frozenset({1, 2, 3, 4, 5, 19, 20, 21})
_H264_KEPT: Final = _H264_SLICES | {7, 8, 9, 10, 11, 13, 14, 15}
_HEVC_SEI: Final = frozenset({39, 40})
_HEVC_KEPT: Final = frozenset({*range(10), *range(16, 22), 32, 33, 34, 35, 36, 37})
_H264_PARAMETERS, _HEVC_PARAMETERS = frozenset({7, 8, 9, 13, 15}), frozenset({32, 33, 34, 35})


@dataclass(frozen=True, slots=True)
class Stream:
    """How a stream is written: which standard, and how many bytes say a unit's length.

    `length_size` 0: units are set apart by start codes (annex B).
    """

    hevc: bool
    length_size: int

    def kind(self, unit: bytes) -> int:
        """Give the type of a unit."""
        if not unit:
            return -1
        return (unit[0] >> 1) & 63 if self.hevc else unit[0] & 31

    def is_sei(self, kind: int) -> bool:
        """Whether the type is of messages beside the pictures."""
        return kind in _HEVC_SEI if self.hevc else kind == _H264_SEI

    def is_kept(self, kind: int) -> bool:
        """Whether the type is one that the standard gives to pictures and their parameters."""
        return kind in (_HEVC_KEPT if self.hevc else _H264_KEPT)

    def is_picture(self, kind: int) -> bool:
        """Whether the unit holds a part of a picture."""
        return self.is_kept(kind) and kind not in (
            _HEVC_PARAMETERS | {36, 37} if self.hevc else _H264_PARAMETERS | {10, 11, 14}
        )


@dataclass(frozen=True, slots=True)
class Message:
    """One message beside the pictures, or a whole unit of a type that is none of the standard's."""

    name: str
    payload: bytes


def stream_of(codec: str, extradata: bytes) -> Stream | None:
    """Say how a stream of this codec is written; None for another codec."""
    if codec not in {"h264", "hevc"}:
        return None
    hevc = codec == "hevc"
    place = 21 if hevc else 4
    configured = len(extradata) > place and extradata[0] == 1
    return Stream(hevc, (extradata[place] & 3) + 1 if configured else 0)


def units(packet: bytes, stream: Stream) -> Iterator[bytes]:
    """Give the units of a packet, without what sets them apart."""
    if stream.length_size == 0:
        ends = [match.start() for match in _START.finditer(packet)]
        for first, last in zip(ends, [*ends[1:], len(packet)], strict=True):
            yield packet[first + 3 : last].rstrip(b"\x00")
        return
    place = 0
    while place + stream.length_size < len(packet):
        length = int.from_bytes(packet[place : place + stream.length_size], "big")
        place += stream.length_size
        yield packet[place : place + length]
        place += length


def is_whole(packet: bytes, stream: Stream) -> bool:
    """Whether the units of a packet fill it to its end, as they do in a sound recording."""
    if stream.length_size == 0:
        return _START.search(packet, 0, 8) is not None
    place = 0
    while place + stream.length_size <= len(packet):
        length = int.from_bytes(packet[place : place + stream.length_size], "big")
        if length == 0:
            return False
        place += stream.length_size + length
    return place == len(packet)


def beside(packet: bytes, stream: Stream) -> Iterator[Message]:
    """Give the messages of a packet that `without` takes out."""
    for unit in units(packet, stream):
        kind = stream.kind(unit)
        if stream.is_sei(kind):
            messages = _messages(unit, stream)
            if messages is None:
                yield Message("unit of messages that cannot be taken apart", unit)
                continue
            for number, payload in messages:
                if not _may_stay(number, payload):
                    yield Message(_message_name(number, payload), payload)
        elif kind >= 0 and not stream.is_kept(kind):
            yield Message(f"unit of type {kind}", unit)


def without(packet: bytes, stream: Stream) -> bytes:
    """Give the packet with its pictures as they are and nothing beside them but what must stay."""
    parts = []
    for unit in units(packet, stream):
        kind = stream.kind(unit)
        kept = _kept_messages(unit, stream) if stream.is_sei(kind) else unit
        if kept and (stream.is_sei(kind) or stream.is_kept(kind)):
            head = b"\x00\x00\x00\x01"
            if stream.length_size:
                head = len(kept).to_bytes(stream.length_size, "big")
            parts.append(head + kept)
    return b"".join(parts)


def pictures_only(packet: bytes, stream: Stream) -> Iterator[bytes]:
    """Give the units that hold pictures, which no cleaning changes."""
    for unit in units(packet, stream):
        if stream.is_picture(stream.kind(unit)):
            yield unit


def _may_stay(number: int, payload: bytes) -> bool:
    return number in _KEPT_MESSAGES and len(payload) <= _KEPT_MESSAGES[number]


def _kept_messages(unit: bytes, stream: Stream) -> bytes:
    messages = _messages(unit, stream)
    kept = [one for one in messages or () if _may_stay(*one)]
    if not kept:
        return b""
    if messages is not None and len(kept) == len(messages):
        return unit
    body = b"".join(bytes([number, len(payload)]) + payload for number, payload in kept)
    head = 2 if stream.hevc else 1
    return unit[:head] + _escaped(body + b"\x80")


def _messages(unit: bytes, stream: Stream) -> list[tuple[int, bytes]] | None:
    """Take a unit of messages apart as (type, payload); None when it is not well formed."""
    body = unit[2 if stream.hevc else 1 :].replace(b"\x00\x00\x03", b"\x00\x00")
    found = []
    place = 0
    while place < len(body) and body[place:] != b"\x80":
        number, place = _number(body, place)
        length, place = _number(body, place)
        if place + length > len(body):
            return None
        found.append((number, body[place : place + length]))
        place += length
        if not body[place:].strip(b"\x00"):
            return None
    return found


def _number(body: bytes, place: int) -> tuple[int, int]:
    value = 0
    while place < len(body) and body[place] == 0xFF:  # noqa: PLR2004 - a full byte goes on in the next
        value += 255
        place += 1
    return value + (body[place] if place < len(body) else 0), place + 1


def _escaped(body: bytes) -> bytes:
    """Write the bytes so that no start code stands in them."""
    parts = bytearray()
    zeros = 0
    for byte in body:
        if zeros == 2 and byte <= 3:  # noqa: PLR2004 - the standard's emulation prevention
            parts.append(3)
            zeros = 0
        parts.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(parts)


def _message_name(number: int, payload: bytes) -> str:
    if number == 5:  # noqa: PLR2004 - user data of no registered kind
        return f"user data {payload[:16].hex()}"
    named = {
        0: "buffering period",
        1: "picture timing",
        2: "pan and scan",
        3: "filler",
        4: "registered user data",
        136: "time code",
    }
    return named.get(number, f"message of type {number}")
