# SPDX-License-Identifier: Apache-2.0
"""A checkpoint with its signatures, exactly as it came.

Promises: `data` is never re-written, so that what is kept, shown and sent is what was signed.
Being one of these says only that the text is well formed: call `verify` before trusting it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from holdfast.ledger.checkpoint import Checkpoint
from holdfast.ledger.errors import SignatureError
from holdfast.ledger.note import Note, SignatureLine, VerifiedSignature

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.ledger.verifier import Verifier


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """`note` and the `checkpoint` in its text."""

    note: Note
    checkpoint: Checkpoint

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a checkpoint file; raise MalformedTextError when it is not one."""
        return cls.of(Note.parse(data))

    @classmethod
    def of(cls, note: Note) -> Self:
        """Read the checkpoint in a note."""
        return cls(note, Checkpoint.parse(note.text))

    @property
    def data(self) -> bytes:
        """The bytes of the checkpoint file."""
        return self.note.render()

    @property
    def origin(self) -> str:
        """The log's name."""
        return self.checkpoint.origin

    @property
    def size(self) -> int:
        """How many entries."""
        return self.checkpoint.size

    @property
    def root(self) -> bytes:
        """The Merkle root over them, 32 bytes."""
        return self.checkpoint.root

    def verify(
        self, log: Verifier, cosigners: Iterable[Verifier] = ()
    ) -> tuple[VerifiedSignature, ...]:
        """Return the known signatures; raise SignatureError unless the log's is among them.

        The log's key name must be the checkpoint's origin, and a cosigner that is known must
        verify. The log's own signature comes first.
        """
        if log.name != self.origin:
            raise SignatureError(
                f"The checkpoint is of the log {self.origin}, and the key is of {log.name}."
            )
        verified = self.note.verify([log, *cosigners])
        own = [each for each in verified if each.verifier == log]
        if not own:
            raise SignatureError(f"The checkpoint is not signed by its log, {log.name}.")
        return (*own, *(each for each in verified if each.verifier != log))

    def adding(self, lines: Iterable[SignatureLine]) -> Self:
        """Return the same checkpoint with further signature lines."""
        return type(self)(self.note.adding(lines), self.checkpoint)
