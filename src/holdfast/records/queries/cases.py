# SPDX-License-Identifier: Apache-2.0
"""Cases as the viewer may see them, with counts of nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum

from holdfast.records.access import (
    find_case,
    member_cases,
    sees_everything_said,
    visible_cases,
)
from holdfast.records.acts.links import NO_DAY
from holdfast.records.errors import NotFoundError
from holdfast.records.models import Acquisition, CaseItem, CaseMember, CaseTally, PackMade
from holdfast.records.queries.lines import acquisition_lines, member_line, open_holds, pack_line
from holdfast.records.queries.paging import page_of
from holdfast.records.queries.values import CaseLine, CaseOverview, DayCount, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.records.models import Case

_MOST_ACQUISITIONS = 50


def list_cases(
    viewer: Person, *, text: str = "", after: str | None = None, limit: int = 50
) -> Page[CaseLine]:
    """Give the viewer's cases, newest first."""
    rows = visible_cases(viewer).order_by("-number")
    if text.strip():
        words = text.strip()
        rows = rows.filter(Q(reference__icontains=words) | Q(title__icontains=words))
    return page_of(
        rows,
        after=after,
        limit=limit,
        key=lambda case: case.number,
        since=lambda found, number: found.filter(number__lt=int(number)),
        lines=lambda found: _lines(viewer, found),
    )


def case_by_reference(viewer: Person, reference: str) -> CaseLine:
    """Give the case with that reference. Raises NotFoundError."""
    case = visible_cases(viewer).filter(reference=reference.strip()).first()
    if case is None:
        raise NotFoundError(
            f"There is no case {reference} that you may see. Ask an exhibit officer to add you to "
            "it, or check the reference."
        )
    return _lines(viewer, [case])[0]


def case_overview(viewer: Person, case: int) -> CaseOverview:
    """Give a case with what it holds. Raises NotFoundError."""
    found = find_case(viewer, case)
    members = CaseMember.objects.filter(case=found).select_related("person").order_by("id")
    acquisitions = Acquisition.objects.filter(case=found).select_related("case", "taken_by")
    packs = PackMade.objects.filter(case=found).select_related("case", "made_by", "entry")
    return CaseOverview(
        case=_lines(viewer, [found])[0],
        members=tuple(map(member_line, members)),
        by_status=counts_of(viewer, found, "status"),
        by_kind=counts_of(viewer, found, "kind"),
        days=_days(viewer, found),
        flights=counts_of(viewer, found, "has_track").get(True, 0),
        acquisitions=acquisition_lines(
            list(acquisitions.order_by("-finished_at", "-number")[:_MOST_ACQUISITIONS])
        ),
        holds=open_holds(case=found),
        packs=tuple(map(pack_line, packs.order_by("-number"))),
    )


def item_days(viewer: Person, case: int) -> tuple[DayCount, ...]:
    """Give how many items each day of the case holds, newest day first. Raises NotFoundError."""
    return _days(viewer, find_case(viewer, case))


def links_of(viewer: Person, case: Case) -> QuerySet[CaseItem]:
    """Give the case's links to items that the viewer may see."""
    links = CaseItem.objects.filter(case=case)
    if _sees_all_of(viewer, case):
        return links
    mine = CaseItem.objects.filter(case__in=member_cases(viewer))
    return links.filter(Q(access_class="standard") | Q(item__in=mine.values("item")))


def counts_of(viewer: Person, case: Case, word: str) -> dict[Any, int]:
    """Count the case's items by day_rank, kind, status or has_track: what the viewer may see."""
    if _sees_all_of(viewer, case):
        tallied = CaseTally.objects.filter(case=case).values_list(word)
        return dict(tallied.annotate(count=Sum("items")).order_by(word))
    links = links_of(viewer, case).values_list(word)
    return dict(links.annotate(count=Count("pk")).order_by(word))


def _sees_all_of(viewer: Person, case: Case) -> bool:
    """Whether nothing in the case is hidden from the viewer, who may see the case."""
    return (
        sees_everything_said(viewer)
        or not CaseTally.objects.filter(case=case, access_class="restricted").exists()
        or member_cases(viewer).filter(number=case.number).exists()
    )


def _days(viewer: Person, case: Case) -> tuple[DayCount, ...]:
    return tuple(
        DayCount(None if rank == NO_DAY else date.fromordinal(-rank), items)
        for rank, items in counts_of(viewer, case, "day_rank").items()
    )


def _lines(viewer: Person, cases: Sequence[Case]) -> tuple[CaseLine, ...]:
    lines = []
    for case in cases:
        by_status = counts_of(viewer, case, "status")
        lines.append(
            CaseLine(
                number=case.number,
                reference=case.reference,
                title=case.title,
                access_class=case.access_class,
                opened_at=case.opened_at,
                closed_at=case.closed_at,
                items=sum(by_status.values()),
                unclassified=by_status.get("unclassified", 0),
            )
        )
    return tuple(lines)
