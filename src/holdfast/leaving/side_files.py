# SPDX-License-Identifier: Apache-2.0
"""Files that are nothing but data about a recording: subtitles of drones, flight records, track logs.

It promises that each fact the reader of the format finds is an entry, with how many positions there
are; of such a file there is no cleaned copy, because nothing would be left of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.leaving.gives import Gives

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Gathering
    from holdfast.readers import Reading


def review_reading(reading: Reading, found: Gathering) -> None:
    """Add what a reading says."""
    fixes = [point for point in reading.track if point.lat is not None]
    if fixes:
        first = fixes[0]
        words = f"{len(fixes):,} positions; the first: {first.lat}, {first.lon}"
        found.add(reading.format, "positions", words, gives=Gives.POSITION, length=len(fixes))
    for time in reading.times:
        found.add(reading.format, time.what, f"{time.at}, zone {time.zone}", gives=Gives.TIME)
    if reading.device is not None:
        device = reading.device
        for serial in device.serials:
            found.add(reading.format, f"serial number, {serial.kind}", serial.value,
                      gives=Gives.AIRCRAFT if "aircraft" in serial.kind else Gives.SERIAL)  # fmt: skip
        named = ", ".join(one for one in (device.make, device.product or device.model_code) if one)
        if named:
            found.add(reading.format, "device", named, gives=Gives.DEVICE)
    for fact in reading.facts:
        found.add(fact.source, fact.name, fact.value)
    if reading.cues_read:
        words = f"{reading.cues_read:,} cues read, {reading.cues_skipped or 0:,} skipped"
        found.add(reading.format, "cues", words, gives=Gives.WORDS, length=reading.cues_read)
    for warning in reading.warnings:
        found.warn(warning)
