# SPDX-License-Identifier: Apache-2.0
"""Where the bars of a plot of twelve months stand, in the units of its drawing (480 by 112)."""

from __future__ import annotations

from typing import Final

from django import template

register = template.Library()
_STEP: Final = 40
_GROUND: Final = 92
_HIGHEST: Final = 76
_FULL: Final = 100


@register.filter
def bar_x(index: int) -> int:
    """Give the left edge of a bar."""
    return index * _STEP + 6


@register.filter
def bar_middle(index: int) -> int:
    """Give the middle of a bar."""
    return index * _STEP + _STEP // 2


@register.filter
def bar_height(hundredths: int) -> int:
    """Give the height of a bar; any count at all is seen."""
    return max(hundredths * _HIGHEST // _FULL, 2 if hundredths else 0)


@register.filter
def bar_y(hundredths: int) -> int:
    """Give the upper edge of a bar."""
    return _GROUND - bar_height(hundredths)


@register.filter
def bar_label(hundredths: int) -> int:
    """Give where the count over a bar stands."""
    return bar_y(hundredths) - 3
