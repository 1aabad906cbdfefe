# SPDX-License-Identifier: Apache-2.0
"""Put the report together, once every packet has been taken."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from holdfast.analysis.isolation.addresses import hardware_text, in_network, is_group, why_local
from holdfast.analysis.isolation.cannot_see import CANNOT_SEE, SCOPE
from holdfast.analysis.isolation.coverage import (
    counts,
    drops_of,
    gaps_between,
    limits,
    within,
    write_capture,
    write_flight,
)
from holdfast.analysis.isolation.destinations import (
    DestinationWriter,
    Row,
    gather_rows,
    write_local,
)
from holdfast.analysis.isolation.dns import address_text
from holdfast.analysis.isolation.moments import moment
from holdfast.analysis.isolation.owners import UNKNOWN
from holdfast.analysis.isolation.report import (
    AskedName,
    Coverage,
    Host,
    IsolationReport,
    PhaseCoverage,
    PlainText,
)
from holdfast.analysis.isolation.speech import ENCRYPTED_DNS_PORTS, TUNNELS
from holdfast.analysis.isolation.tally import Sum
from holdfast.analysis.isolation.verdict import Grounds, decide, decide_phase
from holdfast.analysis.isolation.whose import HARDWARE, HostFacts, gather_hosts, id_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.analysis.isolation.coverage import Examined
    from holdfast.analysis.isolation.owners import Owners
    from holdfast.analysis.isolation.packets import Packets
    from holdfast.analysis.isolation.phases import Flight, Phase
    from holdfast.analysis.isolation.report import CaptureFile, Destination


class Asked(NamedTuple):
    """What the report was asked to be about."""

    device: bytes | None
    phases: Sequence[Phase]
    flights: Sequence[Flight]


class Composer:
    """Writes the parts of a report from the tables."""

    def __init__(
        self, packets: Packets, asked: Asked, owners: Owners, examined: Sequence[Examined]
    ) -> None:
        self._packets = packets
        self._asked = asked
        self._owners = owners
        self._examined = examined
        self._hosts = gather_hosts(packets, asked.device)
        device = asked.device
        self._about = [
            each
            for each in self._hosts
            if device is None or device in each.ids or device == each.id
        ]
        self._ids = {host for each in self._about for host in each.ids}
        self._main = {host: each.id for each in self._hosts for host in each.ids}
        self._phases = tuple(phase.name for phase in asked.phases)

    def compose(self) -> IsolationReport:
        """Write the report."""
        rows = gather_rows(self._packets, self._ids.__contains__, self._why)
        outside = [row for row in rows if not row.why]
        local = [row for row in rows if row.why]
        writer = DestinationWriter(self._packets, self._owners, self._host_text, self._phases)
        destinations = sorted(
            map(writer.write, outside), key=lambda each: (-each.bytes_out, each.address)
        )
        captures = tuple(map(write_capture, self._examined))
        coverage = self._coverage(captures, destinations)
        asked = tuple(self._asked_names({row.address for row in outside}))
        grounds = Grounds(
            who=self._who(),
            packets=sum(each.packets for each in captures),
            spoke=any(not is_group(row.address) for row in rows if row.address),
            destinations=tuple(destinations),
            asked=asked,
            coverage=coverage,
            captures=captures,
            filters=tuple(self._filters()),
            veiled=tuple(self._veiled(local)),
        )
        verdict, reasons = decide(grounds)
        coverage = self._with_phase_verdicts(coverage, asked, verdict)
        times = [
            (each.first, each.last) for each in captures if each.first and each.last
        ]
        return IsolationReport(
            verdict=verdict,
            reasons=(*reasons, SCOPE),
            device=None if self._asked.device is None else id_text(self._asked.device),
            packets=grounds.packets,
            malformed=sum(each.count for each in coverage.malformed),
            first=min((first for first, _ in times), default=None),
            last=max((last for _, last in times), default=None),
            link_types=tuple(dict.fromkeys(each for file in captures for each in file.link_types)),
            destinations=tuple(destinations),
            asked_names=asked,
            plain_text=tuple(self._plain_text()),
            hosts=tuple(self._write_hosts()),
            local=tuple(
                sorted(map(write_local, local), key=lambda each: (-each.packets, each.address))
            ),
            coverage=coverage,
            captures=captures,
            host_list_source=self._owners.source,
            host_list_date=self._owners.date,
            cannot_see=CANNOT_SEE,
        )

    def _who(self) -> str:
        device = self._asked.device
        return "a host on the local side" if device is None else f"the device {id_text(device)}"

    def _why(self, address: bytes) -> str:
        why = why_local(address)
        if not why and any(in_network(address, each) for each in self._packets.heard.networks):
            return "on the link, as DHCP or a router announced"
        return why

    def _host_text(self, host: bytes) -> str:
        return id_text(self._main.get(host, host))

    def _filters(self) -> Iterable[str]:
        known = {id_text(self._asked.device)} if self._asked.device is not None else set()
        for facts in self._about if known else ():
            known |= {hardware_text(each) for each in facts.hardware}
        for examined in self._examined:
            for interface in examined.facts.interfaces:
                words = interface.capture_filter.lower().split()
                if words and not (words[-1] in known and words[:-1] in (["host"], ["ether", "host"])):
                    yield interface.capture_filter

    def _veiled(self, local: Iterable[Row]) -> Iterable[str]:
        for row in local:
            for protocol, port, speech in row.services:
                if speech in TUNNELS or protocol in (50, 51):
                    yield (
                        f"There is an enciphered tunnel to {address_text(row.address)} on the local "
                        "side; what lies behind it cannot be seen."
                    )
                elif port in ENCRYPTED_DNS_PORTS:
                    yield (
                        f"Names were asked for enciphered at {address_text(row.address)} on the "
                        "local side; they cannot be seen."
                    )

    def _sums(self, hosts: Iterable[HostFacts]) -> dict[int, Sum]:
        found: dict[int, Sum] = {}
        for facts in hosts:
            for host in facts.ids:
                total = self._packets.tally.hosts.get(host)
                for phase, each in total.phases.items() if total else ():
                    found.setdefault(phase, Sum(each.first, each.last)).join(each)
                said = self._packets.heard.devices.get(host)
                for phase, count in said.phases.items() if said else ():
                    assert said is not None
                    frames = Sum(said.first, said.last, packets_out=count)
                    found.setdefault(phase, Sum(said.first, said.last)).join(frames)
        return found

    def _coverage(
        self, captures: tuple[CaptureFile, ...], destinations: Sequence[Destination]
    ) -> Coverage:
        packets = self._packets
        spans = packets.spans.spans
        sums = self._sums(self._about)
        sent = sum(each.packets_out for each in sums.values())
        malformed = Counter(packets.malformed)
        malformed.update(packets.listener.malformed)
        drops = drops_of(captures)
        complete = not any(each.fault for each in captures)
        return Coverage(
            device_seen=sent > 0,
            device_packets=sent,
            drops=drops,
            truncated=sum(each.truncated for each in captures),
            unreadable=packets.unreadable,
            encrypted_frames=packets.enciphered,
            clock_back=packets.spans.clock_back,
            complete=complete,
            gaps=gaps_between(spans),
            phases=tuple(self._phase_coverage(spans, sums, destinations)),
            flights=tuple(write_flight(each, spans) for each in self._asked.flights),
            not_ip=counts(packets.not_ip),
            malformed=counts(malformed),
            limits=limits(packets),
            warnings=tuple(self._warnings(captures, drops)),
        )

    def _warnings(self, captures: tuple[CaptureFile, ...], drops: int | None) -> Iterable[str]:
        cut = sum(each.truncated for each in captures)
        if cut:
            yield (
                f"Of {cut:,} packets the capture kept a part only; names that stood in the rest are "
                "not seen. Capture whole packets (snap length 0)."
            )
        if drops is None and captures:
            yield "The captures do not say whether packets were lost while capturing."
        if self._packets.spans.clock_back:
            yield (
                f"The clock of the capture went back by more than a second "
                f"{self._packets.spans.clock_back:,} times; phases and gaps follow the clock as "
                "written."
            )
        for capture in captures:
            yield from (f"{capture.name}: {note}" for note in capture.notes)
        if self._asked.device is None:
            yield (
                "No device was named: the verdict is about every host on the local side together. "
                "Name one with its hardware address for a verdict about it."
            )

    def _phase_coverage(
        self,
        spans: Sequence[tuple[int, int]],
        sums: dict[int, Sum],
        destinations: Sequence[Destination],
    ) -> Iterable[PhaseCoverage]:
        every: Counter[int] = Counter(self._packets.other_packets)
        for end in self._packets.tally.ends.values():
            for phase, each in end.phases.items():
                every[phase] += each.packets_out + each.packets_in
        for number, phase in enumerate(self._asked.phases):
            there = sum(
                any(each.phase == phase.name for each in one.phases) for one in destinations
            )
            yield PhaseCoverage(
                phase.name,
                phase.first,
                phase.last,
                packets=every[number],
                device_packets=sums[number].packets_out if number in sums else 0,
                covered=within(spans, phase.first, phase.last),
                destinations=there,
                verdict="",
            )

    def _with_phase_verdicts(
        self, coverage: Coverage, asked: Sequence[AskedName], overall: str
    ) -> Coverage:
        from dataclasses import replace

        phases = tuple(
            replace(
                phase,
                verdict=decide_phase(
                    contacted=phase.destinations > 0
                    or any(phase.name in each.phases for each in asked),
                    covered=phase.covered and coverage.device_seen,
                    overall=overall,
                ),
            )
            for phase in coverage.phases
        )
        return replace(coverage, phases=phases)

    def _asked_names(self, contacted: set[bytes]) -> Iterable[AskedName]:
        merged: dict[tuple[str, str], list[tuple[bytes, object]]] = {}
        del merged
        rows: dict[tuple[str, str], AskedName] = {}
        for (host, name, how), found in self._packets.heard.asked.items():
            if host not in self._ids:
                continue
            phases = tuple(self._phases[each] for each in sorted(found.phases) if each >= 0)
            row = AskedName(
                name=name,
                how=how,
                via=tuple(map(address_text, found.via)),
                asked=max(found.count, found.answered),
                answered=found.answered,
                addresses=tuple(map(address_text, found.addresses)),
                contacted=any(each in contacted for each in found.addresses),
                first=moment(found.first),
                last=moment(found.last),
                owner=self._owners.of_name(name) or UNKNOWN,
                hosts=(self._host_text(host),),
                phases=phases,
            )
            before = rows.get((name, how))
            rows[name, how] = row if before is None else _joined(before, row)
        return sorted(rows.values(), key=lambda each: (each.first, each.name))

    def _plain_text(self) -> Iterable[PlainText]:
        found: dict[tuple[str, str, str, tuple[str, ...]], PlainText] = {}
        for what, span in self._packets.heard.readable.items():
            if what.host not in self._ids or self._why(what.other):
                continue
            row = PlainText(
                what.what,
                address_text(what.other),
                what.shown,
                what.carried,
                span.count,
                moment(span.first),
                moment(span.last),
                (self._host_text(what.host),),
            )
            key = (row.what, row.address, row.shown, row.carried)
            before = found.get(key)
            found[key] = row if before is None else _joined_text(before, row)
        return sorted(found.values(), key=lambda each: (each.first, each.address))

    def _write_hosts(self) -> Iterable[Host]:
        about = {id(each) for each in self._about} if self._asked.device is not None else set()
        written = []
        for facts in self._hosts:
            sums = self._sums([facts])
            if not sums:
                continue
            total = Sum(min(s.first for s in sums.values()), max(s.last for s in sums.values()))
            for each in sums.values():
                total.join(each)
            outside = sum(
                host in facts.ids and not (end.why or self._why_of(address))
                for (host, address), end in self._packets.tally.ends.items()
            )
            written.append(
                Host(
                    id=id_text(facts.id),
                    device=id(facts) in about,
                    hardware=tuple(
                        hardware_text(each) for each in facts.hardware if len(each) == HARDWARE
                    ),
                    addresses=tuple(map(address_text, facts.addresses)),
                    names=tuple(facts.names),
                    vendor_class=facts.vendor_class,
                    packets_out=total.packets_out,
                    packets_in=total.packets_in,
                    bytes_out=total.bytes_out,
                    bytes_in=total.bytes_in,
                    destinations=outside,
                    first=moment(total.first),
                    last=moment(total.last),
                )
            )
        return sorted(written, key=lambda each: (not each.device, -each.packets_out, each.id))

    def _why_of(self, address: bytes) -> str:
        return self._why(address) if len(address) in (4, 16) else ""


def _joined(before: AskedName, row: AskedName) -> AskedName:
    return AskedName(
        name=row.name,
        how=row.how,
        via=tuple(dict.fromkeys((*before.via, *row.via))),
        asked=before.asked + row.asked,
        answered=before.answered + row.answered,
        addresses=tuple(dict.fromkeys((*before.addresses, *row.addresses))),
        contacted=before.contacted or row.contacted,
        first=min(before.first, row.first),
        last=max(before.last, row.last),
        owner=row.owner,
        hosts=tuple(dict.fromkeys((*before.hosts, *row.hosts))),
        phases=tuple(dict.fromkeys((*before.phases, *row.phases))),
    )


def _joined_text(before: PlainText, row: PlainText) -> PlainText:
    return PlainText(
        row.what,
        row.address,
        row.shown,
        row.carried,
        before.count + row.count,
        min(before.first, row.first),
        max(before.last, row.last),
        tuple(dict.fromkeys((*before.hosts, *row.hosts))),
    )
