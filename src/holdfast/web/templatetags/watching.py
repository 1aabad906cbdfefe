# SPDX-License-Identifier: Apache-2.0
"""Filters of the player's pages: numbers for drawings and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from holdfast.web.seconds import machine_second

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.web.time_axis import Slot, Strip

register = template.Library()


@register.filter
def exact(value: float) -> str:
    """Write a number of a drawing or an address with all the digits that it has."""
    return machine_second(value)


@register.filter
def strips(strip: Strip) -> tuple[Sequence[Slot], ...]:
    """Give the places of a wide page, and those of a narrow one."""
    return strip.many, strip.few
