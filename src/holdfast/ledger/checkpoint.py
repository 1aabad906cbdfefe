# SPDX-License-Identifier: Apache-2.0
"""The text of a checkpoint: origin, size and root of a log at one moment (C2SP tlog-checkpoint).

Promises: `parse` and `body` are exact inverses. Says nothing about who signed: see
`signed_checkpoint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from holdfast.ledger.errors import MalformedTextError
from holdfast.ledger.merkle import HASH_SIZE
from holdfast.ledger.text import decode_base64, decode_decimal, encode_base64

_FIXED_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head. `extensions` are lines others may add; Holdfast writes none."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def body(self) -> bytes:
        """Return the note text that is signed."""
        lines = [self.origin, str(self.size), encode_base64(self.root), *self.extensions]
        return "".join(f"{line}\n" for line in lines).encode()

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read a note text; raise MalformedTextError when it is not a checkpoint."""
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedTextError("The checkpoint is not UTF-8 text.") from error
        if not text.endswith("\n"):
            raise MalformedTextError("The checkpoint does not end with a newline.")
        lines = text[:-1].split("\n")
        if len(lines) < _FIXED_LINES or not all(lines):
            raise MalformedTextError(
                "A checkpoint has an origin, a size and a root, one to a line, and no empty line."
            )
        return cls(
            origin=lines[0],
            size=decode_decimal(lines[1], "The checkpoint's size"),
            root=decode_base64(lines[2], "The checkpoint's root", HASH_SIZE),
            extensions=tuple(lines[_FIXED_LINES:]),
        )
