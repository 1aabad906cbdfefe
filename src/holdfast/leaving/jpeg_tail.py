# SPDX-License-Identifier: Apache-2.0
"""Bytes at the end of a JPEG's scans that no decoder reads, found by decoding without them.

Between the last coded block of a scan and the next marker anything can stand; decoders skip it.
`without_tails` cuts there, and promises that the shorter file decodes to the same pixels. Fewer than
six bytes are left as they are: they may be padding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.leaving import jpeg_segments as js

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST: Final = 6


def without_tails(data: bytes, shows_the_same: Callable[[bytes], bool]) -> bytes:
    """Give the JPEG with each of its scans cut at what is needed to show the same."""
    scans = [segment for segment in js.segments(data) if segment.marker == js.SOS]
    for scan in reversed(scans):  # from the end, so that the places before it stay true
        data = _without_tail(data, scan.end, scan.scan_end, shows_the_same)
    return data


def _without_tail(
    data: bytes, first: int, last: int, shows_the_same: Callable[[bytes], bool]
) -> bytes:
    rest = data[last:]

    def cut(place: int) -> bytes:
        # A marker's first byte, or a stuffed one, is never parted from its second.
        return data[: place + 1 if data[place - 1] == 0xFF else place] + rest  # noqa: PLR2004 - as it says

    if last - first <= LEAST or not shows_the_same(cut(last - LEAST)):
        return data
    short, enough = first, last - LEAST
    while enough - short > 1:
        middle = (short + enough) // 2
        if shows_the_same(cut(middle)):
            enough = middle
        else:
            short = middle
    return cut(enough)
