# SPDX-License-Identifier: Apache-2.0
"""How far the captures reach: drops, truncation, gaps, phases and flights that they do not cover."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.moments import moment, nanoseconds
from holdfast.analysis.isolation.report import (
    CaptureFile,
    Count,
    FlightCoverage,
    Gap,
)
from holdfast.analysis.isolation.spans import SECOND, SILENCE, holes
from holdfast.readers.capture.link import link_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from holdfast.analysis.isolation.packets import Packets
    from holdfast.analysis.isolation.phases import Flight
    from holdfast.readers.capture import CaptureFacts

MOST_GAPS = 1000


@dataclass(slots=True)
class Examined:
    """One capture that was read: the reader's facts, and from when to when its packets are."""

    facts: CaptureFacts
    first: int | None = None
    last: int | None = None
    stopped: bool = False


def write_capture(examined: Examined) -> CaptureFile:
    """Write what is known of one file."""
    facts = examined.facts
    notes = list(facts.notes)
    notes += [
        f"Captured through a filter, which decides what is in it: {each.capture_filter}"
        for each in facts.interfaces
        if each.capture_filter
    ]
    if facts.impossible_times:
        notes.append(f"{facts.impossible_times:,} packets have a time that cannot be.")
    fault = facts.fault
    if examined.stopped:
        fault = f"stopped by a person after {facts.bytes_read:,} of {facts.size:,} bytes"
    lengths = [each.snap_length for each in facts.interfaces if each.snap_length]
    return CaptureFile(
        name=facts.name,
        format=facts.format,
        sha256=facts.sha256,
        size=facts.size,
        bytes_read=facts.bytes_read,
        packets=facts.packets,
        link_types=link_types(facts),
        snap_length=min(lengths) if lengths else None,
        truncated=facts.truncated,
        drops=facts.drops,
        first=None if examined.first is None else moment(examined.first),
        last=None if examined.last is None else moment(examined.last),
        fault=fault,
        notes=tuple(notes),
    )


def link_types(facts: CaptureFacts) -> tuple[str, ...]:
    """Name the link types of a capture, each once."""
    return tuple(dict.fromkeys(link_name(each.link) for each in facts.interfaces))


def gaps_between(spans: Sequence[tuple[int, int]]) -> tuple[Gap, ...]:
    """Give the silences between the stretches of all captures, the first thousand of them."""
    return tuple(_gap(first, last) for first, last in holes(spans)[:MOST_GAPS])


def _gap(first: int, last: int) -> Gap:
    return Gap(moment(first), moment(last), round((last - first) / SECOND, 3))


def write_flight(flight: Flight, spans: Sequence[tuple[int, int]]) -> FlightCoverage:
    """Say where the captures hold nothing of a flight; a short silence at either end is none."""
    first, last = nanoseconds(flight.first), nanoseconds(flight.last)
    missing = [(begin, end) for begin, end in holes(spans, first, last) if end - begin > SILENCE]
    whole = not spans or spans[0][0] >= last or spans[-1][1] <= first
    if whole:
        missing = [(first, last)]
    return FlightCoverage(
        flight.name,
        flight.first,
        flight.last,
        covered=not missing,
        gaps=tuple(_gap(begin, end) for begin, end in missing[:MOST_GAPS]),
    )


def within(spans: Sequence[tuple[int, int]], first: datetime, last: datetime) -> bool:
    """Whether the captures reach from `first` to `last`, but for a short silence at either end."""
    if not spans:
        return False
    begins, ends = spans[0][0], spans[-1][1]
    return (
        begins <= nanoseconds(first) + SILENCE
        and ends >= nanoseconds(last) - SILENCE
        and (begins < nanoseconds(last) and ends > nanoseconds(first))
    )


def counts(counter: Counter[str]) -> tuple[Count, ...]:
    """Write a counter, the largest first."""
    return tuple(Count(what, count) for what, count in counter.most_common())


def limits(packets: Packets) -> tuple[Count, ...]:
    """Say what was counted together, or given up, because there was too much of it."""
    found = Counter(packets.heard.full)
    found.update(packets.tally.further)
    if packets.given_up:
        found["conversations whose beginning was not looked into any further"] += packets.given_up
    if packets.fragments.given_up:
        found["datagrams in parts that never came together"] += packets.fragments.given_up
    return counts(found)


def drops_of(captures: Iterable[CaptureFile]) -> int | None:
    """Sum the drops that files tell; None when none does."""
    said = [each.drops for each in captures if each.drops is not None]
    return sum(said) if said else None
