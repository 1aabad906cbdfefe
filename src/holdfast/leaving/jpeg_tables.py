# SPDX-License-Identifier: Apache-2.0
"""The coding segments of a JPEG, taken apart so far that nothing can ride behind a table.

It promises that `exact` gives a segment's body without a byte more than the standard gives it, and
raises ValueError for one that is shorter. ISO/IEC 10918-1 annex B.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.leaving import jpeg_segments as js

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUANTISED: Final = 64
_COUNTS: Final = 16


def quantisation_tables(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each table of a DQT as (its number, its bytes with the first)."""
    place = 0
    while place < len(body):
        size = 1 + _QUANTISED * (2 if body[place] >> 4 else 1)
        if place + size > len(body):
            return
        yield body[place] & 15, body[place : place + size]
        place += size


def huffman_tables(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each table of a DHT as (its class and number, its bytes with the first)."""
    place = 0
    while place + 1 + _COUNTS <= len(body):
        size = 1 + _COUNTS + sum(body[place + 1 : place + 1 + _COUNTS])
        if place + size > len(body):
            return
        yield body[place], body[place : place + size]
        place += size


def exact(marker: int, body: bytes) -> bytes:
    """Give the body of a coding segment at its own length. Raises ValueError when it is cut off."""
    if marker == js.DQT:
        return b"".join(table for _, table in quantisation_tables(body))
    if marker == js.DHT:
        return b"".join(table for _, table in huffman_tables(body))
    if marker == js.DAC:
        return body[: len(body) // 2 * 2]
    if marker == js.SOS:
        size = 4 + 2 * body[0] if body else 4
    elif marker in js.FRAMES:
        size = 6 + 3 * body[5] if len(body) > 5 else 6  # noqa: PLR2004 - the count of components is byte 5
    else:
        size = 2  # DRI and DNL hold one number
    if len(body) < size:
        raise ValueError("a coding segment is shorter than its kind")
    return body[:size]


def surplus(segment: js.Segment, body: bytes) -> bytes:
    """Give what stands in a coding segment behind what belongs there."""
    try:
        return body[len(exact(segment.marker, body)) :]
    except ValueError:
        return b""
