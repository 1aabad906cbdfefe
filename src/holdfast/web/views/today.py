# SPDX-License-Identifier: Apache-2.0
"""Today: what needs the person who asks, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from holdfast.accounts.permissions import may, may_open
from holdfast.fleet.queries.engagements import due_engagements
from holdfast.fleet.queries.isolation import stale_tests
from holdfast.oversight.queries.attention import attention
from holdfast.oversight.queries.desk import due_soon
from holdfast.records.queries import list_cases
from holdfast.records.queries import today as query
from holdfast.records.queries.standing import standing
from holdfast.web.home import this_home, viewer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_CASES = 8


def today(request: HttpRequest) -> HttpResponse:
    """Show it; parts that the person's roles or cases do not reach are left out."""
    asks = viewer(request, "today")
    now = timezone.now()
    shows_records = may_open(asks, "cases") is not None
    needs = query(asks, now=now)
    to_confirm = needs.to_confirm if may(asks, "acquisition.confirm") else ()
    context = {
        "now": timezone.localtime(now),
        "today": needs,
        "to_confirm": to_confirm,
        "recent": [one for one in needs.recent if one not in to_confirm],
        "shows_records": shows_records,
        "may_take_in": may(asks, "acquisition.take_in"),
        "cases": list_cases(asks, limit=_CASES).rows if shows_records else (),
        "standing": standing(asks) if may_open(asks, "system") else None,
        "attention": attention(asks, this_home(), now),
        "stale_tests": stale_tests(this_home(), now) if may(asks, "decision.record") else (),
        "due_soon": due_soon(asks, this_home(), timezone.localdate()),
        "engagements_due": due_engagements(asks, this_home(), timezone.localdate()),
        "most_bytes": max((month.bytes for month in needs.growth), default=0),
    }
    return render(request, "today/today.html", context)
