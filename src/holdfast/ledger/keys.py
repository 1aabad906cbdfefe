# SPDX-License-Identifier: Apache-2.0
"""Private key files: one line, mode 0600, in the form Go's signed-note tools write.

`PRIVATE+KEY+<name>+<hex key id>+<base64(type ‖ 32-byte seed)>`. Promises: never overwrites a key,
never reads one that other users of the machine could read, never shows the seed in an error.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from holdfast.ledger import durable
from holdfast.ledger.errors import KeyFileError, MalformedTextError
from holdfast.ledger.signer import Signer
from holdfast.ledger.text import decode_base64, encode_base64
from holdfast.ledger.verifier import SignatureType

if TYPE_CHECKING:
    from pathlib import Path

_PREFIX = "PRIVATE+KEY+"
_PARTS = 3


def render_key(signer: Signer) -> str:
    """Return the key file's one line."""
    material = encode_base64(bytes([signer.kind]) + signer.seed)
    return f"{_PREFIX}{signer.name}+{signer.verifier.key_id.hex()}+{material}\n"


def parse_key(text: str) -> Signer:
    """Read the line; raise KeyFileError, without quoting it, when it is not a key."""
    parts = text.removesuffix("\n").removeprefix(_PREFIX).split("+", 2)
    unusable = KeyFileError("This is not a private key that Holdfast can sign with.")
    if not text.startswith(_PREFIX) or len(parts) != _PARTS:
        raise unusable
    try:
        material = decode_base64(parts[2], "The private key")
        signer = Signer(parts[0], material[1:], SignatureType(int.from_bytes(material[:1], "big")))
    except (ValueError, MalformedTextError) as error:
        raise unusable from error
    if signer.verifier.key_id.hex() != parts[1]:
        raise unusable
    return signer


def write_key(path: Path, signer: Signer) -> None:
    """Write a new key file durably; raise KeyFileError when one is already there."""
    try:
        durable.create(path, render_key(signer).encode(), mode=0o600)
    except FileExistsError as error:
        raise KeyFileError(f"There is a key at {path} already; it was left as it is.") from error
    durable.sync_folder(path.parent)


def read_key(path: Path) -> Signer:
    """Return the key at `path`; raise KeyFileError when it is missing, exposed or not a key."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise KeyFileError(f"The key at {path} cannot be read: {error.strerror}.") from error
    with os.fdopen(descriptor, "rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & 0o077:
            raise KeyFileError(
                f"The key at {path} can be reached by other users of this machine (mode "
                f"{mode:04o}). Run: chmod 600 {path}. Then ask who could have read it."
            )
        data = file.read(1 << 14)
    try:
        return parse_key(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise KeyFileError(f"The file at {path} is not a private key.") from error
