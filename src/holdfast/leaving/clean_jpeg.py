# SPDX-License-Identifier: Apache-2.0
"""A JPEG built again from its coding segments alone; the coded picture is copied bit for bit.

It promises that no byte comes over but tables that the scans use (each at its own length), frame and
scan headers, coded data, and three things written anew when the picture needs them: a JFIF or Adobe
marker (they say which colours the numbers mean), the orientation, and a colour profile with its
colours only. What cannot be taken apart so is refused.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from holdfast.leaving import jpeg_segments as js
from holdfast.leaving.cleaned import MayStay
from holdfast.leaving.errors import DamagedFileError, NotCleanedError
from holdfast.leaving.icc import NEUTRAL_NAME, is_srgb, neutral_icc
from holdfast.leaving.jpeg import ADOBE, EXIF, ICC, JFIF
from holdfast.leaving.jpeg_tables import exact, huffman_tables, quantisation_tables

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Data

MAY_STAY: Final = (
    MayStay("JFIF", "density", r"\d+ by \d+, no unit", "it says which colours the numbers mean"),
    MayStay(
        "APP14",
        "Adobe marker",
        r"colour transform \d+, flags 0+",
        "it says which colours the numbers mean",
    ),
    MayStay("EXIF IFD0", "Orientation", r"[2-8]", "without it the picture lies on its side"),
    MayStay("ICC profile", "profile", rf"'{NEUTRAL_NAME}', .*", "without it the colours change"),
    MayStay("ICC profile", "copyright", "None", "a profile must have one; it says nothing"),
)
_ICC_PIECE: Final = 65_000
_SIDES: Final = range(2, 9)


def orientation_block(orientation: int) -> bytes:
    """Write the smallest EXIF block there is: one tag, how the picture is to be turned."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def rebuilt_jpeg(data: Data, *, orientation: int, profile: bytes) -> bytes:
    """Build the JPEG again; `profile` is the one it had, empty when it had none.

    Raises DamagedFileError and NotCleanedError.
    """
    try:
        return b"".join(_parts(data, orientation, profile))
    except ValueError as fault:
        raise DamagedFileError(
            f"The picture cannot be taken apart ({fault}), so no copy of it could be proven the "
            "same. The original is unharmed, and no copy is left."
        ) from fault


def _parts(data: Data, orientation: int, profile: bytes) -> list[bytes]:
    found = list(js.segments(data))
    if not found or found[-1].marker != js.EOI:
        raise ValueError("its end is missing")
    parts = [b"\xff\xd8", *_heads(data, found)]
    if orientation in _SIDES:
        parts.append(_segment(js.APP1, EXIF + orientation_block(orientation)))
    parts += _profile(profile)
    coding = _Coding()
    for segment in found:
        if segment.marker in js.CODING:
            body = exact(segment.marker, bytes(data[segment.body : segment.end]))
            parts += coding.take(segment, body)
            if segment.marker == js.SOS:
                parts.append(bytes(data[segment.end : segment.scan_end]))
    if not coding.framed:
        raise ValueError("it has no picture")
    return [*parts, b"\xff\xd9"]


def _heads(data: Data, found: list[js.Segment]) -> list[bytes]:
    """Write anew the markers that say which colours the numbers mean."""
    parts: dict[int, bytes] = {}
    for segment in found:
        body = bytes(data[segment.body : segment.end])
        if segment.marker == js.APP0 and body.startswith(JFIF) and len(body) >= 12:  # noqa: PLR2004 - as far as the density
            across, down = struct.unpack(">HH", body[8:12])
            if across == down or not across or not down:
                across = down = 1
            head = JFIF + b"\x01\x01\x00" + struct.pack(">HH", across, down) + b"\x00\x00"
            parts.setdefault(js.APP0, _segment(js.APP0, head))
        elif segment.marker == js.APP14 and body.startswith(ADOBE) and len(body) >= 12:  # noqa: PLR2004 - its length
            head = ADOBE + b"\x00\x64" + bytes(4) + body[11:12]
            parts.setdefault(js.APP14, _segment(js.APP14, head))
    return [parts[marker] for marker in sorted(parts)]


def _profile(profile: bytes) -> list[bytes]:
    if not profile or is_srgb(profile):
        return []
    neutral = neutral_icc(profile)
    if neutral is None:
        return []
    pieces = [neutral[at : at + _ICC_PIECE] for at in range(0, len(neutral), _ICC_PIECE)]
    return [
        _segment(js.APP2, ICC + bytes([number, len(pieces)]) + piece)
        for number, piece in enumerate(pieces, 1)
    ]


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


class _Coding:
    """The state of the tables: each is written when a scan first needs it, and no other is."""

    def __init__(self) -> None:
        self.quantised: dict[int, bytes] = {}
        self.huffman: dict[int, bytes] = {}
        self.restart = b""
        self.arithmetic = b""
        self.frame = b""
        self.frame_marker = 0
        self.framed = False

    def take(self, segment: js.Segment, body: bytes) -> list[bytes]:
        """Take one coding segment; give what is to be written now."""
        marker = segment.marker
        if marker == js.DQT:
            self.quantised.update(quantisation_tables(body))
        elif marker == js.DHT:
            self.huffman.update(huffman_tables(body))
        elif marker == js.DRI:
            self.restart = _segment(marker, body)
        elif marker == js.DAC:
            self.arithmetic = _segment(marker, body)
        elif marker in js.FRAMES:
            if self.frame or self.framed:
                raise NotCleanedError(
                    "The file holds a picture in several frames (hierarchical JPEG), which is not "
                    "taken apart here. The original is unharmed, and no copy is left."
                )
            self.frame, self.frame_marker = body, marker
        elif marker == js.SOS:
            return [*self._before_scan(body), _segment(marker, body)]
        elif marker == js.DNL:
            return [_segment(marker, body)]
        return []

    def _before_scan(self, scan: bytes) -> list[bytes]:
        parts = []
        if self.frame:
            self.framed = True
        elif not self.framed:
            raise ValueError("a scan stands before its frame")
        used = {self.frame[8 + 3 * number] for number in range(self.frame[5])}
        parts += [
            _segment(js.DQT, table) for number, table in self.quantised.items() if number in used
        ]
        self.quantised = {
            number: table for number, table in self.quantised.items() if number not in used
        }
        if self.frame_marker:
            parts.append(_segment(self.frame_marker, self.frame))
            self.frame_marker = 0
        parts += [part for part in (self.restart, self.arithmetic) if part]
        self.restart = self.arithmetic = b""
        for number in range(scan[0]):
            tables = scan[2 + 2 * number]
            for key in (tables >> 4, 0x10 | tables & 15):
                if key in self.huffman:
                    parts.append(_segment(js.DHT, self.huffman.pop(key)))
        return parts
