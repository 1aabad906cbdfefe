# SPDX-License-Identifier: Apache-2.0
"""What waits in quarantine, by what recorded it.

Promises: governance is given counts and no title of any item; an exhibit officer is given the
items that they may see, and no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min

from holdfast.accounts.permissions import may
from holdfast.accounts.roles import GOVERNANCE
from holdfast.oversight.queries.values import QuarantineGroup
from holdfast.records.access import visible_items
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Item

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from holdfast.accounts.models import Person

_MOST_ITEMS = 12


def quarantined(viewer: Person) -> tuple[QuarantineGroup, ...]:
    """Give the groups that the viewer may know of, the biggest first. Raises NotPermittedError."""
    everything = _counted(viewer)
    seen = visible_items(viewer)
    groups = (
        everything.order_by()
        .values("device_text", "device", "quarantine")
        .annotate(number=Count("pk"), first=Min("received_at"), last=Max("received_at"))
        .order_by("-number", "device_text")
    )
    return tuple(_group(dict(one), seen) for one in groups)


def items_to_release(viewer: Person, device: str, why: str) -> list[int]:
    """Give the items of one group that the viewer may release. Raises NotPermittedError."""
    rows = _counted(viewer).filter(device_text=device, quarantine=why)
    return list(rows.order_by("number").values_list("number", flat=True))


def count_quarantined(viewer: Person) -> int:
    """Count what waits and the viewer may know of."""
    return _counted(viewer).count()


def _group(one: dict[str, Any], seen: QuerySet[Item]) -> QuarantineGroup:
    mine = seen.filter(
        device_text=one["device_text"], device=one["device"], quarantine=one["quarantine"]
    )
    shown = mine.order_by("-number").values_list("number", "title")[:_MOST_ITEMS]
    return QuarantineGroup(
        device=one["device_text"],
        asset=one["device"] or "",
        why=one["quarantine"],
        count=one["number"],
        mine=mine.count(),
        first=one["first"],
        last=one["last"],
        items=tuple(shown),
    )


def _counted(viewer: Person) -> QuerySet[Item]:
    """Give what may be counted: everything for governance, what they may see for others."""
    if may(viewer, "item.release") is None:
        raise NotPermittedError(
            "The quarantine is looked after by technology governance and exhibit officers."
        )
    rows = Item.objects.exclude(quarantine="")
    if GOVERNANCE in viewer.roles:
        return rows
    return rows.filter(pk__in=visible_items(viewer).values("pk"))
