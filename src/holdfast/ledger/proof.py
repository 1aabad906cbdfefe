# SPDX-License-Identifier: Apache-2.0
"""Proof files (C2SP tlog-proof): that an entry is in a log, checkable offline for ever.

Promises: `parse` and `render` are exact inverses; `verify` checks the log's signature, every known
witness, the policy's quorum and the path from the entry to the root. `extra` is carried, never
trusted. Files end in `.tlog-proof`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from holdfast.ledger.errors import MalformedTextError
from holdfast.ledger.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from holdfast.ledger.signed_checkpoint import SignedCheckpoint
from holdfast.ledger.text import decode_base64, decode_decimal, encode_base64

if TYPE_CHECKING:
    from holdfast.ledger.policy import Policy, Trusted

PROOF_SUFFIX = ".tlog-proof"
_HEADER = "c2sp.org/tlog-proof@v1"
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class TlogProof:
    """Entry `index`, the hashes from its sibling up, and the checkpoint they lead to."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: SignedCheckpoint
    extra: bytes | None = None

    def render(self) -> bytes:
        """Return the proof file."""
        extra = [] if self.extra is None else [f"extra {encode_base64(self.extra)}"]
        hashes = [encode_base64(each) for each in self.hashes]
        lines = [_HEADER, *extra, f"index {self.index}", *hashes, "", ""]
        return "\n".join(lines).encode() + self.checkpoint.data

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a proof file; raise MalformedTextError when it is not one."""
        head, gap, checkpoint = data.partition(b"\n\n")
        try:
            lines = head.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise MalformedTextError("The proof is not UTF-8 text.") from error
        if not gap or lines.pop(0) != _HEADER:
            raise MalformedTextError(f"This is not a proof file: it must begin with {_HEADER}.")
        extra: bytes | None = None
        if lines and lines[0].startswith("extra "):
            extra = decode_base64(lines.pop(0).removeprefix("extra "), "The proof's extra data")
        if not lines or not lines[0].startswith("index "):
            raise MalformedTextError("The proof does not say which entry it is about.")
        index = decode_decimal(lines.pop(0).removeprefix("index "), "The proof's index")
        if len(lines) > _MOST_HASHES:
            raise MalformedTextError("The proof has more hashes than any tree is high.")
        hashes = tuple(decode_base64(line, "A hash of the proof", HASH_SIZE) for line in lines)
        return cls(index, hashes, SignedCheckpoint.parse(checkpoint), extra)

    def verify(self, entry: bytes, policy: Policy) -> Trusted:
        """Return who vouches for the checkpoint; raise unless `entry` is proven under `policy`.

        Raises SignatureError, PolicyError or ProofError, whichever fails first.
        """
        trusted = policy.evaluate(self.checkpoint)
        verify_inclusion(
            leaf_hash(entry), self.index, self.checkpoint.size, self.hashes, self.checkpoint.root
        )
        return trusted
