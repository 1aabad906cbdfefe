# SPDX-License-Identifier: Apache-2.0
"""The isolation report as a person reads it in a terminal. Nothing is left out without a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cli.output import print_table, say, size_text
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from holdfast.analysis.isolation import (
        AskedName,
        Coverage,
        Destination,
        IsolationReport,
    )

_MOST = 60
_NAMES = 2
_ORDER = ("TLS server name", "QUIC server name", "HTTP host", "DNS answer", "certificate")
_SHORT = {
    "TLS server name": "TLS",
    "QUIC server name": "QUIC",
    "HTTP host": "HTTP",
    "DNS answer": "DNS",
}


def print_report(report: IsolationReport) -> None:
    """Print the whole report."""
    about = f"device {report.device}" if report.device else "every host on the local side"
    say(f"Verdict on {about}: {report.verdict}", "")
    say(*report.reasons, "")
    _destinations(report.destinations)
    _asked(report.asked_names)
    _readable(report)
    _hosts(report)
    _local(report)
    _captures(report)
    _coverage(report.coverage)
    say("What no capture can show:")
    say(*(f"  {each}" for each in report.cannot_see), "")
    say(f"Owners by the list of {report.host_list_date}: {report.host_list_source}.")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], what: str) -> None:
    every = list(rows)
    print_table(head, every[:_MOST])
    if len(every) > _MOST:
        say(f"… and {len(every) - _MOST:,} more {what}; --json has them all.")
    say("")


def _destinations(found: Sequence[Destination]) -> None:
    if not found:
        return
    say(f"{counted(len(found), 'destination')} outside:")
    rows = [
        (
            each.address,
            _names(each),
            _owner(each.owner.kind, each.owner.name),
            _ports(each),
            size_text(each.bytes_out),
            size_text(each.bytes_in),
            str(each.attempts_unanswered or ""),
            time_text(each.first),
            time_text(each.last),
            ", ".join(phase.phase or "no phase" for phase in each.phases)
            if any(phase.phase for phase in each.phases)
            else "",
        )
        for each in found
    ]
    head = (
        "address",
        "names",
        "owner",
        "ports",
        "out",
        "in",
        "unanswered",
        "first",
        "last",
        "phases",
    )
    _table(head, rows, "destinations")
    notes = [f"  {each.address}: {note}" for each in found[:_MOST] for note in each.notes]
    if notes:
        say(*notes, "")


def _names(each: Destination) -> str:
    by_name: dict[str, list[str]] = {}
    for name in sorted(each.names, key=lambda name: _ORDER.index(name.how)):
        by_name.setdefault(name.name, []).append(_SHORT.get(name.how, name.how))
    words = [f"{name} ({', '.join(hows)})" for name, hows in by_name.items()]
    more = f" +{len(words) - _NAMES}" if len(words) > _NAMES else ""
    return ("; ".join(words[:_NAMES]) + more) or "no name seen"


def _owner(kind: str, name: str) -> str:
    return f"{kind}: {name}" if name else kind


def _ports(each: Destination) -> str:
    words = dict.fromkeys(
        service.transport if service.port is None else f"{service.transport} {service.port}"
        for service in each.services
    )
    shown = list(words)[:3]
    return ", ".join(shown) + (f" +{len(words) - 3}" if len(words) > len(shown) else "")


def _asked(found: Sequence[AskedName]) -> None:
    if not found:
        return
    say(f"{counted(len(found), 'name')} outside asked for:")
    rows = [
        (
            each.name,
            each.how,
            ", ".join(each.via[:2]),
            str(each.asked),
            str(each.answered),
            "yes" if each.contacted else "no",
            _owner(each.owner.kind, each.owner.name),
            time_text(each.first),
        )
        for each in found
    ]
    head = ("name", "how", "asked of", "asked", "answered", "contacted", "owner", "first")
    _table(head, rows, "names")


def _readable(report: IsolationReport) -> None:
    if not report.plain_text:
        return
    say("Readable by anybody on the way:")
    rows = [
        (each.what, each.address, each.shown, ", ".join(each.carried), str(each.count))
        for each in report.plain_text
    ]
    _table(("what", "with", "shown as", "also readable", "times"), rows, "things readable")


def _hosts(report: IsolationReport) -> None:
    if not report.hosts:
        return
    say("Whose traffic it was:")
    rows = [
        (
            f"{each.id} (the device)" if each.device else each.id,
            ", ".join(each.names[:2]),
            each.vendor_class,
            ", ".join(each.addresses[:3])
            + (f" +{len(each.addresses) - 3}" if len(each.addresses) > 3 else ""),  # noqa: PLR2004 - as many as fit a line
            f"{each.packets_out:,}",
            f"{each.packets_in:,}",
            f"{each.destinations:,}",
        )
        for each in report.hosts
    ]
    head = ("host", "name", "vendor class", "addresses", "sent", "received", "destinations")
    _table(head, rows, "hosts")


def _local(report: IsolationReport) -> None:
    if not report.local:
        return
    say(f"{counted(len(report.local), 'address', 'addresses')} on the local side:")
    rows = [
        (
            each.address,
            each.why,
            ", ".join(map(str, each.ports[:6])) + ("…" if len(each.ports) > 6 else ""),  # noqa: PLR2004 - as many as fit a line
            f"{each.packets:,}",
            size_text(each.bytes_out),
            size_text(each.bytes_in),
        )
        for each in report.local
    ]
    _table(("address", "why local", "ports", "packets", "out", "in"), rows, "addresses")


def _captures(report: IsolationReport) -> None:
    say(
        f"{counted(report.packets, 'packet')} from {time_text(report.first)} to "
        f"{time_text(report.last)}, {report.malformed:,} malformed:"
    )
    rows = [
        (
            each.name,
            each.format or "not a capture",
            ", ".join(each.link_types),
            f"{each.packets:,}",
            "not said" if each.drops is None else f"{each.drops:,}",
            f"{each.truncated:,}",
            size_text(each.size),
            each.sha256,
        )
        for each in report.captures
    ]
    head = ("capture", "format", "link", "packets", "drops", "cut short", "size", "SHA-256")
    _table(head, rows, "captures")


def _coverage(coverage: Coverage) -> None:
    seen = "was seen" if coverage.device_seen else "was not seen"
    say(f"The device {seen}: {counted(coverage.device_packets, 'packet')} sent.")
    if coverage.unreadable:
        say(f"{counted(coverage.unreadable, 'frame')} whose addresses cannot be read.")
    for phase in coverage.phases:
        covered = "covered" if phase.covered else "not covered"
        say(
            f"Phase {phase.name}, {time_text(phase.first)} to {time_text(phase.last)}: {covered}, "
            f"{counted(phase.device_packets, 'packet')} of the device; {phase.verdict}."
        )
    for flight in coverage.flights:
        covered = "covered" if flight.covered else "not wholly covered"
        say(
            f"Flight {flight.name}, {time_text(flight.first)} to {time_text(flight.last)}: {covered}."
        )
        say(
            *(
                f"  nothing from {time_text(gap.first)} to {time_text(gap.last)}"
                for gap in flight.gaps
            )
        )
    shown = coverage.gaps[:10]
    for gap in shown:
        say(
            f"No packet from {time_text(gap.first)} to {time_text(gap.last)} ({gap.seconds:,.0f} s)."
        )
    if len(coverage.gaps) > len(shown):
        say(f"… and {len(coverage.gaps) - len(shown):,} more silences of over a minute.")
    for each in (*coverage.limits, *coverage.malformed, *coverage.not_ip):
        say(f"{each.what}: {each.count:,}")
    say(*coverage.warnings, "")


def time_text(time: datetime | None) -> str:
    """Write a time to the second, in UTC."""
    return "no time" if time is None else f"{time:%Y-%m-%d %H:%M:%S}Z"
