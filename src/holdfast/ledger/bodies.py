# SPDX-License-Identifier: Apache-2.0
"""The sealed bodies on disk: one file for each 256 entries, beside the log and never in it.

`bodies/<NNN>` (the tile path rule) holds each body after its length, four bytes, big end first; a
length of zero is a body that was destroyed. Promises: bodies are appended and synced before the
checkpoint that covers their entries; destroying one rewrites its file whole, by rename.
Never decides what to destroy. A file system may keep the old blocks of a rewritten file.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.ledger import durable
from holdfast.ledger.errors import DamagedLogError, MalformedTextError
from holdfast.ledger.tile_tree import files_beyond
from holdfast.ledger.tiles import TILE_WIDTH, index_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LENGTH = struct.Struct(">I")


def encode_body(body: bytes) -> bytes:
    """Return one record; an empty body is a destroyed one."""
    return _LENGTH.pack(len(body)) + body


def decode_bodies(data: bytes, width: int) -> tuple[list[bytes], int]:
    """Return the first `width` bodies and where they end; raise MalformedTextError if cut short."""
    bodies: list[bytes] = []
    at = 0
    for _ in range(width):
        start = at + _LENGTH.size
        if start > len(data):
            raise MalformedTextError("The file ends before its last body.")
        at = start + _LENGTH.unpack_from(data, at)[0]
        bodies.append(data[start:at])
    if at > len(data):
        raise MalformedTextError("The file ends inside a body.")
    return bodies, at


@dataclass(frozen=True, slots=True)
class Bodies:
    """The folder `bodies/`."""

    folder: Path

    def path(self, number: int) -> Path:
        """Return the file of entries `number` * 256 and on."""
        return self.folder / index_path(number)

    def read(self, number: int, width: int) -> tuple[list[bytes], int]:
        """Return `width` bodies of a file and where they end; raise DamagedLogError."""
        path = self.path(number)
        try:
            return decode_bodies(path.read_bytes(), width)
        except (FileNotFoundError, MalformedTextError) as error:
            raise DamagedLogError(
                f"The sealed bodies in {path} are missing or cut short: restore it from a copy."
            ) from error

    def end(self, size: int) -> int:
        """Return where the bodies of a log of `size` end in the last file."""
        number, width = divmod(size, TILE_WIDTH)
        return self.read(number, width)[1] if width else 0

    def append(self, size: int, end: int, bodies: Sequence[bytes]) -> int:
        """Add bodies from entry `size` on, durably; return where the last file now ends."""
        folders: dict[Path, None] = {}
        for number, data in _grouped(size, bodies):
            path = self.path(number)
            if end == 0 and path.parent not in folders:
                durable.make_folders(path.parent, self.folder)
                folders[path.parent] = None
            _extend(path, end, data)
            end = end + len(data) if (size + len(bodies)) // TILE_WIDTH == number else 0
        for folder in folders:
            durable.sync_folder(folder)
        return end

    def destroy(self, index: int, width: int) -> int:
        """Replace the body of entry `index` by nothing; return where its file now ends."""
        number, at = divmod(index, TILE_WIDTH)
        bodies, _ = self.read(number, width)
        bodies[at] = b""
        data = b"".join(encode_body(body) for body in bodies)
        durable.replace(self.path(number), data, mode=0o600)
        return len(data)

    def sweep(self, size: int) -> list[Path]:
        """Remove the bodies of an append that never came under a checkpoint; return where."""
        number, width = divmod(size, TILE_WIDTH)
        swept: list[Path] = []
        for path in files_beyond(self.folder, number, 0):
            if path == self.path(number) and width:
                if path.stat().st_size == (end := self.end(size)):
                    continue
                _truncate(path, end)
            else:
                path.unlink()
                durable.sync_folder(path.parent)
            swept.append(path)
        return swept


def _grouped(size: int, bodies: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(bodies):
        number, used = divmod(size + at, TILE_WIDTH)
        stop = min(len(bodies), at + TILE_WIDTH - used)
        yield number, b"".join(encode_body(body) for body in bodies[at:stop])
        at = stop


def _extend(path: Path, end: int, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        if os.fstat(descriptor).st_size != end:
            raise DamagedLogError(
                f"The sealed bodies in {path} changed since the last checkpoint; "
                "nothing was entered. Run holdfast check before anything else."
            )
        os.lseek(descriptor, end, os.SEEK_SET)
        durable.write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _truncate(path: Path, end: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.ftruncate(descriptor, end)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
