# SPDX-License-Identifier: Apache-2.0
"""Moments of a recording as people type and read them.

Seconds count from the recording's first picture. Promises: what is typed is read in one way (seconds,
m:ss.mmm or h:mm:ss.mmm), and whatever is no finite second from 0 to 1,000 hours is refused.
`js/frame-times.js` writes and reads the same.
"""

from __future__ import annotations

import re
from typing import Final

MOST_S: Final = 3_600_000.0
_CLOCK: Final = re.compile(r"(?:(?:(\d{1,4}):)?([0-5]?\d):)?(\d{1,7}(?:[.,]\d{1,9})?)", re.ASCII)
_PICTURE: Final = re.compile(r"#\s*(\d{1,9})", re.ASCII)
_MINUTE_S: Final = 60
_HOUR_S: Final = 3600


def second_typed(text: str) -> float | None:
    """Read a moment; None when it is not one."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, rest = found.groups()
    seconds = float(rest.replace(",", "."))
    if minutes is not None and seconds >= _MINUTE_S:
        return None
    whole = int(hours or 0) * _HOUR_S + int(minutes or 0) * _MINUTE_S + seconds
    return whole if whole <= MOST_S else None


def picture_typed(text: str) -> int | None:
    """Read the number of a picture, #1 being the first, as an index from 0; None when it is none."""
    found = _PICTURE.fullmatch(text.strip())
    return int(found[1]) - 1 if found is not None and int(found[1]) else None


def second_words(second: float) -> str:
    """Write a moment as 0:04.133, or 1:02:03.500 from an hour on."""
    whole = max(0, round(second * 1000))
    hours, rest = divmod(whole, _HOUR_S * 1000)
    minutes, rest = divmod(rest, _MINUTE_S * 1000)
    words = f"{rest // 1000:02}.{rest % 1000:03}"
    return f"{hours}:{minutes:02}:{words}" if hours else f"{minutes}:{words}"


def machine_second(second: float) -> str:
    """Write a moment for an address: no more digits than it has, never an exponent."""
    return f"{second:.6f}".rstrip("0").rstrip(".") or "0"
