# SPDX-License-Identifier: Apache-2.0
"""The log: entries go in, and come under a signed checkpoint, in an order a crash cannot break.

`append` does, and a power cut between any two steps leaves the log at its old or new checkpoint:

1. take the lock; look whether another process has moved the checkpoint on, and follow it;
2. refuse unless the files at the edge are as the last checkpoint left them;
3. write and sync sealed bodies, entry bundles, tiles, then the folders that name them;
4. sign the checkpoint, write and sync it under another name, rename it to `log/checkpoint`, sync
   the folder: from here the entries are in;
5. link it into `checkpoints/`, sync that folder; drop partial tiles that have become full.

Opening with a signer first undoes what a crash left beyond the checkpoint and completes step 5;
`recovered` says what was done. Opening without one only reads.
Never signs a tree smaller than one it signed before, or one that its own files do not add up to.
Entries come complete: this makes no faces, reads no clock and decides nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from holdfast.ledger import durable
from holdfast.ledger.body import LONGEST_BODY, commit
from holdfast.ledger.checkpoint import Checkpoint
from holdfast.ledger.errors import DamagedLogError, EntryError, LogWriteError, MalformedTextError
from holdfast.ledger.face import Face
from holdfast.ledger.history import History
from holdfast.ledger.lines import LineTree, write_lines
from holdfast.ledger.merkle import EMPTY_ROOT
from holdfast.ledger.readable_log import LogState, ReadableLog
from holdfast.ledger.signed_checkpoint import SignedCheckpoint
from holdfast.ledger.tiles import TILE_WIDTH
from holdfast.ledger.verifier import SignatureType, Verifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from holdfast.ledger.note import SignatureLine
    from holdfast.ledger.signer import Signer
    from holdfast.ledger.tile_tree import Edge

Entry = tuple[bytes, bytes]
"""A face and the sealed body it commits to."""


class Log(ReadableLog):
    """The ledger in one folder. Threads and processes may share it; appends take turns."""

    def __init__(self, directory: Path, verifier: Verifier, signer: Signer | None) -> None:
        super().__init__(directory, verifier)
        self.recovered: tuple[str, ...] = ()
        self._signer = signer
        self._settled = False
        self.refresh()

    @classmethod
    def create(cls, directory: Path, signer: Signer, *, now: datetime) -> Self:
        """Make an empty log signed by `signer`, whose name becomes the log's origin."""
        if signer.kind is not SignatureType.ED25519:
            raise EntryError("A log is signed with a plain Ed25519 key.")
        history = History(directory)
        if history.head_path.exists():
            raise EntryError(f"There is a ledger in {directory} already; it was left as it is.")
        try:
            directory.mkdir(parents=True, exist_ok=True)
            durable.make_folders(directory / "log" / "tile", directory)
            for name in ("bodies", "lines", "checkpoints"):
                durable.make_folders(directory / name, directory)
            (directory / "bodies").chmod(0o700)
            (directory / "lines").chmod(0o700)
            durable.replace(directory / "log" / "vkey", f"{signer.verifier.vkey}\n".encode())
            body = Checkpoint(signer.name, 0, EMPTY_ROOT).body()
            history.commit(SignedCheckpoint.of(signer.sign_note(body, now)))
            durable.sync_folder(directory.parent)
        except OSError as error:
            raise LogWriteError(f"The ledger in {directory} could not be made: {error}.") from error
        return cls(directory, signer.verifier, signer)

    @classmethod
    def open(
        cls, directory: Path, signer: Signer | None = None, *, verifier: Verifier | None = None
    ) -> Self:
        """Open a log: to append with a `signer`, else to read.

        Without either key, the log is checked with the `vkey` that lies beside it, which proves
        that it is whole and not whose it is: hand in `verifier` where that matters.
        """
        if signer is not None:
            return cls(directory, signer.verifier, signer)
        try:
            stated = (directory / "log" / "vkey").read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedLogError(f"There is no ledger in {directory}: no log/vkey.") from error
        return cls(directory, verifier or Verifier.from_vkey(stated), None)

    def refresh(self) -> None:
        """Follow what other processes have appended."""
        if self._signer is None:
            super().refresh()
        else:
            with self._changing():
                pass

    def write_lines(self, lines: Sequence[bytes]) -> LineTree:
        """Keep the lines of a bulk act durably, before the entry whose body names their root."""
        try:
            return write_lines(self.directory / "lines", lines)
        except OSError as error:
            raise self._refused(error) from error

    def append(self, entries: Sequence[Entry], *, now: datetime) -> SignedCheckpoint:
        """Enter faces with their bodies, and return the checkpoint they are durably under.

        After LogWriteError they are in wholly or not at all: the next call finds out, and
        `find_leaf` says which.
        """
        if not entries:
            raise EntryError("There is nothing to enter.")
        for face, body in entries:
            _check_entry(face, body)
        with self._changing() as signer:
            state = self._state
            self._check_edge(state.edge)
            edge = state.edge.copy()
            bodies = [body for _, body in entries]
            body_end = self._bodies.append(state.edge.size, state.body_end, bodies)
            self.tree.write(edge.grow([face for face, _ in entries]))
            checkpoint = Checkpoint(self.origin, edge.size, edge.frontier.root())
            signed = SignedCheckpoint.of(signer.sign_note(checkpoint.body(), now))
            self._history.commit(signed)
            self._state = LogState(signed, edge, body_end)
            self.tree.drop_partials(state.edge.size, edge.size)
        return signed

    def add_cosignatures(self, size: int, lines: Iterable[SignatureLine]) -> SignedCheckpoint:
        """Keep cosignatures, already verified by the caller, with the checkpoint of `size`."""
        with self._changing():
            signed = self.checkpoint(size).adding(lines)
            self._history.rewrite(signed)
            self._state = replace(self._state, head=self._read_head(self.size))
        return signed

    def destroy_body(self, index: int) -> None:
        """Destroy one sealed body, for a lawful disposal that is itself an entry."""
        with self._changing():
            self._need_entry(index)
            number = index // TILE_WIDTH
            end = self._bodies.destroy(index, self._width(number))
            if number == self.size // TILE_WIDTH:
                self._state = replace(self._state, body_end=end)

    @contextmanager
    def _changing(self) -> Iterator[Signer]:
        if self._signer is None:
            raise LogWriteError("This ledger was opened to be read only; nothing was entered.")
        try:
            with durable.locked(self.directory / "writing.lock"):
                head = self._read_head(self.size)
                if self._settled and head.checkpoint == self.head.checkpoint:
                    self._state = replace(self._state, head=head)
                else:
                    self._state = self._recover(head)
                self._settled = False
                yield self._signer
                self._settled = True
        except OSError as error:
            raise self._refused(error) from error

    def _recover(self, head: SignedCheckpoint) -> LogState:
        newest = self._history.newest()
        if newest > head.size:
            raise DamagedLogError(
                f"The ledger in {self.directory} has {head.size} entries, but a checkpoint over "
                f"{newest} was signed: it was put back to an older state. Restore the newer copy; "
                "signing now would tell two histories."
            )
        swept = [
            *self._history.sweep(),
            *self._bodies.sweep(head.size),
            *self.tree.sweep(head.size),
        ]
        done = [f"removed what no checkpoint covers: {path}" for path in swept]
        if self._history.keep(head.size):
            done.append(f"kept the checkpoint of size {head.size} in the history")
        self.recovered = (*self.recovered, *done)
        return LogState(head, self._edge_of(head), self._bodies.end(head.size))

    def _check_edge(self, edge: Edge) -> None:
        if self.tree.unfinished(edge.size) != (edge.tails, bytes(edge.bundle)):
            raise self._damaged("its last tiles changed since they were written")

    def _refused(self, error: OSError) -> LogWriteError:
        return LogWriteError(
            f"The ledger in {self.directory} could not be written: {error.strerror or error}. Its "
            f"{self.size} entries are unharmed; what was being entered is in wholly or not at all. "
            "See to the disk, then try again."
        )


def _check_entry(face: bytes, body: bytes) -> None:
    try:
        sealed = Face.from_bytes(face).sealed
    except MalformedTextError as error:
        raise EntryError(f"{error} Nothing was entered.") from error
    if not 0 < len(body) <= LONGEST_BODY or commit(body) != sealed:
        raise EntryError("The face does not commit to this sealed body; nothing was entered.")
