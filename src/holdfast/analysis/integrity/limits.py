# SPDX-License-Identifier: Apache-2.0
"""How far an examination goes. What a limit cut off is said in the report, never passed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one examination.

    `most_pixels` admits 8K (7680 x 4320) and DCI 8K; `most_packets` is more than a day of 60
    pictures a second with sound. `decode_seconds` counts by the `elapsed` that the caller gives;
    None decodes to the end however long it takes.
    """

    most_pixels: int = 8192 * 4352
    most_packets: int = 12_000_000
    most_streams: int = 16
    decode_seconds: float | None = None
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an examination is: seconds of recording passed, of how many; 0.0 if not known."""

    passed_s: float
    total_s: float


def not_timed() -> float:
    """Stand in for a stopwatch where no limit of time is wanted."""
    return 0.0


def not_told(_progress: Progress) -> None:
    """Stand in for somebody who wants to hear of progress."""


if TYPE_CHECKING:
    Elapsed = Callable[[], float]
    Tell = Callable[[Progress], None]
