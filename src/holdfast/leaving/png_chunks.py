# SPDX-License-Identifier: Apache-2.0
"""The chunks of a PNG, in their order, and which of them the picture is made of.

PNG Specification (third edition). It decodes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.leaving.gathering import Data

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
PICTURE: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT"})
COLOUR: Final = {b"tRNS": 256, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4}
"""Chunks that colours are computed from, with the most bytes each may have."""
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: its name, where it begins, and its body without the check value."""

    name: bytes
    start: int
    body: int
    end: int

    @property
    def last(self) -> int:
        """Where the next chunk begins."""
        return self.end + 4


def chunks(data: Data) -> Iterator[Chunk]:
    """Give the chunks up to IEND, or to where the file breaks off."""
    place = len(SIGNATURE)
    for _ in range(_MOST):
        if place + 12 > len(data):
            return
        length = int.from_bytes(data[place : place + 4], "big")
        name = bytes(data[place + 4 : place + 8])
        if place + 12 + length > len(data):
            return
        yield Chunk(name, place, place + 8, place + 8 + length)
        if name == b"IEND":
            return
        place += 12 + length
