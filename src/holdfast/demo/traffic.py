# SPDX-License-Identifier: Apache-2.0
"""Invented captures of a drone's network traffic: pcap files of real frames, the same for the same call.

Every name ends in .example and every address outside is of a range for documentation (RFC 5737,
RFC 6761); hardware addresses are locally administered ones. Nobody's traffic was captured.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

DEVICE: Final = "02:60:1f:00:00:17"
PHONE: Final = "02:60:1f:00:00:2a"
ROUTER: Final = "02:60:1f:00:00:01"
DEVICE_ADDRESS: Final = "192.168.50.20"
PHONE_ADDRESS: Final = "192.168.50.31"
ROUTER_ADDRESS: Final = "192.168.50.1"
_UDP, _TCP = 17, 6
_SYN, _ACK, _PUSH, _FIN = 2, 16, 8, 1
_FIRST_PORT: Final = 49_152


@dataclass(slots=True)
class Capture:
    """Frames with their times, written in the order in which they were added.

    Every conversation is between the device and somewhere, by way of the router.
    """

    start: datetime
    _frames: list[tuple[datetime, bytes]] = field(default_factory=list)
    _port: int = _FIRST_PORT

    def write(self, path: Path) -> Path:
        """Write a pcap file: little-endian, microseconds, Ethernet."""
        head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 1)
        parts = [head]
        for at, frame in sorted(self._frames, key=lambda one: one[0]):
            whole = int(at.timestamp())
            parts.append(struct.pack("<IIII", whole, at.microsecond, len(frame), len(frame)))
            parts.append(frame)
        path.write_bytes(b"".join(parts))
        return path

    def appear(self, after: float) -> None:
        """Have the device ask for the router's hardware address and be answered."""
        for way, (source, to) in enumerate(((DEVICE, ROUTER), (ROUTER, DEVICE)), 1):
            sender, asked = (
                (DEVICE_ADDRESS, ROUTER_ADDRESS) if way == 1 else (ROUTER_ADDRESS, DEVICE_ADDRESS)
            )
            body = struct.pack("!HHBBH", 1, 0x0800, 6, 4, way)
            body += _hardware(source) + _address(sender)
            body += (bytes(6) if way == 1 else _hardware(to)) + _address(asked)
            target = b"\xff" * 6 if way == 1 else _hardware(to)
            self._add(after + way / 1000, target + _hardware(source) + b"\x08\x06" + body)

    def local(self, after: float, seconds: float, every: float = 1.0) -> None:
        """Have the device stream to the telephone it is flown with: traffic that stays inside."""
        moment = 0.0
        while moment < seconds:
            self._udp(after + moment, (DEVICE_ADDRESS, 9003), (PHONE_ADDRESS, 9003), b"U" * 600)
            moment += every

    def ask(self, after: float, name: str, answer: str | None) -> None:
        """Have the device ask the router for a name; None: it gets no answer."""
        port = self._next_port()
        number = struct.pack("!H", port)
        question = b"".join(bytes([len(one)]) + one.encode() for one in name.split("."))
        question += b"\0" + struct.pack("!HH", 1, 1)
        query = number + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + question
        here, there = (DEVICE_ADDRESS, port), (ROUTER_ADDRESS, 53)
        self._udp(after, here, there, query)
        if answer is not None:
            record = struct.pack("!HHHIH", 0xC00C, 1, 1, 60, 4) + _address(answer)
            told = number + struct.pack("!HHHHH", 0x8180, 1, 1, 0, 0) + question + record
            self._udp(after + 0.02, there, here, told)

    def secure(self, after: float, name: str, address: str, *, sent: int, got: int) -> None:
        """Have the device speak TLS with a server that it names."""
        self._talk(after, address, 443, _client_hello(name), sent=sent, got=got)

    def plain(self, after: float, name: str, address: str, path: str) -> None:
        """Have the device ask for something over HTTP, which anybody on the way can read."""
        request = f"GET {path} HTTP/1.1\r\nHost: {name}\r\nUser-Agent: invented/1.0\r\n\r\n"
        self._talk(after, address, 80, request.encode(), sent=0, got=900)

    def knock(self, after: float, address: str, port: int, times: int = 3) -> None:
        """Have the device try to connect to somewhere that does not answer."""
        mine = self._next_port()
        for one in range(times):
            self._tcp(after + one, (DEVICE_ADDRESS, mine), (address, port), _SYN, 1000, 0, b"")

    def _talk(
        self, after: float, address: str, port: int, first: bytes, *, sent: int, got: int
    ) -> None:
        here, there = (DEVICE_ADDRESS, self._next_port()), (address, port)
        mine, theirs, at = 1000, 5000, after
        self._tcp(at, here, there, _SYN, mine, 0, b"")
        self._tcp(at + 0.03, there, here, _SYN | _ACK, theirs, mine + 1, b"")
        mine, theirs = mine + 1, theirs + 1
        self._tcp(at + 0.031, here, there, _ACK, mine, theirs, b"")
        for data in (first, *_pieces(sent)):
            at += 0.05
            self._tcp(at, here, there, _ACK | _PUSH, mine, theirs, data)
            mine += len(data)
        for data in _pieces(got):
            at += 0.05
            self._tcp(at, there, here, _ACK | _PUSH, theirs, mine, data)
            theirs += len(data)
        self._tcp(at + 0.05, here, there, _ACK | _FIN, mine, theirs, b"")
        self._tcp(at + 0.08, there, here, _ACK | _FIN, theirs, mine + 1, b"")

    def _tcp(  # noqa: PLR0917 # the fields of a header, in their order
        self, after: float, source: tuple[str, int], to: tuple[str, int], flags: int,
        sequence: int, acknowledged: int, data: bytes,
    ) -> None:  # fmt: skip
        def head(check: int) -> bytes:
            return struct.pack(
                "!HHIIBBHHH", source[1], to[1], sequence, acknowledged, 5 << 4, flags, 64_240,
                check, 0,
            )  # fmt: skip

        check = _check(_pseudo(source[0], to[0], _TCP, 20 + len(data)) + head(0) + data)
        self._packet(after, source[0], to[0], _TCP, head(check) + data)

    def _udp(self, after: float, source: tuple[str, int], to: tuple[str, int], data: bytes) -> None:
        size = 8 + len(data)
        plain = struct.pack("!HHHH", source[1], to[1], size, 0) + data
        check = _check(_pseudo(source[0], to[0], _UDP, size) + plain) or 0xFFFF
        body = struct.pack("!HHHH", source[1], to[1], size, check) + data
        self._packet(after, source[0], to[0], _UDP, body)

    def _packet(self, after: float, source: str, to: str, protocol: int, body: bytes) -> None:
        def head(check: int) -> bytes:
            return (
                struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 0, 0x4000, 64, protocol, check)
                + _address(source)
                + _address(to)
            )

        frame = _hardware(_next_hop(to)) + _hardware(_next_hop(source)) + b"\x08\x00"
        self._add(after, frame + head(_check(head(0))) + body)

    def _add(self, after: float, frame: bytes) -> None:
        self._frames.append((self.start + timedelta(seconds=round(after, 6)), frame))

    def _next_port(self) -> int:
        self._port += 1
        return self._port


