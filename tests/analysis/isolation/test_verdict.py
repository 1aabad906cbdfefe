# SPDX-License-Identifier: Apache-2.0
"""The three verdicts, and that none of them is better than what the capture shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from captures import files
from captures import frames as f
from captures import messages as m
from captures.looking import looked
from holdfast.analysis.isolation import (
    Flight,
    IsolationReport,
    NoSuchDeviceFormError,
    Phase,
    PhaseError,
    examine,
    parse_phase,
    parse_phase_lines,
)
from holdfast.readers.capture import NotACaptureError

if TYPE_CHECKING:
    from pathlib import Path

DEVICE = "60:60:1f:aa:bb:cc"
BEGIN = datetime.fromtimestamp(files.START // 10**9, tz=UTC)
NONE_SEEN, CANNOT_TELL, CONTACTED = "none seen in this capture", "cannot tell", "contacted"


def _local(count: int = 5) -> list[bytes]:
    sent = f.out(f.udp(9000, 9000, b"\x55" * 30), to=f.PHONE_IP, protocol=f.UDP)
    return [sent, f.back(f.udp(9000, 9000, b"\x55" * 30), of=f.PHONE_IP, protocol=f.UDP)] * count


def _after(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def test_local_traffic_of_a_device_that_was_seen_is_none_seen(tmp_path: Path) -> None:
    report = looked(tmp_path, _local(), device=DEVICE)
    assert report.verdict == NONE_SEEN
    assert report.destinations == ()
    assert [each.address for each in report.local] == [f.PHONE_IP]
    assert report.coverage.device_packets == 5


def test_a_device_that_was_not_seen_cannot_be_told_of(tmp_path: Path) -> None:
    report = looked(tmp_path, _local(), device="aa:bb:cc:dd:ee:ff")
    assert report.verdict == CANNOT_TELL
    assert not report.coverage.device_seen


def test_a_device_that_only_speaks_to_everybody_cannot_be_told_of(tmp_path: Path) -> None:
    hello = f.ethernet(
        f.ipv4(f.DRONE_IP, "255.255.255.255", f.UDP, f.udp(9000, 9000, b"x" * 20)),
        f.DRONE,
        f.EVERYBODY,
    )
    report = looked(tmp_path, [hello, f.arp(f.DRONE, f.DRONE_IP)], device=DEVICE)
    assert report.verdict == CANNOT_TELL
    assert report.coverage.device_seen


def test_an_answered_connection_is_contacted_and_counts_whole_frames(tmp_path: Path) -> None:
    sent = f.handshake()
    report = looked(tmp_path, [*_local(), *sent], device=DEVICE)
    (found,) = report.destinations
    assert report.verdict == CONTACTED
    assert (found.address, found.ports, found.attempts_unanswered) == (f.SERVER, (443,), 0)
    assert found.bytes_out == len(sent[0]) + len(sent[2])
    assert found.bytes_in == len(sent[1])
    assert found.owner.kind == "unknown"


def test_attempts_without_an_answer_are_findings_and_a_repeated_one_counts_once(
    tmp_path: Path,
) -> None:
    first = f.out(f.tcp(40_000, 443, sequence=1000, flags=f.SYN))
    other = f.out(f.tcp(40_001, 443, sequence=2000, flags=f.SYN))
    again = f.out(f.tcp(40_001, 443, sequence=9000, flags=f.SYN))
    ask = f.out(f.udp(5000, 123, bytes(48)), protocol=f.UDP)
    report = looked(tmp_path, [first, first, first, other, again, ask])
    assert report.verdict == CONTACTED
    assert report.destinations[0].attempts_unanswered == 4
    assert any("4 attempts" in reason for reason in report.reasons)


def test_a_refusal_is_an_answer(tmp_path: Path) -> None:
    report = looked(
        tmp_path,
        [
            f.out(f.tcp(40_000, 443, flags=f.SYN)),
            f.back(f.tcp(443, 40_000, flags=f.RST | f.ACK)),
        ],
    )
    assert report.destinations[0].attempts_unanswered == 0


def test_a_name_asked_at_a_local_resolver_is_contacted_and_says_how(tmp_path: Path) -> None:
    ask = f.out(f.udp(5000, 53, m.query(m.NAME)), to=f.ROUTER_IP, protocol=f.UDP)
    report = looked(tmp_path, [*_local(), ask], device=DEVICE)
    assert (report.verdict, report.destinations) == (CONTACTED, ())
    assert report.asked_names[0].answered == 0
    assert report.asked_names[0].owner.kind == "vendor"
    assert "by way of it" in report.reasons[0]


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("100.64.1.1", True), ("224.0.1.1", True), ("192.0.2.1", True), ("8.8.8.8", True),
        ("172.16.0.9", False), ("169.254.9.9", False), ("239.255.255.250", False),
        ("224.0.0.251", False), ("255.255.255.255", False), ("172.32.0.1", True),
        ("ff0e::1", True), ("ff02::fb", False), ("fe80::1", False), ("fd00::1", False),
        ("2001:4860:4860::8888", True), ("64:ff9b::808:808", True),
    ],
)  # fmt: skip
def test_what_is_outside(tmp_path: Path, address: str, outside: bool) -> None:  # noqa: FBT001 - a table's column
    payload = f.udp(5000, 7777, bytes(30))
    if ":" in address:
        frame = f.ethernet(f.ipv6("fe80::50", address, f.UDP, payload))
    else:
        frame = f.ethernet(f.ipv4(f.DRONE_IP, address, f.UDP, payload))
    report = looked(tmp_path, [*_local(), frame])
    assert [each.address for each in report.destinations] == ([address] if outside else [])
    assert (address in {each.address for each in report.local}) is not outside


def test_frames_that_are_enciphered_cannot_be_told_of(tmp_path: Path) -> None:
    packet = f.ipv4(f.DRONE_IP, f.PHONE_IP, f.UDP, f.udp(9000, 9000, bytes(40)))
    report = looked(
        tmp_path, [f.wireless(packet, protected=True)] * 3, link=files.WIRELESS, device=DEVICE
    )
    assert report.verdict == CANNOT_TELL
    assert report.coverage.encrypted_frames == 3
    assert report.coverage.device_seen
    assert any("enciphered" in reason for reason in report.reasons)


def test_a_link_type_that_is_not_known_is_said_and_cannot_be_told_of(tmp_path: Path) -> None:
    report = looked(tmp_path, [bytes(60)] * 2, link=147)
    assert report.verdict == CANNOT_TELL
    assert report.link_types == ("link type 147, which Holdfast cannot read",)
    assert report.coverage.unreadable == 2


def _ng(*blocks: bytes, capture_filter: str = "") -> bytes:
    head = files.section() + files.interface(capture_filter=capture_filter)
    body = b"".join(files.enhanced(each) for each in files.spaced(_local()))
    return head + body + b"".join(blocks)


def test_drops_that_the_file_tells_stand_against_none_seen(tmp_path: Path) -> None:
    clean = examine([files.written(tmp_path, _ng(files.statistics(0)))])
    lossy = examine([files.written(tmp_path, _ng(files.statistics(12)))])
    assert (clean.verdict, clean.coverage.drops) == (NONE_SEEN, 0)
    assert (lossy.verdict, lossy.coverage.drops) == (CANNOT_TELL, 12)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("ether host 60:60:1f:aa:bb:cc", NONE_SEEN), ("not port 443", CANNOT_TELL)],
)
def test_a_filter_that_could_hide_a_destination_stands_against_none_seen(
    tmp_path: Path, words: str, verdict: str
) -> None:
    path = files.written(tmp_path, _ng(capture_filter=words))
    assert examine([path], device=DEVICE).verdict == verdict


def test_packets_cut_before_their_address_stand_against_none_seen(tmp_path: Path) -> None:
    data = files.pcap(files.spaced(_local()), snap_length=30)
    report = examine([files.written(tmp_path, data)])
    assert report.verdict == CANNOT_TELL
    assert (report.coverage.truncated, report.coverage.unreadable) == (10, 10)
    assert report.malformed == 0


def test_a_snap_length_of_64_still_counts_and_says_that_names_are_missing(tmp_path: Path) -> None:
    hello = f.out(f.tcp(40_000, 443, m.record(m.hello()), sequence=1001))
    data = files.pcap(files.spaced([*f.handshake(), hello]), snap_length=64)
    report = examine([files.written(tmp_path, data)])
    (found,) = report.destinations
    assert (found.names, report.malformed) == ((), 0)
    assert found.bytes_out == sum(map(len, (*f.handshake()[::2], hello)))
    assert any("snap length" in warning for warning in report.coverage.warnings)


def test_a_capture_that_breaks_off_stands_against_none_seen(tmp_path: Path) -> None:
    data = files.pcap(files.spaced(_local()))
    report = examine([files.written(tmp_path, data[:-5])])
    assert (report.verdict, report.coverage.complete) == (CANNOT_TELL, False)
    assert report.packets == 9


def _phased(report: IsolationReport) -> dict[str, tuple[bool, str]]:
    return {each.name: (each.covered, each.verdict) for each in report.coverage.phases}


def test_phases_are_kept_apart_and_one_without_packets_is_said(tmp_path: Path) -> None:
    frames = [*_local(50), *f.handshake(), *_local(50)]
    phases = [
        Phase("power on", _after(0), _after(100)),
        Phase("take-off", _after(100), _after(103)),
        Phase("idle", _after(150), _after(200)),
        Phase("media copy", _after(900), _after(1000)),
    ]
    report = looked(tmp_path, frames, device=DEVICE, phases=phases)
    (found,) = report.destinations
    assert [(each.phase, each.packets_out, each.packets_in) for each in found.phases] == [
        ("take-off", 2, 1)
    ]
    assert _phased(report) == {
        "power on": (True, NONE_SEEN),
        "take-off": (True, CONTACTED),
        "idle": (True, NONE_SEEN),
        "media copy": (False, CANNOT_TELL),
    }
    assert [each.packets for each in report.coverage.phases] == [100, 3, 50, 0]


def test_a_phase_that_is_not_covered_stands_against_none_seen(tmp_path: Path) -> None:
    phase = Phase("landing", _after(5000), _after(5100))
    assert looked(tmp_path, _local(), phases=[phase]).verdict == CANNOT_TELL


def test_a_flight_is_held_against_the_gaps(tmp_path: Path) -> None:
    packets = files.spaced(_local(30))
    packets += files.spaced(_local(30), begin=files.START + 400 * files.SECOND)
    path = files.written(tmp_path, files.pcap(packets))
    flights = [Flight("one", _after(5), _after(50)), Flight("two", _after(30), _after(430))]
    report = examine([path], flights=flights)
    assert [each.covered for each in report.coverage.flights] == [True, False]
    (gap,) = report.coverage.flights[1].gaps
    assert (gap.first, gap.last, gap.seconds) == (_after(59), _after(400), 341.0)
    assert [each.seconds for each in report.coverage.gaps] == [341.0]
    assert report.verdict == CANNOT_TELL


@pytest.mark.parametrize(
    "text",
    [
        "take-off", "x=2026-01-01T00:00:00Z", "=2026-01-01T00:00:00Z/2026-01-01T00:01:00Z",
        "x=2026-01-01T00:00:00/2026-01-01T00:01:00", "x=yesterday/today",
        "x=2026-01-01T00:01:00Z/2026-01-01T00:00:00Z",
    ],
)  # fmt: skip
def test_a_phase_that_is_not_written_as_one_is_refused_in_words(text: str) -> None:
    with pytest.raises(PhaseError, match="Nothing was examined"):
        parse_phase(text)


def test_phases_that_overlap_are_refused_and_a_file_of_them_is_read(tmp_path: Path) -> None:
    lines = ["# a test", "", "a=2026-01-01T13:00:00+13:00/2026-01-01T00:10:00Z"]
    (phase,) = parse_phase_lines(lines)
    assert phase.first == datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(PhaseError, match="overlap"):
        looked(tmp_path, _local(), phases=[phase, Phase("b", phase.first, phase.last)])


def test_a_device_in_no_known_form_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NoSuchDeviceFormError, match="neither a hardware address"):
        looked(tmp_path, _local(), device="the drone")


def test_files_that_are_no_capture_are_reported_and_the_others_examined(tmp_path: Path) -> None:
    good = files.written(tmp_path, files.pcap(files.spaced(_local())), "good.pcap")
    bad = files.written(tmp_path, b"text", "bad.pcap")
    same = files.written(tmp_path, good.read_bytes(), "same.pcap")
    report = examine([bad, good, same])
    assert [bool(each.fault) for each in report.captures] == [True, False, False]
    assert "counted once" in report.captures[2].notes[0]
    assert (report.packets, report.verdict) == (10, CANNOT_TELL)
    with pytest.raises(NotACaptureError):
        examine([bad])


def test_a_report_reads_back_from_its_json(tmp_path: Path) -> None:
    report = looked(tmp_path, [*_local(), *f.handshake()], device=DEVICE)
    assert IsolationReport.from_json(report.to_json()) == report
