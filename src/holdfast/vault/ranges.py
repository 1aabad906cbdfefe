# SPDX-License-Identifier: Apache-2.0
"""Verified byte ranges: no byte leaves the vault before its block was checked against the ledger.

It promises that every byte given out belongs to the object whose block tree has the root that was
asked for; one damaged block does not keep the sound ones from being read. It writes nothing: a
blocks file that is damaged is computed again in memory, and put right by a check.
"""

from __future__ import annotations

from hashlib import sha256 as sha256_of
from typing import TYPE_CHECKING

from holdfast.vault.blocks import BLOCK_SIZE, block_count, decode_leaves, tree_root
from holdfast.vault.disk import StoredFile
from holdfast.vault.errors import BadRangeError, DamagedObjectError, MissingObjectError
from holdfast.vault.layout import blocks_path, object_path
from holdfast.vault.readback import DiskReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def stored_leaves(root: Path, sha256: str, size: int) -> tuple[bytes, ...] | None:
    """Give the leaf data the vault holds for an object; None when they are not there.

    An object of one block needs no blocks file. Nothing is verified here.
    """
    if size == 0:
        return ()
    if block_count(size) == 1:
        return (bytes.fromhex(sha256),)
    try:
        return decode_leaves(blocks_path(root, sha256).read_bytes(), size)
    except OSError:
        return None


def _computed_leaves(path: Path) -> tuple[bytes, ...]:
    with DiskReader() as reader:
        return tuple(block.digest or b"" for block in reader.blocks(path))


def verified_leaves(root: Path, sha256: str, size: int, blocks_root: str) -> tuple[bytes, ...]:
    """Give leaf data that has this root, from the blocks file or, when it is damaged, anew."""
    leaves = stored_leaves(root, sha256, size)
    if leaves is not None and tree_root(leaves).hex() == blocks_root:
        return leaves
    if block_count(size) > 1:
        leaves = _computed_leaves(object_path(root, sha256))
        if tree_root(leaves).hex() == blocks_root:
            return leaves
    raise DamagedObjectError(
        sha256, (), "neither its block hashes nor its bytes agree with the ledger"
    )


def read_range(
    root: Path, sha256: str, start: int, stop: int, *, size: int, blocks_root: str
) -> Iterator[bytes]:
    """Check what can be checked at once, then give the bytes block by block.

    Errors about the object as a whole are raised here; DamagedObjectError for a block when its
    turn comes, before any byte of it is given.
    """
    if not 0 <= start <= stop <= size:
        raise BadRangeError(
            f"Bytes {start} to {stop} were asked for; the object has {size}. Nothing was read."
        )
    path = object_path(root, sha256)
    if not path.is_file():
        raise MissingObjectError(sha256)
    leaves = verified_leaves(root, sha256, size, blocks_root)
    return _verified_blocks(path, sha256, leaves, start, stop)


def _verified_blocks(
    path: Path, sha256: str, leaves: tuple[bytes, ...], start: int, stop: int
) -> Iterator[bytes]:
    if start == stop:
        return
    memory = memoryview(bytearray(BLOCK_SIZE))
    with StoredFile.open(path, past_cache=False) as file:
        for index in range(start // BLOCK_SIZE, block_count(stop)):
            first = index * BLOCK_SIZE
            try:
                block = memory[: file.read(memory, first)]
            except OSError as error:
                raise DamagedObjectError(
                    sha256, (index,), f"the disk cannot read block {index}"
                ) from error
            if sha256_of(block).digest() != leaves[index]:
                raise DamagedObjectError(sha256, (index,), f"block {index} has changed")
            yield bytes(block[max(start - first, 0) : stop - first])
