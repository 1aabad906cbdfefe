# SPDX-License-Identifier: Apache-2.0
"""Verifier keys (vkeys) and the one rule by which their signatures are accepted.

Types: 0x01 Ed25519 over the note text, 0x04 Ed25519 cosignature/v1, 0x06 ML-DSA-44 cosignature
(C2SP signed-note and tlog-cosignature). Others are refused by name.

The Ed25519 rule, which `packs/verifier` follows too: the public key is a canonical encoding
(y < p) of a point that is not of small order; S < L; the equation without cofactor,
[S]B = R + [k]A, with R compared as bytes. A lawful signer never meets the corners this settles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from holdfast.ledger.cosignature import ed25519_message, ml_dsa_44_message, split_timestamp
from holdfast.ledger.errors import MalformedTextError, SignatureError
from holdfast.ledger.text import decode_base64, encode_base64

KEY_ID_SIZE = 4
_HEX_ID = re.compile(r"[0-9a-f]{8}\Z")
_FIELD = 2**255 - 19
_SIGN_BIT = 1 << 255
_Y_OF_ORDER_EIGHT = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_Y_OF_SMALL_ORDER = frozenset({0, 1, _FIELD - 1, _Y_OF_ORDER_EIGHT, _FIELD - _Y_OF_ORDER_EIGHT})


class SignatureType(IntEnum):
    """The signature types that Holdfast writes and verifies, by their identifier byte."""

    ED25519 = 0x01
    COSIGNATURE_ED25519 = 0x04
    COSIGNATURE_ML_DSA_44 = 0x06


PUBLIC_KEY_SIZES = {
    SignatureType.ED25519: 32,
    SignatureType.COSIGNATURE_ED25519: 32,
    SignatureType.COSIGNATURE_ML_DSA_44: 1312,
}


def check_key_name(name: str) -> None:
    """Raise MalformedTextError when `name` may not stand in a signature line."""
    unfit = any(letter.isspace() or letter < " " or letter in "+\x7f" for letter in name)
    if not name or unfit:
        raise MalformedTextError(f"A key name has no spaces and no plus sign: {name[:80]!r}.")


@dataclass(frozen=True, slots=True)
class Verifier:
    """One public key with its name. `kind` says what is signed."""

    name: str
    kind: SignatureType
    public_key: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public_key) != PUBLIC_KEY_SIZES[self.kind]:
            raise MalformedTextError(f"The public key of {self.name} has the wrong length.")
        if self.kind is not SignatureType.COSIGNATURE_ML_DSA_44:
            _refuse_weak_point(self.name, self.public_key)

    @property
    def key_id(self) -> bytes:
        """The four bytes that, with the name, identify the key."""
        material = self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key
        return sha256(material).digest()[:KEY_ID_SIZE]

    @property
    def vkey(self) -> str:
        """The key as one line of text, to be kept by whoever verifies."""
        material = encode_base64(bytes([self.kind]) + self.public_key)
        return f"{self.name}+{self.key_id.hex()}+{material}"

    @classmethod
    def from_vkey(cls, vkey: str) -> Self:
        """Read a vkey; raise MalformedTextError when it is not one, or of a type we lack."""
        parts = vkey.strip("\n").split("+", 2)
        if len(parts) != 3 or not _HEX_ID.match(parts[1]):  # noqa: PLR2004 - name, id, material
            raise MalformedTextError(
                f"This is not a verifier key (name+id+base64): {vkey[:80]!r}. Ask its holder again."
            )
        material = decode_base64(parts[2], "The verifier key")
        try:
            kind = SignatureType(material[0])
        except (IndexError, ValueError) as error:
            raise MalformedTextError(
                f"The verifier key of {parts[0]} is of a type Holdfast does not know."
            ) from error
        verifier = cls(parts[0], kind, material[1:])
        if verifier.key_id.hex() != parts[1]:
            raise MalformedTextError(f"The verifier key of {parts[0]} does not match its own id.")
        return verifier

    def verify(self, text: bytes, signature: bytes) -> int | None:
        """Return the signature's time (None for a plain one), or raise SignatureError."""
        refused = SignatureError(f"A signature by {self.name} does not verify: do not trust this.")
        timestamp: int | None = None
        try:
            if self.kind is SignatureType.ED25519:
                Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text)
                return None
            timestamp, raw = split_timestamp(signature)
            if self.kind is SignatureType.COSIGNATURE_ED25519:
                key = Ed25519PublicKey.from_public_bytes(self.public_key)
                key.verify(raw, ed25519_message(text, timestamp))
            else:
                message = ml_dsa_44_message(self.name, text, timestamp)
                MLDSA44PublicKey.from_public_bytes(self.public_key).verify(raw, message)
        except (InvalidSignature, ValueError, MalformedTextError) as error:
            raise refused from error
        return timestamp


def _refuse_weak_point(name: str, public_key: bytes) -> None:
    y = int.from_bytes(public_key, "little") & ~_SIGN_BIT
    if y >= _FIELD or y in _Y_OF_SMALL_ORDER:
        raise MalformedTextError(
            f"The public key of {name} is weak: anyone could sign for it. Refuse its holder."
        )
