# SPDX-License-Identifier: Apache-2.0
"""Writes files into a freshly formatted exFAT volume, without mounting it.

Every file and folder lies in consecutive clusters and says so (no chain is needed). A deleted file
keeps its entries with the in-use bit cleared and gives its clusters back. Microsoft exFAT
specification.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from holdfast.demo.card.fat32 import fat_date, fat_time
from holdfast.demo.card.tree import Folder, Leaf

if TYPE_CHECKING:
    from datetime import datetime

_ENTRY = 32
_IN_USE = 0x80
_BITMAP = 0x81
_FOLDER, _ARCHIVE = 0x10, 0x20
_ALLOCATED_IN_ONE_PIECE = 0x03
_NO_ZONE = 0x00


class ExfatVolume:
    """An open volume; `add` fills it once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        boot = file.read(512)
        heap, self._count, self._root = struct.unpack_from("<III", boot, 88)
        sector = 1 << boot[108]
        self._heap = heap * sector
        self._cluster = sector << boot[109]
        self._root_entries = bytearray(self._read(self._root))
        bitmap = next(
            at for at in range(0, self._cluster, _ENTRY) if self._root_entries[at] == _BITMAP
        )
        self._bitmap_at, length = struct.unpack_from("<IQ", self._root_entries, bitmap + 20)
        file.seek(self._place(self._bitmap_at))
        self._bitmap = bytearray(file.read(length))
        self._next = (
            max(
                index + 2
                for index in range(self._count)
                if self._bitmap[index // 8] >> (index % 8) & 1
            )
            + 1
        )

    def add(self, root: Folder) -> None:
        """Write everything under `root`, then the allocation bitmap."""
        used = next(at for at in range(0, self._cluster, _ENTRY) if self._root_entries[at] == 0)
        entries = self._entries(root)
        if used + len(entries) > self._cluster:
            raise ValueError("the root folder holds more files than one cluster of entries")
        self._root_entries[used : used + len(entries)] = entries
        self._write(self._root, bytes(self._root_entries))
        self._file.seek(self._place(self._bitmap_at))
        self._file.write(self._bitmap)

    def _entries(self, folder: Folder) -> bytes:
        return b"".join(self._add(child) for child in folder.children)

    def _add(self, child: Folder | Leaf) -> bytes:
        if isinstance(child, Folder):
            data = self._entries(child)
            count = max(1, -(-len(data) // self._cluster))
            start = self._take(count, keep=True)
            self._write(start, data.ljust(count * self._cluster, b"\x00"))
            return _entry_set(child.name, _FOLDER, start, count * self._cluster, child.modified)
        start = 0
        if child.size:
            start = self._take(-(-child.size // self._cluster), keep=not child.deleted)
            self._file.seek(self._place(start))
            with child.path.open("rb") as source:
                while chunk := source.read(1 << 20):
                    self._file.write(chunk)
        entries = bytearray(_entry_set(child.name, _ARCHIVE, start, child.size, child.modified))
        if child.deleted:
            for at in range(0, len(entries), _ENTRY):
                entries[at] &= ~_IN_USE & 0xFF
        return bytes(entries)

    def _take(self, count: int, *, keep: bool) -> int:
        start = self._next
        self._next += count
        if keep:
            for index in range(start - 2, start - 2 + count):
                self._bitmap[index // 8] |= 1 << (index % 8)
        return start

    def _place(self, cluster: int) -> int:
        return int(self._heap + (cluster - 2) * self._cluster)

    def _read(self, cluster: int) -> bytes:
        self._file.seek(self._place(cluster))
        return self._file.read(self._cluster)

    def _write(self, cluster: int, data: bytes) -> None:
        self._file.seek(self._place(cluster))
        self._file.write(data)


def _entry_set(name: str, attributes: int, cluster: int, size: int, modified: datetime) -> bytes:
    units = name.encode("utf-16-le")
    parts = [units[at : at + 30].ljust(30, b"\x00") for at in range(0, len(units), 30)]
    stamp = fat_date(modified) << 16 | fat_time(modified)
    first = struct.pack(
        "<BBHHHIIIBBBBB7x",
        0x85,
        1 + len(parts),
        0,
        attributes,
        0,
        stamp,
        stamp,
        stamp,
        0,
        0,
        _NO_ZONE,
        _NO_ZONE,
        _NO_ZONE,
    )
    flags = _ALLOCATED_IN_ONE_PIECE if cluster else 0x01
    stream = struct.pack(
        "<BBBBHHQIIQ", 0xC0, flags, 0, len(units) // 2, _name_hash(name), 0, size, 0, cluster, size
    )
    names = b"".join(struct.pack("<BB30s", 0xC1, 0, part) for part in parts)
    entries = bytearray(first + stream + names)
    struct.pack_into("<H", entries, 2, _checksum(entries))
    return bytes(entries)


def _name_hash(name: str) -> int:
    value = 0
    for byte in name.upper().encode("utf-16-le"):
        value = ((value & 1) << 15 | value >> 1) + byte & 0xFFFF
    return value


def _checksum(entries: bytes | bytearray) -> int:
    value = 0
    for place, byte in enumerate(entries):
        if place not in {2, 3}:
            value = ((value & 1) << 15 | value >> 1) + byte & 0xFFFF
    return value
