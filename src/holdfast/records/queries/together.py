# SPDX-License-Identifier: Apache-2.0
"""Where each recording of a case lies on the case's common clock, how that is known, and how exact.

Promises: a placing that a person saved comes before a corrected time, and that before what the
recording's own clock claims, which is the weakest source and is called so; a clock whose zone nobody
gave is never put on another. Chains of recordings placed beside each other are followed to their end,
with offset and drift; one that ends at no time of day lies on a clock of its own. Chapters of one
recording follow one another. What lies nowhere is listed with its reason. Changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from holdfast.records.access import find_case, openable_items, visible_cases
from holdfast.records.models import CaseItem, Item, Placing
from holdfast.records.placing_words import seconds_words
from holdfast.records.queries.chapters import Chapter, chapters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.accounts.models import Person

KINDS: Final = ("video", "audio")
TIME_OF_DAY: Final = "the time of day"
_MILLION: Final = 1_000_000
_MOST_STEPS: Final = 100


@dataclass(frozen=True, slots=True)
class Lying:
    """One recording on a clock.

    `clock` names it: TIME_OF_DAY, or the recording at which its chain ends; recordings of one clock
    can be seen together. `begins_s`: its first picture there, in seconds (since 1970 in UTC, or since
    the first picture of that recording). `rate`: seconds of the clock in one second of it. `within_s`:
    how far off it may be on the clock, None where nobody knows; `near_s`: how far off beside the one
    that it was placed beside. `beside`: the recordings it hangs on, nearest first.
    """

    number: int
    title: str
    kind: str
    camera: str
    duration_s: float | None
    clock: str
    begins_s: float
    rate: float
    how: str
    known: str
    within_s: float | None
    near_s: float | None
    beside: tuple[int, ...]
    chapter: Chapter | None

    @property
    def begins_at(self) -> datetime | None:
        """The time of day at which it begins, None on a clock without one."""
        if self.clock != TIME_OF_DAY:
            return None
        return datetime.fromtimestamp(self.begins_s, UTC)

    @property
    def ends_s(self) -> float:
        """Its end on the clock; its beginning when its length is not known."""
        return self.begins_s + (self.duration_s or 0.0) * self.rate

    def second_of(self, clock_s: float) -> float:
        """Give the second of the recording at a moment of the clock."""
        return (clock_s - self.begins_s) / self.rate


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A recording that lies on no clock, and why."""

    number: int
    title: str
    kind: str
    camera: str
    duration_s: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Together:
    """The recordings of a case whose content the viewer may open: on clocks, and on none."""

    placed: tuple[Lying, ...]
    not_placed: tuple[NotPlaced, ...]

    def on(self, clock: str) -> tuple[Lying, ...]:
        """Give those of one clock."""
        return tuple(one for one in self.placed if one.clock == clock)

    @property
    def clocks(self) -> tuple[str, ...]:
        """The clocks, that of the time of day first."""
        names = dict.fromkeys(one.clock for one in self.placed)
        return tuple(sorted(names, key=lambda name: (name != TIME_OF_DAY, name)))


def together(viewer: Person, case: int) -> Together:
    """Say where the recordings of a case lie. Raises NotFoundError."""
    find_case(viewer, case)
    items = list(
        openable_items(viewer)
        .filter(links__case=case, kind__in=KINDS)
        .select_related("device")
        .order_by("number")
        .distinct()
    )
    return _together(viewer, items)


def lying(viewer: Person, numbers: Iterable[int]) -> Together:
    """Say where some recordings lie, of those whose content the viewer may open."""
    items = openable_items(viewer).filter(number__in=list(numbers), kind__in=KINDS)
    return _together(viewer, list(items.select_related("device").order_by("number")))


