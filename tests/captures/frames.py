# SPDX-License-Identifier: Apache-2.0
"""Make frames: link layers, IPv4 and IPv6, TCP and UDP, with correct lengths and checksums."""

from __future__ import annotations

import struct
from ipaddress import ip_address

DRONE = bytes.fromhex("60601faabbcc")
PHONE = bytes.fromhex("021122334455")
ROUTER = bytes.fromhex("029988776655")
EVERYBODY = b"\xff" * 6
DRONE_IP, PHONE_IP, ROUTER_IP = "192.168.1.50", "192.168.1.60", "192.168.1.1"
SERVER, OTHER_SERVER = "198.51.100.7", "203.0.113.9"
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
TCP, UDP, ICMP = 6, 17, 1


def _sum(data: bytes) -> int:
    data += bytes(len(data) % 2)
    total: int = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return int(~total & 0xFFFF)


def udp(source: int, destination: int, payload: bytes) -> bytes:
    """Make a UDP datagram, its checksum left out."""
    return struct.pack(">HHHH", source, destination, 8 + len(payload), 0) + payload


def tcp(
    source: int,
    destination: int,
    payload: bytes = b"",
    *,
    sequence: int = 1000,
    flags: int = PSH | ACK,
) -> bytes:
    """Make a TCP segment, its checksum left out."""
    head = struct.pack(">HHIIBBHHH", source, destination, sequence, 1, 0x50, flags, 8192, 0, 0)
    return head + payload


def ipv4(
    source: str,
    destination: str,
    protocol: int,
    payload: bytes,
    *,
    number: int = 1,
    fragment: int = 0,
    length: int | None = None,
) -> bytes:
    """Make an IPv4 packet; `fragment` is the field of flags and offset."""
    total = 20 + len(payload) if length is None else length
    head = struct.pack(">BBHHHBBH", 0x45, 0, total, number, fragment, 64, protocol, 0)
    head += ip_address(source).packed + ip_address(destination).packed
    return head[:10] + struct.pack(">H", _sum(head)) + head[12:] + payload


def ipv6(source: str, destination: str, protocol: int, payload: bytes) -> bytes:
    """Make an IPv6 packet."""
    head = struct.pack(">IHBB", 0x60000000, len(payload), protocol, 64)
    return head + ip_address(source).packed + ip_address(destination).packed + payload


def in_parts(
    source: str, destination: str, protocol: int, payload: bytes, size: int
) -> list[bytes]:
    """Make the fragments of an IPv4 packet."""
    pieces = [payload[at : at + size] for at in range(0, len(payload), size)]
    return [
        ipv4(
            source,
            destination,
            protocol,
            piece,
            number=77,
            fragment=(0x2000 if at < len(pieces) - 1 else 0) | (at * size // 8),
        )
        for at, piece in enumerate(pieces)
    ]


def ethernet(
    packet: bytes,
    source: bytes = DRONE,
    destination: bytes = ROUTER,
    *,
    kind: int | None = None,
    tags: int = 0,
) -> bytes:
    """Make an Ethernet frame, with so many VLAN tags."""
    if kind is None:
        kind = 0x0800 if packet[0] >> 4 == 4 else 0x86DD
    tagged = b"".join(
        struct.pack(">HH", 0x88A8 if tags - at > 1 else 0x8100, 100 + at) for at in range(tags)
    )
    return destination + source + tagged + struct.pack(">H", kind) + packet


def out(payload: bytes, *, to: str = SERVER, protocol: int = TCP, source: str = DRONE_IP) -> bytes:
    """Make a frame from the drone to somebody."""
    return ethernet(ipv4(source, to, protocol, payload))


def back(payload: bytes, *, of: str = SERVER, protocol: int = TCP, to: str = DRONE_IP) -> bytes:
    """Make a frame to the drone."""
    return ethernet(ipv4(of, to, protocol, payload), ROUTER, DRONE)


def handshake(port: int = 40_000, server: str = SERVER, server_port: int = 443) -> list[bytes]:
    """Make the three segments that open a connection; content begins at 1001 and 5001."""
    return [
        out(tcp(port, server_port, sequence=1000, flags=SYN), to=server),
        back(tcp(server_port, port, sequence=5000, flags=SYN | ACK), of=server),
        out(tcp(port, server_port, sequence=1001, flags=ACK), to=server),
    ]


def arp(hardware: bytes, address: str, asked: str = ROUTER_IP) -> bytes:
    """Make an ARP question."""
    body = struct.pack(">HHBBH", 1, 0x0800, 6, 4, 1) + hardware + ip_address(address).packed
    body += bytes(6) + ip_address(asked).packed
    return ethernet(body, hardware, EVERYBODY, kind=0x0806)


def cooked(packet: bytes, source: bytes = DRONE, *, sent: bool = True) -> bytes:
    """Make a frame of Linux cooked capture."""
    kind = 0x0800 if packet[0] >> 4 == 4 else 0x86DD
    return (
        struct.pack(">HHH", 4 if sent else 0, 1, 6)
        + source
        + b"\0\0"
        + struct.pack(">H", kind)
        + packet
    )


def cooked_2(packet: bytes, source: bytes = DRONE) -> bytes:
    """Make a frame of the second Linux cooked capture."""
    kind = 0x0800 if packet[0] >> 4 == 4 else 0x86DD
    return struct.pack(">HHIHBB", kind, 0, 2, 1, 4, 6) + source + b"\0\0" + packet


def wireless(packet: bytes, *, protected: bool = False, quality: bool = True) -> bytes:
    """Make an 802.11 data frame from the drone through an access point."""
    control = bytes((0x88 if quality else 0x08, 0x01 | (0x40 if protected else 0)))
    head = control + b"\0\0" + ROUTER + DRONE + ROUTER + b"\x10\0" + (b"\0\0" if quality else b"")
    if protected:
        return head + bytes(8) + bytes(reversed(packet))
    return head + b"\xaa\xaa\x03\0\0\0" + struct.pack(">H", 0x0800) + packet


def radiotap(frame: bytes, flags: int = 0) -> bytes:
    """Put a radiotap header with time and flags before an 802.11 frame."""
    return struct.pack("<BBHIQBx", 0, 0, 18, 3, 0, flags) + frame
