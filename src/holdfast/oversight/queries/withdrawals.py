# SPDX-License-Identifier: Apache-2.0
"""Whether a record still stands behind uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.oversight.models import Withdrawal

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That a record was withdrawn, why, and how many uses are flagged by it."""

    reason: str
    at: datetime
    uses: int
    entry: int | None


def withdrawal_of_case(reference: str) -> Withdrawn | None:
    """Give the withdrawal of a case that the asker may see; None while the case stands."""
    row = Withdrawal.objects.select_related("entry").filter(support=f"case:{reference}").first()
    return Withdrawn(row.reason, row.at, row.uses, row.entry.index) if row else None
