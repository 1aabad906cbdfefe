# SPDX-License-Identifier: Apache-2.0
r"""The sealed body: the private part of an entry, bound to its face by a salted commitment.

Promises: canonical JSON with a 32-byte salt; commitment = SHA-256("holdfast sealed v1\n" ‖ body).
Whoever holds the face alone can neither read the body nor guess it; whoever is given the body can
check it. Destroying the body leaves the face and the log as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING

from holdfast.ledger.canonical import canonical_json, read_canonical
from holdfast.ledger.errors import EntryError, ProofError

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT_SIZE = 32
LONGEST_BODY = 1 << 24
COMMITMENT_DOMAIN = b"holdfast sealed v1\n"


@dataclass(frozen=True, slots=True)
class SealedBody:
    """`data` is kept beside the log; `commitment` (64 hex digits) goes into the face."""

    data: bytes
    commitment: str


def commit(data: bytes) -> str:
    """Return the commitment to the bytes of a body."""
    return sha256(COMMITMENT_DOMAIN + data).hexdigest()


def seal(content: Mapping[str, object], salt: bytes) -> SealedBody:
    """Return the body of `content`; `salt` is 32 random bytes used for nothing else."""
    if len(salt) != SALT_SIZE:
        raise EntryError(f"A sealed body needs a salt of {SALT_SIZE} bytes.")
    if "salt" in content:
        raise EntryError("The content of a sealed body may not name a salt of its own.")
    data = canonical_json({**content, "salt": salt.hex()})
    if len(data) > LONGEST_BODY:
        raise EntryError(
            f"A sealed body may be {LONGEST_BODY} bytes long: put what it lists into lines."
        )
    return SealedBody(data, commit(data))


def open_body(data: bytes, commitment: str) -> dict[str, object]:
    """Return the content of a body; raise ProofError unless the face committed to it."""
    if not compare_digest(commit(data), commitment):
        raise ProofError("This body is not the one that the entry's face committed to.")
    return read_canonical(data, "The sealed body")
