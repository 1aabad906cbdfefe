# SPDX-License-Identifier: Apache-2.0
"""What two ends speak, told by the first bytes and, where those say nothing, by the port.

Promises: what is told by the port alone is marked so ("by its port"), and "not recognised" is said
rather than guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.analysis.isolation.http import looks_like_http
from holdfast.analysis.isolation.quic import looks_like_quic
from holdfast.analysis.isolation.tls import looks_like_tls

if TYPE_CHECKING:
    from collections.abc import Callable

TLS, HTTP, DNS, MDNS, DHCP, DHCPV6, QUIC = "TLS", "HTTP", "DNS", "mDNS", "DHCP", "DHCPv6", "QUIC"
MQTT, TEXT, SSDP = "MQTT", "readable text", "SSDP"
UNKNOWN = "not recognised"
TUNNELS = frozenset(
    {"WireGuard", "IPsec (IKE)", "IPsec in UDP", "OpenVPN by its port", "ESP", "AH"}
)
ENCRYPTED_DNS_PORTS = frozenset({853, 784, 8853})

_TCP_BEGINS = (
    (b"SSH-", "SSH"), (b"220 ", "mail or file transfer"), (b"220-", "mail or file transfer"),
    (b"+OK", "POP3"), (b"* OK", "IMAP"), (b"EHLO ", "SMTP"), (b"HELO ", "SMTP"),
    (b"USER ", "FTP or POP3"), (b"RTSP/", "RTSP"), (b"SIP/2.0", "SIP"), (b"INVITE ", "SIP"),
    (b"REGISTER ", "SIP"), (b"<stream:stream", "XMPP"), (b"<?xml", "XML"),
    (b"DESCRIBE rtsp", "RTSP"), (b"SETUP rtsp", "RTSP"), (b"PLAY rtsp", "RTSP"),
    (b"ANNOUNCE rtsp", "RTSP"), (b"RFB 0", "VNC"), (b"\x13BitTorrent", "BitTorrent"),
    (b"CNXN", "Android debug bridge"), (b"HTTP/1.", HTTP), (b"HTTP/2", HTTP),
)  # fmt: skip
_READABLE = frozenset(
    {"mail or file transfer", "POP3", "IMAP", "SMTP", "FTP or POP3", "RTSP", "SIP", "XMPP", "XML"}
)
_TCP_PORTS = {
    21: "FTP", 22: "SSH", 23: "Telnet", 25: "SMTP", 53: DNS, 80: HTTP, 110: "POP3", 143: "IMAP",
    443: TLS, 465: TLS, 853: TLS, 993: TLS, 995: TLS, 554: "RTSP", 1883: MQTT, 1935: "RTMP",
    5228: TLS, 8883: TLS,
}  # fmt: skip
_UDP_PORTS = {
    69: "TFTP", 123: "NTP", 137: "NetBIOS names", 138: "NetBIOS datagrams", 161: "SNMP",
    443: QUIC, 514: "syslog", 1194: "OpenVPN", 1900: SSDP, 3478: "STUN", 5683: "CoAP",
}  # fmt: skip
_SURE_PORTS = {53: DNS, 5353: MDNS, 5355: MDNS, 67: DHCP, 547: DHCPV6}
_STUN = b"\x21\x12\xa4\x42"
_WIREGUARD = {b"\x01\0\0\0": 148, b"\x02\0\0\0": 92, b"\x03\0\0\0": 64}
_TEXT_LEAST = 16


def speech_over_tcp(data: bytes) -> str:
    """Name what a stream that begins with `data` is; "" when the bytes do not say."""
    if looks_like_tls(data):
        return TLS
    if looks_like_http(data):
        return HTTP
    for begin, name in _TCP_BEGINS:
        if data.startswith(begin):
            return name
    if data[:1] == b"\x10" and (b"\x00\x04MQTT" in data[:12] or b"\x00\x06MQIsdp" in data[:14]):
        return MQTT
    if len(data) >= 1537 and data[0] == 3:  # noqa: PLR2004 - the first message of RTMP
        return "RTMP"
    return TEXT if is_readable(data) else ""


def speech_over_udp(data: bytes, ports: tuple[int, int]) -> str:
    """Name what a datagram is; "" when neither its bytes nor its ports say."""
    named = next((_SURE_PORTS[port] for port in ports if port in _SURE_PORTS), "")
    return named or _by_bytes(data, ports)


def _by_bytes(data: bytes, ports: tuple[int, int]) -> str:
    for is_it, name in _UDP_SIGNS:
        if is_it(data, ports):
            return name
    return ""


def _is_ike(data: bytes, ports: tuple[int, int]) -> bool:
    return 500 in ports and len(data) >= 28  # noqa: PLR2004 - the port and header of IKE


def _is_stun(data: bytes, _ports: tuple[int, int]) -> bool:
    return data[4:8] == _STUN and data[0] < 2  # noqa: PLR2004 - the two zero bits and the class


def _is_dtls(data: bytes, _ports: tuple[int, int]) -> bool:
    return data[:1] in (b"\x16", b"\x17") and data[1:3] in (b"\xfe\xff", b"\xfe\xfd")


def _is_request(data: bytes, _ports: tuple[int, int]) -> bool:
    return looks_like_http(data) and len(data) > _TEXT_LEAST


def by_port(ports: tuple[int, int], *, tcp: bool) -> str:
    """Name what is usual at the ports, marked as no more than that."""
    usual = _TCP_PORTS if tcp else _UDP_PORTS
    for port in sorted(ports):
        if port in usual:
            return f"{usual[port]} by its port"
    return UNKNOWN


def is_readable(data: bytes) -> bool:
    """Whether bytes are text that a person can read."""
    head = data[:256]
    return len(head) >= _TEXT_LEAST and all(32 <= byte < 127 or byte in b"\t\r\n" for byte in head)  # noqa: PLR2004 - printable ASCII


def kind_readable(speech: str) -> str:
    """Say what of a conversation is readable; "" when nothing is."""
    if speech in _READABLE:
        return f"{speech} in the clear"
    if speech == MQTT:
        return "MQTT in the clear"
    return "text of no known form" if speech == TEXT else ""


def _is_duml(data: bytes) -> bool:
    """Whether a datagram is one DUML frame: 0x55, length in ten bits, version 1."""
    if len(data) < 13 or data[0] != 0x55:  # noqa: PLR2004 - the smallest frame and its mark
        return False
    word = data[1] | data[2] << 8
    return word >> 10 == 1 and word & 0x3FF <= len(data)


def mqtt_carries(data: bytes) -> tuple[str, ...]:
    """Say which fields an MQTT CONNECT shows to anybody."""
    begin = data.find(b"MQ", 0, 14)
    flags_at = begin + (5 if data[begin : begin + 4] == b"MQTT" else 7)
    if begin < 0 or flags_at >= len(data):
        return ("client id",)
    flags = data[flags_at]
    named = ((0x80, "user name"), (0x40, "password"), (0x04, "last message"))
    return ("client id", *(words for bit, words in named if flags & bit))


# The surest sign first.
_UDP_SIGNS: tuple[tuple[Callable[[bytes, tuple[int, int]], bool], str], ...] = (
    (lambda data, _ports: looks_like_quic(data), QUIC),
    (_is_stun, "STUN"),
    (lambda data, _ports: _WIREGUARD.get(data[:4]) == len(data), "WireGuard"),
    (_is_dtls, "DTLS"),
    (_is_ike, "IPsec (IKE)"),
    (lambda _data, ports: 4500 in ports, "IPsec in UDP"),  # noqa: PLR2004 - its port
    (lambda data, ports: 1900 in ports and _is_request(data, ports), SSDP),  # noqa: PLR2004 - its port
    (_is_request, HTTP),
    (lambda data, _ports: _is_duml(data), "DUML (a DJI frame)"),
    (lambda data, _ports: is_readable(data), TEXT),
)
