# SPDX-License-Identifier: Apache-2.0
"""An item's chain of custody: every entry that concerns it, oldest first, in plain words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.records.access import find_item, visible_cases, visible_items
from holdfast.records.models import CaseItem, CaseMember, Custody, ItemView
from holdfast.records.queries.lines import member_line
from holdfast.records.queries.values import Access, CustodyEvent, PersonName
from holdfast.records.stores import read_line
from holdfast.records.words import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.models import Entry

_NOT_SHOWN = frozenset({"salt", "notes", "session"})


def item_custody(viewer: Person, home: Home, number: int) -> tuple[CustodyEvent, ...]:
    """Give the whole chain. Raises NotFoundError.

    A case that the viewer may not see is not named: the event stands, its reference does not.
    """
    find_item(viewer, number)
    seen = set(visible_cases(viewer).values_list("reference", flat=True))
    rows = Custody.objects.filter(item=number).select_related("entry").order_by("entry_id")
    known = visible_items(viewer)

    def shows(item: int) -> bool:
        return known.filter(number=item).exists()

    return tuple(custody_event(home, row, seen, shows) for row in rows)


def custody_event(
    home: Home,
    row: Custody,
    references: set[str],
    shows: Callable[[int], bool] = lambda _item: False,
) -> CustodyEvent:
    """Say one event in words; references of other cases, and items that are not shown, are left out."""
    entry = row.entry
    actor, role, details = _body(entry)
    if row.line is not None and entry.lines_root:
        details = {**details, **json.loads(read_line(home, entry.lines_root, row.line))}
    if "reference" in details and details["reference"] not in references:
        details = {**details, "reference": "(another case)", "reason": ""}
    if details.get("beside") is not None and not shows(details["beside"]):
        details = {**details, "beside": None, "reason": ""}
    return CustodyEvent(
        entry=entry.index,
        act=entry.act,
        at=entry.at,
        actor=actor,
        role=role,
        outcome=entry.outcome,
        sentence=sentence(
            home.lists, entry.act, details, purpose=entry.purpose, outcome=entry.outcome
        ),
        purpose=entry.purpose,
        details={key: value for key, value in details.items() if key not in _NOT_SHOWN},
        line=row.line,
    )


def item_access(viewer: Person, home: Home, number: int) -> Access:
    """Give who may see the item by the cases the viewer may see, and who opened it."""
    item = find_item(viewer, number)
    links = CaseItem.objects.filter(item=number, case__in=visible_cases(viewer))
    members = (
        CaseMember.objects.filter(case__in=links.values("case"))
        .select_related("case", "person")
        .order_by("case_id", "id")
    )
    views = ItemView.objects.filter(item=number).values("entry")
    opened = Custody.objects.filter(item=number, entry__in=views).select_related("entry")
    denied = Custody.objects.filter(item=number, entry__outcome="denied").select_related("entry")
    events = sorted([*opened, *denied], key=lambda row: row.entry_id)
    return Access(
        access_class=item.access_class,
        members=tuple((row.case.reference, member_line(row)) for row in members),
        opened=tuple(custody_event(home, row, set()) for row in events),
    )


def _body(entry: Entry) -> tuple[PersonName, str, dict[str, Any]]:
    if entry.body is None:
        return PersonName("", "(the body was destroyed)"), entry.role, {}
    content = json.loads(bytes(entry.body))
    actor = content["actor"]
    return PersonName(actor["username"], actor["name"]), actor["role"], content["details"]
