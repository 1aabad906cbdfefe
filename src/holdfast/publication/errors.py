# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with what is to be published. What a verifier finds is a problem, not an error."""

from __future__ import annotations

from holdfast.errors import HoldfastError, NeedsAttentionError, WrongUsageError


class PublicationError(HoldfastError):
    """Something could not be published; the ledger and what was published before are unharmed."""


class PublishedRecordError(PublicationError, WrongUsageError):
    """A published record is of an unknown type, or lacks what its type needs; nothing was entered."""


class QuarterError(PublicationError, WrongUsageError):
    """A quarter is not written as 2026Q4, or has not begun."""


class BundlePlaceError(PublicationError, WrongUsageError):
    """The folder for a public bundle holds something else; nothing in it was changed."""


class BundleContentsError(PublicationError, NeedsAttentionError):
    """The records or reports given for a bundle are not those that the ledger names."""
