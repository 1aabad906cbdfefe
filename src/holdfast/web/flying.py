# SPDX-License-Identifier: Apache-2.0
"""What the pages of the drone programme share: their tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse

from holdfast.accounts.permissions import may_open

if TYPE_CHECKING:
    from holdfast.accounts.models import Person

# word, name of the page, section that it belongs to
_TABS: Final = (
    ("Flights", "flying", "fleet"),
    ("Proposed", "flights_proposed", "fleet"),
    ("What does not fit", "flights_unmatched", "fleet"),
    ("Fleet", "fleet", "fleet"),
    ("Pilots", "pilots", "fleet"),
    ("Figures", "flight_figures", "fleet"),
    ("Engagements", "engagements", "flights"),
    ("Map", "flights", "flights"),
)


def tabs(person: Person, current: str) -> list[tuple[str, str, bool]]:
    """Give the tabs that the person may open."""
    return [
        (word, reverse(name), word == current)
        for word, name, section in _TABS
        if may_open(person, section)
    ]
