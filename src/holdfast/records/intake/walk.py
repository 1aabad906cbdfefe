# SPDX-License-Identifier: Apache-2.0
"""Walks a folder that was handed in: every name in it, following nothing that leads out of it.

Promises: paths are bytes from end to end, so a name can hold anything a file system allows; no
symbolic link is followed; what is not a plain file is excluded by a named rule; a folder or file
that cannot be listed is seen as unreadable, with the reason. The order is the same every time.
Never opens a file.
"""

from __future__ import annotations

import os
import stat
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.records.intake.seen import Seen, shown_path, time_of
from holdfast.vault import FileSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.config import ExclusionRule

_NOT_FILES = (
    (stat.S_ISLNK, "rule symbolic-link: points elsewhere and is never followed"),
    (stat.S_ISBLK, "rule device: a block device is not a file"),
    (stat.S_ISCHR, "rule device: a character device is not a file"),
    (stat.S_ISFIFO, "rule fifo: a named pipe holds no bytes"),
    (stat.S_ISSOCK, "rule socket: a socket holds no bytes"),
)


def walk(root: Path, rules: Sequence[ExclusionRule] = ()) -> Iterator[Seen]:
    """Give every file below `root`, folder by folder, names in the order of their bytes."""
    folders = [b""]
    base = os.fsencode(root)
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(os.path.join(base, folder) if folder else base) as entries:  # noqa: PTH118 # paths stay bytes
                names = sorted(entry.name for entry in entries)
        except OSError as error:
            yield _unlisted(folder, error)
            continue
        inner: list[bytes] = []
        for name in names:
            path = folder + b"/" + name if folder else name
            full = base + b"/" + path
            try:
                status = os.lstat(full)
            except OSError as error:
                yield _unlisted(path, error)
                continue
            if stat.S_ISDIR(status.st_mode):
                inner.append(path)
            else:
                yield _seen(path, full, status, rules)
        folders.extend(reversed(inner))


def one_file(path: Path) -> Seen:
    """Give a single file that was handed in."""
    full = os.fsencode(path)
    return _seen(os.path.basename(full), full, os.lstat(full), ())  # noqa: PTH119 # bytes


def _seen(path: bytes, full: bytes, status: os.stat_result, rules: Sequence[ExclusionRule]) -> Seen:
    excluded = next((why for is_one, why in _NOT_FILES if is_one(status.st_mode)), "")
    excluded = excluded or _by_rule(path, rules)
    return Seen(
        path=path,
        size=status.st_size if stat.S_ISREG(status.st_mode) else 0,
        file_system_time=time_of(status.st_mtime_ns),
        fingerprint=(status.st_size, status.st_mtime_ns, status.st_ctime_ns),
        source=None if excluded else FileSource(Path(os.fsdecode(full))),
        excluded=excluded,
    )


def _by_rule(path: bytes, rules: Sequence[ExclusionRule]) -> str:
    for rule in rules:
        if fnmatchcase(shown_path(path), rule.pattern):
            return f"rule {rule.name}: {rule.reason}"
    return ""


def _unlisted(path: bytes, error: OSError) -> Seen:
    return Seen(
        path=path or b".",
        size=0,
        file_system_time="",
        fingerprint=(0, 0, 0),
        unreadable=f"could not be listed: {os.strerror(error.errno or 0)}",
    )
