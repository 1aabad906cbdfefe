# SPDX-License-Identifier: Apache-2.0
"""Captures of network traffic examined by the processor *isolation*, several of them at once.

Promises: the use is on the ledger before a capture is opened; what is examined are the bytes that
were taken in, by their digests; a quarantined capture is not examined; equal captures, settings and
version give an equal finding. Nothing is written but the entry: the finding is the caller's to keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.analysis import PROCESSORS, Job, Source, State, run
from holdfast.records.access import no_such_item, openable_items
from holdfast.records.errors import RefusedError
from holdfast.records.models import ItemFile
from holdfast.records.permitted import confirmed, held_for, statuses_under
from holdfast.records.stores import open_vault
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.analysis import Outcome
    from holdfast.analysis.job import Setting
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.models import Item

ACT = "item.process"
PROCESSOR = "isolation"
TECHNOLOGY = PROCESSORS[PROCESSOR].technology


@dataclass(frozen=True, slots=True)
class CaptureItem:
    """One capture: the item that it is, its digest and size, and the name it was handed in by."""

    item: int
    sha256: str
    size: int
    name: str


def captures_of(actor: Person, items: Sequence[int]) -> tuple[CaptureItem, ...]:
    """Give the main files of items that the actor may open, in order. Raises NotFoundError."""
    openable = openable_items(actor).in_bulk(items)
    for number in items:
        if number not in openable:
            raise no_such_item(number)
    _refuse_quarantined(openable)
    files = ItemFile.objects.filter(item__in=items, role="main").select_related("original")
    return tuple(
        CaptureItem(one.item_id, one.original_id, one.original.size, one.path.rpartition("/")[2])
        for one in files.order_by("item")
    )


def examine_captures(
    *,
    home: Home,
    actor: Person,
    permits: Sequence[Permit],
    items: Sequence[int],
    settings: Mapping[str, Setting],
    now: datetime | None = None,
) -> Outcome:
    """Examine the captures together; give how it ended and what was found.

    Raises NotFoundError, RefusedError for a quarantined item or one of a class of data that no
    permit reaches, DeniedError, WrongPermitError.
    """
    authorise(actor, ACT)
    held_for(permits, actor=actor, act=ACT, technology=TECHNOLOGY)
    captures = captures_of(actor, items)
    if not captures:
        raise RefusedError("No capture was named, and nothing was run. Name at least one.")
    reached = statuses_under(home, permits)
    statuses = set(openable_items(actor).filter(number__in=items).values_list("status", flat=True))
    if not statuses <= reached:
        raise RefusedError(
            "Not every capture is of a class of data that this was permitted for. Nothing was run."
        )
    with writing(home=home, actor=actor, command="examining captures", now=now) as writer:
        under = confirmed(permits, actor=actor, act=ACT, technology=TECHNOLOGY, now=writer.now)
        details = {
            "processor": PROCESSOR,
            "version": PROCESSORS[PROCESSOR].version,
            "does": "examine the traffic in it",
            "settings": dict(settings),
        }
        rows = [{"item": one.item, "sha256": one.sha256} for one in captures]
        writer.record(under.item_draft(ACT, rows, details))
    vault = open_vault(home)
    first, *others = (Source(one.sha256, vault.path(one.sha256), one.name) for one in captures)
    return run(Job(PROCESSOR, permits[0], first, companions=tuple(others), settings=dict(settings)))


def need_done(outcome: Outcome) -> Mapping[str, object]:
    """Give the finding. Raises RefusedError that says why there is none."""
    if outcome.state is not State.DONE or outcome.finding is None:
        raise RefusedError(
            f"The captures could not be examined ({outcome.state}: {outcome.reason}). They are "
            "kept and unharmed, and no test was recorded. Look whether they are captures of "
            "network traffic, or examine fewer at once."
        )
    return outcome.finding


def _refuse_quarantined(items: Mapping[int, Item]) -> None:
    for number, item in items.items():
        if item.quarantine:
            raise RefusedError(
                f"Item {number} is quarantined: {item.quarantine}. It is kept and unharmed, and "
                "nothing was run. Ask technology governance to let it be analysed."
            )
