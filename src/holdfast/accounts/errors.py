# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with people and their credentials."""

from __future__ import annotations

from holdfast.errors import HoldfastError


class AccountsError(HoldfastError):
    """A person's account cannot be used or changed as asked; no evidence is touched."""


class UnknownRoleError(AccountsError):
    """A role was named that Holdfast does not have."""


class EnrolmentRefusedError(AccountsError):
    """An enrolment code is wrong, used or past its time, or was tried too often."""
