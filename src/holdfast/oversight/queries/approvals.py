# SPDX-License-Identifier: Apache-2.0
"""Which approvals are in force at a moment, and which technologies they approve.

Promises: the same rule as the gate's (`holdfast.gate.Approval.why_not_in_force`), as a query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from holdfast.gate import USABLE_STAGES
from holdfast.oversight.models import Approval

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def in_force(approvals: QuerySet[Approval], now: datetime) -> QuerySet[Approval]:
    """Narrow to those in force."""
    return approvals.filter(
        Q(until__isnull=True) | Q(until__gt=now),
        Q(confirm_by__isnull=True) | Q(confirm_by__gt=now),
        start__lte=now,
        suspended_by="",
        ended_by="",
    )


def approved_technologies(now: datetime) -> frozenset[str]:
    """Give the ids of the technologies in trial or adopted with an approval in force."""
    found = in_force(Approval.objects.all(), now).filter(technology__stage__in=USABLE_STAGES)
    return frozenset(found.values_list("technology", flat=True))
