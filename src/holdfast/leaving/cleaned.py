# SPDX-License-Identifier: Apache-2.0
"""What cleaning answers: what was removed, what was kept and why, what remains, and the proof.

It promises that `clean` is true only when the copy was read again and nothing is in it but what is
named as kept with a reason, and when no identifying value of the original stands in its bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.leaving.review_values import Entry, Review, ValueCopy


@dataclass(frozen=True, slots=True)
class MayStay:
    """A rule for what may be in a copy: where, what, which value, and why."""

    where: str
    name: str
    value: str
    reason: str

    def allows(self, entry: Entry) -> bool:
        """Whether the rule is about this entry."""
        return all(
            re.fullmatch(pattern, told, re.DOTALL)
            for pattern, told in (
                (self.where, entry.where),
                (self.name, entry.name),
                (self.value, entry.value),
            )
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry that is in the copy, and why."""

    entry: Entry
    reason: str

    def to_json(self) -> dict[str, object]:
        """Give it as plain values."""
        return {
            "where": self.entry.where,
            "name": self.entry.name,
            "value": self.entry.value,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Made:
    """How a copy was made, before it was reviewed.

    `pictures_equal` is None when the picture was coded again, so that equality is not promised.
    """

    format: str
    how: str
    pictures_equal: bool | None
    proof: str
    may_stay: tuple[MayStay, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned copy, reviewed."""

    path: Path
    sha256: str
    size: int
    made: Made
    before: Review
    after: Review
    removed: tuple[Entry, ...]
    kept: tuple[Kept, ...]
    remains: tuple[Entry, ...]
    copies: tuple[ValueCopy, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is left but what is named as kept, and the pictures are the same."""
        return not (self.remains or self.copies or self.after.not_listed) and (
            self.made.pictures_equal is not False
        )

    def to_json(self) -> dict[str, object]:
        """Give the result as plain values."""
        return {
            "path": str(self.path),
            "sha256": self.sha256,
            "size": self.size,
            "format": self.made.format,
            "how": self.made.how,
            "removed": [
                {"where": one.where, "name": one.name, "gives_away": str(one.gives)}
                for one in self.removed
            ],
            "kept": [one.to_json() for one in self.kept],
            "remains": [
                *(one.to_json() for one in self.remains),
                *({**one.to_json(), "gives_away": "an identifying value"} for one in self.copies),
            ],
            "pictures_equal": self.made.pictures_equal,
            "proof": self.made.proof,
            "notes": list(self.made.notes),
            "warnings": list(self.after.warnings),
            "gives_away": self.after.gives_away,
            "clean": self.clean,
        }
