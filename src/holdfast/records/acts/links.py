# SPDX-License-Identifier: Apache-2.0
"""Keeps what cases repeat of their items, and their tallies, in step with the items.

Promises: whatever an act changes inside `changing`, the tallies of every case add up to its links
afterwards; the cost grows with the items changed, never with the size of the case.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import F

from holdfast.records.acts.bulk import insert, update
from holdfast.records.models import CaseItem, CaseTally, Item

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime

REPEATED = ("day_rank", "kind", "status", "access_class", "has_track")
NO_DAY = 1
_BATCH = 500


def day_rank(day: date | None) -> int:
    """Give the rank of a day: newer days first, no day last."""
    return NO_DAY if day is None else -day.toordinal()


@contextmanager
def changing(items: Collection[int]) -> Iterator[None]:
    """Let the block change the items or their links; repeat and tally them when it has ended."""
    before = _count(items)
    yield
    _repeat(items)
    after = _count(items)
    after.subtract(before)
    for alike, difference in after.items():
        if difference:
            _add(dict(zip(("case_id", *REPEATED), alike, strict=True)), difference)


def add_links(case: int, items: Collection[int], *, at: datetime, reason: str) -> None:
    """Link items to a case, inside `changing`, which fills in what is repeated."""
    insert(
        CaseItem,
        ("case", "item", "exhibit_number", "linked_at", "reason", *REPEATED),
        ((case, item, "", at, reason, NO_DAY, "", "", "", False) for item in items),
    )


def _repeat(items: Collection[int]) -> None:
    for batch in _batches(items):
        rows = Item.objects.filter(number__in=batch).values_list(
            "day", "kind", "status", "access_class", "has_track", "number"
        )
        update(CaseItem, REPEATED, "item", ((day_rank(day), *rest) for day, *rest in list(rows)))


def _count(items: Collection[int]) -> Counter[tuple[Any, ...]]:
    counted: Counter[tuple[Any, ...]] = Counter()
    for batch in _batches(items):
        links = CaseItem.objects.filter(item__in=batch)
        counted.update(links.values_list("case_id", *REPEATED))
    return counted


def _add(alike: dict[str, Any], difference: int) -> None:
    rows = CaseTally.objects.filter(**alike)
    if rows.update(items=F("items") + difference):
        rows.filter(items=0).delete()
    else:
        CaseTally.objects.create(**alike, items=difference)


def _batches(items: Collection[int]) -> Iterator[list[int]]:
    left = iter(items)
    while batch := list(islice(left, _BATCH)):
        yield batch
