# SPDX-License-Identifier: Apache-2.0
"""Every file entry of a file system, kept and deleted, in one walk.

It promises to end on a damaged directory tree (each directory once, at most 64 deep) and to leave
out the entries The Sleuth Kit adds for itself. It never reads file content.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 64
_UNALLOCATED = 2
_DIRECTORY = 2
_REGULAR = 1
_OWN_ENTRIES = frozenset({b".", b"..", b"$ALLOC_BITMAP", b"$UPCASE_TABLE"})
_LABEL = b" (Volume Label Entry)"


@dataclass(frozen=True, slots=True)
class Found:
    """One file entry; `first_block` is the sector its content begins in, when known."""

    path: bytes
    inode: int
    size: int
    modified: str | None
    deleted: bool
    first_block: int | None


def walk(fs: Any) -> Iterator[Found]:  # noqa: ANN401 - pytsk3 has no types
    """Walk a file system opened by pytsk3, from its root."""
    yield from _walk(fs.open_dir("/"), b"", set(), set(), 0)


def _walk(
    directory: Any,  # noqa: ANN401 - pytsk3 has no types
    prefix: bytes,
    directories: set[int],
    deleted_seen: set[int],
    depth: int,
) -> Iterator[Found]:
    for entry in directory:
        name = bytes(entry.info.name.name)
        meta = entry.info.meta
        if name in _OWN_ENTRIES or name.endswith(_LABEL) or meta is None:
            continue
        path = prefix + name
        inode = int(meta.addr)
        kind = int(meta.type)
        deleted = bool(int(entry.info.name.flags) & _UNALLOCATED or int(meta.flags) & _UNALLOCATED)
        if kind == _DIRECTORY or name == b"$OrphanFiles":
            if inode in directories or depth >= _DEEPEST:
                continue
            directories.add(inode)
            try:
                inside = entry.as_directory()
            except OSError:
                continue
            yield from _walk(inside, path + b"/", directories, deleted_seen, depth + 1)
        elif kind == _REGULAR and not (deleted and inode in deleted_seen):
            if deleted:
                deleted_seen.add(inode)
            yield Found(
                path,
                inode,
                int(meta.size),
                _modified(int(meta.mtime)),
                deleted,
                _first_block(entry) if deleted else None,
            )


def _modified(seconds: int) -> str | None:
    """Give the wall-clock time as the card has it.

    FAT stores a wall clock without a zone; The Sleuth Kit takes it to be in this machine's zone,
    and turning it back in the same zone gives what was written.
    """
    if seconds <= 0:
        return None
    return datetime.fromtimestamp(seconds).isoformat()  # noqa: DTZ006 - see above


def _first_block(entry: Any) -> int | None:  # noqa: ANN401 - pytsk3 has no types
    try:
        for attribute in entry:
            for run in attribute:
                return int(run.addr)
    except OSError:
        return None
    return None
