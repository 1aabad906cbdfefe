# SPDX-License-Identifier: Apache-2.0
"""The pixels of one track in each of its boxes, packed, so that hours of tracks fit in memory.

Promises: what is put in comes out, byte for byte; one mask is one `bytes`, eight pixels to a byte,
empty where they were not seen. Packed they take about a quarter.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_IN_A_PART: Final = 64
_LEVEL: Final = 1


@dataclass(frozen=True, slots=True)
class Masks:
    """Masks in parts, each a packed row of them with the length of each."""

    parts: tuple[tuple[tuple[int, ...], bytes], ...] = ()

    @classmethod
    def of(cls, masks: Iterable[bytes]) -> Masks:
        """Pack masks, one for each box."""
        left, parts = iter(masks), []
        while some := list(islice(left, _IN_A_PART)):
            parts.append((tuple(map(len, some)), zlib.compress(b"".join(some), _LEVEL)))
        return cls(tuple(parts))

    def __len__(self) -> int:
        return sum(len(lengths) for lengths, _ in self.parts)

    def __iter__(self) -> Iterator[bytes]:
        for part in self.parts:
            yield from _unpacked(part)

    def __getitem__(self, number: int) -> bytes:
        for part in self.parts:
            if number < len(part[0]):
                return _unpacked(part)[number]
            number -= len(part[0])
        raise IndexError(number)

    def __add__(self, other: Masks) -> Masks:
        return Masks(self.parts + other.parts)

    def first(self, count: int) -> Masks:
        """Give the masks of the first boxes."""
        return self if count >= len(self) else Masks.of(islice(self, count))


@lru_cache(maxsize=64)
def _unpacked(part: tuple[tuple[int, ...], bytes]) -> tuple[bytes, ...]:
    lengths, packed = part
    whole = zlib.decompress(packed)
    return tuple(whole[start:stop] for start, stop in pairwise(accumulate(lengths, initial=0)))
