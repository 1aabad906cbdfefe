# SPDX-License-Identifier: Apache-2.0
"""Items: classified, numbered, linked, given an access class, corrected without erasing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.records.access import find_case, find_item, find_items
from holdfast.records.drafts import Draft, Subject, item_draft
from holdfast.records.errors import RefusedError
from holdfast.records.models import CaseItem, Item
from holdfast.records.services.cases import ACCESS_CLASSES, needed_reason, plain_text
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home

STATUSES = ("unclassified", "evidential", "non-evidential")
_LONGEST_CLASS = 60
_LONGEST_EXHIBIT = 60


def classify(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    status: str,
    offence_class: str = "",
    retention_class: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Say whether items are evidential. What stays unclassified never expires."""
    role = authorise(actor, "item.classify")
    if status not in STATUSES:
        raise RefusedError(f"A status is one of {', '.join(STATUSES)}, not {status!r}.")
    if max(len(offence_class), len(retention_class)) > _LONGEST_CLASS:
        raise RefusedError(f"A class has at most {_LONGEST_CLASS} characters.")
    with writing(home=home, actor=actor, command="classifying", now=now) as writer:
        found = find_items(actor, _numbers(items), writer.now)
        rows: list[dict[str, Any]] = [
            {
                "item": number,
                "was": item.status,
                "status": status,
                "offence_class": offence_class.strip(),
                "retention_class": retention_class.strip(),
                "title": item.title,
            }
            for number, item in sorted(found.items())
        ]
        writer.record(
            item_draft("item.classify", rows, role=role, details={"reason": reason.strip()})
        )
    return writer.recorded()


def release_items(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    reason: str,
    decision: str,
    now: datetime | None = None,
) -> Recorded:
    """Let quarantined items be analysed, by the decision of that number."""
    role = authorise(actor, "item.release")
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="releasing items", now=now) as writer:
        numbers = _numbers(items)
        held = dict(
            Item.objects.filter(number__in=numbers)
            .exclude(quarantine="")
            .values_list("number", "quarantine")
        )
        for number in numbers:
            if number not in held:
                raise RefusedError(f"Item {number} is not quarantined. Nothing was changed.")
        writer.record(
            item_draft(
                "item.release",
                [{"item": number, "was": held[number]} for number in numbers],
                role=role,
                details={"reason": why, "decision": decision},
            )
        )
    return writer.recorded()


def set_access(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    access_class: str,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """Restrict items to the members of their cases, or lift that."""
    role = authorise(actor, "item.access")
    if access_class not in ACCESS_CLASSES:
        raise RefusedError(f"An access class is standard or restricted, not {access_class!r}.")
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="changing access", now=now) as writer:
        found = find_items(actor, _numbers(items), writer.now)
        rows: list[dict[str, Any]] = [
            {"item": number, "was": item.access_class, "access_class": access_class}
            for number, item in sorted(found.items())
        ]
        writer.record(item_draft("item.access", rows, role=role, details={"reason": why}))
    return writer.recorded()


def give_exhibit_number(
    *,
    home: Home,
    actor: Person,
    case: int,
    item: int,
    exhibit_number: str,
    now: datetime | None = None,
) -> Recorded:
    """Give the item an exhibit number in the case, change it, or (empty) take it away."""
    role = authorise(actor, "item.exhibit")
    number = " ".join(exhibit_number.split())
    if len(number) > _LONGEST_EXHIBIT:
        raise RefusedError(f"An exhibit number has at most {_LONGEST_EXHIBIT} characters.")
    with writing(home=home, actor=actor, command="numbering an exhibit", now=now) as writer:
        find_case(actor, case, writer.now)
        find_item(actor, item, writer.now)
        link = CaseItem.objects.filter(case=case, item=item).first()
        if link is None:
            raise RefusedError(f"Item {item} does not belong to this case. Link it first.")
        taken = CaseItem.objects.filter(case=case, exhibit_number=number).exclude(item=item)
        if number and taken.exists():
            raise RefusedError(
                f"The exhibit number {number} is in use in this case. Nothing was changed. "
                "Choose another."
            )
        writer.record(
            Draft(
                act="item.exhibit",
                details={"item": item, "was": link.exhibit_number, "exhibit_number": number},
                subjects=(Subject("item", item), Subject("case", case)),
                role=role,
                count=1,
                unit="items",
            )
        )
    return writer.recorded()


