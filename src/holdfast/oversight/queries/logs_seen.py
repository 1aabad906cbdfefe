# SPDX-License-Identifier: Apache-2.0
"""What tools' own logs say about the days asked for, compared with the ledger as it is now.

Promises: every log that was ever handed in for those days counts, so that a later one cannot take
back what an earlier one showed; the lines come out of the ledger, checked against their root.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.oversight.ledger_reading import is_of, sealed
from holdfast.oversight.queries.answer import LogSeen
from holdfast.oversight.tool_logs import OurUse, ToolLine, reconcile
from holdfast.oversight.tool_logs.reconciling import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.ledger import Log


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: one technology, on these days."""

    technology: str
    first: str
    last: str

    @property
    def tool(self) -> str:
        """The technology itself, or the one that it is a function of."""
        return self.technology.partition("/")[0]

    def concerns(self, log_of: str) -> bool:
        """Tell whether the log of that technology can say something about it."""
        return is_of(log_of, [self.technology]) or log_of == self.tool


def log_seen(
    log: Log,
    entry: int,
    record: Mapping[str, Any],
    *,
    asked: Asked,
    uses: Sequence[OurUse],
    registered: frozenset[str],
) -> LogSeen:
    """Compare one log with the uses of the tool and its functions, within the days asked about."""
    body = sealed(log, entry)
    details = body.get("details") or {}
    first, last = max(asked.first, record["from"]), min(asked.last, record["to"])
    of = str(record["technology"])
    whole = is_of(of, [asked.technology])
    lines = [one for one in _lines(log, body) if first <= one.day <= last]
    attributed = whole or bool(details.get("names_functions")) or not lines
    if not whole:
        function = asked.technology.removeprefix(f"{of}/")
        lines = [one for one in lines if not attributed or slug(one.function) == function]
    compared = reconcile(
        lines,
        [
            one
            for one in uses
            if first <= one.happened <= last
            and is_of(one.technology, [of if whole else asked.technology])
        ],
        technology=of,
        registered=registered,
        counted=bool(details.get("has_counts")),
    )
    return LogSeen(
        entry=entry,
        technology=of,
        first=str(record["from"]),
        last=str(record["to"]),
        uses=compared.matched + compared.theirs,
        matched=compared.matched,
        only_theirs=compared.theirs,
        only_ours=compared.ours,
        attributed=attributed,
    )


def gaps(asked: Asked, logs: Iterable[LogSeen]) -> list[tuple[str, str]]:
    """Give the days asked about that no log covers, as first and last days."""
    found: list[tuple[str, str]] = []
    next_day = date.fromisoformat(asked.first)
    covering = [one for one in logs if one.technology in {asked.technology, asked.tool}]
    for one in sorted(covering, key=lambda seen: seen.first):
        first, last = date.fromisoformat(one.first), date.fromisoformat(one.last)
        if first > next_day and str(next_day) <= asked.last:
            end = min(first - timedelta(days=1), date.fromisoformat(asked.last))
            found.append((str(next_day), str(end)))
        next_day = max(next_day, last + timedelta(days=1))
    if str(next_day) <= asked.last:
        found.append((str(next_day), asked.last))
    return found


def _lines(log: Log, body: Mapping[str, Any]) -> list[ToolLine]:
    kept = body.get("lines") or {}
    if not kept:
        return []
    rows = (json.loads(line) for line in log.read_lines(kept["root"]).lines)
    return [
        ToolLine(
            row["line"],
            datetime.fromisoformat(row["at"]),
            row["function"],
            row["reference"],
            row["count"],
        )
        for row in rows
    ]
