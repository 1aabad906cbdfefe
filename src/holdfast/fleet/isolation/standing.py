# SPDX-License-Identifier: Apache-2.0
"""Whether a network test still speaks of the devices that are flown: current, stale, or not known.

A test is of one firmware. It is stale when (1) it is older than the agency allows, (2) devices of
the technology have a registered firmware and none of them the tested one, or (3) a device has
another firmware, of which there is no test that is young enough. A fleet with two firmwares, each
tested, has two current tests (docs/adr/0019-network-tests.md).
Promises: a device whose firmware nobody registered is counted and said, never taken for the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

CURRENT: Final = "current"
STALE: Final = "stale"
NOT_KNOWN: Final = "not known"
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """The state, and why in sentences. `unregistered`: devices whose firmware nobody registered."""

    state: str
    reasons: tuple[str, ...]
    unregistered: int = 0

    @property
    def stale(self) -> bool:
        """Whether it no longer speaks of the devices as they are."""
        return self.state == STALE


def standing_of(
    *,
    firmware: str,
    tested_on: date,
    today: date,
    most_days: int,
    devices: Mapping[str, str],
    tested: Collection[str],
) -> Standing:
    """Give the standing of a test of `firmware`.

    `devices` are the firmwares of the technology's devices by asset ("" where nobody registered
    one), `tested` the firmwares of its other tests that are young enough. `most_days` 0: no test
    gets too old.
    """
    reasons: list[str] = []
    age = (today - tested_on).days
    if most_days and age > most_days:
        reasons.append(f"It is {age} days old; the agency allows {most_days}.")
    known = {asset: words for asset, words in devices.items() if words}
    others = {asset: words for asset, words in known.items() if not _same(words, firmware)}
    if known and len(others) == len(known):
        reasons.append(f"No device of the fleet has the tested firmware: {_listed(others)}.")
    elif untested := {
        asset: words
        for asset, words in others.items()
        if not any(_same(words, one) for one in tested)
    }:
        reasons.append(f"A firmware that no test was made of is flown: {_listed(untested)}.")
    unregistered = len(devices) - len(known)
    if reasons:
        return Standing(STALE, tuple(reasons), unregistered)
    if not known:
        why = "No firmware of a device is registered, so there is nothing to compare it with."
        return Standing(NOT_KNOWN, (why,), unregistered)
    return Standing(CURRENT, (), unregistered)


def too_old(tested_on: date, today: date, most_days: int) -> bool:
    """Tell whether a test of that day is older than the agency allows."""
    return bool(most_days) and (today - tested_on).days > most_days


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _listed(devices: Mapping[str, str]) -> str:
    words = [f"{asset} has {firmware}" for asset, firmware in sorted(devices.items())]
    more = len(words) - _NAMED
    return ", ".join(words[:_NAMED]) + (f" and {more} more" if more > 0 else "")
