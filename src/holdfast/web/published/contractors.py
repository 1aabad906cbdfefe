# SPDX-License-Identifier: Apache-2.0
"""What contractors flew for the agency, in numbers that follow from the published records.

Promises: a name is shown only where the record itself holds it; what is overdue is never left out,
an engagement that was closed over it included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.publication import EngagementCounts, count_engagements
from holdfast.web.published.words import purposes_words

if TYPE_CHECKING:
    from datetime import date

    from holdfast.agency import Agency
    from holdfast.web.published.state import Published


@dataclass(frozen=True, slots=True)
class Line:
    """The engagements of one technology, purpose and month, in words and numbers."""

    technology: str
    purpose: str
    counts: EngagementCounts


@dataclass(frozen=True, slots=True)
class Contractors:
    """All of them, the newest month first, with the sums over all."""

    lines: tuple[Line, ...]
    engagements: int
    conditions: int
    met: int
    waived: int
    breached: int
    outstanding: int
    overdue: int


def contractors_of(published: Published, lists: Agency, today: date) -> Contractors:
    """Count the engagements as they stand at the end of that day."""
    counts = count_engagements(published.register.engagements, str(today))
    known = published.register.technologies
    lines = tuple(
        Line(
            technology=str(known[one.technology].says["name"]) if one.technology in known else "",
            purpose=purposes_words(lists, [one.purpose])[0],
            counts=one,
        )
        for one in counts
    )
    return Contractors(
        lines=lines,
        engagements=sum(one.engagements for one in counts),
        conditions=sum(one.conditions for one in counts),
        met=sum(one.met for one in counts),
        waived=sum(one.waived for one in counts),
        breached=sum(one.breached for one in counts),
        outstanding=sum(one.outstanding for one in counts),
        overdue=sum(one.overdue for one in counts),
    )
