# SPDX-License-Identifier: Apache-2.0
"""The check: every object read again from the disk and compared with what the ledger says.

It promises that damage is located to blocks, that a read error does not end the check, that a
damaged blocks file is told from a damaged object and written again when the object is sound, and
that the check keeps to a rate. Objects are never touched. Answers come in the order asked, so the
last answer is the point to resume from.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.vault.blocks import BLOCK_SIZE, block_count, tree_root
from holdfast.vault.durable import Content, NotReadBackError, put_blocks_file
from holdfast.vault.incoming import LaneFolder
from holdfast.vault.layout import object_path, parse_digest
from holdfast.vault.ranges import stored_leaves
from holdfast.vault.readback import DiskReader
from holdfast.vault.values import ObjectCheck, ObjectState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from holdfast.vault.readback import ReadBlock
    from holdfast.vault.values import Expected


@dataclass(slots=True)
class _Pace:
    """Keeps the reading under a rate, measured from its beginning, and reports progress."""

    bytes_per_second: int | None
    on_bytes: Callable[[int], None] | None
    started: float
    read: int = 0

    def went(self, length: int) -> None:
        self.read += length
        if self.on_bytes is not None and length:
            self.on_bytes(length)
        if self.bytes_per_second:
            ahead = self.read / self.bytes_per_second - (time.monotonic() - self.started)
            if ahead > 0:
                time.sleep(ahead)


def check(
    root: Path,
    expected: Iterable[Expected],
    *,
    bytes_per_second: int | None,
    on_bytes: Callable[[int], None] | None,
) -> Iterator[ObjectCheck]:
    """Give one answer for each object, in order."""
    pace = _Pace(bytes_per_second, on_bytes, time.monotonic())
    with DiskReader() as reader:
        for one in expected:
            parse_digest(one.sha256)
            yield _check_one(root, one, reader, pace)


def _check_one(root: Path, one: Expected, reader: DiskReader, pace: _Pace) -> ObjectCheck:
    found: list[ReadBlock] = []
    try:
        for block in reader.blocks(object_path(root, one.sha256)):
            found.append(block)
            pace.went(block.length)
    except FileNotFoundError:
        return ObjectCheck(one.sha256, one.size, ObjectState.MISSING, (), "it is not in the vault")
    except OSError as error:
        return ObjectCheck(
            one.sha256,
            one.size,
            ObjectState.DAMAGED,
            tuple(range(block_count(one.size))),
            f"the file cannot be opened ({error.strerror})",
        )
    size = sum(block.length for block in found)
    leaves = tuple(block.digest or b"" for block in found)
    if size == one.size and tree_root(leaves).hex() == one.blocks_root:
        note = _mend_blocks_file(root, Content(one.sha256, size, leaves), reader)
        return ObjectCheck(one.sha256, one.size, ObjectState.SOUND, (), note)
    return _located(root, one, found, leaves)


def _located(
    root: Path, one: Expected, found: list[ReadBlock], leaves: tuple[bytes, ...]
) -> ObjectCheck:
    """Say which blocks are damaged, going by the blocks file when the ledger vouches for it."""
    notes = []
    size = sum(block.length for block in found)
    unread = tuple(index for index, block in enumerate(found) if block.digest is None)
    if unread:
        notes.append("the disk cannot read parts of it")
    elif size != one.size:
        notes.append(f"it has {size} bytes where {one.size} were handed in")
    right = stored_leaves(root, one.sha256, one.size)
    if right is None or tree_root(right).hex() != one.blocks_root:
        notes.append("its block hashes are damaged too, so where it is damaged cannot be told")
        return ObjectCheck(one.sha256, one.size, ObjectState.DAMAGED, unread, "; ".join(notes))
    blocks = [
        index for index, leaf in enumerate(right) if index >= len(leaves) or leaves[index] != leaf
    ]
    if not blocks:
        notes.append("all that was handed in is still there, with something after it")
    elif not notes:
        notes.append("its bytes have changed")
    if blocks:
        notes.append(f"{len(right) - len(blocks)} of {len(right)} blocks of 1 MiB still prove")
    return ObjectCheck(one.sha256, one.size, ObjectState.DAMAGED, tuple(blocks), "; ".join(notes))


def _mend_blocks_file(root: Path, content: Content, reader: DiskReader) -> str:
    """Write the blocks file of a sound object again when it is missing or damaged."""
    if content.size <= BLOCK_SIZE or stored_leaves(root, content.sha256, content.size) == (
        content.leaves
    ):
        return ""
    try:
        lane = LaneFolder.claim(root)
        try:
            put_blocks_file(root, lane, content, reader)
        finally:
            lane.leave()
    except (OSError, NotReadBackError) as error:
        return (
            "the object is sound; its block hashes were missing or damaged and could not be "
            f"written again ({error})"
        )
    return "the object is sound; its block hashes were missing or damaged and were written again"
