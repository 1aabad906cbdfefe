# SPDX-License-Identifier: Apache-2.0
"""The tiles and entry bundles of one log, as files that any static server can serve.

Promises: a tile file is made once, synced, and never written again; partial tiles of published
sizes stay until the full tile is under a checkpoint. Knows nothing of signatures: what lies beyond
the size it is told is not part of the log, and `sweep` removes it.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.ledger import durable
from holdfast.ledger.errors import DamagedLogError, MalformedTextError
from holdfast.ledger.merkle import Frontier, Node, complete_root, leaf_hash, peaks_of
from holdfast.ledger.tiles import (
    ENTRIES,
    TILE_HEIGHT,
    TILE_WIDTH,
    decode_bundle,
    encode_bundle,
    entries_path,
    index_path,
    levels_of,
    split_hashes,
    tile_path,
    tiles_between,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(slots=True)
class Edge:
    """All that is needed to append: the frontier, and what the unfinished tiles hold."""

    frontier: Frontier = field(default_factory=Frontier)
    tails: list[list[bytes]] = field(default_factory=list)
    bundle: bytearray = field(default_factory=bytearray)

    @property
    def size(self) -> int:
        """How many entries."""
        return self.frontier.size

    def copy(self) -> Edge:
        """Return an edge that can grow without changing this one."""
        return Edge(self.frontier.copy(), [list(tail) for tail in self.tails], self.bundle[:])

    def grow(self, entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
        """Add `entries`; yield (path, content) of each file this makes, entry bundles first."""
        before = self.size
        full_tiles: list[tuple[str, bytes]] = []
        for entry in entries:
            self.bundle += encode_bundle((entry,))
            for height, hashed in self.frontier.append(leaf_hash(entry)):
                if height % TILE_HEIGHT == 0:
                    full_tiles += self._add(height // TILE_HEIGHT, hashed)
            if self.size % TILE_WIDTH == 0:
                yield entries_path(self.size // TILE_WIDTH - 1), bytes(self.bundle)
                self.bundle.clear()
        if self.bundle:
            yield entries_path(self.size // TILE_WIDTH, self.size % TILE_WIDTH), bytes(self.bundle)
        yield from full_tiles
        for level, index, width in tiles_between(before, self.size):
            if width < TILE_WIDTH:
                yield tile_path(level, index, width), b"".join(self.tails[level])

    def _add(self, level: int, hashed: bytes) -> list[tuple[str, bytes]]:
        if level == len(self.tails):
            self.tails.append([])
        tail = self.tails[level]
        tail.append(hashed)
        if len(tail) < TILE_WIDTH:
            return []
        full = b"".join(tail)
        tail.clear()
        index = (self.size >> (TILE_HEIGHT * (level + 1))) - 1
        return [(tile_path(level, index), full)]


class TileTree:
    """The folder that holds `tile/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def tile(self, level: int, index: int, width: int) -> list[bytes]:
        """Return the first `width` hashes of a tile, from its partial file or the full one."""
        path, data = self._read(level, index, width)
        whole = width if path.parent.name.endswith(".p") else TILE_WIDTH
        try:
            return split_hashes(data, whole)[:width]
        except MalformedTextError as error:
            raise _damaged(path) from error

    def entries(self, index: int, width: int) -> list[bytes]:
        """Return the first `width` entries of a bundle."""
        path, data = self._read(ENTRIES, index, width)
        whole = width if path.parent.name.endswith(".p") else TILE_WIDTH
        try:
            return decode_bundle(data, whole)[:width]
        except MalformedTextError as error:
            raise _damaged(path) from error

    def _read(self, level: int | str, index: int, width: int) -> tuple[Path, bytes]:
        exact = self.folder / tile_path(level, index, width)
        full = self.folder / tile_path(level, index)
        for path in (exact, full):
            with suppress(FileNotFoundError):
                return path, path.read_bytes()
        raise DamagedLogError(
            f"The ledger's file {exact} is missing: restore it from a copy or a mirror."
        )

    def node(self, size: int) -> Node:
        """Return the `node` function of the tree of `size`; tiles read are kept for its life."""
        tiles: dict[tuple[int, int], list[bytes]] = {}

        def node(height: int, index: int) -> bytes:
            level, above = divmod(height, TILE_HEIGHT)
            first = index << above
            number, at = divmod(first, TILE_WIDTH)
            if (level, number) not in tiles:
                width = min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - number * TILE_WIDTH)
                tiles[level, number] = self.tile(level, number, width)
            return complete_root(tiles[level, number][at : at + (1 << above)])

        return node

    def edge(self, size: int) -> Edge:
        """Return the edge of the tree of `size`, read from its rightmost tiles only."""
        node = self.node(size)
        frontier = Frontier(size, [node(height, index) for height, index in peaks_of(0, size)])
        tails, bundle = self.unfinished(size)
        return Edge(frontier, tails, bytearray(bundle))

    def unfinished(self, size: int) -> tuple[list[list[bytes]], bytes]:
        """Return what the partial tiles at the edge hold, by level, and the partial bundle."""
        tails = []
        for level in range(levels_of(size)):
            number, width = divmod(size >> (TILE_HEIGHT * level), TILE_WIDTH)
            tails.append(self.tile(level, number, width) if width else [])
        number, width = divmod(size, TILE_WIDTH)
        return tails, encode_bundle(self.entries(number, width)) if width else b""

    def write(self, files: Iterator[tuple[str, bytes]]) -> None:
        """Make new files durable; their folders are synced once, at the end."""
        folders: dict[Path, None] = {}
        for name, data in files:
            path = self.folder / name
            if path.parent not in folders:
                durable.make_folders(path.parent, self.folder)
                folders[path.parent] = None
            durable.create(path, data)
        for folder in folders:
            durable.sync_folder(folder)

    def drop_partials(self, old: int, new: int) -> None:
        """Remove the partial files of tiles that became full between two published sizes."""
        for level in (ENTRIES, *range(levels_of(old))):
            shift = 0 if level == ENTRIES else TILE_HEIGHT * int(level)
            number = (old >> shift) // TILE_WIDTH
            if (new >> shift) // TILE_WIDTH > number:
                partials = self.folder / f"tile/{level}/{index_path(number)}.p"
                shutil.rmtree(partials, ignore_errors=True)

    def sweep(self, size: int) -> list[Path]:
        """Remove the files of an append that never came under a checkpoint; return them."""
        removed: list[Path] = []
        root = self.folder / "tile"
        for folder in sorted(root.iterdir()) if root.is_dir() else []:
            level = 0 if folder.name == ENTRIES else int(folder.name)
            number, width = divmod(size >> (TILE_HEIGHT * level), TILE_WIDTH)
            removed += files_beyond(folder, number, width)
        for path in removed:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        for folder in dict.fromkeys(path.parent for path in removed):
            if folder.is_dir():
                durable.sync_folder(folder)
        return removed


def _damaged(path: Path) -> DamagedLogError:
    return DamagedLogError(
        f"The ledger's file {path} is damaged: restore it from a copy or a mirror."
    )


def files_beyond(folder: Path, number: int, width: int, prefix: int = 0) -> list[Path]:
    """Return what lies in `folder` past tile `number` of `width` hashes."""
    found: list[Path] = []
    for path in sorted(folder.iterdir()):
        name = path.name
        digits = name.removeprefix("x").removesuffix(".p")
        if not digits.isdigit():
            continue
        index = prefix * 1000 + int(digits)
        if name.startswith("x"):
            found += files_beyond(path, number, width, index)
        elif index > number or (index == number and not name.endswith(".p")):
            found.append(path)
        elif index == number:
            found += [each for each in sorted(path.iterdir()) if int(each.name) > width]
    return found
