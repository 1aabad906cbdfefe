# SPDX-License-Identifier: Apache-2.0
"""A small case of fixed cameras: a bag that somebody left at a shop's entrance.

The shop's owner handed over an export of the recorder: two cameras of one square, which overlap in
time and heard the same, one of them with a clock that is two minutes wrong. The recordings are
drawn (`holdfast.demo.cameras`); everything else is done by the services.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from holdfast.demo.cameras import write_export
from holdfast.demo.people import find
from holdfast.demo.story import BAG
from holdfast.oversight import uses
from holdfast.oversight.asking import stated
from holdfast.records.models import Case, Item
from holdfast.records.queries.beginning import beginning_of
from holdfast.records.services import add_member, open_case, state_purpose

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from holdfast.demo.calendar import Calendar
    from holdfast.home import Home

EXPORT: Final = "recorder-export"
_FILMED_BEFORE: Final = timedelta(days=2, hours=7)
_TAKEN_IN_BEFORE: Final = timedelta(days=2)
_ANALYSED_BEFORE: Final = timedelta(days=1, hours=2)
_PURPOSE: Final = "investigation"
_SESSION: Final = "the demonstration's own session of watching"


def draw_export(cards: Path, now: datetime) -> None:
    """Draw what the recorder exported; for a process of its own."""
    write_export(cards / EXPORT, begun=(now - _FILMED_BEFORE).replace(microsecond=0))


def plan_watching(calendar: Calendar, home: Home, cards: Path, now: datetime) -> None:
    """Put it all into the calendar."""
    calendar.on(
        now - _TAKEN_IN_BEFORE,
        partial(_take_in, home, cards / EXPORT),
        "taking in the export of a recorder",
    )
    calendar.on(now - _ANALYSED_BEFORE, partial(_analyse, home), "finding what moves in it")
    # Last of all, because what is made of an opened recording carries the time of the machine.
    calendar.on(now, partial(_show_together, home), "a synopsis of it")


def _take_in(home: Home, export: Path, now: datetime) -> None:
    investigator = find(BAG.opened_by)
    open_case(
        home=home,
        actor=investigator,
        reference=BAG.reference,
        title=BAG.title,
        access_class=BAG.access_class,
        now=now,
    )
    case = Case.objects.get(reference=BAG.reference).number
    for member in BAG.members:
        add_member(home=home, actor=investigator, case=case, username=member, now=now)
    uses.take_in_medium(
        home=home,
        actor=investigator,
        path=export,
        case=BAG.reference,
        purpose=_PURPOSE,
        authority="Handed over by the owner, who agreed to it",
        medium_name="Stick from the recorder Tirohanga TR-804, Corner Store, Willis Street",
        whose="outside",
        now=now,
    )
    _make(home, ("thumbnail", "poster"), now)


def _analyse(home: Home, now: datetime) -> None:
    _make(home, ("motion",), now)


def _make(home: Home, processors: tuple[str, ...], now: datetime) -> None:
    uses.make_pictures(
        home=home,
        actor=find(BAG.opened_by),
        items=_recordings(),
        processors=processors,
        purpose=stated(home, _PURPOSE),
        case=BAG.reference,
        now=now,
    )


def _show_together(home: Home, _now: datetime) -> None:
    """Make the synopsis that the page offers first: everything that moved at the entrance."""
    investigator, item = find(BAG.opened_by), _recordings()[0]
    case = Case.objects.get(reference=BAG.reference).number
    words = "Who left the bag, and who saw it"
    state_purpose(
        home=home,
        actor=investigator,
        case=case,
        purpose=_PURPOSE,
        text=words,
        session=_SESSION,
    )
    view = uses.open_item(home=home, actor=investigator, item=item, session=_SESSION)
    found = uses.find_what_moves(home=home, actor=investigator, view=view)
    if found is None:
        return
    beginning = beginning_of(investigator, item)
    uses.make_synopsis(
        home=home,
        actor=investigator,
        view=view,
        found=found,
        settings={"asked": "", "density": 0.1, "longest_s": 0.0, **beginning.settings},
    )


def _recordings() -> list[int]:
    items = Item.objects.filter(links__case__reference=BAG.reference, kind="video")
    return list(items.order_by("number").values_list("number", flat=True))
