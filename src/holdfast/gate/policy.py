# SPDX-License-Identifier: Apache-2.0
"""What the gate decides on: the register, the rows and the approvals, as they stood at once.

Promises: a frozen snapshot with a revision; two things of one id are refused, because nobody could
say which of them counts. Where it comes from is `PolicySource`, which the gate is given.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from holdfast.gate.errors import PolicyUnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.gate.approval import Approval
    from holdfast.gate.request import Support
    from holdfast.gate.row import Row

# The stages at which a technology may be used. Everything else waits for a decision.
USABLE_STAGES: Final = ("trial", "adopted")

# What a source answers about a record that supports a use.
STANDING: Final = "standing"
WITHDRAWN: Final = "withdrawn"
UNKNOWN: Final = "unknown"
TO_BE_OPENED: Final = "to be opened"


@dataclass(frozen=True, slots=True)
class TechnologyState:
    """A technology of the register.

    `phrase` goes on from "may use": "the drone DJI Mavic 2 Pro". `stage` is proposed, assessed,
    trial, adopted, suspended or retired.
    """

    id: str
    name: str
    phrase: str
    stage: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A snapshot. `revision` differs whenever anything of it differs.

    Raises PolicyUnreadableError when two technologies, rows or approvals have the same id.
    """

    revision: int
    technologies: tuple[TechnologyState, ...]
    rows: tuple[Row, ...]
    approvals: tuple[Approval, ...]

    def __post_init__(self) -> None:
        lists: dict[str, Sequence[TechnologyState | Row | Approval]] = {
            "technologies": self.technologies,
            "rows": self.rows,
            "approvals": self.approvals,
        }
        for what, listed in lists.items():
            twice = [name for name, count in Counter(one.id for one in listed).items() if count > 1]
            if twice:
                raise PolicyUnreadableError(
                    f"Two {what} have the id {twice[0]}, and nobody can say which of them counts. "
                    "Every use is denied until that is put right; evidence is unharmed."
                )


@dataclass(frozen=True, slots=True)
class Stand:
    """How things stand at the moment of a use.

    `revision` is the number of the newest policy; `newest` the time of the ledger's newest entry,
    None when there is none yet; `support` how the record behind the use stands: STANDING,
    WITHDRAWN, UNKNOWN or TO_BE_OPENED.
    """

    revision: int
    newest: datetime | None
    support: str


class PolicySource(Protocol):
    """Where the gate reads. Each method may raise any HoldfastError: then the use is denied."""

    def stands(self, support: Support | None) -> Stand:
        """Say how things stand; asked for every use, so it must be cheap."""

    def load(self) -> Policy:
        """Read the newest policy."""
