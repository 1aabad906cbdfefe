# SPDX-License-Identifier: Apache-2.0
"""The same conversation is found behind every link layer, tag, header and tunnel."""

from __future__ import annotations

import struct
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest

from captures import files
from captures import frames as f
from captures import messages as m
from captures.looking import looked, names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdfast.analysis.isolation import IsolationReport

HELLO = m.record(m.hello())
PACKETS = [
    f.ipv4(f.DRONE_IP, f.SERVER, f.TCP, f.tcp(40_000, 443, sequence=1000, flags=f.SYN)),
    f.ipv4(f.DRONE_IP, f.SERVER, f.TCP, f.tcp(40_000, 443, HELLO, sequence=1001)),
    *[
        f.ipv4(f.DRONE_IP, f.SERVER, f.TCP, f.tcp(40_000, 443, b"x" * 100, sequence=9000))
        for _ in range(4)
    ],
]
V6, V6_SERVER = "2001:db8::50", "2001:db8:9::7"


def _tagged(tags: int) -> Callable[[bytes], bytes]:
    return lambda packet: f.ethernet(packet, tags=tags)


def _pppoe(packet: bytes) -> bytes:
    head = struct.pack(">BBHHH", 0x11, 0, 1, len(packet) + 2, 0x21)
    return f.ethernet(head + packet, kind=0x8864)


def _mpls(packet: bytes) -> bytes:
    return f.ethernet(b"\0\x01\0\x40" + b"\0\x02\x01\x40" + packet, kind=0x8847)


def _snap(packet: bytes) -> bytes:
    return f.ethernet(b"\xaa\xaa\x03\0\0\0\x08\0" + packet, kind=len(packet) + 8)


def _padded(packet: bytes) -> bytes:
    frame = f.wireless(packet)
    return f.radiotap(frame[:26] + b"\0\0" + frame[26:], 0x20)


LINKS: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "Ethernet": (files.ETHERNET, f.ethernet),
    "VLAN": (files.ETHERNET, _tagged(1)),
    "QinQ": (files.ETHERNET, _tagged(2)),
    "PPPoE": (files.ETHERNET, _pppoe),
    "MPLS": (files.ETHERNET, _mpls),
    "SNAP": (files.ETHERNET, _snap),
    "raw": (files.RAW, bytes),
    "loopback": (files.NULL, lambda packet: b"\x02\0\0\0" + packet),
    "loopback big-endian": (files.NULL, lambda packet: b"\0\0\0\x02" + packet),
    "PPP": (files.PPP, lambda packet: b"\xff\x03\0\x21" + packet),
    "PPP compressed": (files.PPP, lambda packet: b"\x21" + packet),
    "cooked": (files.COOKED, f.cooked),
    "cooked 2": (files.COOKED_2, f.cooked_2),
    "802.11": (files.WIRELESS, f.wireless),
    "802.11 without QoS": (files.WIRELESS, lambda packet: f.wireless(packet, quality=False)),
    "radiotap": (files.RADIOTAP, lambda packet: f.radiotap(f.wireless(packet))),
    "radiotap padded": (files.RADIOTAP, _padded),
}


def _check(report: IsolationReport, frames: list[bytes], server: str = f.SERVER) -> None:
    (found,) = [each for each in report.destinations if each.address == server]
    assert names(found) == {("active.dji.com", "TLS server name")}
    assert (found.packets_out, found.bytes_out) == (len(frames), sum(map(len, frames)))
    assert (report.packets, report.malformed) == (len(frames), 0)


@pytest.mark.parametrize("kind", LINKS)
def test_every_link_layer_is_read(tmp_path: Path, kind: str) -> None:
    link, wrap = LINKS[kind]
    frames = [wrap(packet) for packet in PACKETS]
    report = looked(tmp_path, frames, link=link)
    _check(report, frames)
    hardware = {"cooked", "cooked 2", "802.11", "radiotap"} | set(LINKS) - {
        "raw", "loopback", "loopback big-endian", "PPP", "PPP compressed",
    }  # fmt: skip
    assert report.hosts[0].id == ("60:60:1f:aa:bb:cc" if kind in hardware else f.DRONE_IP)


