# SPDX-License-Identifier: Apache-2.0
"""Lists of items: of a case by day, and whatever was looked for."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from holdfast.records.access import find_case, visible_cases, visible_items
from holdfast.records.acts.links import day_rank
from holdfast.records.models import CaseItem, Device, Item, ItemFile
from holdfast.records.queries.cases import links_of
from holdfast.records.queries.lines import item_lines
from holdfast.records.queries.paging import page_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.records.queries.values import ItemLine, Page, Wanted


class AnyDay(Enum):
    """Says that a list is not narrowed to a day (None means: items without a day)."""

    ANY = "any"


ANY_DAY: Final = AnyDay.ANY


def case_items(
    viewer: Person,
    case: int,
    *,
    day: date | AnyDay | None = ANY_DAY,
    kind: str = "",
    status: str = "",
    after: str | None = None,
    limit: int = 60,
) -> Page[ItemLine]:
    """Give a case's items: newest day first, items without a day last. Raises NotFoundError."""
    links = links_of(viewer, find_case(viewer, case)).select_related("item")
    if not isinstance(day, AnyDay):
        links = links.filter(day_rank=day_rank(day))
    if kind:
        links = links.filter(kind=kind)
    if status:
        links = links.filter(status=status)
    return page_of(
        links.order_by("day_rank", "item_id"),
        after=after,
        limit=limit,
        key=lambda link: [link.day_rank, link.item_id],
        since=_after,
        lines=lambda found: item_lines([link.item for link in found], case=case),
    )


def _after(links: QuerySet[CaseItem], key: Sequence[int]) -> QuerySet[CaseItem]:
    rank, item = key
    later = Q(day_rank__gt=rank) | Q(day_rank=rank, item_id__gt=item)
    return links.filter(later, day_rank__gte=rank)


def find(
    viewer: Person,
    wanted: Wanted,
    statuses: Collection[str],
    *,
    after: str | None = None,
    limit: int = 60,
) -> Page[ItemLine]:
    """Find items of these statuses that the viewer may see, newest number first.

    Where a place or a flight is looked for, what a quarantined recording says of its way is not
    used. For `holdfast.records.services.search`, which asks for a permit first.
    """
    reached = visible_items(viewer).filter(status__in=statuses)
    if wanted.box is not None or wanted.with_track:
        reached = reached.filter(quarantine="")
    rows = _narrowed(viewer, reached, wanted)
    return page_of(
        rows.order_by("-number"),
        after=after,
        limit=limit,
        key=lambda item: item.number,
        since=lambda found, number: found.filter(number__lt=int(number)),
        lines=lambda found: item_lines(found, case=wanted.case),
    )


def _narrowed(viewer: Person, rows: QuerySet[Item], wanted: Wanted) -> QuerySet[Item]:
    if wanted.case is not None:
        links = links_of(viewer, find_case(viewer, wanted.case))
        rows = rows.filter(number__in=links.values("item"))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.day_from is not None:
        rows = rows.filter(day__gte=wanted.day_from)
    if wanted.day_to is not None:
        rows = rows.filter(day__lte=wanted.day_to)
    if wanted.with_track:
        rows = rows.filter(has_track=True)
    if wanted.box is not None:
        south, west, north, east = wanted.box
        rows = rows.filter(latitude__gte=south, latitude__lte=north)
        within = Q(longitude__gte=west, longitude__lte=east)
        if west > east:  # the box crosses the date line
            within = Q(longitude__gte=west) | Q(longitude__lte=east)
        rows = rows.filter(within)
    for word in wanted.text.split():
        rows = rows.filter(_said(viewer, word))
    return rows


def _said(viewer: Person, word: str) -> Q:
    """Say that a word stands in an item's title, path, device, number or exhibit number.

    Only what the viewer may see of it counts: exhibit numbers and references of their own cases.
    """
    paths = ItemFile.objects.filter(path__icontains=word)
    cases = visible_cases(viewer)
    links = CaseItem.objects.filter(case__in=cases).filter(
        Q(exhibit_number__icontains=word)
        | Q(case__reference__icontains=word)
        | Q(case__title__icontains=word)
    )
    devices = Device.objects.filter(asset__icontains=word)
    said = (
        Q(title__icontains=word)
        | Q(device_text__icontains=word)
        | Q(device__in=devices)
        | Q(number__in=paths.values("item"))
        | Q(number__in=links.values("item"))
    )
    return said | Q(number=int(word)) if word.isdecimal() and len(word) < 18 else said  # noqa: PLR2004 # a 64-bit number
