# SPDX-License-Identifier: Apache-2.0
"""The one way in which the projection changes: one function an act, live and in a replay alike.

Promises: an act that was refused changes nothing but the chain of custody; the same acts in the
same order give the same projection (ADR 0007). Never reads the clock, and never asks who may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.records.acts import (
    acquisitions,
    cases,
    checks,
    devices,
    holds,
    items,
    packs,
    people,
    watching,
)
from holdfast.records.acts.bulk import insert
from holdfast.records.models import Custody
from holdfast.records.more import more_acts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holdfast.records.acts.act import Act


def _changes_nothing(_act: Act) -> None:
    """Leave the projection alone: the entry itself is all there is."""


APPLY: Final[Mapping[str, Callable[[Act], None]]] = {
    "home.create": _changes_nothing,
    "person.enrol": people.enrol,
    "person.roles": people.set_roles,
    "person.identify": people.identify,
    "person.code": _changes_nothing,
    "case.open": cases.open_case,
    "case.title": cases.set_title,
    "case.close": cases.close,
    "case.member": cases.add_member,
    "case.purpose": cases.state_purpose,
    "case.break_glass": cases.break_glass,
    "acquisition.take_in": acquisitions.take_in,
    "acquisition.confirm": acquisitions.confirm,
    "item.read": items.read,
    "item.classify": items.classify,
    "item.exhibit": items.give_exhibit_number,
    "item.link": items.link,
    "item.unlink": items.unlink,
    "item.title": items.set_title,
    "item.time": items.set_time,
    "item.access": items.set_access,
    "item.view": items.view,
    "item.align": watching.align,
    "note.write": watching.write_note,
    "note.withdraw": watching.withdraw_note,
    "item.process": _changes_nothing,
    "item.release": items.release,
    "search.run": items.search,
    "hold.place": holds.place,
    "hold.release": holds.release,
    "pack.make": packs.make,
    "integrity.check": checks.check,
    "integrity.damage": checks.meet_damage,
    "device.register": devices.register,
    "ledger.cosign": _changes_nothing,
    "ledger.publish": _changes_nothing,
}


def apply(act: Act) -> None:
    """Change the projection as the act says, and add it to the custody of the items it concerns."""
    if act.outcome == "done":
        (APPLY.get(act.act) or more_acts()[act.act])(act)
    insert(Custody, ("item", "entry", "line"), _custody(act))


def _custody(act: Act) -> Iterator[tuple[int, int, int | None]]:
    """One event for each item: by the subjects, and by the first line that names it."""
    seen: set[int] = set()
    for subject in act.subjects:
        if subject["kind"] == "item":
            seen.add(subject["id"])
            yield subject["id"], act.entry.pk, None
    if not act.lines_root:
        return
    for position, row in enumerate(act.rows()):
        named = row.get("items") or ([row["item"]] if row.get("item") is not None else [])
        for item in named:
            if item not in seen:
                seen.add(item)
                yield item, act.entry.pk, position
