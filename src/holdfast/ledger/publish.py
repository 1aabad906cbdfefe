# SPDX-License-Identifier: Apache-2.0
"""Publishing the log as a static tree that any web server can serve (C2SP tlog-tiles).

Writes `checkpoint`, `vkey`, `tile/…` and `tile/entries/…` for one signed checkpoint, which may be
older than the newest: nothing beyond it is in the published files. Promises: only what is new is
written, the checkpoint last; a folder that holds a later or different history is refused. Faces
are all it publishes: never a body, never a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.ledger import durable
from holdfast.ledger.errors import PublishError, SignatureError
from holdfast.ledger.signed_checkpoint import SignedCheckpoint
from holdfast.ledger.tile_tree import TileTree
from holdfast.ledger.tiles import (
    ENTRIES,
    TILE_WIDTH,
    encode_bundle,
    tile_path,
    tiles_between,
)

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.ledger.readable_log import ReadableLog

_OURS = {"checkpoint", "vkey", "tile"}


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the size now public, files written, files already there."""

    size: int
    written: int
    kept: int


def publish(log: ReadableLog, to: Path, *, size: int | None = None) -> Published:
    """Bring `to` up to the checkpoint of `size`, the newest by default."""
    signed = log.checkpoint(size)
    vkey = f"{log.verifier.vkey}\n"
    try:
        to.mkdir(parents=True, exist_ok=True)
        before = _published_size(log, to, signed, vkey)
        durable.replace(to / "vkey", vkey.encode())
        written = kept = 0
        for level, index, width in _files(signed.size):
            if _write_tile(log.tree, to, level, index, width):
                written += 1
            else:
                kept += 1
        durable.replace(to / "checkpoint", signed.data)
        TileTree(to).drop_partials(before, signed.size)
    except OSError as error:
        raise PublishError(
            f"The log could not be published into {to}: {error.strerror or error}. The ledger is "
            "unharmed; see to the folder and publish again."
        ) from error
    return Published(signed.size, written, kept)


def _published_size(log: ReadableLog, to: Path, signed: SignedCheckpoint, vkey: str) -> int:
    """Return the size published so far; raise PublishError unless it may grow into `signed`."""
    strangers = sorted(path.name for path in to.iterdir() if path.name not in _OURS)
    leftovers = [name for name in strangers if name.endswith(durable.TEMPORARY_SUFFIX)]
    if strangers != leftovers:
        raise PublishError(f"{to} holds other files ({strangers[0]}): choose an empty folder.")
    if (to / "vkey").exists() and (to / "vkey").read_text("utf-8") != vkey:
        raise PublishError(f"{to} holds the log of another key: choose another folder.")
    if not (to / "checkpoint").exists():
        return 0
    there = SignedCheckpoint.parse((to / "checkpoint").read_bytes())
    try:
        there.verify(log.verifier)
    except SignatureError as error:
        raise PublishError(f"{to} holds a checkpoint of another log: {error}") from error
    if there.size > signed.size:
        raise PublishError(
            f"{to} already shows {there.size} entries; going back to {signed.size} would hide some."
        )
    if log.root_at(there.size) != there.root:
        raise PublishError(
            f"{to} shows a history that is not this log's: keep that folder, it is evidence."
        )
    return there.size


def _files(size: int) -> list[tuple[int | str, int, int]]:
    tiles = list(tiles_between(0, size))
    return [(ENTRIES, index, width) for level, index, width in tiles if level == 0] + [*tiles]


def _write_tile(tree: TileTree, to: Path, level: int | str, index: int, width: int) -> bool:
    name = tile_path(level, index, width)
    target = to / name
    if width == TILE_WIDTH and _same_length(tree.folder / name, target):
        return False
    if isinstance(level, str):
        data = encode_bundle(tree.entries(index, width))
    else:
        data = b"".join(tree.tile(level, index, width))
    if target.exists() and target.read_bytes() == data:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    durable.replace(target, data)
    return True


def _same_length(source: Path, target: Path) -> bool:
    """Tell whether a full tile is there: it never changes, so its length is enough."""
    try:
        return source.stat().st_size == target.stat().st_size
    except FileNotFoundError:
        return False
