# SPDX-License-Identifier: Apache-2.0
"""What the pages of network tests write: a time of day of a capture, and a host by its name."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

register = template.Library()


@register.filter
def clock(moment: datetime) -> str:
    """Write a time of day in UTC, to the second."""
    return f"{moment.astimezone(UTC):%H:%M:%S}"


@register.filter
def of_host(names: Mapping[str, str], host: str) -> str:
    """Give the name of a host, or its id."""
    return names.get(host, host)
