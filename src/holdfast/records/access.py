# SPDX-License-Identifier: Apache-2.0
"""Who may see which cases and items: the one place that decides it.

Promises: what is not granted here is as if it did not exist, in lists, counts, titles and errors.
A member sees the case and its items; an exhibit officer sees every case of access class
"standard"; an item or case of class "restricted" needs explicit membership; an auditor sees what
is said about everything and no content; administrators and technology governance see neither.
Membership ends with its time, and a break-glass opening is a membership with an end.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from holdfast.accounts.permissions import (
    READS_ALL_BODIES,
    SEES_CONTENT,
    SEES_METADATA,
    SEES_STANDARD_CASES,
)
from holdfast.records.errors import NotFoundError
from holdfast.records.models import Acquisition, Case, CaseItem, CaseMember, Item

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from holdfast.accounts.models import Person


def _has(viewer: Person, roles: frozenset[str]) -> bool:
    return viewer.is_active and not roles.isdisjoint(viewer.roles)


def sees_everything_said(viewer: Person) -> bool:
    """Whether the viewer reads what is said about every case: an auditor."""
    return _has(viewer, READS_ALL_BODIES)


def _memberships(viewer: Person, now: datetime | None) -> QuerySet[CaseMember]:
    moment = now or datetime.now(UTC)
    return CaseMember.objects.filter(Q(until__isnull=True) | Q(until__gt=moment), person=viewer.pk)


def member_cases(viewer: Person, now: datetime | None = None) -> QuerySet[Case]:
    """Give the cases the viewer works in by name."""
    if not _has(viewer, SEES_CONTENT):
        return Case.objects.none()
    return Case.objects.filter(number__in=_memberships(viewer, now).values("case"))


def visible_cases(viewer: Person, now: datetime | None = None) -> QuerySet[Case]:
    """Give the cases the viewer may know of."""
    if not _has(viewer, SEES_METADATA):
        return Case.objects.none()
    if sees_everything_said(viewer):
        return Case.objects.all()
    mine = Q(number__in=_memberships(viewer, now).values("case"))
    if _has(viewer, SEES_STANDARD_CASES):
        return Case.objects.filter(Q(access_class="standard") | mine)
    return Case.objects.filter(mine)


def visible_items(viewer: Person, now: datetime | None = None) -> QuerySet[Item]:
    """Give the items the viewer may know of."""
    if not _has(viewer, SEES_METADATA):
        return Item.objects.none()
    if sees_everything_said(viewer):
        return Item.objects.all()
    mine = CaseItem.objects.filter(case__in=_memberships(viewer, now).values("case"))
    if _has(viewer, SEES_STANDARD_CASES):
        standard = CaseItem.objects.filter(item=OuterRef("pk"), case__access_class="standard")
        return Item.objects.filter(
            Q(Exists(standard), access_class="standard") | Q(number__in=mine.values("item"))
        )
    return Item.objects.filter(number__in=mine.values("item"))


def openable_items(viewer: Person, now: datetime | None = None) -> QuerySet[Item]:
    """Give the items whose content the viewer may open once a purpose is stated."""
    if not _has(viewer, SEES_CONTENT):
        return Item.objects.none()
    mine = CaseItem.objects.filter(case__in=_memberships(viewer, now).values("case"))
    by_name = Q(number__in=mine.values("item"))
    if _has(viewer, SEES_STANDARD_CASES & SEES_CONTENT):
        standard = CaseItem.objects.filter(item=OuterRef("pk"), case__access_class="standard")
        return Item.objects.filter(Q(Exists(standard), access_class="standard") | by_name)
    return Item.objects.filter(by_name)


def visible_acquisitions(viewer: Person, now: datetime | None = None) -> QuerySet[Acquisition]:
    """Give the acquisitions of visible cases, and the viewer's own."""
    if not _has(viewer, SEES_METADATA):
        return Acquisition.objects.none()
    return Acquisition.objects.filter(
        Q(case__in=visible_cases(viewer, now)) | Q(taken_by=viewer.pk)
    )


def find_case(viewer: Person, number: int, now: datetime | None = None) -> Case:
    """Give the case, or NotFoundError whether it does not exist or may not be seen."""
    case = visible_cases(viewer, now).filter(number=number).first()
    if case is None:
        raise NotFoundError(
            f"There is no case {number} that you may see. Nothing was changed. Ask an exhibit "
            "officer to add you to the case."
        )
    return case


def find_item(viewer: Person, number: int, now: datetime | None = None) -> Item:
    """Give the item, or NotFoundError whether it does not exist or may not be seen."""
    item = visible_items(viewer, now).filter(number=number).first()
    if item is None:
        raise no_such_item(number)
    return item


def find_items(
    viewer: Person, numbers: tuple[int, ...], now: datetime | None = None
) -> dict[int, Item]:
    """Give all the items by number, or NotFoundError for the first that may not be seen."""
    found = visible_items(viewer, now).in_bulk(numbers)
    for number in numbers:
        if number not in found:
            raise no_such_item(number)
    return found


def no_such_item(number: int) -> NotFoundError:
    """Make the one answer for an item that does not exist or may not be seen."""
    return NotFoundError(
        f"There is no item {number} that you may see. Nothing was changed. Ask an exhibit officer "
        "to add you to its case."
    )
