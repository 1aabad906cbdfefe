# SPDX-License-Identifier: Apache-2.0
"""Where tiles and entry bundles are, and how a bundle is written (C2SP tlog-tiles).

Pure functions over numbers and bytes; nothing here reads a file. A tile holds up to 256 hashes of
level `level`: level 0 are leaf hashes, each hash of a higher level stands for a full tile below.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from holdfast.ledger.errors import EntryError, MalformedTextError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TILE_WIDTH = 256
TILE_HEIGHT = 8
LONGEST_ENTRY = 0xFFFF
ENTRIES = "entries"
_GROUP = 1000
_TILE_PATH = re.compile(
    r"tile/(?P<level>entries|\d{1,2})/(?P<index>(x\d{3}/)*\d{3})(\.p/(?P<width>\d{1,3}))?\Z",
    re.ASCII,
)


def index_path(index: int) -> str:
    """Return `index` as path elements of three digits, all but the last with an x."""
    path = f"{index % _GROUP:03d}"
    while index >= _GROUP:
        index //= _GROUP
        path = f"x{index % _GROUP:03d}/{path}"
    return path


def tile_path(level: int | str, index: int, width: int = TILE_WIDTH) -> str:
    """Return the path of a tile below the log's prefix; `level` is a number or `entries`."""
    suffix = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{index_path(index)}{suffix}"


def entries_path(index: int, width: int = TILE_WIDTH) -> str:
    """Return the path of an entry bundle below the log's prefix."""
    return tile_path(ENTRIES, index, width)


def parse_tile_path(path: str) -> tuple[int | str, int, int] | None:
    """Return (level, index, width) of a path that `tile_path` writes, None for any other."""
    found = _TILE_PATH.match(path)
    if not found:
        return None
    level: int | str = ENTRIES if found["level"] == ENTRIES else int(found["level"])
    index = int(re.sub("[x/]", "", found["index"]))
    width = int(found["width"]) if found["width"] else TILE_WIDTH
    return (level, index, width) if width and tile_path(level, index, width) == path else None


def levels_of(size: int) -> int:
    """Return how many levels of tiles a log of `size` has."""
    levels = 0
    while size >> (TILE_HEIGHT * levels):
        levels += 1
    return levels


def tiles_between(old: int, new: int) -> Iterator[tuple[int, int, int]]:
    """Yield (level, index, width) of each tile that a log of `new` has and one of `old` has not."""
    for level in range(levels_of(new)):
        before, after = old >> (TILE_HEIGHT * level), new >> (TILE_HEIGHT * level)
        if before == after:
            continue
        for index in range(before // TILE_WIDTH, after // TILE_WIDTH):
            yield level, index, TILE_WIDTH
        if after % TILE_WIDTH:
            yield level, after // TILE_WIDTH, after % TILE_WIDTH


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return the entry bundle: each entry after its length, two bytes, big end first."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise EntryError(f"An entry may be {LONGEST_ENTRY} bytes long, not {len(entry)}.")
        parts += (struct.pack(">H", len(entry)), entry)
    return b"".join(parts)


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the `width` entries of a bundle; raise MalformedTextError when it has not just them."""
    entries: list[bytes] = []
    at, end = 0, len(data)
    while at + 2 <= end:
        stop = at + 2 + (data[at] << 8 | data[at + 1])
        entries.append(data[at + 2 : stop])
        at = stop
    if at != end or len(entries) != width:
        raise MalformedTextError(f"The bundle does not hold exactly {width} whole entries.")
    return entries


def split_hashes(data: bytes, width: int) -> list[bytes]:
    """Return the `width` hashes of a tile; raise MalformedTextError when it has not just them."""
    if len(data) != 32 * width:
        raise MalformedTextError(f"The tile does not hold exactly {width} hashes.")
    return [data[at : at + 32] for at in range(0, len(data), 32)]
