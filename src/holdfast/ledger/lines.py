# SPDX-License-Identifier: Apache-2.0
"""The lines of a bulk act: one entry for a card of ten thousand files, each provable alone.

Promises: the Merkle tree (RFC 6962) over the lines has its root in the entry's sealed body, so a
line is proven in three hops: line, root, entry, checkpoint. A lines file is named by that root and
written whole and durably before the entry is; the same lines are the same file.
A line's own salt keeps whoever gets one line, with its proof, from guessing its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.ledger import durable
from holdfast.ledger.canonical import canonical_json
from holdfast.ledger.errors import DamagedLogError, EntryError
from holdfast.ledger.merkle import (
    Node,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    root_of_hashes,
    verify_inclusion,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SHORTEST_LINE_SALT = 16


def make_line(content: Mapping[str, object], salt: bytes) -> bytes:
    """Return one line: `content` as canonical JSON with `salt`, at least 16 random bytes."""
    if len(salt) < SHORTEST_LINE_SALT:
        raise EntryError(f"A line needs a salt of at least {SHORTEST_LINE_SALT} bytes.")
    if "salt" in content:
        raise EntryError("The content of a line may not name a salt of its own.")
    return canonical_json({**content, "salt": salt.hex()})


@dataclass(frozen=True)
class LineTree:
    """The lines in their order, without line feeds."""

    lines: Sequence[bytes]

    def __post_init__(self) -> None:
        if not self.lines:
            raise EntryError("A bulk act has at least one line.")
        if any(not line or b"\n" in line for line in self.lines):
            raise EntryError("A line is not empty and holds no line feed.")

    @cached_property
    def _hashes(self) -> list[bytes]:
        return [leaf_hash(line) for line in self.lines]

    @cached_property
    def _node(self) -> Node:
        return nodes_of(self._hashes)

    @cached_property
    def root(self) -> str:
        """The Merkle root, 64 hex digits."""
        return root_of_hashes(self._hashes).hex()

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.lines)

    def proof(self, index: int) -> list[bytes]:
        """Return the inclusion proof of line `index`."""
        return inclusion_proof(index, self.count, self._node)


def verify_line(line: bytes, index: int, count: int, proof: Sequence[bytes], root: str) -> None:
    """Raise ProofError unless `line` is number `index` of the `count` lines under `root`."""
    verify_inclusion(leaf_hash(line), index, count, proof, bytes.fromhex(root))


def lines_path(folder: Path, root: str) -> Path:
    """Return where the lines under `root` are kept."""
    return folder / root[:2] / root


def write_lines(folder: Path, lines: Sequence[bytes]) -> LineTree:
    """Keep `lines` durably and return their tree; writing the same lines again does nothing."""
    tree = LineTree(lines)
    path = lines_path(folder, tree.root)
    if not path.exists():
        durable.make_folders(path.parent, folder)
        durable.replace(path, b"".join(line + b"\n" for line in lines), mode=0o600)
    return tree


def read_lines(folder: Path, root: str) -> LineTree:
    """Return the lines under `root`; raise DamagedLogError when they do not add up to it."""
    path = lines_path(folder, root)
    try:
        data = path.read_bytes()
        tree = LineTree(data.removesuffix(b"\n").split(b"\n"))
        sound = data.endswith(b"\n") and tree.root == root
    except FileNotFoundError as error:
        raise DamagedLogError(
            f"The lines {root} are missing from {folder}: restore that file from a copy."
        ) from error
    except EntryError:
        sound = False
    if not sound:
        raise DamagedLogError(
            f"The lines in {path} do not add up to their name: restore that file from a copy."
        )
    return tree
