# SPDX-License-Identifier: Apache-2.0
"""Captures of each kind, made to be read by us and by tshark: name, bytes."""

from __future__ import annotations

import gzip
import struct
from typing import TYPE_CHECKING

from captures import files
from captures import frames as f
from captures import messages as m

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_QUIC_SERVER, _WEB, _FAR_END = "198.51.100.44", "198.51.100.80", "203.0.113.99"


def _packets() -> Iterator[bytes]:
    """Give IPv4 packets of one test: names asked, TLS in segments, QUIC, HTTP, an attempt, local."""
    ask = f.udp(5000, 53, m.query(m.NAME))
    yield f.ipv4(f.DRONE_IP, f.ROUTER_IP, f.UDP, ask)
    told = f.udp(53, 5000, m.answer(m.NAME, f.SERVER, "198.51.100.8", alias="edge.example.net"))
    yield f.ipv4(f.ROUTER_IP, f.DRONE_IP, f.UDP, told)
    yield f.ipv4(f.DRONE_IP, f.SERVER, f.TCP, f.tcp(40_000, 443, sequence=1000, flags=f.SYN))
    yield f.ipv4(
        f.SERVER, f.DRONE_IP, f.TCP, f.tcp(443, 40_000, sequence=5000, flags=f.SYN | f.ACK)
    )
    yield f.ipv4(f.DRONE_IP, f.SERVER, f.TCP, f.tcp(40_000, 443, sequence=1001, flags=f.ACK))
    hello = m.record(m.hello())
    for at in range(0, len(hello), 150):
        part = f.tcp(40_000, 443, hello[at : at + 150], sequence=1001 + at)
        yield f.ipv4(f.DRONE_IP, f.SERVER, f.TCP, part)
    quic_hello = m.hello("quic.dji.com", protocols=("h3",))
    initial = m.quic_initial([(0, quic_hello)])
    yield f.ipv4(f.DRONE_IP, _QUIC_SERVER, f.UDP, f.udp(50_000, 443, initial))
    draft = m.quic_initial(
        [(0, m.hello("draft.dji.com"))], version=m.DRAFT_29, connection=b"another1"
    )
    yield f.ipv4(f.DRONE_IP, _QUIC_SERVER, f.UDP, f.udp(50_001, 443, draft))
    get = m.request("plain.example", "/app/upgrade?x=1", headers="User-Agent: app\r\n")
    yield f.ipv4(f.DRONE_IP, _WEB, f.TCP, f.tcp(40_001, 80, get))
    yield f.ipv4(f.DRONE_IP, f.OTHER_SERVER, f.TCP, f.tcp(40_002, 443, flags=f.SYN))
    yield f.ipv4(f.DRONE_IP, f.PHONE_IP, f.UDP, f.udp(9003, 9003, b"\x55" * 60))


def _framed(wrap: Callable[[bytes], bytes], link: int) -> bytes:
    return files.pcap(files.spaced(map(wrap, _packets())), link=link)


def _pppoe(packet: bytes) -> bytes:
    head = struct.pack(">BBHHH", 0x11, 0, 1, len(packet) + 2, 0x21)
    return f.ethernet(head + packet, kind=0x8864)


def _sections() -> bytes:
    frames = files.spaced(map(f.ethernet, _packets()))
    half = len(frames) // 2
    data = files.section() + files.interface() + files.interface(files.RAW, resolution=9)
    data += b"".join(files.enhanced(each) for each in frames[:half])
    data += files.enhanced(files.Packet(frames[0].frame[14:]), number=1, ticks=frames[half].time)
    data += files.section(">") + files.interface(order=">", resolution=0x80 | 20)
    for each in frames[half:]:
        ticks = (each.time << 20) // files.SECOND
        data += files.enhanced(each, order=">", ticks=ticks)
    return data


