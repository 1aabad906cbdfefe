# SPDX-License-Identifier: Apache-2.0
"""Which clusters of a FAT or exFAT file system are in use.

Read from the allocation table itself (FAT) or the allocation bitmap (exFAT), because only they say
whether a deleted file's place is still its own. Layouts: Microsoft's FAT and exFAT specifications.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.readers.image_bytes import ImageBytes

_FAT12_BELOW = 4085
_FAT16_BELOW = 65525
_FIRST_CLUSTER = 2
_BITMAP_ENTRY = 0x81
_SIGNATURE = b"\x55\xaa"
_MOST_CLUSTERS = 1 << 28


@dataclass(frozen=True, slots=True)
class Clusters:
    """The shape of one file system and its allocation, all in sectors and clusters."""

    file_system: str
    serial: str
    size: int
    sector_size: int
    sectors_per_cluster: int
    first_data_sector: int
    count: int
    table: bytes

    def stretch(self, first_sector: int, length: int) -> range:
        """Give the clusters that `length` bytes from a sector on would fill."""
        first = (first_sector - self.first_data_sector) // self.sectors_per_cluster
        size = self.sector_size * self.sectors_per_cluster
        count = min(-(-length // size), self.count + 1)
        return range(first + _FIRST_CLUSTER, first + _FIRST_CLUSTER + count)

    def is_free(self, cluster: int) -> bool:
        """Whether no file uses a cluster; one outside the file system is not free."""
        index = cluster - _FIRST_CLUSTER
        if not 0 <= index < self.count:
            return False
        if self.file_system == "exFAT":
            return not self.table[index // 8] >> (index % 8) & 1
        if self.file_system == "FAT12":
            at = cluster + cluster // 2
            pair = int.from_bytes(self.table[at : at + 2], "little")
            return (pair >> 4 if cluster & 1 else pair & 0xFFF) == 0
        width = 2 if self.file_system == "FAT16" else 4
        value = int.from_bytes(self.table[cluster * width : cluster * width + width], "little")
        return value & 0x0FFFFFFF == 0


def read_clusters(image: ImageBytes, offset: int) -> Clusters | None:
    """Read the boot sector at `offset`; None when it is not one of FAT or exFAT."""
    boot = image.read_at(offset, 512)
    if len(boot) < 512 or boot[510:512] != _SIGNATURE:  # noqa: PLR2004 - one sector
        return None
    try:
        return (
            _exfat(image, offset, boot) if boot[3:11] == b"EXFAT   " else _fat(image, offset, boot)
        )
    except (struct.error, IndexError, ZeroDivisionError):
        return None


def _serial(number: int) -> str:
    return f"{number >> 16:04X}-{number & 0xFFFF:04X}"


def _fat(image: ImageBytes, offset: int, boot: bytes) -> Clusters | None:
    sector, per_cluster, reserved, fats, root, small, _, fat_16 = struct.unpack_from(
        "<HBHBHHBH", boot, 11
    )
    (large,) = struct.unpack_from("<I", boot, 32)
    (fat_32,) = struct.unpack_from("<I", boot, 36)
    total = small or large
    fat_sectors = fat_16 or fat_32
    plausible = (
        sector in {512, 1024, 2048, 4096}
        and per_cluster in {1, 2, 4, 8, 16, 32, 64, 128}
        and reserved
        and fats in {1, 2}
        and total
        and fat_sectors
    )
    if not plausible:
        return None
    first_data = reserved + fats * fat_sectors + -(-root * 32 // sector)
    count = (total - first_data) // per_cluster
    if not 0 < count < _MOST_CLUSTERS:
        return None
    if count < _FAT12_BELOW and fat_16:
        name, table_bytes = "FAT12", (count + 2) * 3 // 2 + 1
    elif count < _FAT16_BELOW and fat_16:
        name, table_bytes = "FAT16", (count + 2) * 2
    else:
        name, table_bytes = "FAT32", (count + 2) * 4
    table = image.read_at(offset + reserved * sector, table_bytes)
    (serial,) = struct.unpack_from("<I", boot, 39 if fat_16 else 67)
    return Clusters(
        name, _serial(serial), total * sector, sector, per_cluster, first_data, count, table
    )


def _exfat(image: ImageBytes, offset: int, boot: bytes) -> Clusters | None:
    (volume_length, _, _, heap_at, count, root, serial) = struct.unpack_from("<QIIIIII", boot, 72)
    sector = 1 << boot[108]
    per_cluster = 1 << boot[109]
    if not 512 <= sector <= 4096 or boot[109] > 25 or not 0 < count < _MOST_CLUSTERS:  # noqa: PLR2004 - the specification's limits
        return None
    cluster_bytes = sector * per_cluster

    def cluster_at(number: int) -> int:
        return int(offset + heap_at * sector + (number - _FIRST_CLUSTER) * cluster_bytes)

    entries = image.read_at(cluster_at(root), cluster_bytes)
    table = b""
    for place in range(0, len(entries), 32):
        if entries[place] == _BITMAP_ENTRY:
            first, length = struct.unpack_from("<IQ", entries, place + 20)
            table = image.read_at(cluster_at(first), min(length, count // 8 + 1))
            break
    if len(table) * 8 < count:
        return None
    return Clusters(
        "exFAT",
        _serial(serial),
        volume_length * sector,
        sector,
        per_cluster,
        heap_at,
        count,
        table,
    )
