# SPDX-License-Identifier: Apache-2.0
"""The link layer: from a frame to where its network layer begins, and whose frame it is.

Link types are those of tcpdump.org/linktypes.html. Promises: a frame that is too short raises
`IndexError` or `struct.error`, which the caller counts; a link type that is not known is said to
be so and never guessed. 802.11 frames that are enciphered are `ENCIPHERED`: their hardware
addresses can be read, their destinations cannot.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from holdfast.readers.capture.wireless import (
    BAD_FCS,
    PADDED,
    read_avs,
    read_ppi,
    read_prism,
    read_radiotap,
    read_wireless,
)

if TYPE_CHECKING:
    from collections.abc import Callable

IPV4, IPV6, ARP = 0x0800, 0x86DD, 0x0806
_PLAIN = frozenset({IPV4, IPV6, ARP})
_VLAN = frozenset({0x8100, 0x88A8, 0x9100, 0x9200})
_PPPOE_SESSION, _MPLS, _MPLS_MULTICAST = 0x8864, 0x8847, 0x8848
_MOST_LABELS = 16
_PPP_IPV4, _PPP_IPV6, _PPP_COMPRESSED = 0x21, 0x57, 0xFD
_FIRST_ETHERTYPE = 0x0600
_SNAP = b"\xaa\xaa\x03"
_NO_ADDRESS = b""

# What is not an ethertype is below zero.
UNKNOWN_LINK = -1
ENCIPHERED = -2
RADIO_MANAGEMENT = -3
NO_PAYLOAD = -4
LLC = -5
PPP_OTHER = -6
MPLS_OTHER = -7
NULL_OTHER = -8
DAMAGED_RADIO = -9
AGGREGATED = -10

_NAMES = {
    UNKNOWN_LINK: "link type not known",
    ENCIPHERED: "802.11 data, enciphered",
    RADIO_MANAGEMENT: "802.11 management and control",
    NO_PAYLOAD: "802.11 data without content",
    LLC: "802.3 LLC (spanning tree and the like)",
    PPP_OTHER: "PPP control",
    MPLS_OTHER: "MPLS that holds no IP",
    NULL_OTHER: "loopback frame of another family",
    DAMAGED_RADIO: "802.11 frame received damaged",
    AGGREGATED: "802.11 frames put together into one",
    ARP: "ARP",
    0x8035: "reverse ARP",
    0x8863: "PPPoE discovery",
    0x888E: "802.1X (EAPOL)",
    0x88CC: "LLDP",
    0x88E1: "HomePlug",
    0x8899: "Realtek",
    0x890D: "802.11 data encapsulation",
    0x9000: "Ethernet loopback test",
    0x88F7: "PTP",
    0x8892: "PROFINET",
    0x8100: "VLAN",
}


class LinkHeader(NamedTuple):
    """What a frame is for, where that begins, and the hardware addresses (b"" where it has none).

    `protocol` is an ethertype, or one of the numbers below zero of this module.
    """

    protocol: int
    offset: int
    source: bytes
    destination: bytes


def protocol_name(protocol: int) -> str:
    """Name what a frame carried that is not IP."""
    return _NAMES.get(protocol) or f"ethertype 0x{protocol:04x}"


def read_link(link: int, frame: bytes) -> LinkHeader:
    """Read the link layer of one frame."""
    reader = _READERS.get(link)
    if reader is None:
        return LinkHeader(UNKNOWN_LINK, 0, _NO_ADDRESS, _NO_ADDRESS)
    return reader(frame)


def _ethernet(frame: bytes) -> LinkHeader:
    protocol = (frame[12] << 8) | frame[13]
    if protocol in _PLAIN:
        return LinkHeader(protocol, 14, frame[6:12], frame[:6])
    return _behind(frame, protocol, 14, frame[6:12], frame[:6])


def _behind(
    frame: bytes, protocol: int, offset: int, source: bytes, destination: bytes
) -> LinkHeader:
    """Go through what may stand between an ethertype and IP: VLAN tags, PPPoE, MPLS, LLC."""
    while protocol in _VLAN:
        protocol = (frame[offset + 2] << 8) | frame[offset + 3]
        offset += 4
    if protocol < _FIRST_ETHERTYPE:
        if frame[offset : offset + 3] == _SNAP:
            protocol = (frame[offset + 6] << 8) | frame[offset + 7]
            offset += 8
        else:
            protocol = LLC
    elif protocol == _PPPOE_SESSION:
        protocol, offset = _ppp_protocol(frame, offset + 6)
    elif protocol in (_MPLS, _MPLS_MULTICAST):
        for _ in range(_MOST_LABELS):
            bottom = frame[offset + 2] & 1
            offset += 4
            if bottom:
                break
        protocol = {4: IPV4, 6: IPV6}.get(frame[offset] >> 4, MPLS_OTHER)
    return LinkHeader(protocol, offset, source, destination)


def _ppp_protocol(frame: bytes, offset: int) -> tuple[int, int]:
    protocol = frame[offset]
    if protocol & 1:
        offset += 1
    else:
        protocol = (protocol << 8) | frame[offset + 1]
        offset += 2
    return {_PPP_IPV4: IPV4, _PPP_IPV6: IPV6}.get(protocol, PPP_OTHER), offset


def _ppp(frame: bytes) -> LinkHeader:
    offset = 2 if frame[:2] == b"\xff\x03" else 0
    protocol, offset = _ppp_protocol(frame, offset)
    return LinkHeader(protocol, offset, _NO_ADDRESS, _NO_ADDRESS)


def _ppp_serial(frame: bytes) -> LinkHeader:
    if frame[0] in (0x0F, 0x8F):
        protocol = (frame[2] << 8) | frame[3]
        return LinkHeader(protocol, 4, _NO_ADDRESS, _NO_ADDRESS)
    return _ppp(frame)


def _ppp_with_direction(frame: bytes) -> LinkHeader:
    inner = _ppp(frame[1:])
    return LinkHeader(inner.protocol, inner.offset + 1, _NO_ADDRESS, _NO_ADDRESS)


def _pppoe(frame: bytes) -> LinkHeader:
    protocol, offset = _ppp_protocol(frame, 6)
    return LinkHeader(protocol, offset, _NO_ADDRESS, _NO_ADDRESS)


def _raw(frame: bytes) -> LinkHeader:
    protocol = {4: IPV4, 6: IPV6}.get(frame[0] >> 4, NULL_OTHER)
    return LinkHeader(protocol, 0, _NO_ADDRESS, _NO_ADDRESS)


def _null(frame: bytes) -> LinkHeader:
    (family,) = struct.unpack_from("<I", frame)
    if family > 0xFFFF:  # noqa: PLR2004 - written by a machine of the other byte order
        (family,) = struct.unpack_from(">I", frame)
    # Each BSD has its own number for IPv6.
    protocol = {2: IPV4, 10: IPV6, 24: IPV6, 28: IPV6, 30: IPV6}.get(family, NULL_OTHER)
    return LinkHeader(protocol, 4, _NO_ADDRESS, _NO_ADDRESS)


def _cooked(frame: bytes) -> LinkHeader:
    length = (frame[4] << 8) | frame[5]
    protocol = (frame[14] << 8) | frame[15]
    # 0: to us, 1: broadcast, 2: multicast, 3: between others, 4: sent by us.
    source = frame[6:12] if length == 6 else _NO_ADDRESS  # noqa: PLR2004 - a hardware address
    return _behind(frame, protocol, 16, source, _NO_ADDRESS)


def _cooked_2(frame: bytes) -> LinkHeader:
    protocol = (frame[0] << 8) | frame[1]
    source = frame[12:18] if frame[11] == 6 else _NO_ADDRESS  # noqa: PLR2004 - a hardware address
    if len(frame) < 20:  # noqa: PLR2004 - the header's size
        raise IndexError("a cooked header is cut short")
    return _behind(frame, protocol, 20, source, _NO_ADDRESS)


def _wireless(frame: bytes, offset: int = 0, flags: int = 0) -> LinkHeader:
    if flags & BAD_FCS:
        return LinkHeader(DAMAGED_RADIO, offset, _NO_ADDRESS, _NO_ADDRESS)
    found = read_wireless(frame, offset)
    if flags & PADDED:
        # The radio put the content on a multiple of four bytes behind the frame's beginning.
        found = found._replace(offset=offset + (found.offset - offset + 3 & ~3))
    if found.kind == "data":
        protocol = (frame[found.offset + 6] << 8) | frame[found.offset + 7]
        if frame[found.offset : found.offset + 3] != _SNAP:
            return LinkHeader(LLC, found.offset, found.source, found.destination)
        return _behind(frame, protocol, found.offset + 8, found.source, found.destination)
    protocol = {
        "enciphered": ENCIPHERED,
        "no payload": NO_PAYLOAD,
        "aggregated": AGGREGATED,
    }.get(found.kind, RADIO_MANAGEMENT)
    return LinkHeader(protocol, found.offset, found.source, found.destination)


def _radiotap(frame: bytes) -> LinkHeader:
    offset, flags = read_radiotap(frame)
    return _wireless(frame, offset, flags)


def _prism(frame: bytes) -> LinkHeader:
    return _wireless(frame, read_prism(frame))


def _avs(frame: bytes) -> LinkHeader:
    return _wireless(frame, read_avs(frame))


def _ppi(frame: bytes) -> LinkHeader:
    offset, link = read_ppi(frame)
    if link == 105:  # noqa: PLR2004 - the link type of 802.11
        return _wireless(frame, offset)
    return LinkHeader(UNKNOWN_LINK, offset, _NO_ADDRESS, _NO_ADDRESS)


_READERS: dict[int, Callable[[bytes], LinkHeader]] = {
    0: _null, 1: _ethernet, 9: _ppp, 12: _raw, 14: _raw, 50: _ppp_serial, 51: _pppoe,
    101: _raw, 105: _wireless, 108: _null, 113: _cooked, 119: _prism, 127: _radiotap, 163: _avs,
    166: _ppp, 192: _ppi, 204: _ppp_with_direction, 228: _raw, 229: _raw, 276: _cooked_2,
}  # fmt: skip

LINK_NAMES = {
    0: "BSD loopback", 1: "Ethernet", 9: "PPP", 12: "raw IP", 14: "raw IP", 50: "PPP in HDLC",
    51: "PPPoE", 101: "raw IP", 105: "802.11", 108: "OpenBSD loopback", 113: "Linux cooked",
    119: "802.11 with Prism header", 127: "802.11 with radiotap", 163: "802.11 with AVS header",
    166: "PPP", 192: "PPI", 204: "PPP with direction", 228: "raw IPv4", 229: "raw IPv6",
    276: "Linux cooked 2",
}  # fmt: skip


def link_name(link: int) -> str:
    """Name a link type; one that is not known is said to be so, with its number."""
    return LINK_NAMES.get(link) or f"link type {link}, which Holdfast cannot read"


# Where a plain frame's IP begins; the fast reading of the analysis needs no more than that.
PLAIN_OFFSETS = {0: 4, 1: 14, 9: 4, 12: 0, 14: 0, 101: 0, 108: 4, 113: 16, 228: 0, 229: 0, 276: 20}
