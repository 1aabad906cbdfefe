# SPDX-License-Identifier: Apache-2.0
"""Writes files into a freshly formatted FAT32 volume, without mounting it.

Files lie in consecutive clusters, in the order given. A deleted file is what the specification
makes of one: its entries marked, its chain freed, its bytes left. Microsoft FAT specification 1.03.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from holdfast.demo.card.tree import Folder, Leaf

if TYPE_CHECKING:
    from datetime import datetime

_DELETED = 0xE5
_END = 0x0FFFFFFF
_LONG_NAME = 0x0F
_LABEL = 0x08
_FOLDER = 0x10
_ARCHIVE = 0x20
_ENTRY = 32
_FREE_COUNT_UNKNOWN = b"\xff" * 8
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-~!#$%&'()@^`{}")


class Fat32Volume:
    """An open volume; `add` fills it once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        boot = file.read(512)
        self._sector, self._per_cluster, self._reserved, self._fats = struct.unpack_from(
            "<HBHB", boot, 11
        )
        (self._fat_sectors,) = struct.unpack_from("<I", boot, 36)
        (self._root,) = struct.unpack_from("<I", boot, 44)
        self._data = self._reserved + self._fats * self._fat_sectors
        self._cluster = self._sector * self._per_cluster
        self._next = self._root + 1
        self._chains: dict[int, int] = {}

    def add(self, root: Folder, *, label: str) -> None:
        """Write everything under `root`, then both copies of the table."""
        mark = _entry(label.ljust(11).encode("ascii"), _LABEL, 0, 0, root.modified)
        self._fill(root, self._root, prefix=mark)
        self._file.seek(self._sector + 488)
        self._file.write(_FREE_COUNT_UNKNOWN)
        for copy in range(self._fats):
            base = (self._reserved + copy * self._fat_sectors) * self._sector
            for cluster, following in self._chains.items():
                self._file.seek(base + cluster * 4)
                self._file.write(struct.pack("<I", following))

    def _fill(self, folder: Folder, cluster: int, *, prefix: bytes) -> None:
        entries = prefix
        waiting: list[tuple[Folder, int]] = []
        names: set[bytes] = set()
        for child in folder.children:
            short = _short_name(child.name, names)
            names.add(short)
            if isinstance(child, Folder):
                start = self._take(1, keep=True)
                waiting.append((child, start))
                entry = _entry(short, _FOLDER, start, 0, child.modified)
            else:
                start = self._store(child)
                entry = _entry(short, _ARCHIVE, start, child.size, child.modified)
            both = _long_entries(child.name, short) + entry
            if isinstance(child, Leaf) and child.deleted:
                both = b"".join(
                    bytes((_DELETED,)) + both[at + 1 : at + _ENTRY]
                    for at in range(0, len(both), _ENTRY)
                )
            entries += both
        self._write_folder(entries, cluster)
        for child, start in waiting:
            above = 0 if cluster == self._root else cluster
            dots = _entry(b".          ", _FOLDER, start, 0, child.modified) + _entry(
                b"..         ", _FOLDER, above, 0, child.modified
            )
            self._fill(child, start, prefix=dots)

    def _write_folder(self, entries: bytes, cluster: int) -> None:
        at, place = 0, cluster
        while True:
            self._write(place, entries[at : at + self._cluster].ljust(self._cluster, b"\x00"))
            at += self._cluster
            if at >= len(entries):
                self._chains[place] = _END
                return
            following = self._take(1, keep=True)
            self._chains[place] = following
            place = following

    def _store(self, leaf: Leaf) -> int:
        if leaf.size == 0:
            return 0
        count = -(-leaf.size // self._cluster)
        start = self._take(count, keep=not leaf.deleted)
        self._file.seek(self._place(start))
        with leaf.path.open("rb") as source:
            while chunk := source.read(1 << 20):
                self._file.write(chunk)
        return start

    def _take(self, count: int, *, keep: bool) -> int:
        start = int(self._next)
        self._next += count
        if keep:
            for cluster in range(start, start + count):
                self._chains[cluster] = cluster + 1
            self._chains[start + count - 1] = _END
        return start

    def _place(self, cluster: int) -> int:
        return int(self._data * self._sector + (cluster - 2) * self._cluster)

    def _write(self, cluster: int, data: bytes) -> None:
        self._file.seek(self._place(cluster))
        self._file.write(data)


def _short_name(name: str, taken: set[bytes]) -> bytes:
    """Give the 8.3 name; a name that is not 8.3 itself gets a tilde and a number."""
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    exact = len(stem) <= 8 and len(extension) <= 3 and set(stem + extension) <= _PLAIN  # noqa: PLR2004 - 8.3
    if exact:
        return f"{stem:<8}{extension:<3}".encode("ascii")
    plain = "".join(letter for letter in stem.upper() if letter in _PLAIN) or "FILE"
    end = "".join(letter for letter in extension.upper() if letter in _PLAIN)[:3]
    for number in range(1, 1_000_000):
        tail = f"~{number}"
        short = f"{plain[: 8 - len(tail)] + tail:<8}{end:<3}".encode("ascii")
        if short not in taken:
            return short
    raise ValueError("too many files with alike names in one folder")


def _long_entries(name: str, short: bytes) -> bytes:
    stem, _, extension = name.rpartition(".")
    if f"{stem or extension:<8}{extension if stem else '':<3}".encode() == short:
        return b""
    checksum = 0
    for byte in short:
        checksum = ((checksum & 1) << 7) + (checksum >> 1) + byte & 0xFF
    units = name.encode("utf-16-le")
    parts = [units[at : at + 26] for at in range(0, len(units), 26)]
    entries = []
    for number, part in enumerate(parts, start=1):
        full = part if len(part) == 26 else (part + b"\x00\x00").ljust(26, b"\xff")  # noqa: PLR2004 - 13 letters
        order = number | (0x40 if number == len(parts) else 0)
        entries.append(
            struct.pack(
                "<B10sBBB12sH4s",
                order,
                full[:10],
                _LONG_NAME,
                0,
                checksum,
                full[10:22],
                0,
                full[22:],
            )
        )
    return b"".join(reversed(entries))


def _entry(short: bytes, attributes: int, cluster: int, size: int, modified: datetime) -> bytes:
    date, time = fat_date(modified), fat_time(modified)
    return struct.pack(
        "<11sBBBHHHHHHHI",
        short,
        attributes,
        0,
        0,
        time,
        date,
        date,
        cluster >> 16,
        time,
        date,
        cluster & 0xFFFF,
        size,
    )


def fat_date(at: datetime) -> int:
    """Pack a date as FAT and exFAT do, from 1980."""
    return (at.year - 1980) << 9 | at.month << 5 | at.day


def fat_time(at: datetime) -> int:
    """Pack a time as FAT and exFAT do, in steps of two seconds."""
    return at.hour << 11 | at.minute << 5 | at.second // 2
