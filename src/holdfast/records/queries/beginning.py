# SPDX-License-Identifier: Apache-2.0
"""When a recording began, as far as that is known, and the true time of its seconds.

Promises: as corrected by a person, else as the device claims; a clock whose zone is not known is
shown as it stands and never converted; what is not known is not invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holdfast.analysis.job import Setting
    from holdfast.home import Home
    from holdfast.records.queries.values import ItemDetail

_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a recording began as far as that is known: `zone` is "" when only its wall clock is."""

    at: datetime | None = None
    zone: str = ""
    how: str = "It is not known when the recording began, so times are its own seconds."

    @property
    def settings(self) -> dict[str, Setting]:
        """The settings of the processor that say the same."""
        said = "" if self.at is None else self.at.astimezone(UTC).isoformat()
        return {"began": said, "zone": self.zone}

    def words(self, second: float, since: float | None = None) -> str:
        """Write the true time of a moment of the recording; only its hour on the day of `since`."""
        at = self._shown(second)
        if at is None:
            return f"second {second:.1f}"
        before = None if since is None else self._shown(since)
        if before is not None and before.date() == at.date():
            return f"{at:%H:%M:%S}"
        zone = at.tzname() if self.zone else "zone unknown"
        return f"{at.day} {at:%b %Y, %H:%M:%S} {zone}"

    def _shown(self, second: float) -> datetime | None:
        if self.at is None:
            return None
        at = self.at.astimezone(UTC) + timedelta(seconds=second)
        return at.astimezone(ZoneInfo(self.zone)) if self.zone else at


def beginning_of(detail: ItemDetail, home: Home) -> Beginning:
    """Say when an item's recording began: as corrected, else as the device claims."""
    times, zone = detail.times, home.config.zone
    if times.corrected is not None:
        return Beginning(times.corrected, zone, "Times are those of the corrected beginning.")
    if times.claimed is None:
        return Beginning()
    if times.claimed_zone == _UNKNOWN:
        return Beginning(
            times.claimed, "", "Times are those of the device's own clock; its zone is not known."
        )
    return Beginning(times.claimed, zone, "Times are those that the device claims.")
