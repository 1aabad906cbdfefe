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
from holdfast.records.errors import RefusedError
from holdfast.records.models import Item, ItemFile
from holdfast.records.permitted import confirmed, held_for, statuses_under
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home

ACT = "item.process"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Work:
    """One main file that a processor has not been tried on."""

    item: int
    sha256: str
    name: str


def work_for(home: Home, items: Sequence[int], processor: str) -> list[Work]:
    """Give what is to be done: the main files of these items without a result of this version."""
    found: list[Work] = []
    for start in range(0, len(items), _BATCH):
        rows = ItemFile.objects.filter(item__in=items[start : start + _BATCH], role="main")
        found.extend(
            Work(item, sha256, path.rpartition("/")[2])
            for item, sha256, path in rows.order_by("item").values_list(
                "item_id", "original_id", "path"
            )
            if derivatives.find(home, sha256, processor) is None
        )
    return found


def process(
    *,
    home: Home,
    actor: Person,
    permits: Sequence[Permit],
    processor: str,
    items: Sequence[int],
    behind: bool = False,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
    now: datetime | None = None,
) -> int:
    """Make what is missing of these items by one processor; give how many were to be made.

    `behind`: the entry is made now and the work goes on behind the page. Raises RefusedError for a
    quarantined item, DeniedError, WrongPermitError.
    """
    authorise(actor, ACT)
    tool = PROCESSORS[processor]
    held_for(permits, actor=actor, act=ACT, technology=tool.technology)
    wanted = _reached(home, permits, work_for(home, items, processor))
    if not wanted:
        return 0
    if tool.analyses:
        _refuse_quarantined(wanted)
    with writing(home=home, actor=actor, command=f"running {processor}", now=now) as writer:
        under = confirmed(permits, actor=actor, act=ACT, technology=tool.technology, now=writer.now)
        details = {"processor": processor, "version": tool.version}
        rows = [{"item": one.item, "sha256": one.sha256} for one in wanted]
        writer.record(under.item_draft(ACT, rows, details))
    files = [(one.sha256, one.name) for one in wanted]
    if behind:
        for sha256, name in files:
            Thread(
                target=derivatives.wanted,
                args=(home, sha256, name, processor, permits[0]),
                daemon=True,
            ).start()
    else:
        derivatives.make_all(home, files, processor, permits[0], tell=tell)
    return len(wanted)


def _reached(home: Home, permits: Sequence[Permit], wanted: Sequence[Work]) -> list[Work]:
    numbers = {one.item for one in wanted}
    statuses = statuses_under(home, permits)
    reached = set(
        Item.objects.filter(number__in=numbers, status__in=statuses).values_list(
            "number", flat=True
        )
    )
    return [one for one in wanted if one.item in reached]


def _refuse_quarantined(wanted: Sequence[Work]) -> None:
    numbers = [one.item for one in wanted]
    held = Item.objects.filter(number__in=numbers).exclude(quarantine="").first()
    if held is not None:
        raise RefusedError(
            f"Item {held.number} is quarantined: {held.quarantine}. It is kept and unharmed, and "
            "nothing was run. Ask technology governance to decide on the device, or to let the "
            "item be analysed."
        )