def link(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    case: int,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """Let items belong to a further case. Items that belong to it already stay as they are."""
    role = authorise(actor, "item.link")
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="linking items", now=now) as writer:
        reference = find_case(actor, case, writer.now).reference
        found = find_items(actor, _numbers(items), writer.now)
        there = set(
            CaseItem.objects.filter(case=case, item__in=found).values_list("item", flat=True)
        )
        rows: list[dict[str, Any]] = [{"item": number} for number in sorted(set(found) - there)]
        if not rows:
            raise RefusedError("These items belong to the case already. Nothing was changed.")
        writer.record(
            item_draft(
                "item.link",
                rows,
                role=role,
                details={"reason": why, "reference": reference},
                subjects=(Subject("case", case),),
            )
        )
    return writer.recorded()


def unlink(
    *,
    home: Home,
    actor: Person,
    items: Sequence[int],
    case: int,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """End that items belong to a case. An item always belongs to at least one."""
    role = authorise(actor, "item.unlink")
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="unlinking items", now=now) as writer:
        reference = find_case(actor, case, writer.now).reference
        found = find_items(actor, _numbers(items), writer.now)
        links = {row.item_id: row for row in CaseItem.objects.filter(case=case, item__in=found)}
        for number in sorted(found):
            if number not in links:
                raise RefusedError(f"Item {number} does not belong to this case.")
            if not CaseItem.objects.filter(item=number).exclude(case=case).exists():
                raise RefusedError(
                    f"Item {number} belongs to no other case, so it stays in this one. Nothing "
                    "was changed. Link it to its right case first."
                )
        rows: list[dict[str, Any]] = [
            {"item": number, "exhibit_number": links[number].exhibit_number}
            for number in sorted(found)
        ]
        writer.record(
            item_draft(
                "item.unlink",
                rows,
                role=role,
                details={"reason": why, "reference": reference},
                subjects=(Subject("case", case),),
            )
        )
    return writer.recorded()


def correct_title(
    *, home: Home, actor: Person, item: int, title: str, reason: str, now: datetime | None = None
) -> Recorded:
    """Correct an item's title; the old one stays readable."""
    role = authorise(actor, "item.title")
    with writing(home=home, actor=actor, command="correcting a title", now=now) as writer:
        found = find_item(actor, item, writer.now)
        row = {
            "item": item,
            "old": found.title,
            "new": plain_text(title, "title"),
            "reason": needed_reason(reason),
        }
        writer.record(item_draft("item.title", [row], role=role))
    return writer.recorded()


def correct_time(
    *,
    home: Home,
    actor: Person,
    item: int,
    corrected_at: datetime,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """Correct an item's time; what the device claims stays beside it."""
    role = authorise(actor, "item.time")
    if corrected_at.tzinfo is None:
        raise RefusedError("A corrected time needs its zone. Nothing was changed.")
    with writing(home=home, actor=actor, command="correcting a time", now=now) as writer:
        found = find_item(actor, item, writer.now)
        old = found.corrected_at or found.claimed_at
        row = {
            "item": item,
            "old": old.isoformat() if old else "",
            "old_zone": "UTC" if found.corrected_at else found.claimed_zone,
            "new": corrected_at.isoformat(),
            "day": corrected_at.astimezone(ZoneInfo(home.config.zone)).date().isoformat(),
            "reason": needed_reason(reason),
        }
        writer.record(item_draft("item.time", [row], role=role))
    return writer.recorded()


def _numbers(items: Sequence[int]) -> tuple[int, ...]:
    if not items:
        raise RefusedError("No item was named. Nothing was changed.")
    return tuple(dict.fromkeys(items))
