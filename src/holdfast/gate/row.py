# SPDX-License-Identifier: Apache-2.0
"""A permission row or a ban: the one thing people write, from which all else is made.

Promises: a permit that leaves something out permits nothing; a ban that leaves something out bans
all of it. What it means in Cedar is `cedar.cedar_of`, in English `sentence.sentence_of`, on the
public register `sentence.register_entry`. Whether it may be added says `check.check_row`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from holdfast.gate.errors import RowError
from holdfast.gate.instants import rounded_down

if TYPE_CHECKING:
    from collections.abc import Mapping

PERMIT: Final = "permit"
BAN: Final = "ban"


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: who may, or may not, use what, for what, on what, under what, until when.

    In a ban, empty roles, purposes, data classes or technology mean any, and there is no approval.
    Raises RowError when it is neither a permit nor a ban, or its end has no zone.
    """

    id: str
    kind: Literal["permit", "ban"]
    roles: tuple[str, ...]
    technology: str
    purposes: tuple[str, ...]
    data_classes: tuple[str, ...]
    approval: str
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.kind not in (PERMIT, BAN):
            raise RowError(
                "kind-unknown",
                f"{self.id} is of the kind {self.kind!r}. A row is a permit or a ban. "
                "Nothing was changed.",
            )
        for name in ("roles", "purposes", "data_classes"):
            if not isinstance(getattr(self, name), tuple):
                raise RowError(
                    "malformed", f"The {name} of {self.id} are not a list. Nothing was changed."
                )
        if self.until is not None:
            object.__setattr__(self, "until", rounded_down(self.until, f"The end of {self.id}"))

    @property
    def is_ban(self) -> bool:
        """Say whether it forbids."""
        return self.kind == BAN

    def covers(self, role: str, technology: str, purpose: str, data_class: str) -> bool:
        """Say whether it speaks of this combination at all, whatever the time."""
        return (
            self._names(self.roles, role)
            and (technology == self.technology or (self.is_ban and not self.technology))
            and self._names(self.purposes, purpose)
            and self._names(self.data_classes, data_class)
        )

    def _names(self, listed: tuple[str, ...], wanted: str) -> bool:
        return wanted in listed or (self.is_ban and not listed)

    def runs(self, now: datetime) -> bool:
        """Say whether its own end is still to come; the end is exclusive."""
        return self.until is None or now < self.until


def row_of(record: Mapping[str, Any]) -> Row:
    """Read a row as a published record has it (under "row"). Raises RowError."""
    try:
        return Row(
            id=str(record["id"]),
            kind=record["kind"],
            roles=tuple(map(str, record["roles"])),
            technology=str(record["technology"]),
            purposes=tuple(map(str, record["purposes"])),
            data_classes=tuple(map(str, record["data_classes"])),
            approval=str(record["approval"]),
            until=datetime.fromisoformat(record["until"]) if record["until"] else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RowError(
            "malformed", f"A row's record is not complete ({error!r}). Nothing was changed."
        ) from error
