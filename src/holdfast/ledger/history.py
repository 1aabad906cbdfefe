# SPDX-License-Identifier: Apache-2.0
"""The checkpoint file and every checkpoint before it.

`log/checkpoint` is the newest; `checkpoints/<size div 1000>/<size>` keeps each that was signed,
with the cosignatures that came for it. Promises: the newest is replaced by rename, and is durable
before it is linked into the history, so the history never holds what was not published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.ledger import durable
from holdfast.ledger.durable import TEMPORARY_SUFFIX
from holdfast.ledger.errors import DamagedLogError, LedgerError
from holdfast.ledger.signed_checkpoint import SignedCheckpoint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_GROUP = 1000


@dataclass(frozen=True, slots=True)
class History:
    """The checkpoints of the log in `directory`."""

    directory: Path

    @property
    def head_path(self) -> Path:
        """Where the newest checkpoint is."""
        return self.directory / "log" / "checkpoint"

    def path(self, size: int) -> Path:
        """Return where the checkpoint of `size` is kept."""
        return self.directory / "checkpoints" / str(size // _GROUP) / str(size)

    def head(self) -> SignedCheckpoint:
        """Return the newest checkpoint; raise DamagedLogError when it cannot be read."""
        try:
            return SignedCheckpoint.parse(self.head_path.read_bytes())
        except FileNotFoundError as error:
            raise DamagedLogError(
                f"There is no ledger in {self.directory}: its log/checkpoint is missing."
            ) from error

    def at(self, size: int) -> SignedCheckpoint:
        """Return the checkpoint of `size`; raise LedgerError when none was signed."""
        try:
            signed = SignedCheckpoint.parse(self.path(size).read_bytes())
        except FileNotFoundError as error:
            raise LedgerError(
                f"No checkpoint was signed when the log had {size} entries."
            ) from error
        if signed.size != size:
            raise DamagedLogError(f"{self.path(size)} holds the checkpoint of another size.")
        return signed

    def sizes(self) -> Iterator[int]:
        """Yield the size of every checkpoint kept, smallest first."""
        for group in _numbers(self.directory / "checkpoints"):
            yield from _numbers(self.directory / "checkpoints" / str(group))

    def newest(self) -> int:
        """Return the largest size kept, -1 when there is none."""
        for group in reversed(_numbers(self.directory / "checkpoints")):
            for size in reversed(_numbers(self.directory / "checkpoints" / str(group))):
                return size
        return -1

    def commit(self, signed: SignedCheckpoint) -> None:
        """Make `signed` the newest checkpoint, durably, and keep it."""
        durable.replace(self.head_path, signed.data)
        self.keep(signed.size)

    def keep(self, size: int) -> bool:
        """Link the newest checkpoint, of `size`, into the history; False when it is there."""
        path = self.path(size)
        if path.exists():
            return False
        durable.make_folders(path.parent, self.directory)
        path.hardlink_to(self.head_path)
        durable.sync_folder(path.parent)
        return True

    def sweep(self) -> list[Path]:
        """Remove what an interrupted change left half-written in the ledger; return it."""
        places = [self.head_path.parent.glob("*"), *map(self._inside, ("bodies", "lines"))]
        found = [path for place in places for path in place if path.name.endswith(TEMPORARY_SUFFIX)]
        for path in found:
            path.unlink()
        return found

    def _inside(self, name: str) -> Iterator[Path]:
        return (self.directory / name).rglob("*")

    def rewrite(self, signed: SignedCheckpoint) -> None:
        """Replace a kept checkpoint by the same one with more cosignatures."""
        durable.replace(self.path(signed.size), signed.data)
        if self.head().checkpoint == signed.checkpoint:
            durable.replace(self.head_path, signed.data)


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return sorted(int(each.name) for each in folder.iterdir() if each.name.isdigit())
