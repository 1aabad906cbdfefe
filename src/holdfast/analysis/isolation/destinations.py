# SPDX-License-Identifier: Apache-2.0
"""The destinations of one set of hosts, put together from the sums and from what was heard.

Promises: every address outside that a packet went to or came from is a row; a destination whose
name no packet gives has no name rather than a likely one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.addresses import is_group
from holdfast.analysis.isolation.conversation import transport_name
from holdfast.analysis.isolation.dns import address_text
from holdfast.analysis.isolation.moments import moment
from holdfast.analysis.isolation.report import (
    Destination,
    How,
    InPhase,
    LocalPeer,
    Name,
    Spoken,
)
from holdfast.analysis.isolation.speech import ENCRYPTED_DNS_PORTS, QUIC, TLS, TUNNELS
from holdfast.analysis.isolation.tally import FURTHER, Sum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.analysis.isolation.owners import Owners
    from holdfast.analysis.isolation.packets import Packets
    from holdfast.analysis.isolation.report import Owner
    from holdfast.analysis.isolation.tally import End

FURTHER_TEXT = "further addresses"
_LOCAL = b"local"
_HIDDEN = {
    "ECH": "The server name is hidden (ECH); the name that is shown is that of the provider in front.",
    "ESNI": "The server name is hidden (ESNI).",
    "encrypted DNS": "Encrypted DNS: the names that were asked for there cannot be seen.",
}
_DNS = _HIDDEN["encrypted DNS"]
_TUNNEL = "An enciphered tunnel: what lies behind its other end cannot be seen."
_ONLY_IN = "Only packets from there were seen, none to there."
_FROM_OTHERS = "No packet of its own gives the name: another host was answered it for this address."
_GROUP = "Multicast of a scope that leaves the link."
_FURTHER = "More addresses than are listed one by one; they are summed here."


@dataclass(slots=True)
class Row:
    """What is summed of one address, over the hosts that the report is about."""

    address: bytes
    why: str
    ends: list[tuple[bytes, End]] = field(default_factory=list)

    @property
    def phases(self) -> dict[int, Sum]:
        """The sums in each phase."""
        found: dict[int, Sum] = {}
        for _host, end in self.ends:
            for phase, each in end.phases.items():
                kept = found.setdefault(phase, Sum(each.first, each.last))
                kept.join(each)
        return found

    @property
    def total(self) -> Sum:
        """The sum of all phases."""
        phases = list(self.phases.values())
        found = Sum(phases[0].first, phases[0].last)
        for each in phases:
            found.join(each)
        return found

    @property
    def services(self) -> Counter[tuple[int, int, str]]:
        """Packets of each port and what is spoken there."""
        found: Counter[tuple[int, int, str]] = Counter()
        for _host, end in self.ends:
            found.update(end.services)
        return found

    @property
    def ports(self) -> tuple[int, ...]:
        """Every port of the other end, in order."""
        return tuple(sorted({port for _, port, _ in self.services if port > 0}))


def gather_rows(
    packets: Packets, hosts: Callable[[bytes], bool], why: Callable[[bytes], str]
) -> list[Row]:
    """Put together what the hosts exchanged with each address; `why` says why one is not outside."""
    rows: dict[bytes, Row] = {}
    for (host, address), end in packets.tally.ends.items():
        if hosts(host) and end.phases:
            reason = end.why or (why(address) if len(address) in (4, 16) else "")
            rows.setdefault(address, Row(address, reason)).ends.append((host, end))
    return list(rows.values())


class DestinationWriter:
    """Writes rows as destinations."""

    def __init__(
        self,
        packets: Packets,
        owners: Owners,
        host_text: Callable[[bytes], str],
        phases: tuple[str, ...],
    ) -> None:
        self._packets = packets
        self._owners = owners
        self._host_text = host_text
        self._phases = phases
        self._answered = _answered_to_anybody(packets)
        self._readable: dict[tuple[bytes, bytes], set[str]] = {}
        for what in packets.heard.readable:
            self._readable.setdefault((what.host, what.other), set()).add(what.what)

    def write(self, row: Row) -> Destination:
        """Write one address outside."""
        total = row.total
        names, foreign = self._names(row)
        owner = self._owners.of(row.address, names)
        kinds = {
            kind for host, _ in row.ends for kind in self._readable.get((host, row.address), ())
        }
        services = row.services
        return Destination(
            address=_address(row.address),
            names=names,
            ports=row.ports,
            bytes_out=total.bytes_out,
            bytes_in=total.bytes_in,
            attempts_unanswered=sum(end.unanswered for _, end in row.ends),
            first=moment(total.first),
            last=moment(total.last),
            packets_out=total.packets_out,
            packets_in=total.packets_in,
            conversations=sum(end.conversations for _, end in row.ends),
            services=tuple(
                Spoken(transport_name(protocol), port if port > 0 else None, speech, count)
                for (protocol, port, speech), count in services.most_common()
            ),
            owner=owner,
            hosts=tuple(dict.fromkeys(self._host_text(host) for host, _ in row.ends)),
            phases=tuple(
                InPhase(
                    self._phases[phase] if phase >= 0 else "",
                    moment(each.first),
                    moment(each.last),
                    each.packets_out,
                    each.packets_in,
                    each.bytes_out,
                    each.bytes_in,
                )
                for phase, each in sorted(row.phases.items(), key=lambda item: item[1].first)
            ),
            plain_text=tuple(sorted(kinds)),
            notes=tuple(self._notes(row, owner, total, foreign=foreign)),
        )

    def _names(self, row: Row) -> tuple[tuple[Name, ...], bool]:
        own: dict[tuple[str, str], None] = {}
        for host, _ in row.ends:
            own |= self._packets.heard.names.get((host, row.address), {})
        foreign = not own
        found = own or self._answered.get(row.address, {})
        return tuple(Name(name, how) for name, how in found), foreign and bool(found)

    def _notes(self, row: Row, owner: Owner, total: Sum, *, foreign: bool) -> Iterable[str]:
        hidden = {_HIDDEN[each] for _, end in row.ends for each in end.hidden}
        for _protocol, port, speech in row.services:
            enciphered = speech.startswith((TLS, QUIC))
            if enciphered and (port in ENCRYPTED_DNS_PORTS or owner.kind == "resolver"):
                hidden.add(_DNS)
            if speech in TUNNELS:
                hidden.add(_TUNNEL)
        yield from sorted(hidden)
        if row.address == FURTHER:
            yield _FURTHER
        elif is_group(row.address):
            yield _GROUP
        if not total.packets_out:
            yield _ONLY_IN
        if foreign:
            yield _FROM_OTHERS


def write_local(row: Row) -> LocalPeer:
    """Write one address that is not outside."""
    total = row.total
    return LocalPeer(
        address=_address(row.address),
        why=row.why,
        ports=row.ports,
        bytes_out=total.bytes_out,
        bytes_in=total.bytes_in,
        packets=total.packets_out + total.packets_in,
        first=moment(total.first),
        last=moment(total.last),
    )


def _address(address: bytes) -> str:
    return FURTHER_TEXT if address in (FURTHER, _LOCAL) else address_text(address)


def _answered_to_anybody(packets: Packets) -> dict[bytes, dict[tuple[str, str], None]]:
    found: dict[bytes, dict[tuple[str, str], None]] = {}
    for (_host, address), names in packets.heard.names.items():
        for name, how in names:
            if how == How.DNS_ANSWER:
                found.setdefault(address, {})[name, how] = None
    return found
