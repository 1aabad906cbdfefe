# SPDX-License-Identifier: Apache-2.0
"""Errors of making a pack. What a verifier finds is a problem in its result, never an error."""

from __future__ import annotations

from holdfast.errors import HoldfastError, NeedsAttentionError, WrongUsageError


class PackError(HoldfastError):
    """A pack could not be made; nothing was handed out and no original was changed."""


class PackPlaceError(PackError, WrongUsageError):
    """The place for a pack is taken by something that is not an unfinished pack."""


class PackContentsError(PackError, WrongUsageError):
    """The contents or the proofs given for a pack do not fit together."""


class PackSourceError(PackError, NeedsAttentionError):
    """A file that belongs in the pack is missing from the vault or is not what was recorded."""
