# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with the vault, each with its own name.

A message says what happened, whether evidence is unharmed, and what to do next. None of these is
raised for a source that cannot be read during `store_all`: that is an answer
(`holdfast.vault.Unreadable`), and the rest of the medium goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import NEEDS_ATTENTION, WRONG_USAGE, HoldfastError

if TYPE_CHECKING:
    from holdfast.vault.values import Unreadable


class VaultError(HoldfastError):
    """The vault could not do what was asked; nothing half-written is visible in it."""

    exit_code = NEEDS_ATTENTION


class NotAVaultError(VaultError):
    """The folder named as the vault is not one, or a vault is already there."""

    exit_code = WRONG_USAGE


class BadRangeError(VaultError):
    """Bytes were asked for that the object does not have, or a digest is not 64 hex digits."""

    exit_code = WRONG_USAGE


class VaultFullError(VaultError):
    """The disk or the quota under the vault is full; what was being written has been discarded."""


class VaultNotWritableError(VaultError):
    """The vault is on a read-only disk, or this user may not write to it."""


class VaultWriteError(VaultError):
    """The disk failed twice to keep what it was given, or did not give back what it was given."""


class MissingObjectError(VaultError):
    """An object that should be in the vault is not there."""

    def __init__(self, sha256: str) -> None:
        """Name the object that is not there."""
        super().__init__(
            f"The vault has no object {sha256}. Nothing was changed. Run `holdfast check` to see "
            "whether others are missing too, and restore the file from a copy of the vault."
        )
        self.sha256 = sha256


class DamagedObjectError(VaultError):
    """The bytes in the vault are no longer those that were handed in; the message says where."""

    def __init__(self, sha256: str, blocks: tuple[int, ...], note: str) -> None:
        """Name the object, its damaged blocks of 1 MiB (none when they cannot be told)."""
        super().__init__(
            f"The object {sha256} is damaged: {note}. No damaged byte was given out, and nothing "
            "was changed. Run `holdfast check`, and restore the file from a copy of the vault."
        )
        self.sha256 = sha256
        self.blocks = blocks
        self.note = note


class UnreadableSourceError(VaultError):
    """A single source that was to be stored cannot be read whole; nothing of it was stored."""

    def __init__(self, unreadable: Unreadable) -> None:
        """Carry the answer that `store_all` would have given."""
        super().__init__(
            f"The source cannot be read whole: {unreadable.reason} "
            f"({unreadable.bytes_read} bytes were read). Nothing of it was stored, and what is in "
            "the vault is unharmed. Try another reader or cable, then hand it in again."
        )
        self.unreadable = unreadable
