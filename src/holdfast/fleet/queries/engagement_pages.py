# SPDX-License-Identifier: Apache-2.0
"""One engagement as its page shows it: media with what is quarantined, and every step taken.

Promises: a receipt is named to nobody who may not see it, and is counted all the same where the
engagement itself may be known; every step names its entry of the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q

from holdfast.accounts.models import Person
from holdfast.accounts.permissions import may
from holdfast.accounts.roles import GOVERNANCE
from holdfast.fleet.models import HandedOver
from holdfast.records.access import visible_acquisitions, visible_items
from holdfast.records.models import Acquisition, Item

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from holdfast.fleet.models import Engagement, EngagementStep
    from holdfast.records.models import Entry

_MOST: Final = 100
_WHAT: Final = {
    "met": "Met",
    "waived": "Waived",
    "breached": "Breached",
    "moved": "Given another day",
    "agreed": "The written agreement is named",
    "reminded": "A reminder was printed",
    "closed": "Closed",
}


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium that was handed over; `number` is "" for whoever may not know of its receipt."""

    number: str
    name: str
    taken_at: datetime
    whose: str
    files: int
    tied_at: datetime
    entry: int | None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Items of one device that the media of an engagement hold in quarantine."""

    device: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: what, of which condition, by whom, when, which entry.

    `happened` is what is public of the incident; `letter` is the step's own number where a reminder was printed, else None.
    """

    what: str
    step: str
    condition: str
    made_on: date
    who: str
    at: datetime
    entry: int | None
    by: str = ""
    words: str = ""
    due_on: date | None = None
    document_name: str = ""
    document_sha256: str = ""
    acquisition: str = ""
    incident: str = ""
    happened: str = ""
    outstanding: tuple[str, ...] = ()
    letter: int | None = None


def media(viewer: Person, found: Engagement, now: datetime | None = None) -> tuple[Medium, ...]:
    """Give the media that were handed over under the engagement."""
    rows = HandedOver.objects.filter(engagement=found).select_related("acquisition", "entry")
    seen = set(visible_acquisitions(viewer, now).values_list("pk", flat=True))
    return tuple(
        Medium(
            number=one.acquisition.number if one.acquisition_id in seen else "",
            name=one.acquisition.medium_name if one.acquisition_id in seen else "",
            taken_at=one.acquisition.finished_at,
            whose=one.acquisition.whose,
            files=one.acquisition.seen,
            tied_at=one.at,
            entry=one.entry.index,
        )
        for one in rows
    )


def media_to_tie(
    viewer: Person, found: Engagement, now: datetime | None = None
) -> tuple[tuple[str, str], ...]:
    """Give the receipts of the case that could be tied to it: (number, in words), newest first."""
    if may(viewer, "engagement.link") is None:
        return ()
    tied = HandedOver.objects.values("acquisition")
    rows = (
        visible_acquisitions(viewer, now)
        .filter(case=found.case_id)
        .exclude(pk__in=tied)
        .order_by("-finished_at", "-number")[:_MOST]
    )
    return tuple((one.number, _in_words(one)) for one in rows)


def quarantined(
    viewer: Person, found: Engagement, now: datetime | None = None
) -> tuple[Quarantined, ...]:
    """Give what its media hold in quarantine, by device: what the viewer may know of."""
    acquisitions = HandedOver.objects.filter(engagement=found).values("acquisition")
    rows = Item.objects.filter(acquisition__in=acquisitions).exclude(quarantine="")
    if GOVERNANCE not in viewer.roles:
        rows = rows.filter(pk__in=visible_items(viewer, now).values("pk"))
    groups = (
        rows.order_by()
        .values("device_text", "quarantine")
        .annotate(number=Count("pk"))
        .order_by("-number", "device_text")
    )
    return tuple(
        Quarantined(one["device_text"], one["quarantine"], one["number"]) for one in groups
    )


def steps(viewer: Person, found: Engagement, now: datetime | None = None) -> tuple[Taken, ...]:
    """Give what was recorded of it, oldest first, its opening included."""
    rows = list(found.steps.select_related("entry", "incident"))
    words = dict(found.conditions.values_list("condition", "words"))
    names = _names([found.entry, *(one.entry for one in rows)])
    named = [one.acquisition_id for one in rows if one.acquisition_id]
    seen = set(visible_acquisitions(viewer, now).filter(pk__in=named).values_list("pk", flat=True))
    opened = Taken(
        what="Opened",
        step="opened",
        condition="",
        made_on=found.starts_on,
        who=names[found.entry_id],
        at=found.opened_at,
        entry=found.entry.index,
        words=found.left_out and f"Left out: {found.left_out}",
    )
    return (opened, *(_taken(one, words, names, seen) for one in rows))


def reminder_step(found: Engagement, step: int) -> EngagementStep | None:
    """Give the step of that number with which a reminder was printed, or None."""
    return found.steps.filter(Q(pk=step), step="reminded").first()


def _taken(
    one: EngagementStep, words: dict[str, str], names: dict[int, str], seen: set[str]
) -> Taken:
    return Taken(
        what=_WHAT.get(one.step, one.step),
        step=one.step,
        condition=words.get(one.condition, ""),
        made_on=one.made_on,
        who=names[one.entry_id],
        at=one.at,
        entry=one.entry.index,
        by=one.by,
        words=one.words,
        due_on=one.due_on,
        document_name=one.document_name,
        document_sha256=one.document_sha256,
        acquisition=one.acquisition_id if one.acquisition_id in seen else "",
        incident=one.incident_id or "",
        happened=one.incident.summary if one.incident else "",
        outstanding=tuple(words.get(each, each) for each in one.outstanding),
        letter=one.pk if one.letter else None,
    )


def _in_words(one: Acquisition) -> str:
    whose = "somebody else's device" if one.whose == "outside" else "a device of ours"
    return f"{one.number}: {one.medium_name}, {one.seen:,} files, {whose}"


def _names(entries: Iterable[Entry]) -> dict[int, str]:
    by_entry = {one.pk: one.actor for one in entries}
    known = Person.objects.filter(username__in=set(by_entry.values()))
    names = {one.username: one.name or one.username for one in known}
    return {pk: names.get(actor, actor) for pk, actor in by_entry.items()}
