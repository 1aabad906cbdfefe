# SPDX-License-Identifier: Apache-2.0
"""Flights: the items that carry a track, with where they went and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.records.access import find_case, visible_cases, visible_items
from holdfast.records.models import CaseItem, Finding, Item, ItemFile
from holdfast.records.queries.cases import links_of
from holdfast.records.queries.lines import item_lines
from holdfast.records.queries.paging import page_of
from holdfast.records.queries.values import FlightLine, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.accounts.models import Person


def flights(
    viewer: Person, *, case: int | None = None, after: str | None = None, limit: int = 50
) -> Page[FlightLine]:
    """Give the flights the viewer may see, newest number first."""
    rows = visible_items(viewer).filter(has_track=True)
    if case is not None:
        rows = rows.filter(number__in=links_of(viewer, find_case(viewer, case)).values("item"))
    return page_of(
        rows.order_by("-number"),
        after=after,
        limit=limit,
        key=lambda item: item.number,
        since=lambda found, number: found.filter(number__lt=int(number)),
        lines=lambda found: _lines(viewer, found, case),
    )


def _lines(viewer: Person, items: Sequence[Item], case: int | None) -> tuple[FlightLine, ...]:
    numbers = [item.number for item in items]
    tracks = _tracks(numbers)
    links = CaseItem.objects.filter(item__in=numbers, case__in=visible_cases(viewer))
    references = dict(links.order_by("-case").values_list("item_id", "case__reference"))
    return tuple(
        FlightLine(
            item=line,
            case=references.get(line.number, ""),
            points=found.get("points", 0),
            minutes=found.get("minutes"),
            north=found.get("north"),
            south=found.get("south"),
            east=found.get("east"),
            west=found.get("west"),
            highest_m=found.get("highest_m"),
        )
        for line, found in (
            (line, tracks.get(line.number, {})) for line in item_lines(items, case=case)
        )
    )


def _tracks(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the summary of the reading with the most positions, for each item."""
    files = ItemFile.objects.filter(item__in=numbers).values_list("item_id", "original_id")
    by_original: dict[str, list[int]] = {}
    for number, digest in files:
        by_original.setdefault(digest, []).append(number)
    best: dict[int, dict[str, Any]] = {}
    rows = Finding.objects.filter(processor="reading", original__in=by_original).order_by("id")
    for digest, summary in rows.values_list("original_id", "summary"):
        for number in by_original[digest]:
            if summary.get("points", 0) > best.get(number, {}).get("points", 0):
                best[number] = summary
    return best
