# SPDX-License-Identifier: Apache-2.0
"""Packs: the folder or zip that leaves the building and proves itself offline.

Making one takes two steps, because the ledger entry about a pack commits to its files::

    staged = stage_pack(contents, to)        # files written; staged.details for the pack.make body
    ...record pack.make with details | staged.details, get it under a checkpoint...
    finish_pack(staged, proofs)              # proofs and tag files; the folder appears at `to`

Nothing here knows Django, a clock or the environment. See docs/formats/pack.md and ADR 0006.
"""

from __future__ import annotations

from holdfast.packs.build import StagedPack, finish_pack, stage_pack, zip_pack
from holdfast.packs.contents import (
    EntryProof,
    ItemTimes,
    PackContents,
    PackEvent,
    PackFact,
    PackItem,
    PackLine,
    PackOriginal,
    PackPlayable,
    PackProofs,
    RecordedTime,
)
from holdfast.packs.errors import PackContentsError, PackError, PackPlaceError, PackSourceError

__all__ = [
    "EntryProof",
    "ItemTimes",
    "PackContents",
    "PackContentsError",
    "PackError",
    "PackEvent",
    "PackFact",
    "PackItem",
    "PackLine",
    "PackOriginal",
    "PackPlaceError",
    "PackPlayable",
    "PackProofs",
    "PackSourceError",
    "RecordedTime",
    "StagedPack",
    "finish_pack",
    "stage_pack",
    "zip_pack",
]
