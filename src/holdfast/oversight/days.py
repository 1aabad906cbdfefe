# SPDX-License-Identifier: Apache-2.0
"""The calendar day where the agency is: what the law counts, whatever the day in UTC.

Promises: a day that is told is never after today. Never reads a clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.information import ReceivedInFutureError

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.home import Home


def day_of(home: Home, moment: datetime) -> date:
    """Give the day on which that moment is, where the agency is."""
    return moment.astimezone(ZoneInfo(home.config.zone)).date()


def received_day(home: Home, stated: date | None, now: datetime) -> date:
    """Give the day on which something came: the one stated, else today.

    Raises ReceivedInFutureError.
    """
    today = day_of(home, now)
    if stated is not None and stated > today:
        raise ReceivedInFutureError(
            f"It would have come on {stated.isoformat()}, and today is {today.isoformat()}. "
            "Nothing was recorded. Check the day."
        )
    return stated or today
