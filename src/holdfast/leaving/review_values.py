# SPDX-License-Identifier: Apache-2.0
"""What a review says: entries, remaining copies of identifying values, and warnings.

It promises that a value is printable and short and that its full length is told. The JSON form is
described in `docs/formats/leaving.md`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.leaving.gives import Gives

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of metadata.

    `where` is the place in the file's structure, `value` is shortened and printable, `length` the
    full length (characters of a text, bytes of data), `known` how its class is known, `offset` its
    first byte in the file where that is known, `sha256` the digest of data that is not understood.
    `whole` is the value in full for searching; it is not printed.
    """

    where: str
    name: str
    value: str
    length: int
    gives: Gives
    known: str
    offset: int | None = None
    size: int | None = None
    sha256: str = ""
    whole: str = ""

    def to_json(self) -> dict[str, object]:
        """Give the entry as plain values."""
        return {
            "where": self.where,
            "name": self.name,
            "value": self.value,
            "length": self.length,
            "gives_away": str(self.gives),
            "known": self.known,
            "offset": self.offset,
            "size": self.size,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class ValueCopy:
    """One place in the bytes of a file where an identifying value stands, in some spelling."""

    value_of: str
    spelling: str
    offset: int
    inside: str

    def to_json(self) -> dict[str, object]:
        """Give the copy as plain values."""
        return {
            "value_of": self.value_of,
            "spelling": self.spelling,
            "offset": self.offset,
            "inside": self.inside,
        }


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that was found in one file besides the picture and the sound themselves.

    `copies` are the places of identifying values that are not the entry itself. `not_listed`
    counts entries beyond what a list can hold, by class.
    """

    kind: str
    format: str
    sha256: str
    size: int
    entries: tuple[Entry, ...]
    copies: tuple[ValueCopy, ...]
    searched: tuple[str, ...]
    warnings: tuple[str, ...]
    not_listed: Mapping[str, int]

    @property
    def gives_away(self) -> dict[str, int]:
        """How many entries there are of each class, in the order of `Gives`."""
        counted = Counter(str(entry.gives) for entry in self.entries)
        counted.update(self.not_listed)
        return {str(gives): counted[gives] for gives in Gives if counted[gives]}

    def to_json(self) -> dict[str, object]:
        """Give the review as plain values."""
        return {
            "sha256": self.sha256,
            "size": self.size,
            "kind": self.kind,
            "format": self.format,
            "gives_away": self.gives_away,
            "entries": [entry.to_json() for entry in self.entries],
            "not_listed": dict(self.not_listed),
            "searched_for": list(self.searched),
            "copies": [copy.to_json() for copy in self.copies],
            "warnings": list(self.warnings),
        }
