# SPDX-License-Identifier: Apache-2.0
"""Numbers that people use: A-2026-0001 for an acquisition, H- for a hold, P- for a pack.

Promises: allotted under the ledger's lock and carried in the entry, so a replay gives the same;
counted by the year in UTC, never used twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model


def next_number(model: type[Model], letter: str, now: datetime) -> str:
    """Give the number after the highest of this year. `model` is keyed by `number`."""
    start = f"{letter}-{now.year}-"
    numbers = model._default_manager.filter(  # noqa: SLF001 # documented by Django
        number__startswith=start
    ).values_list("number", flat=True)
    highest = max((int(number[len(start) :]) for number in numbers), default=0)
    return f"{start}{highest + 1:04d}"
