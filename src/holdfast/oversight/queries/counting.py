# SPDX-License-Identifier: Apache-2.0
"""Counts of uses, from the faces alone: what anybody could count from the public ledger."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from holdfast.gate import USES
from holdfast.oversight.queries.values import Bar, Tally
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

LATELY_DAYS: Final = 90
MONTHS: Final = 12
_FULL: Final = 100
_YEAR: Final = 12


def uses() -> QuerySet[Entry]:
    """Give every use, refusal and failure."""
    return Entry.objects.filter(act__in=USES)


def under(approval: str) -> Q:
    """Say that an entry is under the approval; a face on several classes of data joins several."""
    return (
        Q(approval=approval)
        | Q(approval__startswith=f"{approval}+")
        | Q(approval__endswith=f"+{approval}")
        | Q(approval__contains=f"+{approval}+")
    )


def tally(rows: QuerySet[Entry]) -> Tally:
    """Count by outcome."""
    found = dict(rows.order_by().values_list("outcome").annotate(Count("id")))
    return _tally(found)


def tally_by_technology(since: date) -> Mapping[str, Tally]:
    """Count by technology and outcome, from that day on."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = uses().filter(day__gte=since).exclude(technology="").order_by()
    for technology, outcome, count in rows.values_list("technology", "outcome").annotate(
        Count("id")
    ):
        found[technology][outcome] = count
    return {name: _tally(outcomes) for name, outcomes in found.items()}


def volume(rows: QuerySet[Entry]) -> tuple[tuple[str, int], ...]:
    """Add the counts up by unit, for what was done."""
    done = rows.filter(outcome="done").order_by("unit")
    return tuple(done.values_list("unit").annotate(Sum("count")))


def by_purpose(rows: QuerySet[Entry]) -> tuple[tuple[str, int], ...]:
    """Count what was done by purpose, most first."""
    done = rows.filter(outcome="done").order_by()
    found = done.values_list("purpose").annotate(number=Count("id"))
    return tuple(found.order_by("-number", "purpose"))


def by_month(rows: QuerySet[Entry], today: date) -> tuple[Bar, ...]:
    """Count what was done in each of the last twelve months, the months without any too."""
    first = _months_before(today.replace(day=1), MONTHS - 1)
    done = rows.filter(outcome="done", day__gte=first).order_by()
    found = dict(done.annotate(month=TruncMonth("day")).values_list("month").annotate(Count("id")))
    months = [_months_before(today.replace(day=1), back) for back in range(MONTHS - 1, -1, -1)]
    counts = [found.get(month, 0) for month in months]
    highest = max(counts) or 1
    return tuple(
        Bar(f"{month:%b %Y}", count, -(-count * _FULL // highest))
        for month, count in zip(months, counts, strict=True)
    )


def _months_before(month: date, back: int) -> date:
    whole = month.year * _YEAR + month.month - 1 - back
    return month.replace(year=whole // _YEAR, month=whole % _YEAR + 1)


def _tally(found: Mapping[str, int]) -> Tally:
    return Tally(found.get("done", 0), found.get("denied", 0), found.get("failed", 0))
