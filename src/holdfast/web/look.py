# SPDX-License-Identifier: Apache-2.0
"""What of an item may be looked at now, and by what: player, picture, or words that say why not.

Promises: it never opens content; it says in one sentence what is shown (the original itself, or a
copy made of it by what), so that nobody takes a copy for the original.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from holdfast.gate import DeniedError
from holdfast.oversight import uses
from holdfast.records.access import openable_items, visible_cases
from holdfast.records.models import CaseItem
from holdfast.records.queries.recordings import KINDS
from holdfast.records.stated import purpose_stated
from holdfast.web.copies import stream_settings
from holdfast.web.pictured import main_file
from holdfast.web.watch import Watch, watch_copy, watch_original

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import QueryDict

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.permitted import View
    from holdfast.records.queries.values import ItemDetail


@dataclass(frozen=True, slots=True)
class Look:
    """What the view tab shows."""

    allowed: bool
    title: str = ""
    words: str = ""
    said: str = ""
    purpose_case: int | None = None
    picture: str = ""
    original: str = ""
    watch: Watch | None = None


def may_see_pictures(person: Person, number: int, session: str, now: datetime) -> bool:
    """Whether the item's small picture may be shown: openable, and a purpose stated for a case."""
    if not openable_items(person, now).filter(number=number).exists():
        return False
    cases = CaseItem.objects.filter(item=number, case__in=visible_cases(person, now))
    numbers = tuple(cases.values_list("case", flat=True))
    return purpose_stated(person, numbers, session, now) is not None


def look(
    person: Person,
    home: Home,
    detail: ItemDetail,
    session: str,
    *,
    now: datetime,
    asked: QueryDict,
) -> Look:
    """Decide what is shown of an item; `asked` is what the address asks for of a recording."""
    number = detail.item.number
    if not openable_items(person, now).filter(number=number).exists():
        words = "You may read what is said about this item. Its content needs another role or case."
        return Look(allowed=False, title="Not for your eyes", words=words)
    cases = tuple(case.number for case in detail.cases)
    if purpose_stated(person, cases, session, now) is None:
        return Look(
            allowed=False,
            title="A purpose is needed",
            words="Before content is opened, say once for the case what you look for. It is "
            "written in the ledger before the first byte is shown.",
            purpose_case=cases[0] if cases else None,
        )
    try:
        view = uses.glance_at_item(home=home, actor=person, item=number, session=session)
        return _shown(home, person, detail, view, asked)
    except DeniedError as denial:
        return Look(allowed=False, title="Not permitted", words=str(denial))


def _shown(home: Home, person: Person, detail: ItemDetail, view: View, asked: QueryDict) -> Look:
    main = main_file(detail.files)
    number = detail.item.number
    if main is None:
        return Look(allowed=True, words="This item has no main file.")
    address = reverse("item_original", args=[number, main.sha256])
    if detail.item.kind in KINDS:
        return _recording(home, person, detail, view, asked)
    made = uses.picture_of(home=home, actor=person, view=view, processor="viewable")
    if made is None:
        return Look(allowed=True, words="There is no picture to show yet.", original=address)
    if made.is_there:
        return Look(
            allowed=True,
            picture=reverse("item_picture", args=[number, "viewable"]),
            original=address,
            said=f"A copy for looking, made from {made.finding.get('made_from', 'the original')} "
            f"by viewable {made.provenance['version']}. The picture leads to the original.",
        )
    return Look(
        allowed=True, words=f"There is no picture to show: {made.reason}.", original=address
    )


def _recording(
    home: Home, person: Person, detail: ItemDetail, view: View, asked: QueryDict
) -> Look:
    main = main_file(detail.files)
    if main is None:
        return Look(allowed=True, words="This item has no main file.")
    address = reverse("item_original", args=[detail.item.number, main.sha256])
    made = uses.copy_to_watch(
        home=home, actor=person, view=view, settings=stream_settings(asked.get("stream", ""))
    )
    if made is None:
        watch = watch_original(home, detail, main, address, asked)
    elif made.is_there:
        watch = watch_copy(detail, made, asked)
    else:
        return Look(allowed=True, words=f"It cannot be played: {made.reason}.", original=address)
    return Look(allowed=True, watch=watch, original=address)
