# SPDX-License-Identifier: Apache-2.0
"""Writing files so that a power cut leaves either all of a file or none of it.

The steps, and what each guards against:

1. `open` with O_EXCL: two writers never share one file.
2. `write` until all is written: the kernel may take less than it was given.
3. `fsync` of the file: its bytes are on the disk before its name is relied on. A failed fsync is
   final; the file is given up, never synced again.
4. `rename` (replace) or the new name itself (create): the name points at old or new, never between.
5. `fsync` of the folder, and of its parent when the folder is new: the name survives a power cut
   (btrfs loses it without this; ext4 hides the mistake).

Known gap: a disk that says it has synced and has not.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
TEMPORARY_SUFFIX = ".writing"


def write_all(descriptor: int, data: bytes) -> None:
    """Write the whole of `data`, however little the kernel takes at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def create(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Do steps 1 to 3 for a file that must not exist yet. Sync its folder afterwards."""
    descriptor = os.open(path, _NEW_FILE, mode)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(descriptor)


def replace(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Do steps 1 to 5: `path` holds what it held before, or all of `data`."""
    temporary = path.with_name(path.name + TEMPORARY_SUFFIX)
    with suppress(FileNotFoundError):
        temporary.unlink()
    create(temporary, data, mode)
    temporary.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folders(folder: Path, root: Path) -> None:
    """Make `folder` and what is missing between it and `root`, each name made durable."""
    missing: list[Path] = []
    while folder != root and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        sync_folder(each.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the one lock on the file `path`, waiting for whoever holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
