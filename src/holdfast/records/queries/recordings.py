# SPDX-License-Identifier: Apache-2.0
"""Recordings and whether they are whole: of one case, of one item, and what could teach a salvage.

Promises: what has no report yet is counted as not examined, and what could not be examined as such,
so that the counts add up to the recordings of the case. Reads reports that were made; makes none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from holdfast.records.access import find_item, openable_items
from holdfast.records.derivatives import find
from holdfast.records.models import CaseItem, Item, ItemFile
from holdfast.records.queries.custody import item_custody

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.queries.values import CustodyEvent

KINDS: Final = frozenset({"video", "audio"})
NOT_EXAMINED: Final = "not examined"
NOT_POSSIBLE: Final = "could not be examined"
STANDINGS: Final = (
    "damaged", "unreadable", "incomplete", "unusual", "sound", NOT_POSSIBLE, NOT_EXAMINED,
)  # fmt: skip
"""In the order in which they want attention."""
_INTEGRITY: Final = "integrity"
_MOST_REFERENCES: Final = 50
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """How one recording stands: a word of STANDINGS, the kinds of finding, why it was not examined."""

    word: str
    kinds: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordingLine:
    """One recording of a case."""

    number: int
    title: str
    kind: str
    exhibit_number: str
    duration_s: float | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Recordings:
    """The recordings of a case, those that want attention first, and how many stand how."""

    counts: Mapping[str, int]
    rows: tuple[RecordingLine, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A recording that a salvage could learn from, and why it is offered."""

    number: int
    title: str
    why: str
    standing: Standing


def standing_of(home: Home, sha256: str) -> Standing:
    """Say how a recording stands by the report that was made of it, if one was."""
    made = find(home, sha256, _INTEGRITY)
    if made is None:
        return Standing(NOT_EXAMINED)
    if not made.is_there:
        return Standing(NOT_POSSIBLE, reason=made.reason or made.outcome)
    return Standing(str(made.finding["verdict"]), tuple(made.finding["kinds"]))


def recordings_of_case(viewer: Person, home: Home, case: int) -> Recordings:
    """Give the recordings of a case whose content the viewer may open."""
    items = openable_items(viewer).filter(links__case=case, kind__in=KINDS).order_by("number")
    exhibits = dict(CaseItem.objects.filter(case=case).values_list("item_id", "exhibit_number"))
    rows = [
        RecordingLine(
            one.number,
            one.title,
            one.kind,
            exhibits.get(one.number, ""),
            one.duration_s,
            standing,
        )
        for one, standing in _standings(home, list(items.distinct()))
    ]
    rows.sort(key=lambda row: (STANDINGS.index(row.standing.word), row.number))
    words = [row.standing.word for row in rows]
    return Recordings({word: words.count(word) for word in STANDINGS}, tuple(rows))


def references_for(viewer: Person, home: Home, number: int) -> tuple[ReferenceLine, ...]:
    """Give recordings of the same device, or of the same medium, that the viewer may open.

    Those that were examined and are sound come first. Raises NotFoundError.
    """
    item = find_item(viewer, number)
    same = Q(acquisition=item.acquisition_id)
    if item.device_id is not None:
        same |= Q(device=item.device_id)
    if item.device_text:
        same |= Q(device_text=item.device_text)
    others = openable_items(viewer).filter(same, kind="video").exclude(number=number)
    found = [
        ReferenceLine(one.number, one.title, _why(item, one), standing)
        for one, standing in _standings(home, list(others.order_by("number")[:_MOST_REFERENCES]))
    ]
    good = ("sound", "unusual", NOT_EXAMINED)
    fit = [one for one in found if one.standing.word in good]
    return tuple(sorted(fit, key=lambda one: (good.index(one.standing.word), one.number)))


def when_examined(viewer: Person, home: Home, number: int) -> CustodyEvent | None:
    """Give the event by which the item was examined last, as its custody tells it."""
    return when_processed(viewer, home, number, _INTEGRITY)


def when_processed(
    viewer: Person,
    home: Home,
    number: int,
    processor: str,
    settings: Mapping[str, object] | None = None,
) -> CustodyEvent | None:
    """Give the event by which a processor was run on the item last, with those settings if given."""
    events = [
        one
        for one in item_custody(viewer, home, number)
        if one.details.get("processor") == processor
        and one.outcome == "done"
        and (settings is None or one.details.get("settings") == dict(settings))
    ]
    return events[-1] if events else None


def _why(item: Item, other: Item) -> str:
    if item.device_id is not None and item.device_id == other.device_id:
        return "the same device"
    if item.device_text and item.device_text == other.device_text:
        return f"names the same device, {item.device_text}"
    return "of the same medium"


def _standings(home: Home, items: Sequence[Item]) -> list[tuple[Item, Standing]]:
    mains: dict[int, str] = {}
    for start in range(0, len(items), _BATCH):
        numbers = [one.number for one in items[start : start + _BATCH]]
        rows = ItemFile.objects.filter(item__in=numbers, role="main")
        mains.update(rows.values_list("item_id", "original_id"))
    return [(one, standing_of(home, mains[one.number])) for one in items if one.number in mains]
