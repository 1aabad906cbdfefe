# SPDX-License-Identifier: Apache-2.0
"""The Merkle tree of RFC 6962 section 2.1: roots, inclusion and consistency proofs.

Promises: hashes are SHA-256, leaves are prefixed 0x00 and nodes 0x01; a proof is accepted only when
it has exactly the hashes needed, each of 32 bytes, and they lead to the root (the verification
algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2). A consistency proof from size 0 is refused:
it would prove nothing. Checkpoints are parsed so that their roots have 32 bytes.
Never reads a file: whoever makes a proof hands in `node`, a function from (height, index) to the
hash of that complete subtree, of leaves `index * 2**height` to `(index + 1) * 2**height - 1`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

from holdfast.ledger.errors import ProofError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

Node = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf holding `data`."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The hashes of the complete subtrees at a tree's right edge: all that an append needs.

    `peaks` run from left to right; their heights are the set bits of `size`, highest first.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ProofError(f"A tree of size {size} has {size.bit_count()} peaks at its edge.")

    def append(self, hashed_leaf: bytes) -> Iterator[tuple[int, bytes]]:
        """Add one leaf; yield (height, hash) of each subtree that it completes, lowest first."""
        current, height, index = hashed_leaf, 0, self.size
        completed = [(height, current)]
        while index & 1:
            current = node_hash(self.peaks.pop(), current)
            height += 1
            index >>= 1
            completed.append((height, current))
        self.peaks.append(current)
        self.size += 1
        return iter(completed)

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        return fold(self.peaks)

    def copy(self) -> Frontier:
        """Return an independent frontier at the same size."""
        return Frontier(self.size, self.peaks)


def fold(peaks: Sequence[bytes]) -> bytes:
    """Return the root over peaks, from left to right."""
    if not peaks:
        return EMPTY_ROOT
    result = peaks[-1]
    for peak in reversed(peaks[:-1]):
        result = node_hash(peak, result)
    return result


def complete_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes, the fast way for a whole tile."""
    level = hashes
    while len(level) > 1:
        pairs = iter(level)
        level = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(pairs, pairs, strict=True)
        ]
    return level[0]


def root_of_hashes(hashes: Iterable[bytes]) -> bytes:
    """Return the root of the tree whose leaf hashes are `hashes`."""
    frontier = Frontier()
    for hashed_leaf in hashes:
        frontier.append(hashed_leaf)
    return frontier.root()


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the tree whose leaves hold `leaves`."""
    return root_of_hashes(leaf_hash(leaf) for leaf in leaves)


def peaks_of(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield (height, index) of the complete subtrees that make up leaves `start` to `stop`.

    `start` must be a multiple of the largest of them, as it is in every subtree of RFC 6962.
    """
    while start < stop:
        height = (stop - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def range_hash(start: int, stop: int, node: Node) -> bytes:
    """Return MTH(D[start:stop]) of RFC 6962 from the complete subtrees it is made of."""
    return fold([node(height, index) for height, index in peaks_of(start, stop)])


def nodes_of(hashes: Sequence[bytes]) -> Node:
    """Return the `node` function over leaf hashes held in memory."""
    levels: list[list[bytes]] = [list(hashes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])

    def node(height: int, index: int) -> bytes:
        return levels[height][index]

    return node


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree of `size`: leaf's sibling first."""
    if not 0 <= index < size:
        raise ProofError(f"There is no entry {index} in a tree of size {size}.")
    proof: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        split = start + (1 << ((stop - start - 1).bit_length() - 1))
        if index < split:
            proof.append(range_hash(split, stop, node))
            stop = split
        else:
            proof.append(range_hash(start, split, node))
            start = split
    proof.reverse()
    return proof


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of size `old` is a prefix of the tree of size `new`."""
    if not 0 < old <= new:
        raise ProofError(f"There is no consistency proof from size {old} to size {new}.")
    proof: list[bytes] = []
    start, stop, whole = 0, new, True
    while old != stop:
        split = start + (1 << ((stop - start - 1).bit_length() - 1))
        if old <= split:
            proof.append(range_hash(split, stop, node))
            stop = split
        else:
            proof.append(range_hash(start, split, node))
            start, whole = split, False
    if not whole:
        proof.append(range_hash(start, stop, node))
    proof.reverse()
    return proof


def verify_inclusion(
    hashed_leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise ProofError unless `proof` leads from the leaf at `index` to `root` of `size`."""
    _need_hashes([hashed_leaf, root, *proof])
    if not 0 <= index < size:
        raise ProofError(f"There is no entry {index} in a tree of size {size}.")
    first, last = index, size - 1
    current = hashed_leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("The inclusion proof has more hashes than the tree is high.")
        if first & 1 or first == last:
            current = node_hash(sibling, current)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            current = node_hash(current, sibling)
        first >>= 1
        last >>= 1
    if last or current != root:
        raise ProofError(f"The inclusion proof does not lead from entry {index} to the root.")


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Raise ProofError unless `proof` shows the old tree to be a prefix of the new one."""
    _need_hashes(proof)
    if not 0 < old <= new:
        raise ProofError(f"Nothing can be proven from size {old} to size {new}.")
    if old == new:
        if proof or old_root != new_root:
            raise ProofError("Two trees of one size are the same only when their roots are.")
        return
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if _climb(old - 1, new - 1, hashes) != (old_root, new_root):
        raise ProofError(f"The proof does not show that size {new} grew out of size {old}.")


def _climb(first: int, last: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the old and the new root that a consistency proof leads to."""
    if not hashes:
        raise ProofError("The consistency proof is empty.")
    while first & 1:
        first >>= 1
        last >>= 1
    from_old = from_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise ProofError("The consistency proof has more hashes than the tree is high.")
        if first & 1 or first == last:
            from_old = node_hash(sibling, from_old)
            from_new = node_hash(sibling, from_new)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            from_new = node_hash(from_new, sibling)
        first >>= 1
        last >>= 1
    if last:
        raise ProofError("The consistency proof has fewer hashes than the tree is high.")
    return from_old, from_new


def _need_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(each) != HASH_SIZE for each in hashes):
        raise ProofError("A hash is not 32 bytes long.")
