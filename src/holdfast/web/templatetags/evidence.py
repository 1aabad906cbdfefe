# SPDX-License-Identifier: Apache-2.0
"""Filters of the evidence pages: claimed times, degrees, damage in words, plain numbers.

Promises: a time whose zone the device did not give is shown as it stands, with the words "zone
unknown", and never converted; a place is shown with its letter, never with a bare sign.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django import template
from django.utils.html import format_html
from django.utils.timezone import localtime

from holdfast.records.stores import open_vault
from holdfast.web.damage import MISSING, in_words
from holdfast.web.home import this_home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

    from holdfast.records.queries.values import FileLine

register = template.Library()
_UNKNOWN: Final = "unknown"


@register.filter
def clock(value: datetime, zone: str) -> str:
    """Write the time of day of a claimed or corrected time."""
    return f"{_shown(value, zone):%H:%M:%S}"


@register.filter
def clock_day(value: datetime, zone: str) -> SafeString:
    """Write day and time of a claimed or corrected time, with what is known of its zone."""
    shown = _shown(value, zone)
    known = "zone unknown" if zone == _UNKNOWN else shown.tzname() or zone
    return format_html("{} {}", f"{shown.day} {shown:%b %Y, %H:%M:%S}", known)


def _shown(value: datetime, zone: str) -> datetime:
    return value.astimezone(UTC) if zone == _UNKNOWN else localtime(value)


@register.filter
def spelt(kind: str) -> str:
    """Write the name of a kind of finding as words."""
    return kind.replace("_", " ")


@register.filter
def of(values: Mapping[object, object], key: object) -> object:
    """Give what a mapping says of the key; nothing when it says nothing."""
    return values.get(key, "")


@register.filter
def degrees(value: float, letters: str) -> str:
    """Write an angle as 41.29012° S; `letters` is NS or EW."""
    north_or_east, south_or_west = ("N", "S") if letters == "NS" else ("E", "W")
    return f"{abs(value):.5f}° {south_or_west if value < 0 else north_or_east}"


@register.filter
def unlocalized(value: float) -> str:
    """Write a number for a machine."""
    return f"{value:g}" if value < 1e6 else str(value)  # noqa: PLR2004 # beyond it %g writes an exponent


@register.filter
def damage_words(file: FileLine) -> str:
    """Say what is lost of a damaged file: stretches of a video, or blocks."""
    if file.condition == "missing":
        return MISSING
    stretches = in_words(open_vault(this_home()), file.sha256, file.damaged_blocks)
    where = f" Damaged: {stretches}. The rest still proves." if stretches else ""
    return f"The last check found this original damaged; nothing damaged is ever shown.{where}"
