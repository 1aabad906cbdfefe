# SPDX-License-Identifier: Apache-2.0
"""The face: the public part of an entry, and the leaf of the log.

Promises: canonical JSON with exactly the twelve keys below, at most 4,096 bytes. Holds no names,
titles, case numbers, places or hashes of evidence; the sealed body is bound by `sealed`. A face
whose act makes something public (a register entry, a decision, a report) has a thirteenth key,
`published`, the digest of that record, and is of version 2 (docs/adr/0012-published-records.md).
Specification: `docs/formats/ledger.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from holdfast.ledger.acts import ACTS, OUTCOMES
from holdfast.ledger.canonical import canonical_json, read_canonical
from holdfast.ledger.errors import EntryError, MalformedTextError
from holdfast.ledger.merkle import leaf_hash

LONGEST_FACE = 4096
FACE_VERSION = 1
PUBLISHING_FACE_VERSION = 2
_COMMITMENT = re.compile(r"[0-9a-f]{64}\Z")
_TEXTS = ("role", "technology", "purpose", "data_class", "approval", "unit", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One act as anyone may read it. `day` is a date in UTC, ISO 8601; `sealed` is 64 hex digits."""

    act: str
    day: str
    role: str
    sealed: str
    technology: str = ""
    purpose: str = ""
    data_class: str = ""
    approval: str = ""
    count: int = 0
    unit: str = ""
    outcome: str = "done"
    published: str = ""

    def __post_init__(self) -> None:
        if self.act not in ACTS:
            raise EntryError(f"There is no act {self.act!r} in the ledger's vocabulary.")
        if self.outcome not in OUTCOMES:
            raise EntryError(f"An outcome is done, denied or failed, not {self.outcome!r}.")
        if not _COMMITMENT.match(self.sealed):
            raise EntryError("A face needs the commitment of its sealed body: 64 hex digits.")
        if self.published and not _COMMITMENT.match(self.published):
            raise EntryError("A published record is named by its digest: 64 hex digits.")
        if type(self.count) is not int or self.count < 0:
            raise EntryError(f"A count is a whole number from 0, not {self.count!r}.")
        if any(not isinstance(getattr(self, name), str) for name in _TEXTS):
            raise EntryError("A face holds text in every field but its count.")
        try:
            plain = date.fromisoformat(self.day).isoformat() == self.day
        except (TypeError, ValueError):
            plain = False
        if not plain:
            raise EntryError(f"A face's day is written 2026-11-23, not {self.day!r}.")

    def to_bytes(self) -> bytes:
        """Return the leaf's bytes; raise EntryError when they would be too long."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        version = PUBLISHING_FACE_VERSION if self.published else FACE_VERSION
        if not self.published:
            del fields["published"]
        data = canonical_json({**fields, "v": version})
        if len(data) > LONGEST_FACE:
            raise EntryError(
                f"A face may be {LONGEST_FACE} bytes long and this one is {len(data)}: "
                "shorten the purpose; nothing was entered."
            )
        return data

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a leaf; raise MalformedTextError unless `to_bytes` could have written it."""
        fields = read_canonical(data, "The face")
        version = fields.pop("v", None)
        if version not in (FACE_VERSION, PUBLISHING_FACE_VERSION) or type(version) is not int:
            raise MalformedTextError("The face is of a version this Holdfast does not know.")
        try:
            face = cls(**fields)  # type: ignore[arg-type] # checked by the class as it is made
            spelled = face.to_bytes()
        except (TypeError, EntryError) as error:
            raise MalformedTextError(f"The face is not as the format says: {error}") from error
        if spelled != data:
            raise MalformedTextError("The face does not have all of its fields, or not its own.")
        return face

    def leaf(self) -> bytes:
        """Return the leaf hash by which the log holds this face."""
        return leaf_hash(self.to_bytes())
