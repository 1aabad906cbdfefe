# SPDX-License-Identifier: Apache-2.0
"""Values as a person reads them on the record: times with their zone, sizes, escaped text."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.packs.names import shown_name

if TYPE_CHECKING:
    from holdfast.packs.contents import RecordedTime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEP = 1024


def text(value: str) -> str:
    """Return `value` safe to stand in HTML, in an element or in a quoted attribute."""
    return escape(shown_name(value))


def moment(at: datetime, zone: str) -> str:
    """Return an aware time in `zone`: 23 Nov 2026 10:14 NZDT."""
    return _plain(at.astimezone(ZoneInfo(zone))) + f" {at.astimezone(ZoneInfo(zone)).tzname()}"


def recorded(time: RecordedTime) -> str:
    """Return one of the four times as it was recorded, with its zone beside it."""
    try:
        at = datetime.fromisoformat(time.at)
    except ValueError:
        return f"{time.at} ({_zone(time.zone)})"
    seconds = f"{_plain(at)}:{at:%S}"
    if at.tzinfo is None:
        return f"{seconds} ({_zone(time.zone)})"
    offset = at.strftime("UTC%z").removesuffix("+0000")
    offset = offset if offset == "UTC" else f"{offset[:-2]}:{offset[-2:]}"
    return f"{seconds} {offset}" if time.zone in {"UTC", ""} else f"{seconds} {offset}, {time.zone}"


def _zone(zone: str) -> str:
    return "zone unknown" if zone in {"unknown", ""} else zone


def _plain(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year} {at:%H:%M}"


def size(count: int) -> str:
    """Return a count of bytes in IEC units: 1.4 GiB."""
    value = float(count)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if value < _STEP:
            return f"{count} bytes" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= _STEP
    return f"{value:.1f} TiB"


def counted(count: int, noun: str) -> str:
    """Return "1 item", "2 items"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
