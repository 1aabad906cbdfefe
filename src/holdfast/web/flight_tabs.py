# SPDX-License-Identifier: Apache-2.0
"""The tabs of the section Flights."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

_TABS: Final = (("Flights", "flights"), ("Engagements", "engagements"))


def flight_tabs(current: str) -> list[tuple[str, str, bool]]:
    """Give each tab: its word, its address, and whether it is the one that is open."""
    return [(word, reverse(name), word == current) for word, name in _TABS]
