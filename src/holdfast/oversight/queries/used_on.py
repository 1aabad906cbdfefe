# SPDX-License-Identifier: Apache-2.0
"""Which registered technologies were used on items and cases: computed from the ledger's entries.

Promises: every use that the ledger has on one of the items, and every use outside that names one
of the cases as what it was for, is counted; so is the device that recorded an item, where it is on
the register. Told by month, by technology and by approval, and never by person, item or case. Says
nothing of what happened outside Holdfast and was not recorded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from holdfast.gate import USES
from holdfast.oversight.models import Approval, Technology
from holdfast.records.models import CaseItem, Custody, Entry, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

RECORDED: Final = "recorded"
USED: Final = "used"
# Uses that are of a case and not of its items.
_OF_CASES: Final = ("use.record", "search.run")


@dataclass(frozen=True, slots=True)
class FoundUse:
    """One technology in one month (2026-11) under one approval ("" for none), and how often.

    `how` is "recorded" for the device that made a recording, "used" for all else. `ground` is that
    on which the line is withheld, "" when it is told.
    """

    technology: str
    name: str
    month: str
    approval: str
    how: str
    count: int
    ground: str = ""

    @property
    def key(self) -> str:
        """What tells this line from the others."""
        return "/".join((self.how, self.month, self.approval or "none", self.technology))

    def to_json(self) -> dict[str, Any]:
        """Give the line as it is kept."""
        return asdict(self)


def uses_found(items: Iterable[int], references: Sequence[str]) -> tuple[FoundUse, ...]:
    """Compute what the ledger says, oldest first. Whoever calls has decided who may ask."""
    numbers = set(items)
    cases = Q()
    for reference in references:
        cases |= Q(case__reference=reference)
    if references:
        numbers |= set(CaseItem.objects.filter(cases).values_list("item", flat=True))
    counted: Counter[tuple[str, str, str, str]] = Counter()
    on_items = Custody.objects.filter(item__in=numbers).values("entry")
    supports = [f"case:{reference}" for reference in references]
    entries = Entry.objects.filter(act__in=list(USES), outcome="done").filter(
        Q(pk__in=on_items) | Q(act__in=_OF_CASES, support__in=supports)
    )
    for day, technology, approval in entries.values_list("day", "technology", "approval"):
        counted[USED, f"{day:%Y-%m}", approval, technology] += 1
    recorded = Item.objects.filter(number__in=numbers, device__isnull=False)
    for technology, taken_on, received in recorded.values_list(
        "device__technology", "day", "received_at"
    ):
        if technology:
            on = taken_on or received.date()
            counted[RECORDED, f"{on:%Y-%m}", _approved_on(technology, on), technology] += 1
    names = dict(Technology.objects.values_list("number", "name"))
    return tuple(
        FoundUse(technology, names.get(technology, technology), month, approval, how, count)
        for (how, month, approval, technology), count in sorted(
            counted.items(), key=lambda one: (one[0][1], one[0][0], one[0][3], one[0][2])
        )
    )


def _approved_on(technology: str, day: date) -> str:
    """Give the approvals on record for a technology on that day (UTC), joined by "+"."""
    found = Approval.objects.filter(
        Q(until__isnull=True) | Q(until__date__gte=day),
        technology=technology,
        start__date__lte=day,
    )
    return "+".join(found.order_by("number").values_list("number", flat=True))