def _together(viewer: Person, items: Sequence[Item]) -> Together:
    known = _Known(viewer, items)
    placed: list[Lying] = []
    alone: list[Lying] = []
    for item in items:
        one = _lying(known, item)
        (placed if one.how else alone).append(one)
    roots = {one.clock for one in placed}
    not_placed: list[NotPlaced] = []
    for one in alone:
        if one.clock in roots:
            placed.append(one)
        else:
            not_placed.append(_not_placed(one, known.items[one.number]))
    placed.sort(key=lambda one: (one.clock != TIME_OF_DAY, one.clock, one.begins_s, one.number))
    return Together(tuple(placed), tuple(not_placed))


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where a recording is: `how` is "" for one that is its own clock's beginning."""

    clock: str
    begins_s: float
    rate: float = 1.0
    how: str = ""
    known: str = ""
    within_s: float | None = None
    near_s: float | None = None
    beside: tuple[int, ...] = ()


class _Known:
    """What the chains of some recordings need: their items, placings and chapters, and where each is."""

    def __init__(self, viewer: Person, items: Sequence[Item]) -> None:
        self.items: dict[int, Item] = {one.number: one for one in items}
        self.placings: dict[int, Placing] = {}
        self.chapters: dict[int, Chapter] = {}
        self._anchors: dict[int, _Anchor] = {}
        wanted = set(self.items)
        for _ in range(_MOST_STEPS):
            if not wanted:
                break
            self.chapters |= chapters_of(wanted)
            rows = Placing.objects.filter(item__in=wanted)
            found = {one.item_id: one for one in rows}
            self.placings |= found
            near = {one.reference_id for one in found.values() if one.reference_id is not None}
            near |= {number for one in wanted for number in self._others(one)}
            wanted = near - self.items.keys()
            self.items |= Item.objects.select_related("device").in_bulk(wanted)
        mine = openable_items(viewer).filter(number__in=list(self.items))
        self.openable = set(mine.values_list("number", flat=True))

    def _others(self, number: int) -> tuple[int, ...]:
        chapter = self.chapters.get(number)
        return () if chapter is None else chapter.items

    def name(self, number: int) -> str:
        """Give how a recording is called before the viewer, who may not know of it."""
        return f"item {number}" if number in self.openable else "a recording that you may not open"

    def anchor(self, number: int, on_the_way: frozenset[int] = frozenset()) -> _Anchor:
        """Give where a recording is. What would go in a circle is taken by its own clock."""
        if number in self._anchors:
            return self._anchors[number]
        on_the_way |= {number}
        found = (
            self._placed(number, on_the_way)
            or self._following(number, on_the_way)
            or self._by_clock(number)
        )
        if len(on_the_way) == 1:
            self._anchors[number] = found
        return found

    def is_said(self, number: int) -> bool:
        """Whether a person said where it is."""
        return number in self.placings or self.items[number].corrected_at is not None

    def _placed(self, number: int, on_the_way: frozenset[int]) -> _Anchor | None:
        placing = self.placings.get(number)
        if placing is None:
            return None
        if placing.begins_at is not None:
            return _Anchor(
                TIME_OF_DAY,
                placing.begins_at.timestamp(),
                how=placing.how,
                known=placing.said,
                within_s=placing.within_s,
            )
        reference = placing.reference_id
        if reference is None or reference in on_the_way or reference not in self.items:
            return None
        near = self.anchor(reference, on_the_way)
        offset = placing.offset_s or 0.0
        sense = "after" if offset >= 0 else "before"
        return _Anchor(
            near.clock,
            near.begins_s + offset * near.rate,
            rate=near.rate * (1 + placing.drift_ppm / _MILLION),
            how=placing.how,
            known=f"{seconds_words(abs(offset))} {sense} {self.name(reference)}: {placing.said}",
            within_s=_added(placing.within_s, near),
            near_s=placing.within_s,
            beside=(reference, *near.beside),
        )

    def _following(self, number: int, on_the_way: frozenset[int]) -> _Anchor | None:
        """Give where a chapter is, by one that is known: the first that a person placed, or the first."""
        chapter = self.chapters.get(number)
        if chapter is None or self.is_said(number):
            return None
        said = [one for one in chapter.items if self.is_said(one) and one not in on_the_way]
        by = said[0] if said else chapter.items[0]
        if by in on_the_way:
            return None
        lengths = self._between(chapter.items, by, number)
        if lengths is None:
            return None
        near = self.anchor(by, on_the_way)
        return _Anchor(
            near.clock,
            near.begins_s + lengths * near.rate,
            rate=near.rate,
            how="chapter",
            known=f"it follows the chapters before it, counted from {self.name(by)}; that nothing is "
            "missing between them is not shown",
            within_s=near.within_s,
            beside=(by, *near.beside),
        )

    def _between(self, items: Sequence[int], by: int, number: int) -> float | None:
        first, last = items.index(by), items.index(number)
        low, high = min(first, last), max(first, last)
        lengths = [self.items[one].duration_s for one in items[low:high]]
        known = [one for one in lengths if one is not None]
        if len(known) < len(lengths):
            return None
        return sum(known) * (1 if last > first else -1)

    def _by_clock(self, number: int) -> _Anchor:
        item = self.items[number]
        if item.corrected_at is not None:
            at = item.corrected_at.timestamp()
            return _Anchor(TIME_OF_DAY, at, how="corrected", known="as a person corrected it")
        if item.claimed_at is not None and item.claimed_zone != "unknown":
            at = item.claimed_at.timestamp()
            known = item.claimed_source or "the recording itself"
            return _Anchor(TIME_OF_DAY, at, how="own clock", known=known)
        hidden = sorted(self.items.keys() - self.openable)
        own = f"item {number}" if number in self.openable else f"hidden {hidden.index(number) + 1}"
        return _Anchor(own, 0.0)


