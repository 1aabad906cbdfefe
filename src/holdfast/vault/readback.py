# SPDX-License-Identifier: Apache-2.0
"""Reading an object's bytes again from the disk, block by block, two blocks at a time.

It promises that what it hashes came from the device and not from the page cache: O_DIRECT where
the file system has it, else the cache is told to forget the file first. (A disk may answer from
its own cache; no program can see past that.) It writes nothing.
"""

from __future__ import annotations

import errno
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from queue import SimpleQueue
from typing import TYPE_CHECKING

from holdfast.vault.blocks import BLOCK_SIZE, block_count
from holdfast.vault.disk import Buffer, StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from typing import Self

_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """One block as the disk gave it: its length, and its SHA-256, or none after a read error."""

    length: int
    digest: bytes | None


class DiskReader:
    """Two threads and their memory, for reading objects back one after the other."""

    def __init__(self) -> None:
        """Take the memory; threads start when first needed."""
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="vault-read-back")
        self._buffers: SimpleQueue[Buffer] = SimpleQueue()
        for _ in range(_AT_ONCE):
            self._buffers.put(Buffer(BLOCK_SIZE))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(cancel_futures=True)

    def blocks(self, path: str | Path) -> Iterator[ReadBlock]:
        """Give every block of the file in order. A block that cannot be read has no digest.

        OSError goes up only when the file cannot be opened.
        """
        with StoredFile.open(path, past_cache=True) as file:
            count = block_count(file.size)
            if count == 1:
                yield self._read(file, 0)
                return
            waiting: deque[Future[ReadBlock]] = deque()
            try:
                for index in range(count):
                    if len(waiting) > _AT_ONCE:
                        yield waiting.popleft().result()
                    waiting.append(self._threads.submit(self._read, file, index))
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for left in waiting:
                    if not left.cancel():
                        left.exception()

    def _read(self, file: StoredFile, index: int) -> ReadBlock:
        buffer = self._buffers.get()
        try:
            length = file.read(buffer.view, index * BLOCK_SIZE)
            return ReadBlock(length, sha256(buffer.view[:length]).digest())
        except OSError:
            return ReadBlock(0, None)
        finally:
            self._buffers.put(buffer)

    def holds(self, path: str | Path, size: int, leaves: Sequence[bytes]) -> bool:
        """Say whether the disk gives back exactly these blocks. A failed read is a no.

        A file that cannot be opened says nothing about its bytes: OSError goes up.
        """
        try:
            found = list(self.blocks(path))
        except OSError as error:
            if error.errno == errno.ELOOP:
                return False  # a symbolic link is not an object
            raise
        return sum(block.length for block in found) == size and [
            block.digest for block in found
        ] == list(leaves)

    def gives_back(self, descriptor: int, size: int, leaves: Sequence[bytes]) -> bool:
        """Say the same of a file of at most one block which is open, and stays so."""
        file = StoredFile(descriptor, past_cache=True)
        if file.size != size or not size:
            return file.size == size
        block = self._read(file, 0)
        return (block.length, block.digest) == (size, leaves[0])
