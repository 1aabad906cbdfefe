# SPDX-License-Identifier: Apache-2.0
"""When a recording began, as far as that is known, and the true time of its seconds.

Promises: as a person placed it on a clock, else as a person corrected it, else as the device claims
(`together` says where a recording lies); a clock whose zone is not known is shown as it stands and
never converted; what is not known is not invented. Every page, note, clip, synopsis and search takes
the time of day from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.timezone import get_default_timezone_name

from holdfast.records.access import openable_items
from holdfast.records.queries.together import lying

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from holdfast.accounts.models import Person
    from holdfast.analysis.job import Setting

_HOW = {"corrected": "corrected", "own clock": "claimed by the device"}
_SENTENCES = {
    "": "It is not known when the recording began, so times are its own seconds.",
    "corrected": "Times are those of the corrected beginning.",
    "as known then": "Times are as they were known when this was made; they were corrected since.",
    "claimed by the device": "Times are those that the device claims.",
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """When second 0 of a recording was; None where that is not known.

    `zone` is "" when only a wall clock is known; `at` is then that clock kept as if it were UTC. `how`
    it is known, in a few words. `rate`: true seconds in one of its own.
    """

    at: datetime | None = None
    zone: str = ""
    how: str = ""
    rate: float = 1.0

    @property
    def instant(self) -> datetime | None:
        """The beginning as an instant; None when it is not known, or known without its zone."""
        return self.at if self.zone else None

    @property
    def settings(self) -> dict[str, Setting]:
        """The settings of the processor that say the same."""
        said = "" if self.at is None else self.at.astimezone(UTC).isoformat()
        return {"began": said, "zone": self.zone}

    @property
    def sentence(self) -> str:
        """Say which time it is."""
        if self.at is not None and not self.zone:
            return "Times are those of the device's own clock; its zone is not known."
        return _SENTENCES.get(self.how, f"Times are those of its place on a clock, {self.how}.")

    def exact(self, second: float) -> str:
        """Write the time of day at a second to the millisecond, with what is known of its zone."""
        at = self._shown(second)
        if at is None:
            return ""
        wall = at.replace(tzinfo=None).isoformat(" ", "milliseconds")
        return f"{wall} {self._zone(at)}"

    def words(self, second: float, since: float | None = None) -> str:
        """Write the true time of a moment of the recording; only its hour on the day of `since`."""
        at = self._shown(second)
        if at is None:
            return f"second {second:.1f}"
        before = None if since is None else self._shown(since)
        if before is not None and before.date() == at.date():
            return f"{at:%H:%M:%S}"
        return f"{at.day} {at:%b %Y, %H:%M:%S} {self._zone(at).strip('()')}"

    def to_json(self) -> dict[str, object] | None:
        """Give the clock of second 0 as plain values, as it reads on a wall in its zone."""
        at = self._shown(0.0)
        if at is None:
            return None
        wall = at.replace(tzinfo=None).isoformat(timespec="milliseconds")
        return {"wall": wall, "zone": self._zone(at), "how": self.how, "rate": self.rate}

    def _zone(self, at: datetime) -> str:
        return (at.tzname() or "UTC") if self.zone else "(zone unknown)"

    def _shown(self, second: float) -> datetime | None:
        if self.at is None:
            return None
        passed = timedelta(milliseconds=round(second * self.rate * 1000))
        at = self.at.astimezone(UTC) + passed
        return at.astimezone(ZoneInfo(self.zone)) if self.zone else at


def beginning_of(viewer: Person, number: int) -> Beginning:
    """Say when a recording that the viewer may open began."""
    return beginnings_of(viewer, [number]).get(number, Beginning())


def beginnings_of(viewer: Person, numbers: Collection[int]) -> Mapping[int, Beginning]:
    """Say when each of some recordings began, of those that the viewer may open."""
    zone = get_default_timezone_name()
    found: dict[int, Beginning] = {}
    for one in lying(viewer, numbers).placed:
        if one.begins_at is not None:
            how = _HOW.get(one.how, f"by {one.how}")
            found[one.number] = Beginning(one.begins_at, zone, how, one.rate)
    left = [number for number in numbers if number not in found]
    rows = openable_items(viewer).filter(number__in=left, claimed_at__isnull=False).distinct()
    for number, claimed in rows.values_list("number", "claimed_at"):
        found[number] = Beginning(claimed, "", "claimed by the device")
    return found
