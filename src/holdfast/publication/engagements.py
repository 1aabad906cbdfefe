# SPDX-License-Identifier: Apache-2.0
"""Contractors' engagements as their published records add up, for anybody to count again.

Promises: every number follows from the records and the day alone; a second record that takes a
number changes nothing, and a step of something that is not there changes nothing. Names nobody. The
rules are in docs/formats/public-bundle.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.publication.records import Record

_SETTLES: Final = ("met", "waived", "breached")


@dataclass(frozen=True, slots=True)
class EngagementCounts:
    """The engagements of one technology, purpose and month, and their conditions by standing.

    `technology` "" is what was said not to be on the register; `month` is that in which the work
    began. `late` are those of `met` that came after their day, `overdue` those of `outstanding`
    whose day is over. `opened` are (number, entry, contractor), the contractor "" where the agency
    keeps the name sealed.
    """

    technology: str
    purpose: str
    month: str
    engagements: int
    closed: int
    media: int
    conditions: int
    met: int
    late: int
    waived: int
    breached: int
    outstanding: int
    overdue: int
    opened: tuple[tuple[str, int, str], ...]


@dataclass(slots=True)
class _Told:
    """What the records of one engagement say so far."""

    index: int
    opened: Record
    due: dict[str, str]
    settled: dict[str, tuple[str, str]] = field(default_factory=dict)
    media: int = 0
    closed: bool = False


def count_engagements(
    records: Iterable[tuple[int, str, Record]], on: str
) -> tuple[EngagementCounts, ...]:
    """Count (entry, day, record)s in the order of the ledger, as they stand at the end of `on`."""
    found: dict[str, _Told] = {}
    for index, _, record in records:
        _fold(found, index, record)
    groups: dict[tuple[str, str, str], list[_Told]] = {}
    for one in found.values():
        month = str(one.opened["from"])[:7]
        key = (month, str(one.opened["technology"]), str(one.opened["purpose"]))
        groups.setdefault(key, []).append(one)
    return tuple(_counted(*key, groups[key], on) for key in sorted(groups, reverse=True))


def _fold(found: dict[str, _Told], index: int, record: Record) -> None:
    if record["type"] == "engagement.open":
        told = _Told(index, record, dict(record["conditions"]))
        found.setdefault(str(record["number"]), told)
        return
    of = found.get(str(record["number"]))
    if of is None:
        return
    if record["type"] == "engagement.link":
        of.media += 1
    elif record["type"] == "engagement.close":
        of.closed = True
    elif record["type"] == "engagement.step" and record["condition"] in of.due:
        if record["step"] in _SETTLES:
            of.settled[record["condition"]] = (record["step"], record["on"])
        elif record["step"] == "moved":
            of.due[record["condition"]] = record["due"]


def _counted(
    month: str, technology: str, purpose: str, told: list[_Told], on: str
) -> EngagementCounts:
    stands = [
        (*one.settled.get(name, ("outstanding", on)), due)
        for one in told
        for name, due in one.due.items()
    ]
    counts = [how for how, _, _ in stands]
    return EngagementCounts(
        technology=technology,
        purpose=purpose,
        month=month,
        engagements=len(told),
        closed=sum(one.closed for one in told),
        media=sum(one.media for one in told),
        conditions=len(stands),
        met=counts.count("met"),
        late=sum(how == "met" and day > due for how, day, due in stands),
        waived=counts.count("waived"),
        breached=counts.count("breached"),
        outstanding=counts.count("outstanding"),
        overdue=sum(how == "outstanding" and due < on for how, _, due in stands),
        opened=tuple(
            (str(one.opened["number"]), one.index, str(one.opened["contractor"])) for one in told
        ),
    )