def _added(within_s: float | None, near: _Anchor) -> float | None:
    """Add how far off the reference may be; a clock's own beginning is exact on that clock."""
    if within_s is None or not near.how:
        return within_s
    return None if near.within_s is None else within_s + near.within_s


def _lying(known: _Known, item: Item) -> Lying:
    anchor = known.anchor(item.number)
    return Lying(
        number=item.number,
        title=item.title,
        kind=item.kind,
        camera=_camera(item),
        duration_s=item.duration_s,
        clock=anchor.clock,
        begins_s=anchor.begins_s,
        rate=anchor.rate,
        how=anchor.how,
        known=anchor.known,
        within_s=anchor.within_s,
        near_s=anchor.near_s,
        beside=tuple(one for one in anchor.beside if one in known.openable),
        chapter=_chapter(known, item.number),
    )


def _chapter(known: _Known, number: int) -> Chapter | None:
    """Give a recording's row of chapters as far as the viewer may open them."""
    chapter = known.chapters.get(number)
    row = () if chapter is None else tuple(one for one in chapter.items if one in known.openable)
    return Chapter(row.index(number) + 1, row) if len(row) > 1 and number in row else None


def _camera(item: Item) -> str:
    return item.device.asset if item.device is not None else item.device_text


def _not_placed(one: Lying, item: Item) -> NotPlaced:
    if item.claimed_at is not None:
        wall = item.claimed_at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
        why = f"its own clock says {wall} and gives no zone"
    else:
        why = "it carries no time"
    return NotPlaced(one.number, one.title, one.kind, one.camera, one.duration_s, why)


def placing_of(number: int) -> Placing | None:
    """Give the placing of a recording that the viewer was let at before; None when there is none."""
    return Placing.objects.filter(item=number).select_related("by").first()


def references_of(viewer: Person, number: int) -> list[tuple[int, str]]:
    """Give the recordings that one may be placed beside: of its cases, that the viewer may open."""
    cases = CaseItem.objects.filter(item=number, case__in=visible_cases(viewer)).values("case")
    others = (
        openable_items(viewer)
        .filter(links__case__in=cases, kind__in=KINDS)
        .exclude(number=number)
        .order_by("number")
        .distinct()
    )
    return [(one.number, f"Item {one.number}, {one.title}") for one in others]
