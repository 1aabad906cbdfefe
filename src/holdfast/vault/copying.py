# SPDX-License-Identifier: Apache-2.0
"""The one reading of a source: its bytes on the disk, its SHA-256 and its block hashes together.

It promises that a byte is read from the source once. The reading thread computes the digest of
the whole while a second thread hashes the blocks and writes them, so one large file keeps two
processors busy.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from holdfast.vault.blocks import BLOCK_SIZE, hash_blocks
from holdfast.vault.disk import Buffer
from holdfast.vault.values import Unreadable

if TYPE_CHECKING:
    from concurrent.futures import Future
    from threading import Event

    from holdfast.vault.disk import NewFile
    from holdfast.vault.source import OpenSource

CHUNK: Final = 4 * BLOCK_SIZE
_CHUNKS: Final = 3


class StoppedError(Exception):
    """The intake was stopped from outside in the middle of a source."""


class Tally:
    """How far the reading has come. `total` counts on; the rest is about the present source."""

    __slots__ = ("_whole", "size", "total")

    def __init__(self) -> None:
        """Nothing was read yet."""
        self.total = 0
        self.begin()

    def begin(self) -> None:
        """Start on a source from its first byte."""
        self.size = 0
        self._whole = sha256()

    def add(self, data: memoryview) -> None:
        """Count these bytes as read."""
        self.size += len(data)
        self.total += len(data)
        self._whole.update(data)

    def digest(self) -> str:
        """Give the SHA-256 of what was read of the source."""
        return self._whole.hexdigest()

    def unreadable(self, reason: str) -> Unreadable:
        """Say how much was read before the source failed."""
        return Unreadable(reason, self.size, self.digest())


class Copier:
    """The memory and the second thread of a lane."""

    def __init__(self, stop: Event) -> None:
        """Take the memory; the thread starts with the first large source."""
        self._stop = stop
        self._buffers = [Buffer(CHUNK) for _ in range(_CHUNKS)]
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="vault-write")

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(cancel_futures=True)

    def head(self, opened: OpenSource, tally: Tally) -> memoryview:
        """Read the beginning; what is shorter than a chunk is the whole source."""
        view = self._buffers[0].view
        data = view[: opened.fill(view)]
        tally.add(data)
        return data

    def copy(
        self, opened: OpenSource, head: memoryview, file: NewFile, tally: Tally
    ) -> tuple[bytes, ...]:
        """Write the head, which was counted, and the rest of the source; give the leaf data.

        SourceFailedError when the source fails, OSError when the disk does, StoppedError when
        the intake was stopped.
        """
        leaves: list[bytes] = []
        writing: deque[Future[None]] = deque()
        chunk, offset, turn = head, 0, 0
        try:
            while chunk:
                writing.append(self._thread.submit(_write, file, chunk, offset, leaves))
                offset += len(chunk)
                if len(chunk) < CHUNK:
                    break
                if self._stop.is_set():
                    raise StoppedError
                turn = (turn + 1) % _CHUNKS
                if len(writing) == _CHUNKS:
                    writing.popleft().result()
                view = self._buffers[turn].view
                chunk = view[: opened.fill(view)]
                tally.add(chunk)
            for done in writing:
                done.result()
        finally:
            wait(writing)
        return tuple(leaves)


def _write(file: NewFile, chunk: memoryview, offset: int, leaves: list[bytes]) -> None:
    """Hash the blocks of a chunk and write it; chunks come in order."""
    leaves += hash_blocks(chunk)
    file.write(chunk, offset)
