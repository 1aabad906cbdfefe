# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with registers, decisions, complaints and reports, in words."""

from __future__ import annotations

from holdfast.errors import HoldfastError, NeedsAttentionError, WrongUsageError


class OversightError(HoldfastError):
    """Something with oversight went wrong; evidence is unharmed."""


class NotDecidedError(OversightError):
    """A rule of oversight forbids the act as asked; nothing was changed."""


class NotOnRegisterError(OversightError):
    """There is no such technology, decision, row, complaint or request."""


class MalformedLogError(WrongUsageError):
    """An outside tool's log cannot be read as it is; nothing was recorded."""


class OversightDamageError(NeedsAttentionError):
    """A published record is not in the ledger as its face says; originals are unharmed."""
