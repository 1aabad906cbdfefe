# SPDX-License-Identifier: Apache-2.0
"""What TCP and IP take apart, put together again, as far as the names at a beginning need it.

Promises: bytes come once and in order, also when segments were sent again or overtook one another;
what is held for a gap to close is little, and a gap that does not close is stepped over.
"""

from __future__ import annotations

from typing import NamedTuple

_HALF = 1 << 31
_WHOLE = (1 << 32) - 1
_MOST_WAITING = 32
_MOST_BYTES_WAITING = 65_536
_MOST_DATAGRAMS = 256
_LARGEST_DATAGRAM = 65_535
_MOST_FRAGMENTS = 64


class Stream:
    """One direction of a TCP connection."""

    __slots__ = ("_next", "_size", "_waiting", "taken")

    def __init__(self, sequence: int) -> None:
        """`sequence` is the number of the first byte."""
        self._next = sequence & _WHOLE
        self._waiting: dict[int, bytes] = {}
        self._size = 0
        self.taken = 0

    def add(self, sequence: int, data: bytes) -> list[bytes]:
        """Take a segment and give what is now in order."""
        ahead = (sequence - self._next) & _WHOLE
        if ahead >= _HALF:
            old = _WHOLE + 1 - ahead
            if old >= len(data):
                return []
            data, ahead = data[old:], 0
        if ahead:
            return self._wait(sequence & _WHOLE, data)
        ready = [data]
        self._next = (self._next + len(data)) & _WHOLE
        if self._waiting:
            ready += self._released()
        self.taken += sum(map(len, ready))
        return ready

    def _wait(self, sequence: int, data: bytes) -> list[bytes]:
        if len(data) > len(self._waiting.get(sequence, b"")):
            self._size += len(data) - len(self._waiting.get(sequence, b""))
            self._waiting[sequence] = data
        if len(self._waiting) <= _MOST_WAITING and self._size <= _MOST_BYTES_WAITING:
            return []
        # The gap was not captured: go on behind it.
        self._next = min(self._waiting, key=lambda number: (number - self._next) & _WHOLE)
        ready = self._released()
        self.taken += sum(map(len, ready))
        return ready

    def _released(self) -> list[bytes]:
        ready: list[bytes] = []
        while self._waiting:
            first = min(self._waiting, key=self._ahead)
            ahead = self._ahead(first)
            if ahead > 0:
                break
            data = self._waiting.pop(first)
            self._size -= len(data)
            if fresh := data[-ahead:]:
                ready.append(fresh)
                self._next = (self._next + len(fresh)) & _WHOLE
        return ready

    def _ahead(self, number: int) -> int:
        ahead = (number - self._next) & _WHOLE
        return ahead - _WHOLE - 1 if ahead >= _HALF else ahead


class Piece(NamedTuple):
    """A fragment: where it belongs, and whether more follow."""

    offset: int
    data: bytes
    more: bool


class Fragments:
    """IP fragments that wait for the rest of their datagram; the oldest are given up first."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[bytes, bytes, int, int], list[Piece]] = {}
        self._heads: dict[tuple[bytes, bytes, int, int], bytes] = {}
        self.given_up = 0

    def add(self, key: tuple[bytes, bytes, int, int], piece: Piece) -> bytes | None:
        """Take a fragment; the whole payload once every byte of it is there."""
        pieces = self._waiting.pop(key, [])
        if len(pieces) >= _MOST_FRAGMENTS:
            self.given_up += 1
            return None
        pieces.append(piece)
        if piece.offset == 0:
            self._remember(key, piece.data[:4])
        whole = _joined(pieces)
        if whole is None:
            self._waiting[key] = pieces
            if len(self._waiting) > _MOST_DATAGRAMS:
                del self._waiting[next(iter(self._waiting))]
                self.given_up += 1
        return whole

    def head(self, key: tuple[bytes, bytes, int, int]) -> bytes:
        """Give the ports (4 bytes) of a datagram whose first fragment was seen, else b""."""
        return self._heads.get(key, b"")

    def _remember(self, key: tuple[bytes, bytes, int, int], head: bytes) -> None:
        self._heads.pop(key, None)
        self._heads[key] = head
        if len(self._heads) > 4 * _MOST_DATAGRAMS:
            del self._heads[next(iter(self._heads))]


def _joined(pieces: list[Piece]) -> bytes | None:
    end = next((piece.offset + len(piece.data) for piece in pieces if not piece.more), None)
    if end is None or end > _LARGEST_DATAGRAM:
        return None
    whole = bytearray()
    for piece in sorted(pieces):
        if piece.offset > len(whole):
            return None
        whole += piece.data[len(whole) - piece.offset :]
    return bytes(whole) if len(whole) >= end else None
