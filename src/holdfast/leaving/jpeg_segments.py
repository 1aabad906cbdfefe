# SPDX-License-Identifier: Apache-2.0
"""The segments of a JPEG from its first marker to its last, and where the picture ends.

It promises to give every byte between the first marker and the end of image to exactly one segment
and to say where the end is; it decodes nothing. ISO/IEC 10918-1 annex B.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.leaving.gathering import Data

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
DHT, DAC, DQT, DRI, DNL = 0xC4, 0xCC, 0xDB, 0xDD, 0xDC
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {DHT, 0xC8, DAC}
CODING: Final = FRAMES | {DHT, DAC, DQT, DRI, DNL, SOS}
APP0, APP1, APP2, APP13, APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
# Inside a scan a marker is 0xFF and neither a stuffed zero, a restart, nor a fill byte.
_NEXT: Final = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_MOST: Final = 200_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its marker, where it begins, and its body (after the length).

    For a scan `scan_end` is where its coded data ends. For bytes that are no segment the marker
    is 0.
    """

    marker: int
    start: int
    body: int
    end: int
    scan_end: int = 0

    @property
    def last(self) -> int:
        """Where the next segment begins."""
        return max(self.end, self.scan_end)

    @property
    def name(self) -> str:
        """What the standard calls it."""
        if 0xE0 <= self.marker <= 0xEF:  # noqa: PLR2004 - the sixteen application markers
            return f"APP{self.marker - 0xE0}"
        return {COM: "COM", 0: "bytes between segments"}.get(
            self.marker, f"marker 0x{self.marker:02X}"
        )


def segments(data: Data, start: int = 0, stop: int | None = None) -> Iterator[Segment]:
    """Give the segments after the start of image; the last one is EOI when the file has one.

    Raises ValueError for bytes that do not begin as a JPEG does.
    """
    end = len(data) if stop is None else stop
    if data[start : start + 2] != b"\xff\xd8":
        raise ValueError("it does not begin as a JPEG does")
    place = start + 2
    for _ in range(_MOST):
        if place + 2 > end:
            return
        if data[place] != 0xFF:  # noqa: PLR2004 - every marker begins with it
            found = _NEXT.search(data, place, end)
            if found is None:
                yield Segment(0, place, place, end)
                return
            yield Segment(0, place, place, found.start())
            place = found.start()
            continue
        marker = data[place + 1]
        if marker == 0xFF:  # noqa: PLR2004 - a fill byte
            place += 1
            continue
        if marker == EOI:
            yield Segment(EOI, place, place + 2, place + 2)
            return
        if marker in _ALONE or marker == 0:
            yield Segment(0, place, place, place + 2)
            place += 2
            continue
        segment = _with_length(data, place, marker, end)
        yield segment
        place = segment.last


def _with_length(data: Data, place: int, marker: int, end: int) -> Segment:
    length = max(2, int.from_bytes(data[place + 2 : place + 4], "big"))
    body_end = min(place + 2 + length, end)
    scan_end = 0
    if marker == SOS:
        found = _NEXT.search(data, body_end, end)
        scan_end = end if found is None else found.start()
    return Segment(marker, place, min(place + 4, body_end), body_end, scan_end)
