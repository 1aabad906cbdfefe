# SPDX-License-Identifier: Apache-2.0
"""The block tree: an RFC 6962 Merkle tree over the SHA-256 of each 1 MiB block.

It promises that a block can be checked alone against `blocks_root`, which the ledger holds; so a
byte range is verified before it leaves, and damage is located. Leaf data of block i is
SHA-256(block i), 32 bytes; leaf hash = SHA-256(0x00 ‖ leaf data); node = SHA-256(0x01 ‖ left ‖
right), split at the largest power of two below the count; the root of an empty object is
SHA-256(""). It reads and writes no file. Bytes on disk: docs/formats/vault.md.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCK_SIZE: Final = 1 << 20
DIGEST_SIZE: Final = 32


def block_count(size: int) -> int:
    """How many blocks an object of this size has; the last may be short."""
    return -(-size // BLOCK_SIZE)


def hash_blocks(data: bytes | memoryview) -> list[bytes]:
    """Give the leaf data of these bytes: the SHA-256 of each block."""
    return [sha256(data[at : at + BLOCK_SIZE]).digest() for at in range(0, len(data), BLOCK_SIZE)]


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Compute the root of the tree over these leaf data.

    Level by level; an odd last node moves up unchanged, which gives the tree of RFC 6962.
    """
    if not leaves:
        return sha256(b"").digest()
    level = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = len(level) // 2
        above = [sha256(b"\x01" + level[2 * i] + level[2 * i + 1]).digest() for i in range(pairs)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def root_of_one(digest: bytes) -> bytes:
    """Compute the root of an object of exactly one block, whose SHA-256 this is."""
    return sha256(b"\x00" + digest).digest()


def encode_leaves(leaves: Sequence[bytes]) -> bytes:
    """Give the content of a blocks file."""
    return b"".join(leaves)


def decode_leaves(data: bytes, size: int) -> tuple[bytes, ...] | None:
    """Give the leaves in a blocks file, or None when its length is wrong for this size."""
    if len(data) != block_count(size) * DIGEST_SIZE:
        return None
    return tuple(data[i : i + DIGEST_SIZE] for i in range(0, len(data), DIGEST_SIZE))
