# SPDX-License-Identifier: Apache-2.0
"""What whoever sends a complaint or a request is told, this once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Received:
    """The reference, the code (known to nobody else from here on), the entry, the last day.

    `kind` is the kind of a request, "" for a complaint. `due_on` is None where no day is counted.
    """

    number: str
    code: str = field(repr=False)
    entry: int
    due_on: date | None
    kind: str = ""
