# SPDX-License-Identifier: Apache-2.0
"""The checkpoint badge of the top bar: how many entries are signed, and by how many witnesses.

Reads `HOME/ledger/log/checkpoint` alone, whose lines are those of a signed note (C2SP
signed-note, tlog-checkpoint): origin, size, root, an empty line, then one line a signature, of
which the first is the log's own. It verifies nothing; the Ledger page does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Badge:
    """The newest checkpoint in two figures."""

    size: int
    witnesses: int


def checkpoint_badge(home: Path | None) -> Badge | None:
    """Read the newest checkpoint's figures; None when there is no checkpoint yet."""
    if home is None:
        return None
    try:
        text = (home / "ledger" / "log" / "checkpoint").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    body, _, signatures = text.partition("\n\n")
    lines = body.split("\n")
    signed = [line for line in signatures.split("\n") if line.startswith("\N{EM DASH} ")]
    return Badge(size=int(lines[1]), witnesses=max(len(signed) - 1, 0))
