# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with cases, items and custody, each in words for the person at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError, NeedsAttentionError, WrongUsageError

if TYPE_CHECKING:
    from holdfast.records.drafts import Draft


class RecordsError(HoldfastError):
    """Something with cases, items or custody went wrong; originals are unharmed."""


class NotPermittedError(RecordsError):
    """The person's roles or memberships do not allow the act.

    Where content was asked for, the refusal itself is written in the ledger: `denied` is what is
    to be written.
    """

    def __init__(self, message: str, *, denied: Draft | None = None) -> None:
        super().__init__(message)
        self.denied = denied


class NotFoundError(RecordsError):
    """There is no such case, item or receipt for this person.

    The answer is the same whether it does not exist or may not be seen.
    """

    def __init__(self, message: str, *, denied: Draft | None = None) -> None:
        super().__init__(message)
        self.denied = denied


class PurposeNeededError(RecordsError):
    """Content was asked for before a purpose was stated for its case in this session."""

    def __init__(self, message: str, *, cases: tuple[int, ...]) -> None:
        super().__init__(message)
        self.cases = cases


class RefusedError(RecordsError):
    """A rule of the records forbids the act as asked; nothing was changed."""


class MediumError(WrongUsageError):
    """What was named cannot be taken in at all; nothing was changed."""


class MediumGoneError(NeedsAttentionError):
    """The medium vanished while it was being read; what was copied is safe and is not lost."""


class NoRoomError(NeedsAttentionError):
    """There is not enough room in the vault for the medium; nothing half-done is visible."""


class NotSealedError(NeedsAttentionError):
    """A change is in the database and could not be put under a checkpoint of the ledger yet."""


class LedgerDisagreesError(NeedsAttentionError):
    """The database and the ledger of a home do not belong together."""
