# SPDX-License-Identifier: Apache-2.0
"""What waits for technology governance today."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from holdfast.accounts.permissions import may
from holdfast.gate import REASONS
from holdfast.oversight.models import Approval
from holdfast.oversight.queries import counting
from holdfast.oversight.queries.decisions import oral_to_confirm
from holdfast.oversight.queries.quarantine import count_quarantined
from holdfast.oversight.queries.register import technologies, warning_of
from holdfast.oversight.queries.standing import approval_lines
from holdfast.oversight.queries.values import Attention

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home

_DAYS: Final = 7
_MOST: Final = 5000


def attention(viewer: Person, home: Home, now: datetime) -> Attention | None:
    """Give it to governance; None for everybody else."""
    if may(viewer, "decision.record") is None:
        return None
    warning = warning_of(home)
    soon = Approval.objects.filter(ended_by="", until__gt=now, until__lte=now + warning)
    lines = approval_lines(
        soon.select_related("technology").order_by("until"), now, warning=warning
    )
    return Attention(
        ending=tuple(one for one in lines if one.state != "ended unconfirmed"),
        oral=oral_to_confirm(now),
        overdue=tuple(one for one in technologies(home, now) if one.overdue),
        quarantined=count_quarantined(viewer),
        denials=denials_by_reason(now),
    )


def denials_by_reason(now: datetime) -> tuple[tuple[str, int], ...]:
    """Count the denials of the last seven days by reason, most first.

    The reason stands in the sealed body, and is counted here without anything else of it; at most
    5,000 denials are read.
    """
    since = now.date() - timedelta(days=_DAYS)
    rows = counting.uses().filter(outcome="denied", day__gte=since).order_by("-pk")
    found: Counter[str] = Counter()
    for body in rows.values_list("body", flat=True)[:_MOST]:
        details = json.loads(bytes(body))["details"] if body is not None else {}
        found[REASONS.get(str(details.get("denied")), "Refused by the records")] += 1
    return tuple(found.most_common())
