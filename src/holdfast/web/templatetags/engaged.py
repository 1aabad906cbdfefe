# SPDX-License-Identifier: Apache-2.0
"""Filters of engagements: conditions and their days in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from holdfast.fleet.queries.engagements import tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.fleet.queries.engagements import ConditionLine

register = template.Library()
_ORDER = ("overdue", "breached", "due", "met", "waived")


@register.filter
def stand_in_words(conditions: Iterable[ConditionLine]) -> str:
    """Write how conditions stand: 1 overdue, 2 due, 3 met."""
    counts = tally(conditions)
    return ", ".join(f"{counts[name]} {name}" for name in _ORDER if name in counts)


@register.filter
def worst_standing(conditions: Iterable[ConditionLine]) -> str:
    """Give the standing that weighs most."""
    counts = tally(conditions)
    return next((name for name in _ORDER if name in counts), "met")


@register.filter
def day_in_words(one: ConditionLine) -> str:
    """Write how far off a condition's day is, or when it was settled."""
    if one.days is None:
        on = one.settled_on
        return f"{one.standing} {on.day} {on:%b %Y}" if on else one.standing
    if one.days == 0:
        return "today"
    days = abs(one.days)
    unit = "day" if days == 1 else "days"
    return f"in {days} {unit}" if one.days > 0 else f"{days} {unit} ago"
