# SPDX-License-Identifier: Apache-2.0
"""Holds: what stops disposal, placed with a reason and released with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from holdfast.records.access import find_case, find_item, visible_cases, visible_items
from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import NotFoundError, RefusedError
from holdfast.records.models import Hold
from holdfast.records.numbers import next_number
from holdfast.records.services.cases import needed_reason
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home


def place_hold(
    *,
    home: Home,
    actor: Person,
    reason: str,
    item: int | None = None,
    case: int | None = None,
    now: datetime | None = None,
) -> str:
    """Place a hold on an item or on a whole case; give its number."""
    role = authorise(actor, "hold.place")
    if (item is None) == (case is None):
        raise RefusedError("A hold is on one item or on one case. Nothing was changed.")
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="placing a hold", now=now) as writer:
        if item is not None:
            about = Subject("item", find_item(actor, item, writer.now).number)
        else:
            about = Subject("case", find_case(actor, case or 0, writer.now).number)
        number = next_number(Hold, "H", writer.now)
        writer.record(
            Draft(
                act="hold.place",
                details={"item": item, "case": case, "reason": why},
                subjects=(about, Subject("hold", number)),
                role=role,
                count=1,
                unit="holds",
            )
        )
    return number


def release_hold(
    *, home: Home, actor: Person, hold: str, reason: str, now: datetime | None = None
) -> Recorded:
    """Release a hold. It stays readable."""
    role = authorise(actor, "hold.release")
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="releasing a hold", now=now) as writer:
        found = Hold.objects.filter(number=hold).first()
        seen = Q(item__in=visible_items(actor, writer.now)) | Q(
            case__in=visible_cases(actor, writer.now)
        )
        if found is None or not Hold.objects.filter(seen, number=hold).exists():
            raise NotFoundError(f"There is no hold {hold} that you may see.")
        if found.released_at is not None:
            raise RefusedError("The hold was released before. Nothing was changed.")
        about = (
            Subject("item", found.item_id)
            if found.item_id is not None
            else Subject("case", found.case_id or 0)
        )
        writer.record(
            Draft(
                act="hold.release",
                details={"reason": why},
                subjects=(about, Subject("hold", hold)),
                role=role,
                count=1,
                unit="holds",
            )
        )
    return writer.recorded()
