# SPDX-License-Identifier: Apache-2.0
"""Moments of a recording as people type and read them, and the time of day they stand for.

Seconds count from the recording's first picture. Promises: what is typed is read in one way (seconds,
m:ss.mmm or h:mm:ss.mmm), and whatever is no finite second from 0 to 1,000 hours is refused; a time of
day is a corrected one before a claimed one, and one whose zone the device did not give is never
given one. `js/frame-times.js` writes and reads the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.timezone import localtime

if TYPE_CHECKING:
    from holdfast.records.queries.values import FourTimes

MOST_S: Final = 3_600_000.0
_UNKNOWN: Final = "unknown"
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


@dataclass(frozen=True, slots=True)
class Start:
    """The clock of second 0: as it reads on a wall in its zone, and how it is known."""

    wall: datetime
    zone: str
    how: str

    def at(self, second: float) -> str:
        """Write the time of day at a second, with what is known of its zone."""
        moment = self.wall + timedelta(milliseconds=round(second * 1000))
        return f"{moment.isoformat(' ', 'milliseconds')} {self.zone}"

    def to_json(self) -> dict[str, str]:
        """Give the start as plain values."""
        return {
            "wall": self.wall.isoformat(timespec="milliseconds"),
            "zone": self.zone,
            "how": self.how,
        }


def start_of(times: FourTimes) -> Start | None:
    """Give when second 0 was: corrected before claimed, None when neither is known."""
    if times.corrected is not None:
        local = localtime(times.corrected)
        return Start(local.replace(tzinfo=None), local.tzname() or "UTC", "corrected")
    if times.claimed is None:
        return None
    if times.claimed_zone == _UNKNOWN:
        wall = times.claimed.astimezone(UTC).replace(tzinfo=None)
        return Start(wall, "(zone unknown)", "claimed by the device")
    local = localtime(times.claimed)
    return Start(local.replace(tzinfo=None), local.tzname() or "UTC", "claimed by the device")
