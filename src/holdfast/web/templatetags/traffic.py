# SPDX-License-Identifier: Apache-2.0
"""What the pages of network tests write: a time of day of a capture, and a host by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.timezone import localtime

from holdfast.fleet.isolation.names import by_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.analysis.isolation import Destination

register = template.Library()


@register.filter
def clock(moment: datetime) -> str:
    """Write a time of day in the agency's zone, to the second; `zone` stands beside it."""
    return f"{localtime(moment):%H:%M:%S}"


@register.filter
def zone(moment: datetime | None) -> str:
    """Name the zone that `clock` writes in."""
    return "" if moment is None else localtime(moment).tzname() or "UTC"


@register.filter
def named(one: Destination) -> list[tuple[str, str]]:
    """Give the names of a destination, each with every way in which it is known."""
    return by_name(one)


@register.filter
def of_host(names: Mapping[str, str], host: str) -> str:
    """Give the name of a host, or its id."""
    return names.get(host, host)
