# SPDX-License-Identifier: Apache-2.0
"""One act as the projection sees it: parsed from a sealed body, the same live and in a replay."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holdfast.records.models import Entry


@dataclass(frozen=True, slots=True)
class Act:
    """What happened. `read_lines` gives the lines of a bulk act, in their order."""

    act: str
    at: datetime
    actor: str
    role: str
    outcome: str
    purpose: str
    subjects: tuple[Mapping[str, Any], ...]
    details: Mapping[str, Any]
    published: Mapping[str, Any]
    lines_root: str
    lines_count: int
    entry: Entry
    read_lines: Callable[[str], Iterator[bytes]]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Give one mapping for each thing the act is about: its lines, or the body's own details."""
        if not self.lines_root:
            yield self.details
            return
        for line in self.read_lines(self.lines_root):
            yield json.loads(line)

    def subject(self, kind: str) -> Any:  # noqa: ANN401 # a number or a text, as the kind has it
        """Give the id of the one subject of that kind."""
        return next(subject["id"] for subject in self.subjects if subject["kind"] == kind)


def parse_act(entry: Entry, body: bytes, read_lines: Callable[[str], Iterator[bytes]]) -> Act:
    """Parse a sealed body that the ledger has verified against its face."""
    content = json.loads(body)
    lines = content.get("lines") or {}
    return Act(
        act=content["act"],
        at=datetime.fromisoformat(content["at"]),
        actor=content["actor"]["username"],
        role=content["actor"]["role"],
        outcome=entry.outcome,
        purpose=entry.purpose,
        subjects=tuple(content["subjects"]),
        details=content["details"],
        published=content.get("published") or {},
        lines_root=lines.get("root", ""),
        lines_count=lines.get("count", 0),
        entry=entry,
        read_lines=read_lines,
    )
