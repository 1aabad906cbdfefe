# SPDX-License-Identifier: Apache-2.0
"""Where a recording lies on a clock, in words: seconds beside another, or a time with its zone."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE_S = 60


def where_words(reference: int | None, offset_s: float | None, begins_at: datetime | None) -> str:
    """Say where a recording begins."""
    if begins_at is not None:
        moment = begins_at.astimezone(UTC).replace(tzinfo=None)
        return f"beginning at {moment.isoformat(' ', 'milliseconds')} UTC"
    sense = "after" if (offset_s or 0.0) >= 0 else "before"
    beside = "another recording" if reference is None else f"item {reference}"
    return f"beginning {seconds_words(abs(offset_s or 0.0))} {sense} {beside}"


def seconds_words(seconds: float) -> str:
    """Write a length exactly: 7.400 s, or 1:02:07.400 when that is easier to read."""
    if seconds < _MINUTE_S:
        return f"{seconds:.3f} s"
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    words = f"{minutes:02}:{rest / 1000:06.3f}"
    return f"{hours}:{words}" if hours else words


def within_words(within_s: float | None) -> str:
    """Say how far off a time may be."""
    if within_s is None:
        return "not known"
    if within_s < 1:
        return f"within {max(within_s * 1000, 1):.0f} ms"
    if within_s < _MINUTE_S:
        return f"within {within_s:.1f} s".replace(".0 s", " s")
    return f"within {seconds_words(within_s)}"
