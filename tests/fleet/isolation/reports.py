# SPDX-License-Identifier: Apache-2.0
"""Isolation reports written by hand, for rules that need nothing but a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from holdfast.analysis.isolation import (
    AskedName,
    CaptureFile,
    Coverage,
    Destination,
    Host,
    InPhase,
    IsolationReport,
    LocalPeer,
    Name,
    Owner,
    PhaseCoverage,
    Spoken,
)

BEGIN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
END = BEGIN + timedelta(minutes=10)
DEVICE = "60:60:1f:aa:bb:cc"
COVERAGE = Coverage(
    device_seen=True, device_packets=9, drops=None, truncated=0, unreadable=0, encrypted_frames=0,
    clock_back=0, complete=True, gaps=(), phases=(), flights=(), not_ip=(), malformed=(), limits=(),
    warnings=(),
)  # fmt: skip
REPORT = IsolationReport(
    verdict="none seen in this capture", reasons=("Nothing went outside.",), device=DEVICE, packets=9,
    malformed=0, first=BEGIN, last=END, link_types=("Ethernet",), destinations=(), asked_names=(),
    plain_text=(), hosts=(), local=(), coverage=COVERAGE,
    captures=(
        CaptureFile("a.pcap", "pcap", "5a" * 32, 90, 90, 9, ("Ethernet",), 65535, 0, None, BEGIN, END),
    ),
    host_list_source="a test", host_list_date="2026-11-27", cannot_see=("Bluetooth",),
)  # fmt: skip


def report(**more: Any) -> IsolationReport:
    """Give a report in which nothing was seen, but for what is named."""
    return replace(REPORT, **more)


def contacted(*destinations: Destination, **more: Any) -> IsolationReport:
    """Give a report of destinations."""
    return report(verdict="contacted", destinations=destinations, **more)


def destination(address: str, *names: str, sent: int = 100, owner: str = "unknown") -> Destination:
    """Give one destination, spoken to in the whole test."""
    return Destination(
        address=address, names=tuple(Name(name, "DNS answer") for name in names), ports=(443,),
        bytes_out=sent, bytes_in=50, attempts_unanswered=0, first=BEGIN, last=END, packets_out=3,
        packets_in=2, conversations=1, services=(Spoken("TCP", 443, "TLS", 5),), owner=Owner(owner),
        hosts=(DEVICE,), phases=(InPhase("idle", BEGIN, END, 3, 2, sent, 50),), plain_text=(), notes=(),
    )  # fmt: skip


def asked(name: str, times: int = 1) -> AskedName:
    """Give one name that was asked for."""
    return AskedName(
        name=name, how="DNS query", via=("192.168.50.1",), asked=times, answered=0, addresses=(),
        contacted=False, first=BEGIN, last=END, owner=Owner("unknown"), hosts=(DEVICE,), phases=(),
    )  # fmt: skip


def host(*hardware: str) -> Host:
    """Give the device under test."""
    return Host(
        id=hardware[0], device=True, hardware=hardware, addresses=("192.168.50.20",), names=("RC-17",),
        vendor_class="", packets_out=3, packets_in=2, bytes_out=100, bytes_in=50, destinations=0,
        first=BEGIN, last=END,
    )  # fmt: skip


def peer(address: str, why: str) -> LocalPeer:
    """Give an address that is not outside."""
    return LocalPeer(address, why, (53,), 10, 10, 2, BEGIN, END)


def phase(name: str, minute: int = 0, *, covered: bool = True) -> PhaseCoverage:
    """Give a phase of a minute."""
    first = BEGIN + timedelta(minutes=minute)
    last = first + timedelta(minutes=1)
    return PhaseCoverage(name, first, last, 9, 9, covered, 0, "none seen in this capture")
