# SPDX-License-Identifier: Apache-2.0
"""What the records hold already of the files on a medium: looked up once, in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from holdfast.records.intake.manifest import Known
from holdfast.records.models import Item, ItemFile, Original
from holdfast.vault import StoredObject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.intake.manifest import Result
    from holdfast.records.intake.seen import Seen

_BATCH = 500


def known_of(seen: Sequence[Seen], results: Sequence[Result], *, case: int) -> Known:
    """Look up every digest; empty files are matched by their path in the same case."""
    highest = Item.objects.aggregate(highest=Max("number"))["highest"] or 0
    known = Known(next_item=highest + 1)
    digests: set[str] = set()
    empty = ""
    for one, result in zip(seen, results, strict=True):
        if isinstance(result, StoredObject):
            digests.add(result.sha256)
            if not one.size:
                empty = result.sha256
    ordered = sorted(digests)
    for start in range(0, len(ordered), _BATCH):
        _look_up(known, ordered[start : start + _BATCH], empty)
    if empty:
        _look_up_empty(known, empty, case)
    return known


def _look_up(known: Known, digests: Sequence[str], empty: str) -> None:
    known.originals.update(
        Original.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
    )
    mains = ItemFile.objects.filter(original__in=digests, role="main").order_by("-item_id")
    found = {
        digest: item
        for digest, item in mains.values_list("original_id", "item_id")
        if digest != empty
    }
    known.items.update(found)
    for item, digest, position in ItemFile.objects.filter(item__in=set(found.values())).values_list(
        "item_id", "original_id", "position"
    ):
        known.files.add((item, digest))
        known.places[item] = max(known.places.get(item, 0), position + 1)


def _look_up_empty(known: Known, empty: str, case: int) -> None:
    mains = ItemFile.objects.filter(original=empty, role="main", item__links__case=case)
    for item, path in mains.order_by("-item_id").values_list("item_id", "path"):
        known.items[f"{empty} {path}"] = item
        known.places[item] = known.places.get(item, 1)
        known.files.add((item, empty))
