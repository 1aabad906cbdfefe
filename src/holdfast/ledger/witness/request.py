# SPDX-License-Identifier: Apache-2.0
"""The body of an add-checkpoint request (C2SP tlog-witness).

Promises: `parse` and `render` are exact inverses; at most 63 hashes, each of 32 bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from holdfast.ledger.errors import MalformedTextError
from holdfast.ledger.merkle import HASH_SIZE
from holdfast.ledger.note import LONGEST_NOTE
from holdfast.ledger.signed_checkpoint import SignedCheckpoint
from holdfast.ledger.text import decode_base64, decode_decimal, encode_base64

MOST_HASHES = 63
LONGEST_REQUEST = LONGEST_NOTE + 4096


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The size the witness is thought to be at, the proof from there, and the checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    signed: SignedCheckpoint

    def render(self) -> bytes:
        """Return the request's body."""
        lines = [f"old {self.old_size}", *map(encode_base64, self.proof), "", ""]
        return "\n".join(lines).encode() + self.signed.data

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a request's body; raise MalformedTextError when it is not one."""
        head, gap, checkpoint = data.partition(b"\n\n")
        try:
            first, *lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise MalformedTextError("The request does not begin with plain lines.") from error
        if not gap or not first.startswith("old "):
            raise MalformedTextError("The request does not say from which size: old <size>.")
        if len(lines) > MOST_HASHES:
            raise MalformedTextError(f"The request has more than {MOST_HASHES} hashes.")
        return cls(
            decode_decimal(first.removeprefix("old "), "The old size"),
            tuple(decode_base64(line, "A hash of the proof", HASH_SIZE) for line in lines),
            SignedCheckpoint.parse(checkpoint),
        )
