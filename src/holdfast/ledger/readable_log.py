# SPDX-License-Identifier: Apache-2.0
"""A log as anyone may read it: entries, bodies, checkpoints, proofs.

Promises: what it hands out as proven was verified first, against the newest checkpoint, whose
signature and tree were checked on opening. A reader never writes, not even a lock, and is not
disturbed by an append going on: it sees the checkpoint it opened until `refresh`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.ledger.bodies import Bodies
from holdfast.ledger.body import commit
from holdfast.ledger.errors import DamagedLogError, LedgerError, MalformedTextError, ProofError
from holdfast.ledger.face import Face
from holdfast.ledger.history import History
from holdfast.ledger.lines import LineTree, read_lines
from holdfast.ledger.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    range_hash,
    verify_consistency,
    verify_inclusion,
)
from holdfast.ledger.proof import TlogProof
from holdfast.ledger.tile_tree import Edge, TileTree
from holdfast.ledger.tiles import TILE_WIDTH
from holdfast.ledger.verification import Verification, verify_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from holdfast.ledger.signed_checkpoint import SignedCheckpoint
    from holdfast.ledger.verifier import Verifier


@dataclass(frozen=True, slots=True)
class LogState:
    """Where a log stands. `body_end` is the length of its last, unfinished bodies file."""

    head: SignedCheckpoint
    edge: Edge
    body_end: int


class ReadableLog:
    """The ledger in one folder, to be read. Threads may share it."""

    def __init__(self, directory: Path, verifier: Verifier) -> None:
        self.directory = directory
        self.verifier = verifier
        self.tree = TileTree(directory / "log")
        self._bodies = Bodies(directory / "bodies")
        self._history = History(directory)
        self._state = LogState(self._read_head(0), Edge(), 0)

    # What it is

    @property
    def head(self) -> SignedCheckpoint:
        """The newest checkpoint, as of opening, the last append or `refresh`."""
        return self._state.head

    @property
    def origin(self) -> str:
        """The log's name."""
        return self.head.origin

    @property
    def size(self) -> int:
        """How many entries are under the newest checkpoint."""
        return self.head.size

    @property
    def root(self) -> bytes:
        """The Merkle root over them."""
        return self.head.root

    def checkpoint(self, size: int | None = None) -> SignedCheckpoint:
        """Return the checkpoint signed at `size`, with its cosignatures; the newest by default."""
        signed = self._history.at(self.size if size is None else size)
        signed.verify(self.verifier)
        return signed

    def checkpoint_sizes(self) -> Iterator[int]:
        """Yield every size at which a checkpoint was signed, smallest first."""
        return self._history.sizes()

    def refresh(self) -> None:
        """Follow what other processes have appended."""
        head = self._read_head(self.size)
        known = self.head.checkpoint == head.checkpoint and self._state.edge.size == head.size
        edge = self._state.edge if known else self._edge_of(head)
        self._state = replace(self._state, head=head, edge=edge)

    # Reading

    def face(self, index: int) -> bytes:
        """Return the face of entry `index`, as `inclusion` proves it."""
        self._need_entry(index)
        number, at = divmod(index, TILE_WIDTH)
        return self.tree.entries(number, self._width(number))[at]

    def body(self, index: int) -> bytes | None:
        """Return the sealed body of an entry, checked against its face; None when destroyed."""
        self._need_entry(index)
        number, at = divmod(index, TILE_WIDTH)
        body = self._bodies.read(number, at + 1)[0][at]
        return self._sealed(index, self.face(index), body)

    def entries(
        self, start: int = 0, stop: int | None = None
    ) -> Iterator[tuple[bytes, bytes | None]]:
        """Yield (face, body) of the entries from `start`, each body checked against its face."""
        last = self.size if stop is None else min(stop, self.size)
        for number in range(start // TILE_WIDTH, -(-last // TILE_WIDTH)):
            width = min(self._width(number), last - number * TILE_WIDTH)
            faces = self.tree.entries(number, width)
            bodies, _ = self._bodies.read(number, width)
            for at in range(max(0, start - number * TILE_WIDTH), width):
                index = number * TILE_WIDTH + at
                yield faces[at], self._sealed(index, faces[at], bodies[at])

    def find_leaf(self, face: bytes, start: int = 0) -> int | None:
        """Return the first entry from `start` on with this face, None when there is none."""
        sought = leaf_hash(face)
        for number in range(start // TILE_WIDTH, -(-self.size // TILE_WIDTH)):
            hashes = self.tree.tile(0, number, self._width(number))
            first = max(0, start - number * TILE_WIDTH)
            if sought in hashes[first:]:
                return number * TILE_WIDTH + hashes.index(sought, first)
        return None

    def read_lines(self, root: str) -> LineTree:
        """Return the lines under `root` (64 hex digits), checked against it."""
        return read_lines(self.directory / "lines", root)

    # Proving

    def inclusion(self, index: int, size: int | None = None) -> TlogProof:
        """Return the proof that entry `index` is under the checkpoint of `size`."""
        signed = self.checkpoint(size)
        proof = inclusion_proof(index, signed.size, self.tree.node(signed.size))
        leaf = leaf_hash(self.face(index))
        try:
            verify_inclusion(leaf, index, signed.size, proof, signed.root)
        except ProofError as error:
            raise self._damaged(f"entry {index} cannot be proven") from error
        return TlogProof(index, tuple(proof), signed)

    def root_at(self, size: int) -> bytes:
        """Return the root at `size`, proven to lead to the newest checkpoint."""
        if not 0 <= size <= self.size:
            raise ProofError(f"The log has {self.size} entries, so none of its roots is at {size}.")
        if size == 0:
            return EMPTY_ROOT
        node = self.tree.node(self.size)
        root = range_hash(0, size, node)
        proof = consistency_proof(size, self.size, node)
        try:
            verify_consistency(size, self.size, proof, root, self.root)
        except ProofError as error:
            raise self._damaged(f"its tree at size {size} cannot be proven") from error
        return root

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the proof that the log at `new` grew out of the log at `old`."""
        old_root, new_root = self.root_at(old), self.root_at(new)
        proof = consistency_proof(old, new, self.tree.node(self.size))
        verify_consistency(old, new, proof, old_root, new_root)
        return proof

    def verify_all(
        self,
        on_progress: Callable[[int], None] | None = None,
        *,
        cosigners: Iterable[Verifier] = (),
    ) -> Verification:
        """Check every byte of the log, its bodies, lines and checkpoints against the signature."""
        return verify_log(
            self.directory, self.verifier, cosigners=cosigners, on_progress=on_progress
        )

    # Inside

    def _read_head(self, at_least: int) -> SignedCheckpoint:
        try:
            head = self._history.head()
        except MalformedTextError as error:
            raise self._damaged("its checkpoint cannot be read") from error
        head.verify(self.verifier)
        if head.size < at_least:
            raise self._damaged(f"it went back from {at_least} to {head.size} entries")
        return head

    def _edge_of(self, head: SignedCheckpoint) -> Edge:
        edge = self.tree.edge(head.size)
        if edge.frontier.root() != head.root:
            raise self._damaged("its tiles do not add up to its checkpoint")
        return edge

    def _width(self, number: int) -> int:
        return min(TILE_WIDTH, self.size - number * TILE_WIDTH)

    def _need_entry(self, index: int) -> None:
        if not 0 <= index < self.size:
            raise LedgerError(f"The ledger has entries 0 to {self.size - 1}, and no {index}.")

    def _sealed(self, index: int, face: bytes, body: bytes) -> bytes | None:
        if body and commit(body) != Face.from_bytes(face).sealed:
            raise self._damaged(f"the sealed body of entry {index} is not the one entered")
        return body or None

    def _damaged(self, what: str) -> DamagedLogError:
        return DamagedLogError(
            f"The ledger in {self.directory} is damaged: {what}. Nothing was signed. Restore it "
            "from a copy or a mirror, then run holdfast check."
        )
