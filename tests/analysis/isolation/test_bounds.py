# SPDX-License-Identifier: Apache-2.0
"""Memory stays flat, quick and thorough reading count alike, and no bytes break anything."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captures import files
from captures import frames as f
from captures import messages as m
from captures.looking import HOSTS
from holdfast.analysis.isolation import (
    Done,
    IsolationReport,
    dns,
    examine,
    http,
    local,
    quic,
    tally,
    tls,
)
from holdfast.analysis.isolation import packets as packets_module
from holdfast.analysis.isolation.watch import Watch
from holdfast.readers.capture import NotACaptureError
from holdfast.readers.faults import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "drone" / "captures"


def _many(count: int, seed: int = 1) -> Iterator[files.Packet]:
    """Give flows to ever new addresses, some of which begin a hello that they never end."""
    chance = random.Random(seed)  # noqa: S311 - an invention
    for number in range(count):
        server = (
            f"{chance.randrange(20, 99)}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        )
        port = 1024 + number % 60_000
        time = files.START + number * 100_000
        yield files.Packet(f.out(f.tcp(port, 443, flags=f.SYN), to=server), time)
        begun = m.record(m.hello(f"h{number}.example"))[:-10]
        yield files.Packet(f.out(f.tcp(port, 443, begun, sequence=1001), to=server), time)


def _peak(path: Path) -> tuple[int, IsolationReport]:
    tracemalloc.start()
    report = examine([path], hosts=HOSTS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, report


def test_memory_stays_flat_and_every_packet_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets_module, "MOST_TALKS", 100)
    monkeypatch.setattr(tally, "MOST_ENDS", 150)
    short = files.written(tmp_path, files.pcap(_many(500)), "short.pcap")
    long = files.written(tmp_path, files.pcap(_many(2_500)), "long.pcap")
    small, _ = _peak(short)
    large, report = _peak(long)
    # A stretch of the longer file is in memory, and nothing else that grows.
    assert large < small + 2_500_000
    assert sum(each.packets_out for each in report.destinations) == report.packets == 5_000
    further = next(each for each in report.destinations if each.address == "further addresses")
    assert further.packets_out == 2 * (2_500 - 150)
    assert report.coverage.limits


def _mixed() -> list[files.Packet]:
    chance = random.Random(7)  # noqa: S311 - an invention
    frames: list[bytes] = []
    for number in range(40):
        port = 40_000 + number
        server = f"198.51.100.{number % 9 + 1}"
        frames += f.handshake(port, server)
        frames.append(
            f.out(
                f.tcp(port, 443, m.record(m.hello(f"n{number}.example")), sequence=1001), to=server
            )
        )
        for _ in range(30):
            content = bytes(chance.randrange(0, 900))
            frames.append(f.out(f.tcp(port, 443, content, sequence=8000), to=server))
            frames.append(f.back(f.tcp(443, port, content, sequence=9000), of=server))
            frames.append(f.out(f.udp(port, 9, content), to=server, protocol=f.UDP))
            frames.append(
                f.ethernet(f.ipv6("fe80::5", "2001:db8::9", f.UDP, f.udp(port, 9, content)), tags=1)
            )
    return files.spaced(frames, step=files.SECOND // 50)


def test_the_quick_and_the_thorough_way_count_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.written(tmp_path, files.pcap(_mixed()))
    quick = examine([path], hosts=HOSTS)
    monkeypatch.setattr(Watch, "take", Watch._one_by_one)
    thorough = examine([path], hosts=HOSTS)
    assert quick == thorough


def test_a_clock_that_runs_back_is_counted_and_loses_nothing(tmp_path: Path) -> None:
    mixed = _mixed()
    back = [files.Packet(each.frame, each.time - 10**12) for each in mixed]
    path = files.written(tmp_path, files.pcap([*mixed, *back, *mixed]))
    report = examine([path], hosts=HOSTS)
    assert report.coverage.clock_back == 1
    once = examine([files.written(tmp_path, files.pcap(mixed))], hosts=HOSTS)
    assert sum(each.bytes_out for each in report.destinations) == 3 * sum(
        each.bytes_out for each in once.destinations
    )
    assert report.first is not None
    assert once.first is not None
    assert (once.first - report.first).total_seconds() == 1000


def test_a_clock_that_runs_back_all_the_time_loses_nothing(tmp_path: Path) -> None:
    mixed = [
        files.Packet(each.frame, each.time - (at % 2) * 10**10) for at, each in enumerate(_mixed())
    ]
    report = examine([files.written(tmp_path, files.pcap(mixed))], hosts=HOSTS)
    assert report.coverage.clock_back > 1000
    assert sum(each.packets_out + each.packets_in for each in report.destinations) == len(mixed)


def test_reading_stops_when_asked_and_says_how_far_it_came(tmp_path: Path) -> None:
    path = files.written(tmp_path, files.pcap(_many(3_000)))
    told: list[Done] = []
    report = examine([path], hosts=HOSTS, progress=told.append, stop=lambda: len(told) == 1)
    assert len(told) == 1
    assert told[0].bytes_total == path.stat().st_size
    assert 0 < report.packets < 6_000
    assert "stopped by a person" in report.captures[0].fault
    assert not report.coverage.complete


@pytest.mark.parametrize(
    "reader",
    [
        dns.read_dns, tls.read_client, tls.read_server, tls.read_hello, tls.certificate_names,
        http.read_requests, local.read_dhcp, local.read_dhcpv6,
        lambda data: local.read_arp(data, 0), lambda data: local.read_neighbour(data, bytes(16)),
        lambda data: quic.read_datagram(data, quic.QuicHello()),
    ],
)  # fmt: skip
@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_a_message_or_one_of_the_named_faults(reader: object, data: bytes) -> None:
    assert callable(reader)
    try:
        reader(data)
    except MALFORMED:
        return


MAGICS = [files.pcap([]), files.pcap([], order=">"), files.section() + files.interface(), b""]


@given(st.sampled_from(MAGICS), st.binary(max_size=400))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_a_capture_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, magic: bytes, data: bytes
) -> None:
    path = files.written(tmp_path_factory.getbasetemp(), magic + data)
    try:
        report = examine([path], hosts=HOSTS)
    except NotACaptureError:
        return
    assert report.to_json()


@pytest.mark.parametrize("link", [0, 1, 9, 51, 101, 105, 113, 119, 127, 163, 192, 276])
@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_frame_of_any_link_is_counted(
    tmp_path_factory: pytest.TempPathFactory, link: int, frames: list[bytes]
) -> None:
    data = files.pcap(files.spaced(frames), link=link)
    report = examine([files.written(tmp_path_factory.getbasetemp(), data)], hosts=HOSTS)
    assert report.packets == len(frames)


def _mutated(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - a mutation
    changed = bytearray(data)
    for _ in range(max(4, len(data) // 300)):
        changed[chance.randrange(24, len(changed))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of real samples is not there")
@pytest.mark.parametrize("seed", range(4))
def test_damaged_samples_never_break_the_reading(tmp_path: Path, seed: int) -> None:
    for path in sorted(SAMPLES.glob("*.pcap*")):
        data = path.read_bytes()[:60_000]
        report = examine([files.written(tmp_path, _mutated(data, seed))], hosts=HOSTS)
        assert report.to_json()
