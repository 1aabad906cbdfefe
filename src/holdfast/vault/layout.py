# SPDX-License-Identifier: Apache-2.0
"""Where things are in a vault: path rules as pure functions (docs/formats/vault.md).

    objects/ab/cd/<64 hex>   originals, mode 0444; ab, cd are the first two bytes of the digest
    blocks/ab/cd/<64 hex>    the SHA-256 of each 1 MiB block, 32 bytes each; objects > 1 MiB only
    incoming/<lane>/<n>      files being written; swept when the vault is opened for writing
    damaged/<64 hex>.<n>     objects found damaged and replaced by a sound copy; never deleted

An object can be found and checked with `cp` and `sha256sum` alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from holdfast.vault.errors import BadRangeError

if TYPE_CHECKING:
    from pathlib import Path

OBJECTS: Final = "objects"
BLOCKS: Final = "blocks"
INCOMING: Final = "incoming"
DAMAGED: Final = "damaged"
FOLDERS: Final = (OBJECTS, BLOCKS, INCOMING, DAMAGED)

DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
PAIR: Final = re.compile(r"[0-9a-f]{2}", re.ASCII)


def parse_digest(sha256: str) -> str:
    """Give the digest back when it is 64 lower-case hex digits; refuse anything else.

    Every public function that makes a path from a digest comes through here, so no digest can
    lead out of the vault.
    """
    if DIGEST.fullmatch(sha256) is None:
        raise BadRangeError(
            f"{sha256[:80]!r} is not a SHA-256 of 64 lower-case hex digits. Nothing was read or "
            "changed. Give the digest as the receipt shows it."
        )
    return sha256


def object_path(root: Path, sha256: str) -> Path:
    """Where the object of this digest is, whether it is there or not."""
    return root / OBJECTS / sha256[:2] / sha256[2:4] / sha256


def object_folder(root: str, sha256: str) -> str:
    """Where the folder of this object is: text, for the many thousands of small files."""
    return f"{root}/{OBJECTS}/{sha256[:2]}/{sha256[2:4]}"


def blocks_path(root: Path, sha256: str) -> Path:
    """Where the block hashes of this object are, when it is longer than one block."""
    return root / BLOCKS / sha256[:2] / sha256[2:4] / sha256
