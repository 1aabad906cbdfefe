# SPDX-License-Identifier: Apache-2.0
"""Write captures: pcap and pcapng of every kind, made by the layout in the specifications."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

START = 1_790_000_000_000_000_000
"""A time in 2026, in nanoseconds."""
SECOND = 1_000_000_000
ETHERNET, RAW, NULL, PPP, COOKED, COOKED_2, WIRELESS, RADIOTAP = 1, 101, 0, 9, 113, 276, 105, 127


class Packet(NamedTuple):
    """A frame, when it was seen, and how long it was on the wire (its own length when None)."""

    frame: bytes
    time: int = START
    length: int | None = None


def spaced(frames: Iterable[bytes], *, begin: int = START, step: int = SECOND) -> list[Packet]:
    """Give frames one after the other in time."""
    return [Packet(frame, begin + number * step) for number, frame in enumerate(frames)]


def pcap(
    packets: Iterable[Packet],
    *,
    link: int = ETHERNET,
    order: str = "<",
    nanoseconds: bool = False,
    modified: bool = False,
    snap_length: int = 262_144,
) -> bytes:
    """Write a classic pcap; a snap length cuts every frame."""
    magic = 0xA1B23C4D if nanoseconds else 0xA1B2CD34 if modified else 0xA1B2C3D4
    parts = [struct.pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, snap_length, link)]
    scale = 1 if nanoseconds else 1000
    for packet in packets:
        kept = packet.frame[:snap_length]
        length = len(packet.frame) if packet.length is None else packet.length
        seconds, fraction = divmod(packet.time, SECOND)
        parts.append(
            struct.pack(f"{order}IIII", seconds, fraction // scale, len(kept), length)
            + (struct.pack(f"{order}IHBx", 0, 0, 0) if modified else b"")
            + kept
        )
    return b"".join(parts)


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    """Write one block of pcapng."""
    body += bytes(-len(body) % 4)
    length = len(body) + 12
    return struct.pack(f"{order}II", kind, length) + body + struct.pack(f"{order}I", length)


def option(code: int, value: bytes, order: str = "<") -> bytes:
    """Write one option of a block."""
    return struct.pack(f"{order}HH", code, len(value)) + value + bytes(-len(value) % 4)


def section(order: str = "<") -> bytes:
    """Write the head of a section."""
    return block(0x0A0D0D0A, struct.pack(f"{order}IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(
    link: int = ETHERNET,
    *,
    order: str = "<",
    resolution: int | None = None,
    offset: int = 0,
    capture_filter: str = "",
) -> bytes:
    """Describe an interface; `resolution` is the byte of if_tsresol."""
    options = b""
    if resolution is not None:
        options += option(9, bytes((resolution,)), order)
    if offset:
        options += option(14, struct.pack(f"{order}q", offset), order)
    if capture_filter:
        options += option(11, b"\0" + capture_filter.encode(), order)
    return block(1, struct.pack(f"{order}HHI", link, 0, 0) + options, order)


def enhanced(
    packet: Packet, *, number: int = 0, order: str = "<", ticks: int | None = None
) -> bytes:
    """Write an enhanced packet block; `ticks` is the time as the interface counts."""
    time = packet.time // 1000 if ticks is None else ticks
    length = len(packet.frame) if packet.length is None else packet.length
    head = struct.pack(
        f"{order}5I", number, time >> 32, time & 0xFFFFFFFF, len(packet.frame), length
    )
    return block(6, head + packet.frame, order)


def statistics(drops: int, *, number: int = 0, order: str = "<") -> bytes:
    """Write how many packets an interface lost."""
    head = struct.pack(f"{order}III", number, 0, 0)
    return block(5, head + option(5, struct.pack(f"{order}Q", drops), order), order)


def pcapng(packets: Iterable[Packet], *, link: int = ETHERNET, order: str = "<") -> bytes:
    """Write a plain pcapng with one section and one interface."""
    blocks = [section(order), interface(link, order=order)]
    return b"".join([*blocks, *(enhanced(packet, order=order) for packet in packets)])


def written(folder: Path, data: bytes, name: str = "capture.pcap") -> Path:
    """Put a capture into a folder."""
    path = folder / name
    path.write_bytes(data)
    return path
