# SPDX-License-Identifier: Apache-2.0
"""`incoming/`: where files are while they are being written, and the sweep of what was left.

It promises that a lane's folder belongs to one lane of one running program, held by flock(2), and
that a sweep removes every folder nobody holds and says what it removed. A sweep never touches a
folder that is held, so it may run at any time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from itertools import count
from typing import TYPE_CHECKING

from holdfast.vault.layout import INCOMING
from holdfast.vault.values import SweepReport

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self


class LaneFolder:
    """One lane's folder in `incoming/`, held until `leave`."""

    __slots__ = ("_numbers", "_text", "descriptor", "path")

    def __init__(self, path: Path, descriptor: int) -> None:
        """Take a folder that is held; `claim` makes one."""
        self.path = path
        self.descriptor = descriptor
        self._text = str(path)
        self._numbers = count()

    @classmethod
    def claim(cls, root: Path) -> Self:
        """Make a folder of our own and hold it.

        A sweep may see the folder before it is held and remove it; then the next one is made.
        """
        for number in count():
            path = root / INCOMING / f"{os.getpid()}-{number}"
            try:
                path.mkdir(mode=0o700)
            except FileExistsError:
                continue
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            except FileNotFoundError:
                continue
            if _hold(descriptor) and os.fstat(descriptor).st_nlink:
                return cls(path, descriptor)
            os.close(descriptor)
        raise AssertionError  # pragma: no cover - count() does not end

    def next_path(self) -> str:
        """Give a name that was not given before."""
        return f"{self._text}/{next(self._numbers)}"

    @staticmethod
    def discard(path: str) -> None:
        """Remove a file that is no longer needed; what cannot be removed is swept later."""
        with contextlib.suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - once for each small file

    def leave(self) -> None:
        """Remove the folder with all that is in it, and let it go."""
        with contextlib.suppress(OSError):
            _empty(self.path)
            self.path.rmdir()
        os.close(self.descriptor)


def _hold(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _empty(folder: Path) -> list[tuple[str, int]]:
    """Remove every file in a lane's folder; give names and the bytes each took alone."""
    removed = []
    for entry in sorted(folder.iterdir()):
        found = entry.stat(follow_symlinks=False)
        entry.unlink()
        alone = stat.S_ISREG(found.st_mode) and found.st_nlink == 1
        removed.append((f"{folder.name}/{entry.name}", found.st_size if alone else 0))
    return removed


def sweep(root: Path) -> SweepReport:
    """Remove what programs that no longer run left behind.

    A file that is also an object already (a crash came between its link and its unlink) counts
    no bytes: only its name in `incoming/` goes.
    """
    removed: list[tuple[str, int]] = []
    for entry in sorted((root / INCOMING).iterdir()):
        if not stat.S_ISDIR(entry.stat(follow_symlinks=False).st_mode):
            size = entry.stat(follow_symlinks=False).st_size
            entry.unlink()
            removed.append((entry.name, size))
            continue
        descriptor = os.open(entry, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            if _hold(descriptor):
                removed += _empty(entry) or [(f"{entry.name}/", 0)]
                entry.rmdir()
        finally:
            os.close(descriptor)
    return SweepReport(tuple(name for name, _ in removed), sum(size for _, size in removed))
