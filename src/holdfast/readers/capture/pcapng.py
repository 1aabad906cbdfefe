# SPDX-License-Identifier: Apache-2.0
"""pcapng: several sections and interfaces, any resolution of time, drops as the file counts them.

Layout: draft-ietf-opsawg-pcapng. Blocks that hold no packet (names, secrets, comments, the custom
ones) are passed over: a name that somebody wrote into the file is no evidence of a destination.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.readers.capture.errors import BrokenCaptureError
from holdfast.readers.capture.pcap import LARGEST_PACKET
from holdfast.readers.capture.values import LATEST, Batch, Interface

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.readers.capture.octets import Octets
    from holdfast.readers.capture.values import CaptureFacts

_SECTION, _INTERFACE, _OLD_PACKET, _SIMPLE, _STATISTICS, _PACKET = 0x0A0D0D0A, 1, 2, 3, 5, 6
_LARGEST_BLOCK = 1 << 24
_SMALLEST_BLOCK = 12
_SECOND = 1_000_000_000
_ORDER_MAGIC = 0x1A2B3C4D
_FILTER, _RESOLUTION, _OFFSET = 11, 9, 14
_IF_DROP, _OS_DROP = 5, 7
_MICROSECONDS = 6
_MOST_INTERFACES = 65_536


def looks_like_pcapng(head: bytes) -> bool:
    """Whether the first four bytes begin a section."""
    return head[:4] == b"\x0a\x0d\x0d\x0a"


@dataclass(slots=True)
class _Clock:
    """From a time as the interface counts it to nanoseconds: times `scale`, over `parts`."""

    scale: int = 1000
    parts: int = 1
    offset: int = 0


@dataclass(slots=True)
class _State:
    """What the file has said so far."""

    facts: CaptureFacts
    order: str = "<"
    sections: int = 0
    interfaces: list[tuple[Interface, _Clock]] = field(default_factory=list)
    data: bytes = b""
    records: list[tuple[int, int, int, int]] = field(default_factory=list)
    current: Interface | None = None
    last: int = 0


def read_pcapng(octets: Octets, head: bytes, facts: CaptureFacts) -> Iterator[Batch]:
    """Give the packets of the file whose first bytes are `head`."""
    state = _State(facts, data=head)
    while True:
        place = 0
        data, end = state.data, len(state.data)
        while place + _SMALLEST_BLOCK <= end:
            place = _run(state, place)
            if place + _SMALLEST_BLOCK > end:
                break
            kind, length = _block(state, place)
            if place + length > end:
                break
            if kind == _PACKET:
                interface = _enhanced(state, place, length)
            elif kind in (_SIMPLE, _OLD_PACKET):
                interface = _older(state, kind, place, length)
            else:
                _other(state, kind, data[place + 8 : place + length - 4])
                interface = None
            if interface is not None and interface is not state.current:
                # The last record is of another interface than those before it.
                moved = state.records.pop()
                yield from _flush(state)
                state.current = interface
                state.records.append(moved)
            place += length
        yield from _flush(state)
        more = octets.more()
        if not more:
            if place < end:
                raise BrokenCaptureError(f"it ends inside a block after packet {facts.packets:,}")
            return
        state.data = data[place:] + more


def _run(state: _State, place: int) -> int:
    """Take packets of the current interface as long as they follow one another; give where they end.

    Whatever is not of the plainest kind is left to the readers below.
    """
    number = next(
        (at for at, (each, _) in enumerate(state.interfaces) if each is state.current), None
    )
    if number is None or state.interfaces[number][1].parts != 1:
        return place
    clock = state.interfaces[number][1]
    unpack = struct.Struct(state.order + "7I").unpack_from
    data, end, records = state.data, len(state.data), state.records
    truncated = 0
    while place + 32 <= end:
        kind, length, which, high, low, kept, original = unpack(data, place)
        begin = place + 28
        if kind != _PACKET or which != number or length & 3 or kept > LARGEST_PACKET:
            break
        if kept + 32 > length or place + length > end:
            break
        time = (high << 32 | low) * clock.scale + clock.offset
        if not 0 <= time <= LATEST:
            break
        if kept < original:
            truncated += 1
        records.append((time, begin, begin + kept, original))
        place += length
    state.facts.truncated += truncated
    if records:
        state.last = records[-1][0]
    return place


def _flush(state: _State) -> Iterator[Batch]:
    if state.records and state.current is not None:
        state.facts.packets += len(state.records)
        yield Batch(state.data, state.records, state.current)
        state.records = []


def _block(state: _State, place: int) -> tuple[int, int]:
    data = state.data
    kind, length = struct.unpack_from(state.order + "II", data, place)
    if kind == _SECTION:
        state.order = "<" if data[place + 8 : place + 12] == b"\x4d\x3c\x2b\x1a" else ">"
        if struct.unpack_from(state.order + "I", data, place + 8)[0] != _ORDER_MAGIC:
            raise BrokenCaptureError("a section does not say in which order its bytes are")
        (length,) = struct.unpack_from(state.order + "I", data, place + 4)
    length = (length + 3) & ~3
    if not _SMALLEST_BLOCK <= length <= _LARGEST_BLOCK:
        raise BrokenCaptureError(
            f"a block after packet {state.facts.packets + len(state.records):,} claims "
            f"{length:,} bytes"
        )
    return kind, length


def _enhanced(state: _State, place: int, length: int) -> Interface:
    if length < 32:  # noqa: PLR2004 - the smallest enhanced packet block
        raise BrokenCaptureError("a packet block is too short to be one")
    number, high, low, kept, original = struct.unpack_from(
        state.order + "5I", state.data, place + 8
    )
    begin = place + 28
    if kept > length - 32 or kept > LARGEST_PACKET:
        raise _overlong(state, kept)
    interface, clock = _of(state, number)
    _add(state, clock, (high << 32) | low, (begin, begin + kept, original))
    return interface


def _older(state: _State, kind: int, place: int, length: int) -> Interface:
    """Take a simple packet block, which has no time, or one of the obsolete kind."""
    begin = place + (28 if kind == _OLD_PACKET else 12)
    if begin + 4 > place + length:
        raise BrokenCaptureError("a packet block is too short to be one")
    if kind == _SIMPLE:
        (original,) = struct.unpack_from(state.order + "I", state.data, place + 8)
        interface, _clock = _of(state, 0)
        kept = min(original, interface.snap_length or original, length - 16)
        _add(state, None, 0, (begin, begin + kept, original))
        return interface
    number, _drops, high, low, kept, original = struct.unpack_from(
        state.order + "HH4I", state.data, place + 8
    )
    if kept > length - 32 or kept > LARGEST_PACKET:
        raise _overlong(state, kept)
    interface, clock = _of(state, number)
    _add(state, clock, (high << 32) | low, (begin, begin + kept, original))
    return interface


def _of(state: _State, number: int) -> tuple[Interface, _Clock]:
    try:
        return state.interfaces[number]
    except IndexError:
        raise BrokenCaptureError(
            f"packet {state.facts.packets + len(state.records) + 1:,} names interface {number}, "
            "which the file does not describe"
        ) from None


def _overlong(state: _State, kept: int) -> BrokenCaptureError:
    number = state.facts.packets + len(state.records) + 1
    return BrokenCaptureError(f"packet {number:,} claims {kept:,} bytes, more than its block has")


def _add(state: _State, clock: _Clock | None, ticks: int, where: tuple[int, int, int]) -> None:
    if clock is None:
        time = state.last
    else:
        time = ticks * clock.scale
        if clock.parts != 1:
            time //= clock.parts
        time += clock.offset
        if not 0 <= time <= LATEST:
            state.facts.impossible_times += 1
            time = state.last
    state.last = time
    begin, end, original = where
    if end - begin < original:
        state.facts.truncated += 1
    state.records.append((time, begin, end, original))


def _other(state: _State, kind: int, body: bytes) -> None:
    if kind == _SECTION:
        state.sections += 1
        state.interfaces = []
        words = "little-endian" if state.order == "<" else "big-endian"
        many = f", {state.sections} sections" if state.sections > 1 else ""
        state.facts.format = f"pcapng, {words}{many}"
    elif kind == _INTERFACE:
        _describe(state, body)
    elif kind == _STATISTICS:
        _count_drops(state, body)


def _describe(state: _State, body: bytes) -> None:
    if len(body) < 8 or len(state.facts.interfaces) >= _MOST_INTERFACES:  # noqa: PLR2004 - link type, reserved, snap length
        raise BrokenCaptureError("an interface is described by too little, or there are too many")
    link, snap_length = struct.unpack_from(state.order + "HxxI", body)
    interface, clock = Interface(link, snap_length), _Clock()
    for code, value in _options(state.order, body[8:]):
        if code == _RESOLUTION and value:
            power = value[0] & 0x7F
            ticks = 1 << power if value[0] & 0x80 else 10**power
            whole = _SECOND % ticks == 0
            clock.scale, clock.parts = (_SECOND // ticks, 1) if whole else (_SECOND, ticks)
        elif code == _OFFSET and len(value) == 8:  # noqa: PLR2004 - 64 bits of seconds
            clock.offset = struct.unpack(state.order + "q", value)[0] * _SECOND
        elif code == _FILTER and value[:1] == b"\x00":
            interface.capture_filter = value[1:].decode("utf-8", "replace").strip("\x00 ")
        elif code == _FILTER:
            interface.capture_filter = "a program for packets that is not in words"
    state.interfaces.append((interface, clock))
    state.facts.interfaces.append(interface)


def _count_drops(state: _State, body: bytes) -> None:
    if len(body) < 12:  # noqa: PLR2004 - interface and time
        return
    (number,) = struct.unpack_from(state.order + "I", body)
    if number >= len(state.interfaces):
        return
    said = {
        code: struct.unpack(state.order + "Q", value)[0]
        for code, value in _options(state.order, body[12:])
        if code in (_IF_DROP, _OS_DROP) and len(value) == 8  # noqa: PLR2004 - 64 bits
    }
    if said:
        interface = state.interfaces[number][0]
        interface.drops = max(interface.drops or 0, sum(said.values()))


def _options(order: str, body: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(body):
        code, length = struct.unpack_from(order + "HH", body, place)
        if code == 0:
            return
        yield code, body[place + 4 : place + 4 + length]
        place += 4 + ((length + 3) & ~3)
