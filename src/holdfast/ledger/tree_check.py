# SPDX-License-Identifier: Apache-2.0
"""Checking a tree of tiles and bundles against the signed checkpoints over it.

Promises: every entry is hashed, every tile file (partial ones too) is compared with the hashes that
follow from the entries, and the root is recomputed for every checkpoint handed in. Where a bundle
and its tile differ, the one that does not lead to the signed root is named. The same check serves
the ledger's own folder, a mirror and a published copy. It never reads bodies.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.ledger.durable import TEMPORARY_SUFFIX
from holdfast.ledger.errors import MalformedTextError
from holdfast.ledger.merkle import HASH_SIZE, Frontier, complete_root, fold
from holdfast.ledger.tiles import (
    ENTRIES,
    TILE_HEIGHT,
    TILE_WIDTH,
    decode_bundle,
    encode_bundle,
    levels_of,
    parse_tile_path,
    tile_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BESIDE_TILES = ("checkpoint", "vkey")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as signed: `path` below the folder checked, and what is wrong."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a signed checkpoint says, and the path it was read from."""

    path: str
    size: int
    root: bytes


@dataclass(slots=True)
class TreeCheck:
    """One run over the tree of `size` in `folder`; paths are reported after `prefix`."""

    folder: Path
    size: int
    claims: Sequence[Claim]
    prefix: str = ""
    problems: list[Problem] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    _widths: dict[tuple[int | str, int], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _tiles: Frontier = field(default_factory=Frontier)
    _level: list[bytes] = field(default_factory=list)

    def bundles(self) -> Iterator[tuple[int, list[bytes]]]:
        """Yield (number, entries) of each sound bundle as it is checked, then check the rest."""
        self._find_files()
        claims = defaultdict(list)
        for claim in self.claims:
            if claim.size <= self.size:
                claims[max(0, claim.size - 1) // TILE_WIDTH].append(claim)
        for number in range(max(1, -(-self.size // TILE_WIDTH))):
            width = min(TILE_WIDTH, self.size - number * TILE_WIDTH)
            entries, hashes = self._leaves(number, width) if width else ([], [])
            self._check_claims(number, hashes, claims.get(number, ()))
            if width == TILE_WIDTH:
                self._level.append(complete_root(hashes))
                self._tiles.append(self._level[-1])
            if entries:
                yield number, entries
        for level in range(1, levels_of(self.size)):
            self._check_level(level)
        self._check_partials()

    def _find_files(self) -> None:
        for path in sorted(each for each in self.folder.rglob("*") if not each.is_dir()):
            name = path.relative_to(self.folder).as_posix()
            place = parse_tile_path(name)
            if place is None:
                if name.endswith(TEMPORARY_SUFFIX):
                    self.unfinished.append(self.prefix + name)
                elif name not in _BESIDE_TILES:
                    self._report(name, "has no place in a log")
                continue
            level, index, width = place
            there = self.size if level == ENTRIES else self.size >> (TILE_HEIGHT * int(level))
            if index * TILE_WIDTH + width > there:
                self.unfinished.append(self.prefix + name)
            self._widths[level, index].append(width)

    def _leaves(self, number: int, width: int) -> tuple[list[bytes], list[bytes]]:
        """Return the entries (none if the bundle is bad) and leaf hashes of one bundle."""
        bundle = self._read(ENTRIES, number, width)
        tile = self._read(0, number, width)
        entries: list[bytes] = []
        from_bundle: list[bytes] = []
        from_tile = _split(tile)
        if bundle is not None:
            try:
                entries = decode_bundle(bundle, width)
                from_bundle = [sha256(b"\x00" + entry).digest() for entry in entries]
            except MalformedTextError as error:
                self._report(self._name(ENTRIES, number, width), str(error))
        if tile is not None and b"".join(from_bundle) == tile:
            self._compare_others(ENTRIES, number, width, entries)
            self._compare_others(0, number, width, from_bundle)
            return entries, from_bundle
        bundle_leads = self._leads(number, from_bundle, width)
        if from_bundle and not bundle_leads:
            what = "its entries do not have the hashes that were signed"
            self._report(self._name(ENTRIES, number, width), what)
        if tile is not None and (bundle_leads or not self._leads(number, from_tile, width)):
            what = "its hashes are not those of the entries that were signed"
            self._report(self._name(0, number, width), what)
        if bundle_leads:
            return entries, from_bundle
        return [], from_tile if len(from_tile) == width else [bytes(HASH_SIZE)] * width

    def _leads(self, number: int, hashes: list[bytes], width: int) -> bool:
        """Tell whether these leaf hashes agree with what stands above them."""
        if len(hashes) != width:
            return False
        if width == TILE_WIDTH:
            index, at = divmod(number, TILE_WIDTH)
            above = self._read(1, index, min(TILE_WIDTH, (self.size >> 8) - index * TILE_WIDTH))
            place = slice(at * HASH_SIZE, (at + 1) * HASH_SIZE)
            return above is not None and above[place] == complete_root(hashes)
        heads = {claim.root for claim in self.claims if claim.size == self.size}
        return self._root_with(hashes) in heads

    def _root_with(self, hashes: Sequence[bytes]) -> bytes:
        local = Frontier()
        for hashed in hashes:
            local.append(hashed)
        return fold([*self._tiles.peaks, *local.peaks])

    def _check_claims(self, number: int, hashes: list[bytes], claims: Sequence[Claim]) -> None:
        local, start = Frontier(), number * TILE_WIDTH
        for claim in sorted(claims, key=lambda each: each.size):
            for hashed in hashes[local.size : claim.size - start]:
                local.append(hashed)
            if fold([*self._tiles.peaks, *local.peaks]) != claim.root:
                what = f"its root is not that of the first {claim.size} entries"
                self.problems.append(Problem(claim.path, what))

    def _check_level(self, level: int) -> None:
        hashes, self._level = self._level, []
        for index in range(-(-len(hashes) // TILE_WIDTH)):
            part = hashes[index * TILE_WIDTH : (index + 1) * TILE_WIDTH]
            stored = self._read(level, index, len(part))
            if stored is not None and stored != b"".join(part):
                what = "its hashes are not those of the entries that were signed"
                self._report(self._name(level, index, len(part)), what)
            self._compare_others(level, index, len(part), part)
            if len(part) == TILE_WIDTH:
                self._level.append(complete_root(part))

    def _compare_others(self, level: int | str, index: int, width: int, parts: list[bytes]) -> None:
        """Compare the narrower files of a tile, kept for older checkpoints, with its beginning."""
        for narrower in self._widths[level, index]:
            if narrower >= width:
                continue
            name = tile_path(level, index, narrower)
            begin = parts[:narrower]
            expected = encode_bundle(begin) if level == ENTRIES else b"".join(begin)
            if (self.folder / name).read_bytes() != expected:
                self._report(name, "is not the beginning of the tile that it was part of")

    def _check_partials(self) -> None:
        """See that the partial tiles of signed sizes are there until the full tile is."""
        for claim in (each for each in self.claims if each.size <= self.size):
            for level in (ENTRIES, *range(levels_of(claim.size))):
                shift = 0 if level == ENTRIES else TILE_HEIGHT * int(level)
                index, width = divmod(claim.size >> shift, TILE_WIDTH)
                last = (self.size >> shift) // TILE_WIDTH
                there = self._widths[level, index]
                if width and index == last and not {width, TILE_WIDTH} & set(there):
                    self._report(tile_path(level, index, width), "is missing")
                    there.append(width)

    def _read(self, level: int | str, index: int, width: int) -> bytes | None:
        """Return the bytes that stand for `width` hashes or entries; None when missing."""
        name = self._name(level, index, width)
        try:
            data = (self.folder / name).read_bytes()
            if name.endswith(f".p/{width}") or width == TILE_WIDTH:
                return data
            if level == ENTRIES:
                return encode_bundle(decode_bundle(data, TILE_WIDTH)[:width])
            return data[: HASH_SIZE * width]
        except (OSError, MalformedTextError):
            self._report(name, "is missing or cannot be read")
            self._widths[level, index].append(width)
            return None

    def _name(self, level: int | str, index: int, width: int) -> str:
        widths = self._widths[level, index]
        if width not in widths and TILE_WIDTH in widths:
            return tile_path(level, index)
        return tile_path(level, index, width)

    def _report(self, name: str, what: str) -> None:
        problem = Problem(self.prefix + name, what)
        if problem not in self.problems:
            self.problems.append(problem)


def _split(tile: bytes | None) -> list[bytes]:
    data = tile or b""
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]