def _in_fragments() -> bytes:
    told = f.udp(53, 5000, m.answer(m.NAME, *[f"198.51.100.{last}" for last in range(1, 90)]))
    parts = f.in_parts(f.ROUTER_IP, f.DRONE_IP, f.UDP, told, 400)
    ask = f.out(f.udp(5000, 53, m.query(m.NAME)), to=f.ROUTER_IP, protocol=f.UDP)
    return files.pcap(files.spaced([ask, *(f.ethernet(part, f.ROUTER, f.DRONE) for part in parts)]))


def _six() -> bytes:
    drone, server = "2001:db8::50", "2001:db8:9::7"
    hop = bytes((f.TCP, 0)) + bytes((1, 4, 0, 0, 0, 0))
    hello = f.tcp(40_000, 443, m.record(m.hello()))
    ask = f.udp(5000, 53, m.query(m.NAME, 28))
    packets = [
        f.ipv6(drone, "2001:4860:4860::8888", f.UDP, ask),
        f.ipv6(drone, server, 0, hop + hello),
        f.ipv6(drone, "ff02::1", f.UDP, f.udp(9, 9, bytes(9))),
    ]
    return files.pcap(files.spaced(map(f.ethernet, packets)))


def _damaged() -> bytes:
    good = list(map(f.ethernet, _packets()))
    bad = [
        f.ethernet(b"\x42" + good[2][15:]),
        f.ethernet(good[2][14:16] + b"\0\x05" + good[2][18:]),
        f.ethernet(good[0][14:26], kind=0x0800),
    ]
    return files.pcap(files.spaced([*good[:3], *bad, *good[3:]]))


def _tunnel(protocol: int, head: bytes) -> Callable[[bytes], bytes]:
    return lambda packet: f.ethernet(f.ipv4(f.DRONE_IP, _FAR_END, protocol, head + packet))


def kinds() -> dict[str, bytes]:
    """Give every capture by its name."""
    plain = list(files.spaced(map(f.ethernet, _packets())))
    return {
        "ethernet.pcap": files.pcap(plain),
        "big-endian.pcap": files.pcap(plain, order=">"),
        "nanoseconds.pcap": files.pcap(plain, nanoseconds=True),
        "modified.pcap": files.pcap(plain, modified=True),
        "plain.pcapng": files.pcapng(plain),
        "sections.pcapng": _sections(),
        "gzip.pcap.gz": gzip.compress(files.pcap(plain), mtime=0),
        "snap-length-64.pcap": files.pcap(plain, snap_length=64),
        "vlan.pcap": _framed(lambda packet: f.ethernet(packet, tags=1), files.ETHERNET),
        "qinq.pcap": _framed(lambda packet: f.ethernet(packet, tags=2), files.ETHERNET),
        "pppoe.pcap": _framed(_pppoe, files.ETHERNET),
        "raw.pcap": _framed(bytes, files.RAW),
        "loopback.pcap": _framed(lambda packet: b"\x02\0\0\0" + packet, files.NULL),
        "ppp.pcap": _framed(lambda packet: b"\xff\x03\0\x21" + packet, files.PPP),
        "cooked.pcap": _framed(f.cooked, files.COOKED),
        "cooked-2.pcap": _framed(f.cooked_2, files.COOKED_2),
        "wireless.pcap": _framed(f.wireless, files.WIRELESS),
        "radiotap.pcap": _framed(lambda packet: f.radiotap(f.wireless(packet)), files.RADIOTAP),
        "wireless-enciphered.pcap": _framed(
            lambda packet: f.wireless(packet, protected=True), files.WIRELESS
        ),
        "ip-in-ip.pcap": _framed(_tunnel(4, b""), files.ETHERNET),
        "gre.pcap": _framed(_tunnel(47, b"\0\0\x08\0"), files.ETHERNET),
        "fragments.pcap": _in_fragments(),
        "ipv6.pcap": _six(),
        "damaged.pcap": _damaged(),
    }
