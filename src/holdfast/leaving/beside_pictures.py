# SPDX-License-Identifier: Apache-2.0
"""What one packet of a picture stream carries beside its picture, and the packet without it.

One pair of functions a codec: H.264 and H.265 units, the segments of Motion JPEG, the user data of
MPEG-2 and MPEG-4, the metadata units of AV1. It promises that a packet of another codec comes back
as it was, and says of which codecs it knows nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from holdfast.leaving import jpeg_segments as js
from holdfast.leaving import nal
from holdfast.leaving.nal import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOKED_INTO: Final = frozenset(
    {"h264", "hevc", "mjpeg", "mpeg4", "mpeg2video", "mpeg1video", "av1"}
)
CARRIES_NONE: Final = frozenset({"vp8", "vp9", "rawvideo", "ffv1", "huffyuv", "h263", "dvvideo"})
_USER_DATA: Final = re.compile(rb"\x00\x00\x01\xb2(.*?)(?=\x00\x00\x01|\Z)", re.DOTALL)
_ENCODER: Final = re.compile(rb"(?:Lavc|XviD|DivX|FFmpe?g)[\w.]{0,24}\x00*")
_MJPEG_HEADS: Final = (b"JFIF\x00", b"AVI1", b"Adobe")
_AV1_METADATA, _AV1_SEQUENCE = 5, 1
_AV1_KEPT: Final = frozenset({1, 3, 4, 5, 6})
"""Units that hold pictures and what they are decoded by, and metadata, which is looked at apart."""
_AV1_KEPT_METADATA: Final = frozenset({1, 2})  # light level and mastering display


def messages(packet: bytes, codec: str, stream: nal.Stream | None) -> Iterator[Message]:
    """Give what the packet carries beside its picture."""
    if stream is not None:
        yield from nal.beside(packet, stream)
    elif codec == "mjpeg":
        for segment in _mjpeg_beside(packet):
            yield Message(f"{segment.name} of the pictures", packet[segment.body : segment.end])
    elif codec in {"mpeg4", "mpeg2video", "mpeg1video"}:
        for match in _USER_DATA.finditer(packet):
            yield Message("user data", match[1])
    elif codec == "av1":
        for kind, _, payload, dropped in _av1_units(packet):
            if dropped and kind == _AV1_METADATA:
                yield Message("metadata unit", payload)
            elif dropped and payload.strip(b"\x00"):
                yield Message(f"unit of type {kind}", payload)


def stripped(packet: bytes, codec: str, stream: nal.Stream | None) -> bytes:
    """Give the packet without it."""
    if stream is not None:
        return nal.without(packet, stream)
    if codec == "mjpeg":
        parts, place = [], 0
        for segment in _mjpeg_beside(packet):
            parts.append(packet[place : segment.start])
            place = segment.end
        return b"".join([*parts, packet[place:]])
    if codec in {"mpeg4", "mpeg2video", "mpeg1video"}:
        return _without_user_data(packet)
    if codec == "av1":
        return b"".join(whole for _, whole, _, dropped in _av1_units(packet) if not dropped)
    return packet


def _without_user_data(data: bytes) -> bytes:
    """Leave out user data, but for the name of an encoder that decoders decode by."""
    return _USER_DATA.sub(lambda found: found[0] if _ENCODER.fullmatch(found[1]) else b"", data)


def _mjpeg_beside(packet: bytes) -> Iterator[js.Segment]:
    try:
        for segment in js.segments(packet):
            body = packet[segment.body : segment.end]
            if segment.marker not in js.CODING | {js.EOI} and not body.startswith(_MJPEG_HEADS):
                yield segment
    except ValueError:
        return


def _av1_units(packet: bytes) -> Iterator[tuple[int, bytes, bytes, bool]]:
    """Give each unit's type, the unit whole, its payload, and whether it is left out."""
    place = 0
    while place < len(packet):
        head = packet[place]
        start = place + (2 if head & 4 else 1)
        size, width = len(packet) - start, 0
        if head & 2:
            size = 0
            for width in range(1, 9):
                byte = packet[start + width - 1] if start + width <= len(packet) else 0
                size |= (byte & 0x7F) << 7 * (width - 1)
                if byte < 0x80:  # noqa: PLR2004 - the bit that says more follows
                    break
        end = min(start + width + size, len(packet))
        payload = packet[start + width : end]
        kind = head >> 3 & 15
        dropped = kind not in _AV1_KEPT or (
            kind == _AV1_METADATA and (payload[:1] or b"\x00")[0] not in _AV1_KEPT_METADATA
        )
        yield kind, packet[place:end], payload, dropped
        place = max(end, place + 1)


def configuration_messages(extradata: bytes, codec: str) -> Iterator[Message]:
    """Give the messages in the configuration of an H.265 stream (x265 writes its settings there)."""
    if codec == "hevc" and extradata[:1] == b"\x01":
        for kind, _, found in hevc_arrays(extradata):
            if kind in (39, 40):
                for unit in found:
                    yield Message("configuration message", unit[2:])
    elif codec == "av1" and extradata[:1] == b"\x81":
        for kind, _, payload, _ in _av1_units(extradata[4:]):
            if kind != _AV1_SEQUENCE:
                yield Message(f"configuration unit of type {kind}", payload)
    elif codec in {"mpeg4", "mpeg2video"}:
        for match in _USER_DATA.finditer(extradata):
            yield Message("user data of the configuration", match[1])


def hevc_arrays(extradata: bytes) -> Iterator[tuple[int, int, list[bytes]]]:
    """Give each array of the configuration of an H.265 stream: type, first byte, its units."""
    place = 23
    for _ in range(extradata[22] if len(extradata) > 22 else 0):  # noqa: PLR2004 - where the count stands
        if place + 3 > len(extradata):
            return
        head, count = extradata[place], int.from_bytes(extradata[place + 1 : place + 3], "big")
        place += 3
        found = []
        for _unit in range(count):
            size = int.from_bytes(extradata[place : place + 2], "big")
            found.append(extradata[place + 2 : place + 2 + size])
            place += 2 + size
            if place > len(extradata):
                return
        yield head & 63, head, found


def neutral_configuration(extradata: bytes, codec: str) -> bytes:
    """Give the configuration of a stream without messages."""
    if codec in {"mpeg4", "mpeg2video"}:
        return _without_user_data(extradata)
    if codec == "av1" and extradata[:1] == b"\x81":
        kept_units = [one for one in _av1_units(extradata[4:]) if one[0] == _AV1_SEQUENCE]
        return extradata[:4] + b"".join(whole for _, whole, _, _ in kept_units)
    if codec != "hevc" or extradata[:1] != b"\x01":
        return extradata
    kept = [one for one in hevc_arrays(extradata) if one[0] in (32, 33, 34)]
    body = b"".join(
        bytes([head])
        + len(found).to_bytes(2, "big")
        + b"".join(len(unit).to_bytes(2, "big") + unit for unit in found)
        for _, head, found in kept
    )
    return extradata[:22] + bytes([len(kept)]) + body
