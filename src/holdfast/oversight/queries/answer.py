# SPDX-License-Identifier: Apache-2.0
"""The answer to "was it used?", with the checkpoints it holds between and where it stops.

Promises: three verdicts and no fourth; the boundary is always said; nothing in it names a person,
a case or a reference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from holdfast.oversight.tool_logs import OurUse

PROVED: Final = "proved not used"
UNPROVED: Final = "cannot be proved"
CONTRADICTED: Final = "contradicted"
BOUNDARY: Final = (
    "In Holdfast: a tool run on a copy outside is visible only by its own log, and a use that "
    "nobody recorded is visible only there."
)
MOST_LISTED: Final = 1000


@dataclass(frozen=True, slots=True)
class Point:
    """A checkpoint: how many entries are under it, and their root in base64."""

    size: int
    root: str


@dataclass(slots=True)
class Counted:
    """How many entries were found, the first of them listed."""

    count: int = 0
    listed: list[OurUse] = field(default_factory=list)

    def add(self, use: OurUse) -> None:
        """Count one more."""
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(use)

    @property
    def entries(self) -> list[int]:
        """The numbers of the listed entries."""
        return [one.entry for one in self.listed]


@dataclass(frozen=True, slots=True)
class LogSeen:
    """A log that was handed in, as it compares with the ledger now, within the days asked about.

    `uses` are those in it, `attributed` is False when it does not say of which function they are.
    """

    entry: int
    technology: str
    first: str
    last: str
    uses: int
    matched: int
    only_theirs: int
    only_ours: int
    attributed: bool = True

    def to_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {
            "entry": self.entry,
            "technology": self.technology,
            "from": self.first,
            "to": self.last,
            "uses": self.uses,
            "matched": self.matched,
            "only_theirs": self.only_theirs,
            "only_ours": self.only_ours,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict in a word and in a sentence, with everything it rests on."""

    technology: str
    name: str
    purpose: str
    first: str
    last: str
    verdict: str
    words: str
    reasons: tuple[str, ...]
    uses: Counted
    refusals: Counted
    failed: Counted
    opening: Point
    closing: Point
    logs: tuple[LogSeen, ...]
    boundary: str = BOUNDARY

    @property
    def proved(self) -> bool:
        """Whether it is proved that it was not used."""
        return self.verdict == PROVED

    def to_json(self) -> dict[str, Any]:
        """Give the answer as plain values."""
        return {
            "technology": self.technology,
            "name": self.name,
            "purpose": self.purpose,
            "from": self.first,
            "to": self.last,
            "verdict": self.verdict,
            "words": self.words,
            "reasons": list(self.reasons),
            "uses": self.uses.count,
            "entries": self.uses.entries,
            "refusals": self.refusals.count,
            "refused_entries": self.refusals.entries,
            "failed": self.failed.count,
            "opening": {"size": self.opening.size, "root": self.opening.root},
            "closing": {"size": self.closing.size, "root": self.closing.root},
            "logs": [one.to_json() for one in self.logs],
            "boundary": self.boundary,
        }
