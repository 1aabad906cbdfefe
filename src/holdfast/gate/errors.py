# SPDX-License-Identifier: Apache-2.0
"""What the gate refuses, in words: a use, a row, a permit that is none.

Promises: each message says that nothing was opened or changed, and whom to ask.
"""

from __future__ import annotations

from typing import Final

from holdfast.errors import HoldfastError, WrongUsageError

# Why a use was denied: the code, and the one sentence that explains it to a reader of a list.
REASONS: Final[dict[str, str]] = {
    "person": "Nobody with an active account, a username and a role asked",
    "act-unknown": "What was asked is no use of a technology",
    "technology-unknown": "The technology is not on the register",
    "technology-stage": "The technology is neither in trial nor adopted",
    "purpose-unknown": "The purpose is not on the agency's list",
    "class-unknown": "The class of data is not on the agency's list",
    "support-missing": "No record of a kind that supports the purpose was named",
    "support-unknown": "The record that was named is not there",
    "support-withdrawn": "The record that was named was withdrawn",
    "no-row": "No permission row names this role, technology, purpose and class of data",
    "ban": "A ban is in force",
    "approval-suspended": "The approval is suspended",
    "approval-ended": "The approval has ended",
    "approval-not-begun": "The approval has not begun",
    "approval-unconfirmed": "The oral decision was not confirmed in writing in time",
    "clock-behind": "The clock is behind the newest entry of the ledger",
    "policy-unreadable": "The register, the rows or the ledger could not be read",
    "policy-error": "The rows could not be evaluated without an error",
}


class GateError(HoldfastError):
    """Something about a permission is wrong; nothing was opened, run or changed."""


class DeniedError(GateError):
    """The gate denied a use; nothing was opened or run. The message says why and whom to ask."""

    # `reason` is one of REASONS; `row` and `approval` name what stood in the way, where one did.
    # `entry` is where the denial stands in the ledger, once whoever asked has written it down.

    def __init__(self, reason: str, message: str, *, row: str = "", approval: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.row = row
        self.approval = approval
        self.entry: int | None = None


class WrongPermitError(GateError):
    """A permit was presented for something that it does not permit; nothing was opened or run."""


class ForgedPermitError(GateError):
    """Something other than the gate tried to make or to change a permit."""


class PolicyUnreadableError(GateError):
    """The rows, the approvals or the register cannot be read; uses are denied until they can."""


class RowError(WrongUsageError):
    """A permission row, a ban or an approval cannot be as written; nothing was changed."""

    # `reason` is a short code; `row` names the row that stands against it, where one does.

    def __init__(self, reason: str, message: str, *, row: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.row = row
