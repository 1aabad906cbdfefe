# SPDX-License-Identifier: Apache-2.0
"""The vault keeps originals: written once and durably, read whole or in verified ranges.

It promises that an object it acknowledges is, bit for bit, what was read from the source, is on
the disk, and that later damage is found and located to blocks of 1 MiB. It never changes or
deletes an object, never follows a symbolic link of a medium, and knows no ledger, no person and
no date. Bytes on disk: docs/formats/vault.md. Order of writing: docs/adr/0002.
"""

from __future__ import annotations

from holdfast.vault.blocks import BLOCK_SIZE, block_count
from holdfast.vault.errors import (
    BadRangeError,
    DamagedObjectError,
    MissingObjectError,
    NotAVaultError,
    UnreadableSourceError,
    VaultError,
    VaultFullError,
    VaultNotWritableError,
    VaultWriteError,
)
from holdfast.vault.values import (
    Expected,
    FileSource,
    ObjectCheck,
    ObjectState,
    Outcome,
    Source,
    StoredObject,
    StreamSource,
    SweepReport,
    Unreadable,
)
from holdfast.vault.vault import Vault

__all__ = [
    "BLOCK_SIZE",
    "BadRangeError",
    "DamagedObjectError",
    "Expected",
    "FileSource",
    "MissingObjectError",
    "NotAVaultError",
    "ObjectCheck",
    "ObjectState",
    "Outcome",
    "Source",
    "StoredObject",
    "StreamSource",
    "SweepReport",
    "Unreadable",
    "UnreadableSourceError",
    "Vault",
    "VaultError",
    "VaultFullError",
    "VaultNotWritableError",
    "VaultWriteError",
    "block_count",
]
