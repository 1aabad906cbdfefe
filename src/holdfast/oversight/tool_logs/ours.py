# SPDX-License-Identifier: Apache-2.0
"""What the ledger says was used of a technology: the faces, and when and by what reference.

Promises: a use counts on the day it happened where its sealed body says so, else on the day of its
face; a body that was destroyed takes nothing away from the count. Reads the ledger, never the
database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from holdfast.ledger.tiles import TILE_WIDTH
from holdfast.oversight.ledger_reading import sealed_in_tile
from holdfast.publication import USE_ACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.ledger import Log

COUNTED_AS_USES: Final = frozenset({"uses", "searches", "flights"})


@dataclass(frozen=True, slots=True)
class OurUse:
    """One use, refusal or failed attempt in the ledger. `recorded` is the day of its face."""

    entry: int
    technology: str
    recorded: str
    happened: str
    outcome: str
    purpose: str
    reference: str
    count: int
    unit: str

    def falls_in(self, first: str, last: str) -> bool:
        """Tell whether it happened, or was recorded, on one of these days."""
        return first <= self.happened <= last or first <= self.recorded <= last

    def weight(self, *, counted: bool) -> int:
        """Say for how many of a log's uses it stands; `counted`: the log has counts of its own."""
        if self.unit in COUNTED_AS_USES or (counted and self.unit != "minutes"):
            return self.count
        return 1


def our_uses(log: Log, faces: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[OurUse]:
    """Yield what happened of the faces, in order, that are uses, refusals or failed attempts."""
    relevant = ((index, face) for index, face in faces if face["act"] in USE_ACTS)
    for _, tile in groupby(relevant, key=lambda one: one[0] // TILE_WIDTH):
        together = list(tile)
        told = sealed_in_tile(log, [index for index, face in together if _says_when(face)])
        for index, face in together:
            yield _use(index, face, told.get(index, {}).get("details") or {})


def _says_when(face: Mapping[str, Any]) -> bool:
    return face["act"] in {"use.record", "flight.record"} and face["outcome"] == "done"


def _use(index: int, face: Mapping[str, Any], told: Mapping[str, Any]) -> OurUse:
    happened = str(face["day"])
    if told.get("happened_at"):
        moment = datetime.fromisoformat(told["happened_at"])
        happened = moment.astimezone(UTC).date().isoformat()
    return OurUse(
        entry=index,
        technology=face["technology"],
        recorded=face["day"],
        happened=happened,
        outcome=face["outcome"],
        purpose=face["purpose"],
        reference=str(told.get("reference") or ""),
        count=face["count"],
        unit=face["unit"],
    )
