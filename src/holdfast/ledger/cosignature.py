# SPDX-License-Identifier: Apache-2.0
"""What a cosigner signs, byte for byte (C2SP tlog-cosignature).

Two kinds: Ed25519 `cosignature/v1` over a time and the whole note text, and ML-DSA-44 over a
`cosigned_message` structure that names the cosigner. In both, the signature is an eight-byte
big-endian POSIX time followed by the raw signature.
"""

from __future__ import annotations

import struct

from holdfast.ledger.checkpoint import Checkpoint
from holdfast.ledger.errors import MalformedTextError
from holdfast.ledger.text import LARGEST_SIZE

TIME_SIZE = 8
_LONGEST_NAME = 255


def ed25519_message(text: bytes, timestamp: int) -> bytes:
    """Return the message of an Ed25519 cosignature over the note `text`."""
    return b"cosignature/v1\ntime %d\n%s" % (timestamp, text)


def ml_dsa_44_message(cosigner: str, text: bytes, timestamp: int) -> bytes:
    """Return the `cosigned_message` over the whole tree of the checkpoint in `text`."""
    checkpoint = Checkpoint.parse(text)
    return b"".join(
        (
            b"subtree/v1\n\x00",
            _opaque(cosigner, "The cosigner's name"),
            struct.pack(">Q", timestamp),
            _opaque(checkpoint.origin, "The log's origin"),
            struct.pack(">QQ", 0, checkpoint.size),
            checkpoint.root,
        )
    )


def split_timestamp(signature: bytes) -> tuple[int, bytes]:
    """Return (POSIX seconds, raw signature) of a timestamped signature."""
    if len(signature) <= TIME_SIZE:
        raise MalformedTextError("A cosignature is too short to hold its time.")
    timestamp = int.from_bytes(signature[:TIME_SIZE], "big")
    if timestamp > LARGEST_SIZE:
        raise MalformedTextError("A cosignature's time is out of range.")
    return timestamp, signature[TIME_SIZE:]


def join_timestamp(timestamp: int, raw: bytes) -> bytes:
    """Return the timestamped signature."""
    return struct.pack(">Q", timestamp) + raw


def _opaque(text: str, what: str) -> bytes:
    data = text.encode()
    if not 1 <= len(data) <= _LONGEST_NAME:
        raise MalformedTextError(f"{what} must be 1 to {_LONGEST_NAME} bytes long to be cosigned.")
    return bytes([len(data)]) + data
