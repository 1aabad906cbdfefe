# SPDX-License-Identifier: Apache-2.0
"""Makes a raw card image of a folder, formatted FAT32 or exFAT.

It needs `mkfs.vfat` (dosfstools) or `mkfs.exfat` (exfatprogs) to format, and says so in words when
one is missing. The files are written into the image by our own code: nothing is mounted and no
right is needed.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from holdfast.demo.card.errors import CardImageError
from holdfast.demo.card.exfat import ExfatVolume
from holdfast.demo.card.fat32 import Fat32Volume
from holdfast.demo.card.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MEBIBYTE = 1 << 20
_SMALLEST = {"fat32": 40 * _MEBIBYTE, "exfat": 16 * _MEBIBYTE}
_PARTITION_KIND = {"fat32": 0x0C, "exfat": 0x07}
_SECTOR = 512
_FIRST_SECTOR = 2048
_SERIAL = "1A2B3C4D"


def make_card_image(
    folder: Path,
    out: Path,
    *,
    fs: Literal["fat32", "exfat"] = "exfat",
    label: str = "DJI CARD",
    delete: Iterable[str] = (),
    partitioned: bool = False,
    ahead_of_utc: timedelta = timedelta(hours=13),
) -> Path:
    """Make the image `out` of everything in `folder`; the paths in `delete` are deleted again.

    A card keeps a wall clock without a zone; `ahead_of_utc` is how far the camera's ran ahead.

    Raises `CardImageError` when the machine cannot format one, `FileExistsError` when `out` is
    there already.
    """
    content = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    size = max(_SMALLEST[fs], (content * 5 // 4 // _MEBIBYTE + 8) * _MEBIBYTE)
    volume = out.with_name(out.name + ".volume") if partitioned else out
    with volume.open("xb") as file:
        file.truncate(size)
    try:
        _format(volume, fs, label)
        tree = read_tree(folder, frozenset(delete), ahead_of_utc=ahead_of_utc)
        with volume.open("r+b") as file:
            if fs == "fat32":
                Fat32Volume(file).add(tree, label=label[:11].upper())
            else:
                ExfatVolume(file).add(tree)
        if partitioned:
            _put_in_partition(volume, out, size, fs)
    finally:
        if partitioned:
            volume.unlink()
    return out


def _format(volume: Path, fs: str, label: str) -> None:
    name = "mkfs.vfat" if fs == "fat32" else "mkfs.exfat"
    tool = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if tool is None:
        raise CardImageError(
            f"{name} is not installed, so no card image can be made. No evidence is involved. "
            "Install dosfstools and exfatprogs, or hand in the folder instead of an image."
        )
    options = ["-F", "32", "-s", "1", "-i", _SERIAL, "-n", label[:11].upper()]
    if fs == "exfat":
        options = ["-L", label[:11]]
    done = subprocess.run(
        [tool, *options, str(volume)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CardImageError(
            f"{name} failed: {done.stderr.strip() or done.stdout.strip()}. No evidence is "
            "involved. Hand in the folder instead of an image."
        )


def _put_in_partition(volume: Path, out: Path, size: int, fs: str) -> None:
    entry = (
        b"\x00\xfe\xff\xff"
        + bytes((_PARTITION_KIND[fs],))
        + b"\xfe\xff\xff"
        + _FIRST_SECTOR.to_bytes(4, "little")
        + (size // _SECTOR).to_bytes(4, "little")
    )
    with out.open("xb") as whole, volume.open("rb") as part:
        whole.truncate(_FIRST_SECTOR * _SECTOR + size)
        whole.seek(446)
        whole.write(entry + bytes(48) + b"\x55\xaa")
        whole.seek(_FIRST_SECTOR * _SECTOR)
        shutil.copyfileobj(part, whole, _MEBIBYTE)