def _next_hop(address: str) -> str:
    """Give the hardware address that a frame carries for an address: outside, the router's."""
    return {DEVICE_ADDRESS: DEVICE, PHONE_ADDRESS: PHONE}.get(address, ROUTER)


def _client_hello(name: str) -> bytes:
    """Write the first message of TLS 1.2, which names the server in the clear."""
    host = name.encode()
    entry = b"\0" + struct.pack("!H", len(host)) + host
    named = struct.pack("!HHH", 0, len(entry) + 2, len(entry)) + entry
    body = b"\x03\x03" + bytes(range(32)) + b"\0" + struct.pack("!HH", 2, 0xC02F) + b"\x01\0"
    body += struct.pack("!H", len(named)) + named
    message = b"\x01" + len(body).to_bytes(3, "big") + body
    return b"\x16\x03\x01" + struct.pack("!H", len(message)) + message


def _pieces(size: int) -> list[bytes]:
    """Write so many bytes as records of TLS application data, in segments."""
    found: list[bytes] = []
    while size > 0:
        part = min(size, 1200)
        found.append(b"\x17\x03\x03" + struct.pack("!H", part) + b"\xa5" * part)
        size -= part
    return found


def _pseudo(source: str, to: str, protocol: int, size: int) -> bytes:
    return _address(source) + _address(to) + struct.pack("!BBH", 0, protocol, size)


def _check(data: bytes) -> int:
    """Compute the checksum of RFC 1071."""
    padded = data + b"\0" * (len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _address(text: str) -> bytes:
    return IPv4Address(text).packed


def _hardware(text: str) -> bytes:
    return bytes.fromhex(text.replace(":", ""))
