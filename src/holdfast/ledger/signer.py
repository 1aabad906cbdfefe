# SPDX-License-Identifier: Apache-2.0
"""Keys that sign: the log's own and a cosigner's, told apart by their signature type.

Never makes randomness or reads a clock: the 32-byte seed and the time come in as arguments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from holdfast.ledger.cosignature import ed25519_message, join_timestamp, ml_dsa_44_message
from holdfast.ledger.errors import MalformedTextError
from holdfast.ledger.note import Note, SignatureLine
from holdfast.ledger.verifier import SignatureType, Verifier

if TYPE_CHECKING:
    from datetime import datetime

SEED_SIZE = 32


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name. The seed is left out of `repr`, so that no log shows it."""

    name: str
    seed: bytes = field(repr=False)
    kind: SignatureType = SignatureType.ED25519

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise MalformedTextError(f"The private key of {self.name} is not {SEED_SIZE} bytes.")

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        if self.kind is SignatureType.COSIGNATURE_ML_DSA_44:
            public = MLDSA44PrivateKey.from_seed_bytes(self.seed).public_key().public_bytes_raw()
        else:
            key = Ed25519PrivateKey.from_private_bytes(self.seed)
            public = key.public_key().public_bytes_raw()
        return Verifier(self.name, self.kind, public)

    def sign(self, text: bytes, now: datetime) -> SignatureLine:
        """Return the signature line over the note `text`; `now` (aware) goes into cosignatures."""
        timestamp = int(now.timestamp())
        if self.kind is SignatureType.COSIGNATURE_ML_DSA_44:
            pq_key = MLDSA44PrivateKey.from_seed_bytes(self.seed)
            raw = pq_key.sign(ml_dsa_44_message(self.name, text, timestamp))
            return self._line(join_timestamp(timestamp, raw))
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        if self.kind is SignatureType.COSIGNATURE_ED25519:
            raw = key.sign(ed25519_message(text, timestamp))
            return self._line(join_timestamp(timestamp, raw))
        return self._line(key.sign(text))

    def sign_note(self, text: bytes, now: datetime) -> Note:
        """Return the note of `text` under this one signature."""
        return Note(text, (self.sign(text, now),))

    def _line(self, signature: bytes) -> SignatureLine:
        return SignatureLine(self.name, self.verifier.key_id, signature)
