# SPDX-License-Identifier: Apache-2.0
"""The checkpoint badge of the top bar: how many entries are signed.

Reads `HOME/ledger/log/checkpoint` alone, whose lines are those of a signed note (C2SP
signed-note, tlog-checkpoint): origin, size, root, an empty line, then one line a signature. It
verifies nothing; the Ledger page does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Badge:
    """The newest checkpoint in one figure."""

    size: int


def checkpoint_badge(home: Path | None) -> Badge | None:
    """Read the newest checkpoint's size; None when there is no checkpoint yet."""
    if home is None:
        return None
    try:
        text = (home / "ledger" / "log" / "checkpoint").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Badge(size=int(text.split("\n", 2)[1]))
