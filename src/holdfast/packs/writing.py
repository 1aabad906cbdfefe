# SPDX-License-Identifier: Apache-2.0
"""Writing the files of a pack: on the disk before it is said to be there, hashed on the way.

A copy from the vault is hashed while it is copied; a file that is not what was recorded never
becomes part of a pack. Nothing here overwrites: every file is opened exclusively.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from holdfast.packs.errors import PackSourceError

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK = 1 << 20


def write_file(folder: Path, path: str, data: bytes) -> str:
    """Write `data` at `path` below `folder`, synced, and return its SHA-256."""
    target = folder.joinpath(*path.split("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return hashlib.sha256(data).hexdigest()


def copy_verified(source: Path, folder: Path, path: str, *, sha256: str, size: int) -> None:
    """Copy `source` to `path` below `folder`, or raise PackSourceError if it is not that file."""
    target = folder.joinpath(*path.split("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    copied = 0
    try:
        with source.open("rb") as read, target.open("xb") as out:
            while chunk := read.read(_CHUNK):
                digest.update(chunk)
                copied += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except FileNotFoundError as error:
        raise PackSourceError(
            f"{source} is not there, so {path} cannot go into the pack. Nothing was handed out. "
            "Run `holdfast check` to see what the vault holds."
        ) from error
    if digest.hexdigest() != sha256 or copied != size:
        raise PackSourceError(
            f"{source} is not the file that was recorded ({sha256}, {size} bytes), so {path} was "
            "not handed out. The pack was not made. Run `holdfast check` to locate the damage."
        )


def sync_folders(folder: Path) -> None:
    """Sync `folder` and every folder below it, so that their names outlive a power cut."""
    for here, _folders, _files in os.walk(folder):
        sync_folder(here)


def sync_folder(folder: Path | str) -> None:
    """Sync one folder where the system can; Windows cannot and need not."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
