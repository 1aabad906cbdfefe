# SPDX-License-Identifier: Apache-2.0
"""Put the report together, once every packet has been taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from holdfast.analysis.isolation.addresses import hardware_text, is_group
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
from holdfast.analysis.isolation.report import (
    Coverage,
    IsolationReport,
    PhaseCoverage,
)
from holdfast.analysis.isolation.speech import ENCRYPTED_DNS_PORTS, TUNNELS
from holdfast.analysis.isolation.subjects import Subjects
from holdfast.analysis.isolation.tables import asked_names, plain_text, write_hosts
from holdfast.analysis.isolation.verdict import Grounds, decide, decide_phase
from holdfast.analysis.isolation.whose import id_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.analysis.isolation.coverage import Examined
    from holdfast.analysis.isolation.owners import Owners
    from holdfast.analysis.isolation.packets import Packets
    from holdfast.analysis.isolation.phases import Flight, Phase
    from holdfast.analysis.isolation.report import AskedName, CaptureFile, Destination
    from holdfast.analysis.isolation.tally import Sum


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
        self._subjects = Subjects(packets, asked.device)
        self._phases = tuple(phase.name for phase in asked.phases)

    def compose(self) -> IsolationReport:
        """Write the report."""
        subjects = self._subjects
        rows = gather_rows(self._packets, subjects.ids.__contains__, subjects.why)
        outside = [row for row in rows if not row.why]
        local = [row for row in rows if row.why]
        writer = DestinationWriter(self._packets, self._owners, subjects.text, self._phases)
        destinations = sorted(
            map(writer.write, outside), key=lambda each: (-each.bytes_out, each.address)
        )
        captures = tuple(map(write_capture, self._examined))
        coverage = self._coverage(captures, destinations)
        asked = asked_names(subjects, self._owners, self._phases, {row.address for row in outside})
        grounds = Grounds(
            who=subjects.who,
            packets=sum(each.packets for each in captures),
            spoke=any(_is_somebody(row) for row in rows),
            destinations=tuple(destinations),
            asked=asked,
            coverage=coverage,
            captures=captures,
            filters=tuple(self._filters()),
            veiled=tuple(self._veiled(local)),
        )
        verdict, reasons = decide(grounds)
        coverage = self._with_phase_verdicts(coverage, asked, verdict)
        times = [(each.first, each.last) for each in captures if each.first and each.last]
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
            plain_text=plain_text(subjects),
            hosts=write_hosts(subjects),
            local=tuple(
                sorted(map(write_local, local), key=lambda each: (-each.packets, each.address))
            ),
            coverage=coverage,
            captures=captures,
            host_list_source=self._owners.source,
            host_list_date=self._owners.date,
            cannot_see=CANNOT_SEE,
        )

    def _filters(self) -> Iterable[str]:
        known = {id_text(self._asked.device)} if self._asked.device is not None else set()
        for facts in self._subjects.about if known else ():
            known |= {hardware_text(each) for each in facts.hardware}
        for examined in self._examined:
            for interface in examined.facts.interfaces:
                words = interface.capture_filter.lower().split()
                if words and not (
                    words[-1] in known and words[:-1] in (["host"], ["ether", "host"])
                ):
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

    def _coverage(
        self, captures: tuple[CaptureFile, ...], destinations: Sequence[Destination]
    ) -> Coverage:
        packets = self._packets
        spans = packets.spans.spans
        sums = self._subjects.sums(self._subjects.about)
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
            for number, each in end.phases.items():
                every[number] += each.packets_out + each.packets_in
        for number, phase in enumerate(self._asked.phases):
            there = sum(phase.name in (each.phase for each in one.phases) for one in destinations)
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


def _is_somebody(row: Row) -> bool:
    """Whether an address is one receiver's; one that ends like a broadcast's must have answered."""
    if not row.address or is_group(row.address):
        return False
    return bool(row.total.packets_in) or row.address[-1] != 0xFF  # noqa: PLR2004 - the last byte of a broadcast
