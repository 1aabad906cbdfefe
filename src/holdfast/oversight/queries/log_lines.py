# SPDX-License-Identifier: Apache-2.0
"""The lines of a tool's log as they were handed in, each with the entries that it matched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfast.oversight.ledger_reading import sealed
from holdfast.records.stores import view_log

if TYPE_CHECKING:
    from holdfast.home import Home


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line. `entries` are those of the ledger that it matched."""

    line: int
    at: datetime
    function: str
    reference: str
    count: int | None
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines of a log; `next` is where the following page starts, None at the end."""

    lines: tuple[LogLine, ...]
    total: int
    next: int | None
    unregistered: tuple[str, ...]
    destroyed: bool = False


def log_lines(home: Home, entry: int, *, start: int = 0, limit: int = 200) -> LogPage:
    """Give the lines of the log that an entry took in, from the ledger itself."""
    log = view_log(home)
    body = sealed(log, entry)
    kept: dict[str, Any] = body.get("lines") or {}
    unregistered = tuple((body.get("details") or {}).get("unregistered", ()))
    lines = log.read_lines(kept["root"]).lines if kept else ()
    shown = tuple(_line(json.loads(one)) for one in lines[start : start + limit])
    following = start + limit if start + limit < len(lines) else None
    return LogPage(shown, len(lines), following, unregistered, destroyed=not body)


def _line(row: dict[str, Any]) -> LogLine:
    return LogLine(
        line=row["line"],
        at=datetime.fromisoformat(row["at"]),
        function=row["function"],
        reference=row["reference"],
        count=row["count"],
        entries=tuple(row["entries"]),
    )
