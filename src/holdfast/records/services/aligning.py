# SPDX-License-Identifier: Apache-2.0
"""Recordings placed on a common clock, and taken from it again (ADR 0031).

Promises: a placing is a number beside the originals, with how it is known and how far off it may be;
one by sound comes from a comparison that was made here and was not refused, and from nothing else; a
wall clock gets its zone from a person and never from us; recordings never stand in a circle. Placing
anew replaces what is read, and the ledger keeps every earlier placing. `planned` says what would be
saved, and saves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.records.access import no_such_item, openable_items, visible_cases
from holdfast.records.acts.watching import WITHDRAWN
from holdfast.records.drafts import item_draft
from holdfast.records.errors import RefusedError
from holdfast.records.models import CaseItem, Placing
from holdfast.records.placing_words import where_words
from holdfast.records.services.cases import needed_reason
from holdfast.records.services.placed_how import (
    ByHand,
    BySound,
    ClockShown,
    How,
    Telemetry,
    Where,
    by_hand,
    by_sound,
    clock_shown,
    telemetry,
)
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.models import Item

ACT = "item.align"
_LONGEST_CHAIN = 100
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Planned:
    """What saving would say: where the recording would be, where it is now, and what goes with it.

    `moves`: the numbers of the recordings that are placed beside it, which the person may open.
    """

    where: Where
    words: str
    was: str
    moves: tuple[int, ...] = field(default=())


def planned(*, home: Home, actor: Person, item: int, how: How, now: datetime) -> Planned:
    """Say what a placing would change. Raises RefusedError, NotFoundError, NotPermittedError."""
    authorise(actor, ACT)
    found = _openable(actor, item, now)
    where = _where(home, actor, found, how, now)
    before = Placing.objects.filter(item=item).first()
    mine = openable_items(actor, now).values("number")
    beside = Placing.objects.filter(reference=item, item__in=mine).values_list("item", flat=True)
    return Planned(
        where=where,
        words=where_words(where.reference, where.offset_s, where.begins_at),
        was=where_words(before.reference_id, before.offset_s, before.begins_at) if before else "",
        moves=tuple(sorted(beside)),
    )


def place_recording(
    *,
    home: Home,
    actor: Person,
    item: int,
    how: How,
    reason: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Place a recording on a common clock, instead of where it was placed before.

    Raises RefusedError in words, NotFoundError for what the actor may not open, NotPermittedError.
    """
    role = authorise(actor, ACT)
    why = reason.strip()
    if len(why) > _LONGEST_REASON:
        raise RefusedError(
            f"A reason has at most {_LONGEST_REASON} characters. Nothing was changed."
        )
    if isinstance(how, ByHand) or (isinstance(how, ClockShown) and how.fast_s):
        why = needed_reason(why)
    with writing(home=home, actor=actor, command="placing a recording", now=now) as writer:
        found = _openable(actor, item, writer.now)
        where = _where(home, actor, found, how, writer.now)
        row: dict[str, Any] = {
            "item": item,
            "beside": where.reference,
            "offset_s": where.offset_s,
            "drift_ppm": where.drift_ppm,
            "begins_at": where.begins_at.isoformat() if where.begins_at else None,
            "how": where.how,
            "confidence": where.confidence,
            "within_s": where.within_s,
            "said": where.said,
            "reason": why,
            "evidence": dict(where.evidence),
        }
        writer.record(item_draft(ACT, [row], role=role))
    return writer.recorded()


def remove_placing(
    *, home: Home, actor: Person, item: int, reason: str, now: datetime | None = None
) -> Recorded:
    """Take a recording from the common clock. Those placed beside it stay beside it."""
    role = authorise(actor, ACT)
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="taking a placing away", now=now) as writer:
        _openable(actor, item, writer.now)
        before = Placing.objects.filter(item=item).first()
        if before is None:
            raise RefusedError(f"Item {item} is not placed by anybody. Nothing was changed.")
        row: dict[str, Any] = {
            "item": item,
            "beside": before.reference_id,
            "offset_s": before.offset_s,
            "begins_at": before.begins_at.isoformat() if before.begins_at else None,
            "how": WITHDRAWN,
            "reason": why,
        }
        writer.record(item_draft(ACT, [row], role=role))
    return writer.recorded()


def _where(home: Home, actor: Person, item: Item, how: How, now: datetime) -> Where:
    match how:
        case BySound() | ByHand():
            reference = _reference(actor, item, how.reference, now)
            if isinstance(how, BySound):
                return by_sound(home, reference, item, how)
            return by_hand(reference, how)
        case ClockShown():
            return clock_shown(item, how, now)
        case Telemetry():
            return telemetry(home, actor, item, how, now)


def _openable(actor: Person, number: int, now: datetime) -> Item:
    found = openable_items(actor, now).filter(number=number).first()
    if found is None:
        raise no_such_item(number)
    if found.kind not in {"video", "audio"}:
        raise RefusedError(f"Item {number} is no recording. Nothing was changed.")
    return found


def _reference(actor: Person, item: Item, number: int, now: datetime) -> Item:
    """Give the recording that another is placed beside. Raises RefusedError, NotFoundError."""
    if number == item.number:
        raise RefusedError("A recording cannot be placed beside itself. Nothing was changed.")
    found = _openable(actor, number, now)
    mine = CaseItem.objects.filter(item=item, case__in=visible_cases(actor, now)).values("case")
    if not CaseItem.objects.filter(item=found, case__in=mine).exists():
        raise RefusedError(
            f"Items {item.number} and {number} have no case in common. Nothing was changed. Link "
            "one of them to the other's case first."
        )
    at: int | None = number
    for _ in range(_LONGEST_CHAIN):
        beside = Placing.objects.filter(item=at).values_list("reference", flat=True).first()
        if beside is None:
            return found
        if beside == item.number:
            raise RefusedError(
                f"Item {number} is placed beside item {item.number} itself, at once or through "
                "others, so that neither would be known. Nothing was changed. Take that placing "
                "away first, or place this recording beside another."
            )
        at = beside
    raise RefusedError(
        f"Item {number} hangs on more than {_LONGEST_CHAIN} others. Nothing was changed. Place this "
        "recording beside one that is placed by itself."
    )
