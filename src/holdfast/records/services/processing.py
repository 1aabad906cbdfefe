# SPDX-License-Identifier: Apache-2.0
"""Processors that make pictures and copies: on the ledger before they run, one entry for the lot.

Promises: nothing runs without a permit for that processor and that class of data, and what was made
before is not made again; a quarantined item is not analysed. A processor that fails is kept with
its reason beside the derivative.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from holdfast.analysis import PROCESSORS
from holdfast.records import derivatives
from holdfast.records.access import no_such_item, openable_items
from holdfast.records.chapters_beside import settings_of
from holdfast.records.derivatives import NONE, Companion, Wanted
from holdfast.records.errors import RefusedError
from holdfast.records.models import Item, ItemFile
from holdfast.records.permitted import confirmed, held_for, statuses_under
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.analysis.job import Setting
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative

ACT = "item.process"
_BATCH = 500
_DOES = {
    "integrity": "examine whether it is whole",
    "salvage": "make a playable copy of what is left of it",
    "waveform": "draw how loud it is over its time",
    "clip": "make a clip of a stretch of it",
    "motion": "find what moves in it",
    "synopsis": "show together in a short video what moved in it",
    "sync": "find where another recording lies on its clock",
}


@dataclass(frozen=True, slots=True)
class Work:
    """One main file that a processor has not been tried on."""

    item: int
    sha256: str
    name: str


def work_for(
    home: Home,
    items: Sequence[int],
    processor: str,
    beside: Sequence[str] = (),
    settings: Mapping[str, Setting] = NONE,
) -> list[Work]:
    """Give what is to be done: the main files of these items without a result of this version.

    `beside`: the digests of the companions that the result is to be made with; `settings`: what a
    person chose.
    """
    found: list[Work] = []
    for start in range(0, len(items), _BATCH):
        rows = ItemFile.objects.filter(item__in=items[start : start + _BATCH], role="main")
        found.extend(
            Work(item, sha256, path.rpartition("/")[2])
            for item, sha256, path in rows.order_by("item").values_list(
                "item_id", "original_id", "path"
            )
            if derivatives.find(home, sha256, processor, beside, settings) is None
        )
    return found


def process(
    *,
    home: Home,
    actor: Person,
    permits: Sequence[Permit],
    processor: str,
    items: Sequence[int],
    reference: int | None = None,
    made: Derivative | None = None,
    settings: Mapping[str, Setting] = NONE,
    behind: bool = False,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
    now: datetime | None = None,
) -> int:
    """Make what is missing of these items by one processor; give how many were to be made.

    `reference`: another item, whose main file the processor reads as well; the permits have to reach
    it, and the actor has to be let at it. `made`: a derivative of the one item that the processor
    goes on from. `settings`: what a person chose. `behind`: the entry is made now and the work goes on
    behind the page. Raises RefusedError for a quarantined item, NotFoundError for a reference that
    the actor may not open, DeniedError, WrongPermitError.
    """
    authorise(actor, ACT)
    tool = PROCESSORS[processor]
    held_for(permits, actor=actor, act=ACT, technology=tool.technology)
    learnt = None if reference is None else _learnt_from(home, permits, actor, reference)
    companions = _companions(learnt, made)
    beside = tuple(one.sha256 for one in companions)
    wanted = _reached(home, permits, work_for(home, items, processor, beside, settings))
    if not wanted:
        return 0
    if tool.analyses:
        _refuse_quarantined([*wanted, *([] if learnt is None else [learnt])])
    with writing(home=home, actor=actor, command=f"running {processor}", now=now) as writer:
        under = confirmed(permits, actor=actor, act=ACT, technology=tool.technology, now=writer.now)
        details: dict[str, object] = {"processor": processor, "version": tool.version}
        details |= {"does": _DOES[processor]} if processor in _DOES else {}
        if learnt is not None:
            details |= {"learnt_from": learnt.item, "learnt_from_sha256": learnt.sha256}
        if settings:
            details["settings"] = dict(settings)
        if made is not None:
            details["made_from_sha256"] = made.sha256
        rows = [{"item": one.item, "sha256": one.sha256} for one in wanted]
        writer.record(under.item_draft(ACT, rows, details))
    files = _files(processor, wanted, companions, settings)
    if behind:
        for one in files:
            Thread(
                target=derivatives.wanted,
                args=(home, one, processor, permits[0]),
                daemon=True,
            ).start()
    else:
        derivatives.make_all(home, files, processor, permits[0], tell=tell)
    return len(wanted)


def _companions(learnt: Work | None, made: Derivative | None) -> tuple[Companion, ...]:
    other = () if learnt is None else (Companion(learnt.sha256, learnt.name),)
    own = () if made is None else (Companion(made.sha256, made.processor, made.path),)
    return (*other, *own)


def _files(
    processor: str,
    wanted: Sequence[Work],
    companions: tuple[Companion, ...],
    chosen: Mapping[str, Setting],
) -> list[Wanted]:
    known = settings_of(processor, {one.item: one.name for one in wanted})
    return [
        Wanted(one.sha256, one.name, {**known.get(one.item, {}), **chosen}, companions)
        for one in wanted
    ]


def _learnt_from(home: Home, permits: Sequence[Permit], actor: Person, reference: int) -> Work:
    """Give the main file of the reference. Raises NotFoundError."""
    main = ItemFile.objects.filter(item=reference, role="main").first()
    if main is None or not openable_items(actor).filter(number=reference).exists():
        raise no_such_item(reference)
    found = Work(reference, main.original_id, main.path.rpartition("/")[2])
    if not _reached(home, permits, [found]):
        raise no_such_item(reference)
    return found


def _reached(home: Home, permits: Sequence[Permit], wanted: Sequence[Work]) -> list[Work]:
    numbers = {one.item for one in wanted}
    statuses = statuses_under(home, permits)
    reached = set(
        Item.objects.filter(number__in=numbers, status__in=statuses).values_list(
            "number", flat=True
        )
    )
    return [one for one in wanted if one.item in reached]


def _refuse_quarantined(read: Sequence[Work]) -> None:
    numbers = [one.item for one in read]
    held = Item.objects.filter(number__in=numbers).exclude(quarantine="").first()
    if held is not None:
        raise RefusedError(
            f"Item {held.number} is quarantined: {held.quarantine}. It is kept and unharmed, and "
            "nothing was run. Ask technology governance to decide on the device, or to let the "
            "item be analysed."
        )
