# SPDX-License-Identifier: Apache-2.0
"""The network layer: IPv4 and IPv6 with its extension headers, fragments, and tunnels in the clear.

Promises: a header that cannot be one is a `MalformedError`, a frame that ends before it an
`IndexError` or `struct.error`; which of the two says whether the packet was damaged or the capture
kept too little of it. A length of zero (a network card that cuts segments itself) is the frame's.
"""

from __future__ import annotations

from typing import NamedTuple

from holdfast.readers.capture.link import ARP, IPV4, IPV6, read_link
from holdfast.readers.errors import ReaderError

_IPV4_HEADER, _IPV6_HEADER = 20, 40
_HOP_BY_HOP, _ROUTING, _FRAGMENT, _AUTHENTICATION, _NO_NEXT, _OPTIONS = 0, 43, 44, 51, 59, 60
_WITH_LENGTH = frozenset({_HOP_BY_HOP, _ROUTING, _OPTIONS, 135, 139, 140})
_MOST_HEADERS = 32
_IP_IN_IP, _IPV6_IN_IP, _GRE = 4, 41, 47
_GRE_KEYS = ((0x8000, 4), (0x2000, 4), (0x1000, 4))
_ETHERNET_BRIDGED, _ETHERNET = 0x6558, 1


class MalformedError(ReaderError):
    """A packet's header says what no such header can; the capture itself is unharmed."""


class Datagram(NamedTuple):
    """One IP datagram, or a fragment of one.

    `begin` and `end` are where its payload stands in the frame; `end` is what the frame has, which
    may be less than the header says (`whole` is false then). `fragment` is None for a datagram that
    is whole, else (identification, offset in bytes, more to come).
    """

    source: bytes
    destination: bytes
    protocol: int
    begin: int
    end: int
    whole: bool
    fragment: tuple[int, int, bool] | None


def read_network(protocol: int, frame: bytes, offset: int) -> Datagram:
    """Read the header at `offset`; `protocol` is its ethertype, IPV4 or IPV6."""
    return _ipv4(frame, offset) if protocol == IPV4 else _ipv6(frame, offset)


def _ipv4(frame: bytes, offset: int) -> Datagram:
    first = frame[offset]
    header = (first & 15) * 4
    if first >> 4 != 4:  # noqa: PLR2004 - the version
        raise MalformedError("IPv4 of another version")
    if header < _IPV4_HEADER:
        raise MalformedError("IPv4 header length")
    destination = frame[offset + 16 : offset + 20]
    if len(destination) < 4:  # noqa: PLR2004 - an address
        raise IndexError("an IPv4 header is cut short")
    length = (frame[offset + 2] << 8) | frame[offset + 3]
    end = offset + length if length else len(frame)
    if length and length < header:
        raise MalformedError("IPv4 total length")
    flags = (frame[offset + 6] << 8) | frame[offset + 7]
    fragment = None
    if flags & 0x3FFF:
        number = (frame[offset + 4] << 8) | frame[offset + 5]
        fragment = (number, (flags & 0x1FFF) * 8, bool(flags & 0x2000))
    return Datagram(
        frame[offset + 12 : offset + 16],
        destination,
        frame[offset + 9],
        offset + header,
        min(end, len(frame)),
        end <= len(frame),
        fragment,
    )


def _ipv6(frame: bytes, offset: int) -> Datagram:
    if frame[offset] >> 4 != 6:  # noqa: PLR2004 - the version
        raise MalformedError("IPv6 of another version")
    destination = frame[offset + 24 : offset + 40]
    if len(destination) < 16:  # noqa: PLR2004 - an address
        raise IndexError("an IPv6 header is cut short")
    length = (frame[offset + 4] << 8) | frame[offset + 5]
    begin = offset + _IPV6_HEADER
    end = begin + length if length else len(frame)
    following, begin, fragment = _extensions(frame, frame[offset + 6], begin)
    if length and begin > end:
        raise MalformedError("IPv6 extension headers longer than the packet")
    return Datagram(
        frame[offset + 8 : offset + 24],
        destination,
        following,
        begin,
        min(end, len(frame)),
        end <= len(frame),
        fragment,
    )


def _extensions(
    frame: bytes, following: int, begin: int
) -> tuple[int, int, tuple[int, int, bool] | None]:
    fragment = None
    for _ in range(_MOST_HEADERS):
        if begin + 2 > len(frame):
            return following, begin, fragment
        if following in _WITH_LENGTH:
            following, begin = frame[begin], begin + (frame[begin + 1] + 1) * 8
        elif following == _AUTHENTICATION:
            following, begin = frame[begin], begin + (frame[begin + 1] + 2) * 4
        elif following == _FRAGMENT and begin + 8 <= len(frame):
            flags = (frame[begin + 2] << 8) | frame[begin + 3]
            number = int.from_bytes(frame[begin + 4 : begin + 8], "big")
            following, begin = frame[begin], begin + 8
            if flags & 0xFFF9:
                fragment = (number, flags & 0xFFF8, bool(flags & 1))
            if fragment is not None and fragment[1]:
                return following, begin, fragment
        else:
            return following, begin, fragment
    raise MalformedError("IPv6 extension headers without an end")


def read_tunnel(datagram: Datagram, frame: bytes) -> tuple[int, int] | None:
    """Give ethertype and offset of a packet inside this one, None when there is none in the clear."""
    if datagram.fragment is not None:
        return None
    if datagram.protocol == _IP_IN_IP:
        return IPV4, datagram.begin
    if datagram.protocol == _IPV6_IN_IP:
        return IPV6, datagram.begin
    if datagram.protocol == _GRE:
        return _gre(frame, datagram.begin)
    return None


def _gre(frame: bytes, begin: int) -> tuple[int, int] | None:
    flags = (frame[begin] << 8) | frame[begin + 1]
    protocol = (frame[begin + 2] << 8) | frame[begin + 3]
    if flags & 0x4007:
        return None
    begin += 4 + sum(size for bit, size in _GRE_KEYS if flags & bit)
    if protocol == _ETHERNET_BRIDGED:
        inner = read_link(_ETHERNET, frame[begin:])
        protocol, begin = inner.protocol, begin + inner.offset
    return (protocol, begin) if protocol in (IPV4, IPV6) else None


__all__ = ["ARP", "IPV4", "IPV6", "Datagram", "MalformedError", "read_network", "read_tunnel"]