def _v6(payload: bytes, head: bytes = b"", protocol: int = f.TCP) -> bytes:
    return f.ethernet(f.ipv6(V6, V6_SERVER, protocol, head + payload))


HEADERS = {
    "none": (f.TCP, b""),
    "hop by hop": (0, bytes((f.TCP, 0)) + bytes(6)),
    "hop by hop, routing, options": (
        0,
        bytes((43, 0)) + bytes(6) + bytes((60, 1)) + bytes(14) + bytes((f.TCP, 0)) + bytes(6),
    ),
    "a fragment that is whole": (44, bytes((f.TCP, 0, 0, 0)) + bytes(4)),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_extension_headers_of_ipv6_are_passed(tmp_path: Path, kind: str) -> None:
    protocol, head = HEADERS[kind]
    segments = [packet[20:] for packet in PACKETS]
    frames = [_v6(segment, head, protocol) for segment in segments]
    _check(looked(tmp_path, frames), frames, V6_SERVER)


def test_a_segment_that_the_network_card_was_to_cut_is_taken_whole(tmp_path: Path) -> None:
    packets = [f.ipv4(f.DRONE_IP, f.SERVER, f.TCP, packet[20:], length=0) for packet in PACKETS]
    frames = [f.ethernet(packet) for packet in packets]
    _check(looked(tmp_path, frames), frames)


@pytest.mark.parametrize(
    ("protocol", "head"),
    [(4, b""), (47, b"\0\0\x08\0"), (47, b"\x20\0\x08\0" + bytes(4))],
)
def test_a_tunnel_in_the_clear_is_looked_into(tmp_path: Path, protocol: int, head: bytes) -> None:
    frames = [
        f.ethernet(f.ipv4(f.DRONE_IP, f.OTHER_SERVER, protocol, head + packet))
        for packet in PACKETS
    ]
    report = looked(tmp_path, frames)
    _check(report, frames)
    assert {each.address for each in report.destinations} == {f.SERVER, f.OTHER_SERVER}


def test_a_destination_in_fragments_is_counted_though_they_never_come_together(
    tmp_path: Path,
) -> None:
    parts = f.in_parts(f.DRONE_IP, f.SERVER, f.UDP, f.udp(9, 9, bytes(2000)), 504)
    frames = [f.ethernet(part) for part in parts[1:]]
    report = looked(tmp_path, frames)
    assert report.destinations[0].bytes_out == sum(map(len, frames))
    assert report.malformed == 0


@pytest.mark.parametrize(
    "packet",
    [
        b"\x42" + PACKETS[0][1:],
        b"\x35" + PACKETS[0][1:],
        PACKETS[0][:2] + b"\0\x05" + PACKETS[0][4:],
        PACKETS[0][:12],
    ],
    ids=["header length", "version", "total length", "cut"],
)
def test_a_malformed_packet_is_counted_and_the_rest_is_read(tmp_path: Path, packet: bytes) -> None:
    frames = [f.ethernet(packet, kind=0x0800), *map(f.ethernet, PACKETS)]
    report = looked(tmp_path, frames)
    assert (report.malformed, report.packets, len(report.destinations)) == (1, 7, 1)
    assert report.coverage.unreadable == 1


def test_a_segment_with_an_impossible_header_is_malformed_and_its_address_counted(
    tmp_path: Path,
) -> None:
    segment = bytearray(f.tcp(40_000, 443, b"x" * 30))
    segment[12] = 0x10
    report = looked(tmp_path, [f.out(bytes(segment))])
    assert (report.malformed, len(report.destinations)) == (1, 1)
    assert report.coverage.malformed[0].what == "TCP"


DEVICE = "60:60:1f:aa:bb:cc"


def _dhcp(address: str, **said: object) -> bytes:
    payload = f.udp(67, 68, m.dhcp(f.DRONE, address, **said))  # type: ignore[arg-type] # as the table has it
    return f.ethernet(f.ipv4(f.ROUTER_IP, address, f.UDP, payload), f.ROUTER, f.DRONE)


def _from(address: str, server: str) -> bytes:
    return f.out(f.udp(5000, 9999, bytes(30)), to=server, protocol=f.UDP, source=address)


def test_a_device_is_followed_when_its_address_changes(tmp_path: Path) -> None:
    asks = f.udp(68, 67, m.dhcp(f.DRONE, "0.0.0.0", kind=3, name="drone-1", vendor="dji-os"))  # noqa: S104 - as DHCP has it
    broadcast = f.ethernet(f.ipv4("0.0.0.0", "255.255.255.255", f.UDP, asks), f.DRONE, f.EVERYBODY)  # noqa: S104 - as DHCP has it
    other = f.ethernet(
        f.ipv4(f.PHONE_IP, "203.0.113.200", f.UDP, f.udp(1, 2, b"")), f.PHONE, f.ROUTER
    )
    frames = [
        broadcast, _dhcp("192.168.1.50"), _from("192.168.1.50", f.SERVER),
        _dhcp("192.168.1.77"), _from("192.168.1.77", f.OTHER_SERVER), other,
    ]  # fmt: skip
    report = looked(tmp_path, frames, device=DEVICE)
    assert {each.address for each in report.destinations} == {f.SERVER, f.OTHER_SERVER}
    host = report.hosts[0]
    assert (host.device, host.names, host.vendor_class) == (True, ("drone-1",), "dji-os")
    assert set(host.addresses) == {"192.168.1.50", "192.168.1.77"}
    assert [each.destinations for each in report.hosts if each.id == "02:11:22:33:44:55"] == [1]


def test_a_capture_without_hardware_addresses_follows_what_dhcp_said(tmp_path: Path) -> None:
    frames = [_dhcp("192.168.1.50")[14:], _from("192.168.1.50", f.SERVER)[14:]]
    report = looked(tmp_path, frames, link=files.RAW, device=DEVICE)
    assert [each.address for each in report.destinations] == [f.SERVER]


def test_a_device_named_by_its_address_is_followed_to_its_other_addresses(tmp_path: Path) -> None:
    six = f.ethernet(f.ipv6("fe80::50", V6_SERVER, f.UDP, f.udp(5000, 9999, bytes(30))))
    frames = [f.arp(f.DRONE, f.DRONE_IP), _from(f.DRONE_IP, f.SERVER), six]
    report = looked(tmp_path, frames, device=f.DRONE_IP)
    assert {each.address for each in report.destinations} == {f.SERVER, V6_SERVER}


def test_a_router_that_carries_others_is_not_the_device(tmp_path: Path) -> None:
    carried = [
        f.ethernet(f.ipv4(address, server, f.UDP, f.udp(5000, 9999, bytes(30))), f.ROUTER, f.PHONE)
        for address, server in (("10.0.0.5", f.SERVER), ("10.0.0.6", f.OTHER_SERVER))
    ]
    report = looked(tmp_path, carried, device="10.0.0.5")
    assert [each.address for each in report.destinations] == [f.SERVER]


def test_a_network_that_dhcp_gave_is_local_and_one_too_large_is_not_believed(
    tmp_path: Path,
) -> None:
    frames = [_dhcp("203.0.113.40"), _from("203.0.113.40", "203.0.113.1")]
    report = looked(tmp_path, frames)
    assert report.destinations == ()
    assert report.local[0].why.startswith(("on the link", "private"))
    wide = _dhcp("203.0.113.40").replace(b"\x01\x04\xff\xff\xff\x00", b"\x01\x04\xf0\x00\x00\x00")
    assert looked(tmp_path, [wide, frames[1]]).destinations != ()


def test_both_ends_outside_are_told_apart_by_who_began(tmp_path: Path) -> None:
    frames = [
        f.ethernet(f.ipv4(f.SERVER, f.OTHER_SERVER, f.TCP, f.tcp(40_000, 443, flags=f.SYN))),
        f.ethernet(
            f.ipv4(f.OTHER_SERVER, f.SERVER, f.TCP, f.tcp(443, 40_000, flags=f.SYN | f.ACK)),
            f.ROUTER,
            f.DRONE,
        ),
    ]
    report = looked(tmp_path, frames)
    assert [each.address for each in report.destinations] == [f.OTHER_SERVER]
    assert ip_address(report.hosts[0].addresses[0]) == ip_address(f.SERVER)
