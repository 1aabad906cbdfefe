# SPDX-License-Identifier: Apache-2.0
"""The least a durable store of small files can do, as a measure of what is left to gain.

    python bench/_unavoidable.py SOURCE TARGET [--read]

For each file: its folder, a file without a name, its bytes past the page cache, its mode, its
name; for each 128 files one sync; four processes. With `--read`, the source is read and hashed as
well. Nothing is promised: no error is handled, no change of a source noticed,
nothing answered. It is never used to keep anything.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import sys
from hashlib import sha256
from pathlib import Path

from holdfast.vault.disk import sync_file_system

BATCH = 128
PAGE = 4096
# Two wait for the disk while two work; more made it no faster.
AT_ONCE = 4


def main() -> None:
    """Store all, with one process for each of `AT_ONCE` shares."""
    source, target = sys.argv[1:3]
    os.mkdir(target)  # noqa: PTH102 - paths are text here
    paths = [f"{inside}/{name}" for inside, _, names in os.walk(source) for name in names]
    sizes = [Path(path).stat().st_size for path in paths]
    children = []
    for share in range(AT_ONCE):
        child = os.fork()
        if not child:
            work = list(zip(paths, sizes, strict=True))[share::AT_ONCE]
            _store(work, target, read="--read" in sys.argv)
            os._exit(0)
        children.append(child)
    for child in children:
        _, status = os.waitpid(child, 0)
        if status:
            raise SystemExit("the least a store can do failed")


def _store(work: list[tuple[str, int]], target: str, *, read: bool) -> None:
    memory = memoryview(mmap.mmap(-1, 1 << 20))
    memory[:] = os.urandom(len(memory))
    top = os.open(target, os.O_RDONLY)
    open_files: list[tuple[int, str]] = []
    for path, size in work:
        if read:
            source = os.open(path, os.O_RDONLY)
            os.readv(source, [memory[:size]])
            os.close(source)
            name = sha256(memory[:size]).hexdigest()
        else:
            name = sha256(path.encode()).hexdigest()
        folder = f"{target}/{name[:2]}/{name[2:4]}"
        try:
            os.mkdir(folder)  # noqa: PTH102 - a minimum
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - a minimum
        file = os.open(folder, os.O_RDWR | os.O_TMPFILE | os.O_DIRECT, 0o444)
        whole = size - size % PAGE
        os.pwrite(file, memory[:whole], 0)
        fcntl.fcntl(file, fcntl.F_SETFL, 0)
        os.pwrite(file, memory[whole:size], whole)
        open_files.append((file, f"{folder}/{name}"))
        if len(open_files) == BATCH:
            _name(top, open_files)
    _name(top, open_files)
    sync_file_system(top)


def _name(top: int, open_files: list[tuple[int, str]]) -> None:
    sync_file_system(top)
    for file, target in open_files:
        os.link(f"/proc/self/fd/{file}", target, src_dir_fd=file, follow_symlinks=True)
        os.close(file)
    open_files.clear()


if __name__ == "__main__":
    main()
