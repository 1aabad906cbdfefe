# SPDX-License-Identifier: Apache-2.0
"""What several answers share: one page of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `next` is the `after` of the following page, None at the end."""

    rows: tuple[Row, ...]
    next: str | None
