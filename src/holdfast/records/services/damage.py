# SPDX-License-Identifier: Apache-2.0
"""Damage that was met while content was opened, between two integrity checks.

Promises: it is an entry of the item's custody, and the next viewer and the administrator see it;
the same damage is written once, however often it is met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.access import find_item
from holdfast.records.drafts import item_draft
from holdfast.records.models import Original
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home

_ACT = "integrity.damage"


def record_damage(
    *,
    home: Home,
    actor: Person,
    item: int,
    sha256: str,
    blocks: Sequence[int],
    where: str,
    now: datetime | None = None,
) -> None:
    """Write down which 1 MiB blocks of an item's original are damaged, and `where` in words.

    Raises NotPermittedError, NotFoundError.
    """
    role = authorise(actor, _ACT)
    original = Original.objects.get(sha256=sha256)
    known = set(original.damaged_blocks)
    if original.condition == "damaged" and known.issuperset(blocks):
        return
    with writing(home=home, actor=actor, command="recording damage", now=now) as writer:
        find_item(actor, item, writer.now)
        row = {
            "item": item,
            "sha256": sha256,
            "state": "damaged",
            "blocks": sorted(known.union(blocks)),
            "where": where,
        }
        writer.record(item_draft(_ACT, [row], role=role, data_class="recording"))
