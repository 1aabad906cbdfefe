# SPDX-License-Identifier: Apache-2.0
"""From nanoseconds, as captures count, to aware times in UTC, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_SECOND = 1_000_000_000
_START = datetime(1970, 1, 1, tzinfo=UTC)


def moment(nanoseconds: int) -> datetime:
    """Give the time; what is below a microsecond is cut off."""
    return _START + timedelta(microseconds=nanoseconds // 1000)


def nanoseconds(time: datetime) -> int:
    """Give the nanoseconds since 1970 of an aware time."""
    since = time - _START
    return (since.days * 86_400 + since.seconds) * _SECOND + since.microseconds * 1000
