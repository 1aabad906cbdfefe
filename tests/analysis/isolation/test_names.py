# SPDX-License-Identifier: Apache-2.0
"""Each way in which a name of a destination can be known, however it was taken apart."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from captures import frames as f
from captures import messages as m
from captures.looking import looked, names
from holdfast.analysis.isolation import quic

if TYPE_CHECKING:
    from pathlib import Path

DNS = ("active.dji.com", "DNS answer")
TLS = ("active.dji.com", "TLS server name")
QUIC = ("active.dji.com", "QUIC server name")


def _asks(name: str, kind: int = 1) -> bytes:
    return f.out(f.udp(5000, 53, m.query(name, kind)), to=f.ROUTER_IP, protocol=f.UDP)


def _answers(payload: bytes) -> bytes:
    return f.back(f.udp(53, 5000, payload), of=f.ROUTER_IP, protocol=f.UDP)


def test_a_dns_answer_names_the_address_and_the_alias(tmp_path: Path) -> None:
    report = looked(
        tmp_path,
        [
            _asks(m.NAME),
            _answers(m.answer(m.NAME, f.SERVER, alias="edge.example.net")),
            *f.handshake(),
        ],
    )
    assert names(report.destinations[0]) == {DNS, ("edge.example.net", "DNS answer")}
    (asked,) = report.asked_names
    assert (asked.name, asked.via, asked.asked, asked.answered) == (m.NAME, (f.ROUTER_IP,), 1, 1)
    assert asked.contacted
    assert asked.addresses == (f.SERVER,)


def test_dns_over_tcp_is_read_also_when_its_length_comes_alone(tmp_path: Path) -> None:
    asks, answers = m.query(m.NAME), m.answer(m.NAME, f.SERVER)
    server = "8.8.8.8"
    report = looked(
        tmp_path,
        [
            *f.handshake(server=server, server_port=53),
            f.out(f.tcp(40_000, 53, len(asks).to_bytes(2, "big"), sequence=1001), to=server),
            f.out(f.tcp(40_000, 53, asks, sequence=1003), to=server),
            f.back(
                f.tcp(53, 40_000, len(answers).to_bytes(2, "big") + answers, sequence=5001),
                of=server,
            ),
            *f.handshake(port=40_001),
        ],
    )
    by_address = {each.address: each for each in report.destinations}
    assert names(by_address[f.SERVER]) == {DNS}
    assert by_address[server].owner.kind == "resolver"


@pytest.mark.parametrize("pieces", [1, 2, 5])
@pytest.mark.parametrize("size", [1460, 150, 40])
def test_a_client_hello_is_read_over_records_and_segments(
    tmp_path: Path, pieces: int, size: int
) -> None:
    data = m.record(m.hello(), pieces=pieces)
    sent = [
        f.out(f.tcp(40_000, 443, data[at : at + size], sequence=1001 + at))
        for at in range(0, len(data), size)
    ]
    report = looked(tmp_path, [*f.handshake(), *sent])
    assert names(report.destinations[0]) == {TLS}
    assert report.malformed == 0


def test_segments_that_overtook_one_another_or_came_twice_are_put_in_order(tmp_path: Path) -> None:
    data = m.record(m.hello())
    parts = [(at, data[at : at + 60]) for at in range(0, len(data), 60)]
    first, *rest = parts
    shuffled = [*reversed(rest), rest[2], (parts[1][0] - 30, data[parts[1][0] - 30 :][:90]), first]
    sent = [f.out(f.tcp(40_000, 443, part, sequence=1001 + at)) for at, part in shuffled]
    report = looked(tmp_path, [*f.handshake(), *sent])
    assert names(report.destinations[0]) == {TLS}


def test_the_hello_of_a_real_client_is_read(tmp_path: Path) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname=m.NAME)
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    hello = f.out(f.tcp(40_000, 8443, outgoing.read(), sequence=1001))
    report = looked(tmp_path, [*f.handshake(server_port=8443), hello])
    assert names(report.destinations[0]) == {TLS}


def test_a_certificate_of_tls_1_2_names_its_server(tmp_path: Path) -> None:
    flight = m.server_flight(m.certificate("dji.example"))
    sent = [
        f.back(f.tcp(443, 40_000, flight[at : at + 200], sequence=5001 + at))
        for at in range(0, len(flight), 200)
    ]
    hello = f.out(f.tcp(40_000, 443, m.record(m.hello("")), sequence=1001))
    report = looked(tmp_path, [*f.handshake(), hello, *sent])
    assert names(report.destinations[0]) == {
        ("dji.example", "certificate"),
        ("*.dji.example", "certificate"),
    }


@pytest.mark.parametrize("hidden", ["ECH", "ESNI"])
def test_a_hidden_server_name_is_said_to_be_hidden(tmp_path: Path, hidden: str) -> None:
    hello = f.out(
        f.tcp(40_000, 443, m.record(m.hello("front.example", hidden=hidden)), sequence=1001)
    )
    report = looked(tmp_path, [*f.handshake(), hello])
    assert any(hidden in note for note in report.destinations[0].notes)


def test_initial_keys_are_those_of_the_specifications() -> None:
    connection = bytes.fromhex("8394c8f03e515708")
    one = quic._keys(quic._SALT_1, connection, 1)
    assert one.key.hex() == "1f369613dd76d5467730efcbe3b1a22d"
    assert one.iv.hex() == "fa044b2f42a3fd3b46fb255c"
    assert one.header.hex() == "9f50449e04a0e810283a1e9933adedd2"
    two = quic._keys(quic._SALT_2, connection, 2)
    assert two.key.hex() == "8b1a0bc121284290a29e0971b5cd045d"
    assert two.iv.hex() == "91f73e2351d8fa91660e909f"
    assert two.header.hex() == "45b95e15235d6f45a6b19cbcb0294ba9"


@pytest.mark.parametrize("version", [m.VERSION_1, m.DRAFT_29, m.VERSION_2])
@pytest.mark.parametrize("packets", [1, 2])
def test_the_server_name_in_quic_is_read_in_any_order(
    tmp_path: Path, version: int, packets: int
) -> None:
    hello = m.hello(protocols=("h3",))
    parts = [(at, hello[at : at + 37]) for at in range(0, len(hello), 37)]
    parts = parts[1::2] + parts[::2]
    size = -(-len(parts) // packets)
    sent = [
        m.quic_initial(parts[at * size : (at + 1) * size], version=version, number=at)
        for at in range(packets)
    ]
    report = looked(
        tmp_path, [f.out(f.udp(50_000, 443, each), protocol=f.UDP) for each in reversed(sent)]
    )
    assert names(report.destinations[0]) == {QUIC}
    assert report.destinations[0].services[0].protocol == "QUIC"


def test_http_hosts_are_read_one_after_the_other_on_one_connection(tmp_path: Path) -> None:
    first = m.request("a.example", "/x?password=hunter2", headers="Cookie: s=secret\r\n")
    second = m.request(
        "b.example:8080", "/" + "y" * 200, headers="Authorization: Basic c2VjcmV0\r\n"
    )
    third = m.request("c.example", method="POST", headers="Content-Length: 6\r\n") + b"secret"
    whole = first + third + second
    sent = [
        f.out(f.tcp(40_000, 80, whole[at : at + 90], sequence=1001 + at))
        for at in range(0, len(whole), 90)
    ]
    report = looked(tmp_path, [*f.handshake(server_port=80), *sent])
    assert names(report.destinations[0]) == {
        (f"{host}.example", "HTTP host") for host in ("a", "b", "c")
    }
    text = str(report.to_json())
    assert "secret" not in text
    assert "hunter2" not in text
    carried = {each.shown.split("/")[0]: each.carried for each in report.plain_text}
    assert carried == {
        "GET a.example": ("cookies", "query"),
        "GET b.example": ("credentials",),
        "POST c.example": ("body",),
    }


def test_a_proxy_on_the_local_side_is_asked_for_a_name_outside(tmp_path: Path) -> None:
    connect = m.request("active.dji.com:443", "active.dji.com:443", method="CONNECT")
    sent = f.out(f.tcp(40_000, 3128, connect, sequence=1001), to=f.ROUTER_IP)
    inside = f.out(
        f.tcp(40_000, 3128, m.record(m.hello("cloud.dji.com")), sequence=1001 + len(connect)),
        to=f.ROUTER_IP,
    )
    report = looked(tmp_path, [*f.handshake(server=f.ROUTER_IP, server_port=3128), sent, inside])
    assert report.verdict == "contacted"
    assert {(each.name, each.how) for each in report.asked_names} == {
        ("active.dji.com", "HTTP proxy request"),
        ("cloud.dji.com", "TLS server name"),
    }


@pytest.mark.parametrize(
    "name", ["printer.local", "router", "1.1.168.192.in-addr.arpa", "wpad.lan", "x.home.arpa"]
)
def test_a_name_that_stays_on_the_local_side_is_no_question_to_the_outside(
    tmp_path: Path, name: str
) -> None:
    report = looked(tmp_path, [_asks(name), _answers(m.answer(name, f.PHONE_IP))])
    assert report.asked_names == ()
    assert report.verdict == "none seen in this capture"


def test_encrypted_dns_is_said_to_hide_names(tmp_path: Path) -> None:
    hello = m.record(m.hello("dns.google", protocols=("h2",)))
    sent = f.out(f.tcp(40_000, 443, hello, sequence=1001), to="8.8.8.8")
    report = looked(tmp_path, [*f.handshake(server="8.8.8.8"), sent])
    assert any("Encrypted DNS" in note for note in report.destinations[0].notes)


def test_a_datagram_in_parts_is_put_together_in_any_order(tmp_path: Path) -> None:
    payload = f.udp(53, 5000, m.answer(m.NAME, *[f"198.51.100.{last}" for last in range(1, 90)]))
    parts = f.in_parts(f.ROUTER_IP, f.DRONE_IP, f.UDP, payload, 400)
    sent = [f.ethernet(part, f.ROUTER, f.DRONE) for part in (*parts[2:], parts[1], parts[0])]
    report = looked(tmp_path, [_asks(m.NAME), *sent, *f.handshake()])
    assert names(report.destinations[0]) == {DNS}
    assert report.asked_names[0].answered == 1


@pytest.mark.parametrize(
    ("payload", "speech"),
    [
        (b"\x01\0\0\0" + bytes(144), "WireGuard"),
        (b"\x00\x01\x00\x08\x21\x12\xa4\x42" + bytes(20), "STUN"),
        (bytes(40), "NTP by its port"),
    ],
)
def test_what_is_spoken_is_named_or_said_to_be_told_by_the_port(
    tmp_path: Path, payload: bytes, speech: str
) -> None:
    report = looked(tmp_path, [f.out(f.udp(40_000, 123, payload), protocol=f.UDP)])
    assert report.destinations[0].services[0].protocol == speech
