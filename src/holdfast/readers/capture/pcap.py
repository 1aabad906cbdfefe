# SPDX-License-Identifier: Apache-2.0
"""Classic pcap: either byte order, microseconds or nanoseconds, and the "modified" kind.

Layout: draft-ietf-opsawg-pcap. The first four bytes decide. A record that claims more than 256 KiB
is no record: what came before is given, and the file is said to be broken there.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from holdfast.readers.capture.errors import BrokenCaptureError
from holdfast.readers.capture.values import Batch, Interface

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.readers.capture.octets import Octets
    from holdfast.readers.capture.values import CaptureFacts

LARGEST_PACKET = 262_144
HEAD = 24
_KINDS = {
    0xA1B2C3D4: ("microseconds", 1000, "IIII"),
    0xA1B23C4D: ("nanoseconds", 1, "IIII"),
    0xA1B2CD34: ("microseconds, modified", 1000, "IIIIIHBx"),
}
_SECOND = 1_000_000_000


def looks_like_pcap(head: bytes) -> bool:
    """Whether the first four bytes are one of the magic numbers, in either order."""
    return _kind(head) is not None


def _kind(head: bytes) -> tuple[str, str, int, str] | None:
    for order in "<>":
        if len(head) >= 4 and (found := _KINDS.get(struct.unpack(f"{order}I", head[:4])[0])):  # noqa: PLR2004 - the magic number's size
            return (order, *found)
    return None


def read_pcap(octets: Octets, head: bytes, facts: CaptureFacts) -> Iterator[Batch]:
    """Give the packets behind `head` (the first bytes, of which it may hold any number)."""
    kind = _kind(head)
    while len(head) < HEAD and (more := octets.more()):
        head += more
    if kind is None or len(head) < HEAD:
        raise BrokenCaptureError("it ends inside the header of the file")
    order, unit, scale, fields = kind
    words = "little-endian" if order == "<" else "big-endian"
    facts.format = f"pcap, {words}, {unit}"
    snap_length, link = struct.unpack_from(f"{order}II", head, 16)
    # The upper bits of the link type are flags (length of a frame check sequence).
    interface = Interface(link & 0xFFFF, snap_length)
    facts.interfaces.append(interface)
    return _batches(octets, head[HEAD:], facts, (struct.Struct(order + fields), scale))


def _batches(
    octets: Octets, data: bytes, facts: CaptureFacts, how: tuple[struct.Struct, int]
) -> Iterator[Batch]:
    record, scale = how
    unpack, size = record.unpack_from, record.size
    (interface,) = facts.interfaces
    while True:
        place, end = 0, len(data)
        records: list[tuple[int, int, int, int]] = []
        add = records.append
        truncated = 0
        fault = ""
        while place + size <= end:
            seconds, fraction, kept, length = unpack(data, place)[:4]
            begin = place + size
            if kept > LARGEST_PACKET:
                fault = f"packet {facts.packets + len(records) + 1:,} claims {kept:,} bytes"
                break
            if begin + kept > end:
                break
            place = begin + kept
            if kept < length:
                truncated += 1
            add((seconds * _SECOND + fraction * scale, begin, place, length))
        facts.packets += len(records)
        facts.truncated += truncated
        if records:
            yield Batch(data, records, interface)
        data = data[place:] + _further(octets, fault)
        if len(data) == end - place:
            if data:
                raise BrokenCaptureError(f"it ends inside packet {facts.packets + 1:,}")
            return


def _further(octets: Octets, fault: str) -> bytes:
    """Give the next bytes, b"" at the end; what was before a fault has been given by now."""
    if fault:
        raise BrokenCaptureError(fault)
    return octets.more()
