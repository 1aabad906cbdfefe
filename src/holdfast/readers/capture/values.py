# SPDX-License-Identifier: Apache-2.0
"""What the capture reader hands over: batches of records, and facts about the file.

A batch holds one stretch of the file's bytes and where in it the packets are. Nothing is copied out
of it, because most packets of a long capture are only counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LATEST = 253_402_300_799 * 1_000_000_000
"""The last second of the year 9999, in nanoseconds: a later time is no time."""


@dataclass(slots=True)
class Interface:
    """Where packets were captured: the link type, and what the file says of it.

    `drops` None: the file does not say. `capture_filter` is what the capturing program let through.
    """

    link: int
    snap_length: int = 0
    drops: int | None = None
    capture_filter: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Packets of one interface, in the order of the file.

    Each record is (time in nanoseconds since 1970 UTC, begin in `data`, end in `data`, length on
    the wire).
    """

    data: bytes
    records: list[tuple[int, int, int, int]]
    interface: Interface


@dataclass(slots=True)
class CaptureFacts:
    """What is known of the file, growing while it is read.

    `truncated` counts packets of which the file holds a part, `impossible_times` those whose time
    lies after the year 9999. `fault` says why reading stopped early, "" when it did not.
    """

    name: str
    size: int
    format: str = ""
    sha256: str = ""
    bytes_read: int = 0
    packets: int = 0
    truncated: int = 0
    impossible_times: int = 0
    fault: str = ""
    interfaces: list[Interface] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def drops(self) -> int | None:
        """How many packets the capturing machine lost, None when no interface says."""
        said = [each.drops for each in self.interfaces if each.drops is not None]
        return sum(said) if said else None
