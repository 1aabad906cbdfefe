# SPDX-License-Identifier: Apache-2.0
"""Filters of the pages about recordings on one clock: numbers for scripts, and how exact in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from holdfast.records.placing_words import within_words

if TYPE_CHECKING:
    from collections.abc import Sequence

register = template.Library()


@register.filter
def exactly(value: float | None) -> str:
    """Write a number for a script, whole and without an exponent; 0 for one that is not known."""
    return f"{value or 0:.9f}".rstrip("0").rstrip(".")


@register.filter
def percent(share: float) -> int:
    """Write a share of 1 as a whole number of hundredths."""
    return round(share * 100)


@register.filter
def within(seconds: float) -> str:
    """Say how far off a time may be."""
    return within_words(seconds)


@register.filter
def moves_words(numbers: Sequence[int]) -> str:
    """Say which recordings are placed beside one that is moved."""
    if len(numbers) == 1:
        return f"Item {numbers[0]} is placed beside this one, and keeps its distance to it."
    named = ", ".join(map(str, numbers[:-1]))
    return f"Items {named} and {numbers[-1]} are placed beside this one, and keep their distance to it."
