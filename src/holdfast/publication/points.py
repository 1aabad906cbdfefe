# SPDX-License-Identifier: Apache-2.0
"""From a log to what a report is computed of: its faces, and the two checkpoints it is tied to.

Promises: only reads; a size it gives back has a signed checkpoint, or is 0.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from holdfast.ledger.merkle import EMPTY_ROOT
from holdfast.ledger.text import encode_base64
from holdfast.ledger.tiles import TILE_WIDTH
from holdfast.publication.quarters import Quarter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.ledger.readable_log import ReadableLog


def read_faces(
    log: ReadableLog, start: int = 0, stop: int | None = None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (entry, face) from entry `start`; sealed bodies are not opened."""
    last = log.size if stop is None else min(stop, log.size)
    for number in range(start // TILE_WIDTH, -(-last // TILE_WIDTH)):
        begins = number * TILE_WIDTH
        faces = log.tree.entries(number, min(TILE_WIDTH, last - begins))
        for at in range(max(0, start - begins), len(faces)):
            yield begins + at, json.loads(faces[at])


def first_entry_on(log: ReadableLog, day: date) -> int:
    """Return the first entry whose day is `day` or later, the log's size when there is none."""
    return bisect_left(range(log.size), str(day), key=lambda index: _day(log, index))


def newest_size_before(log: ReadableLog, day: date) -> int:
    """Return the size of the newest checkpoint all of whose entries are of days before `day`."""
    end = first_entry_on(log, day)
    return max((size for size in log.checkpoint_sizes() if size <= end), default=0)


def point(log: ReadableLog, size: int) -> dict[str, Any]:
    """Return the size and the root (base64, as on a checkpoint) of the log at `size`."""
    root = EMPTY_ROOT if size == 0 else log.root_at(size)
    return {"size": size, "root": encode_base64(root)}


def opening_of(log: ReadableLog, quarter: str) -> dict[str, Any]:
    """Return the point from which a quarter's report is counted."""
    return point(log, newest_size_before(log, Quarter(quarter).first_day))


def closing_of(log: ReadableLog) -> dict[str, Any]:
    """Return the point under which a report is computed now: the newest checkpoint."""
    return point(log, log.size)


def _day(log: ReadableLog, index: int) -> str:
    return str(json.loads(log.face(index))["day"])
