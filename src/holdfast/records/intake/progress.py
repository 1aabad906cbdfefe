# SPDX-License-Identifier: Apache-2.0
"""What a person is told while a medium is taken in: honest totals, counted before the start."""

from __future__ import annotations

from dataclasses import dataclass

LOOKING, STORING, RECORDING, READING = "looking", "storing", "recording", "reading"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a take-in stands. Totals are 0 while the medium is still being looked at."""

    stage: str
    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    path: str = ""
