# SPDX-License-Identifier: Apache-2.0
"""The classes of data that items are of, and the home itself as the record behind its care."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.gate import Support
from holdfast.records.models import Item
from holdfast.records.permitted import class_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.home import Home

# What is asked for when nobody names a purpose: the work on the holdings themselves.
CARE: Final = "exhibit-care"
OVERSEEING: Final = "oversight"
_BATCH: Final = 500


def classes_of(home: Home, items: Sequence[int]) -> list[str]:
    """Give the classes of data that the items are of."""
    statuses: set[str] = set()
    for start in range(0, len(items), _BATCH):
        rows = Item.objects.filter(number__in=items[start : start + _BATCH])
        statuses.update(rows.values_list("status", flat=True).distinct())
    return sorted({class_of(home, status) for status in statuses})


def classes_of_items(home: Home) -> list[str]:
    """Give the classes of data that items can be of."""
    return [one.id for one in home.lists.data_classes if one.item_status]


def the_home(home: Home) -> Support:
    """Give the home as the record that asks for the care of what it holds."""
    return Support("home", home.config.origin)
