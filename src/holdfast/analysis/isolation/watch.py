# SPDX-License-Identifier: Apache-2.0
"""Watch packets go by: count each one, and look into those that can carry a name.

Most packets of a capture belong to a conversation that is settled. For those, `take` reads six
fields where they stand, finds the lane by the bytes that do not change within it (link header,
addresses, ports), and adds two numbers. Whatever is not found so is read in full by `Packets`; so is
a segment with content of a lane that is still open.
Promises: both ways count alike; the tables have an end, and what is put out of them is summed.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.packets import Packets
from holdfast.readers.capture.link import PLAIN_OFFSETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.analysis.isolation.conversation import Lane
    from holdfast.readers.capture import Batch

_TCP, _UDP = 6, 17
_IPV4_PLAIN, _IPV6_MARK = 0x45, 6
_SYN_OR_RST = 6
_IN_PARTS = 0x3FFF
_MOST_STEPS_BACK = 64


class Watch:
    """Takes batches of packets; afterwards `packets` holds what they came to."""

    def __init__(self, phases: Sequence[tuple[int, int]], device: bytes | None) -> None:
        self.packets = Packets(phases, device)
        self._last = 0
        self._window = (1, 0)
        self._disordered = False

    def take(self, batch: Batch) -> None:  # noqa: C901, PLR0912 - one loop: a call for each packet would halve the speed
        """Take every packet of a batch."""
        packets = self.packets
        interface, data = batch.interface, batch.data
        base = packets.bases.get(interface.link, PLAIN_OFFSETS.get(interface.link))
        if base is None or self._disordered:
            self._one_by_one(batch)
            return
        four, six = _layouts(base)
        unpack_4, room_4, unpack_6, room_6 = four.unpack_from, four.size, six.unpack_from, six.size
        low, high = self._window
        tcp, udp = packets.tables
        last = self._last
        lane: Lane | None
        for time, begin, end, length in batch.records:
            if not low <= time < high:
                low, high = self._moved(last, time)
                tcp, udp = packets.tables
            last = time
            lane = None
            room = end - begin
            if room >= room_4:
                mark = data[begin + base]
                if mark == _IPV4_PLAIN:
                    head, size, parts, protocol, ends, header, flags = unpack_4(data, begin)
                    if parts & _IN_PARTS:
                        pass
                    elif protocol == _TCP:
                        if not flags & _SYN_OR_RST:
                            lane = tcp.get(head + ends)
                            if lane is not None and lane.open and size != 20 + (header >> 4) * 4:
                                lane = None
                    elif protocol == _UDP:
                        lane = udp.get(head + ends)
                elif mark >> 4 == _IPV6_MARK and room >= room_6:
                    head, size, protocol, ends, header, flags = unpack_6(data, begin)
                    if protocol == _TCP:
                        if not flags & _SYN_OR_RST:
                            lane = tcp.get(head + ends)
                            if lane is not None and lane.open and size != (header >> 4) * 4:
                                lane = None
                    elif protocol == _UDP:
                        lane = udp.get(head + ends)
            if lane is None:
                packets.read(interface.link, data[begin:end], time, length)
            else:
                lane.packets += 1
                lane.octets += length
                lane.last = time
        self._last = last
        self._window = (low, high)

    def _one_by_one(self, batch: Batch) -> None:
        low, high = self._window
        for time, begin, end, length in batch.records:
            if not low <= time < high:
                low, high = self._moved(self._last, time)
            self._last = time
            self.packets.read(batch.interface.link, batch.data[begin:end], time, length)
        self._window = (low, high)

    def end_of_capture(self) -> None:
        """End a file: the next one's times have nothing to do with it."""
        self.packets.spans.end(self._last)
        self._window = (1, 0)

    def _moved(self, last: int, time: int) -> tuple[int, int]:
        packets = self.packets
        low, high, phase, back = packets.spans.moved(last, time)
        if back:
            # A lane takes the time of its last packet for its latest: begin new ones.
            packets.fold_all()
            self._disordered = packets.spans.clock_back > _MOST_STEPS_BACK
            packets.remember_fast = not self._disordered
        packets.enter(phase)
        return low, high


_LAYOUTS: dict[int, tuple[struct.Struct, struct.Struct]] = {}


def _layouts(base: int) -> tuple[struct.Struct, struct.Struct]:
    """Give where the fields of plain IPv4 and IPv6 packets stand behind a link header of `base` bytes."""
    if base not in _LAYOUTS:
        _LAYOUTS[base] = (
            struct.Struct(f">{base + 1}sxH2xHxB2x12s8xBB"),
            struct.Struct(f">{base}s4xHBx36s8xBB"),
        )
    return _LAYOUTS[base]
