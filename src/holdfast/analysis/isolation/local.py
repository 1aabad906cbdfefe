# SPDX-License-Identifier: Apache-2.0
"""What devices say of themselves on the local side: DHCP, DHCPv6, ARP and neighbour discovery.

Promises: each reader gives `Said` (hardware address, addresses, name, kind of device, networks) or
raises one of `MALFORMED`; nothing is kept here.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from holdfast.plain import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_DHCP_COOKIE = b"\x63\x82\x53\x63"
_MASK, _HOST, _REQUESTED, _KIND, _VENDOR, _FULL_NAME = 1, 12, 50, 53, 60, 81
_ACK = 5
_PAD, _END = 0, 255
_LARGEST_NETWORK = 16
_MAC = 6
_UNSET = bytes(4)


class Said(NamedTuple):
    """What one message says of one device. Networks are (first address, length of the prefix)."""

    hardware: bytes = b""
    addresses: tuple[bytes, ...] = ()
    name: str = ""
    vendor_class: str = ""
    networks: tuple[tuple[bytes, int], ...] = ()


def read_dhcp(data: bytes) -> Said:
    """Read a DHCP message (RFC 2131), also a plain BOOTP one."""
    if data[236:240] != _DHCP_COOKIE or data[0] not in (1, 2):
        raise ValueError("no DHCP message")
    hardware = data[28:34] if data[2] == _MAC else b""
    options = dict(_dhcp_options(data[240:]))
    kind = options.get(_KIND, b"\x00")[:1]
    given = data[16:20] if kind == bytes((_ACK,)) else _UNSET
    addresses = tuple(each for each in (data[12:16], given) if each != _UNSET)
    name = _text(options.get(_HOST, b""))
    if not name and len(options.get(_FULL_NAME, b"")) > 3:  # noqa: PLR2004 - flags and two codes
        name = _text(options[_FULL_NAME][3:])
    mask = int.from_bytes(options.get(_MASK, b""), "big")
    networks = _network(given, mask) if given != _UNSET else ()
    return Said(hardware, addresses, name, _text(options.get(_VENDOR, b"")), networks)


def _network(address: bytes, mask: int) -> tuple[tuple[bytes, int], ...]:
    """Give the network of an address; one so large that it could hide the world is not believed."""
    length = mask.bit_count()
    if length < _LARGEST_NETWORK or mask != (0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF:
        return ()
    first = (int.from_bytes(address, "big") & mask).to_bytes(4, "big")
    return ((first, length),)


def _dhcp_options(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(data) and data[place] != _END:
        if data[place] == _PAD:
            place += 1
            continue
        if place + 1 >= len(data):
            return
        length = data[place + 1]
        yield data[place], data[place + 2 : place + 2 + length]
        place += 2 + length


def read_dhcpv6(data: bytes) -> Said:
    """Read a DHCPv6 message (RFC 8415) of a client or a server."""
    if data[0] in (12, 13):
        raise ValueError("a relayed message")
    hardware, name, vendor = b"", "", ""
    addresses: list[bytes] = []
    for code, value in _dhcpv6_options(data[4:]):
        if code == 1 and len(value) >= 4:  # noqa: PLR2004 - kind of the identifier and of hardware
            kind = int.from_bytes(value[:2], "big")
            hardware = {1: value[8:14], 3: value[4:10]}.get(kind, b"")
        elif code == 3 and data[0] == 7:  # noqa: PLR2004 - addresses, in a reply
            inside = _dhcpv6_options(value[12:])
            addresses += [each[:16] for option, each in inside if option == 5 and len(each) >= 16]  # noqa: PLR2004 - an address
        elif code == 16 and len(value) > 6:  # noqa: PLR2004 - vendor class behind number and length
            vendor = _text(value[6:])
        elif code == 39 and len(value) > 2:  # noqa: PLR2004 - client's full name
            name = _labels(value[1:])
    return Said(hardware if len(hardware) == _MAC else b"", tuple(addresses), name, vendor)


def _dhcpv6_options(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(data):
        code, length = struct.unpack_from(">HH", data, place)
        yield code, data[place + 4 : place + 4 + length]
        place += 4 + length


def _labels(data: bytes) -> str:
    labels, place = [], 0
    while place < len(data) and data[place]:
        labels.append(_text(data[place + 1 : place + 1 + data[place]]))
        place += 1 + data[place]
    return ".".join(labels)


def read_arp(frame: bytes, offset: int) -> Said:
    """Read the sender of an ARP message for IPv4."""
    kind, protocol, hardware_size, size = struct.unpack_from(">HHBB", frame, offset)
    if (protocol, hardware_size, size) != (0x0800, 6, 4) or kind not in (1, 6):
        raise ValueError("ARP of another kind")
    address = frame[offset + 14 : offset + 18]
    if len(address) < 4:  # noqa: PLR2004 - an address
        raise IndexError("ARP is cut short")
    hardware = frame[offset + 8 : offset + 14]
    return Said(hardware, (address,) if address != _UNSET else ())


def read_neighbour(message: bytes, source: bytes) -> Said | None:
    """Read neighbour and router discovery (RFC 4861); None when a message is neither."""
    kind = message[0]
    if kind == 136:  # noqa: PLR2004 - neighbour advertisement
        hardware = _option(message, 24, 2)
        return Said(hardware, (message[8:24],)) if len(message) >= 24 else None  # noqa: PLR2004 - with target
    if kind == 135:  # noqa: PLR2004 - neighbour solicitation
        return Said(_option(message, 24, 1), (source,) if any(source) else ())
    if kind == 134:  # noqa: PLR2004 - router advertisement
        networks = tuple(
            (option[16:32], option[2])
            for option in _options(message, 16)
            if option[0] == 3 and len(option) == 32 and option[3] & 0x80 and option[2] >= 64  # noqa: PLR2004 - on the link
        )
        return Said(_option(message, 16, 1), (source,), networks=networks)
    return None


def _option(message: bytes, place: int, kind: int) -> bytes:
    return next((each[2:8] for each in _options(message, place) if each[0] == kind), b"")


def _options(message: bytes, place: int) -> Iterator[bytes]:
    while place + 8 <= len(message):
        length = message[place + 1] * 8
        if length == 0:
            return
        yield message[place : place + length]
        place += length


def _text(value: bytes) -> str:
    return shown(value.rstrip(b"\x00").decode("utf-8", "backslashreplace"))[:255]
