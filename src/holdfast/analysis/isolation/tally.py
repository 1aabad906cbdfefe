# SPDX-License-Identifier: Apache-2.0
"""Sums: what went between each host and each other end, in each phase.

Promises: the tables have an end. When one is full, what comes then is summed under "further
addresses" of its host (address b""), so that no byte and no destination is without a trace.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.addresses import is_group
from holdfast.analysis.isolation.conversation import TCP, UDP
from holdfast.analysis.isolation.speech import by_port

if TYPE_CHECKING:
    from holdfast.analysis.isolation.conversation import Conversation, Lane

MOST_ENDS = 30_000
MOST_HOSTS = 10_000
MOST_SERVICES = 64
MOST_ADDRESSES = 64
FURTHER = b""


@dataclass(slots=True)
class Sum:
    """Packets and bytes out and in, and from when to when."""

    first: int
    last: int
    packets_out: int = 0
    packets_in: int = 0
    bytes_out: int = 0
    bytes_in: int = 0

    def add(self, lane: Lane, *, outward: bool) -> None:
        """Add a lane."""
        self.first = min(self.first, lane.first)
        self.last = max(self.last, lane.last)
        if outward:
            self.packets_out += lane.packets
            self.bytes_out += lane.octets
        else:
            self.packets_in += lane.packets
            self.bytes_in += lane.octets

    def join(self, other: Sum) -> None:
        """Add another sum."""
        self.first = min(self.first, other.first)
        self.last = max(self.last, other.last)
        self.packets_out += other.packets_out
        self.packets_in += other.packets_in
        self.bytes_out += other.bytes_out
        self.bytes_in += other.bytes_in


@dataclass(slots=True)
class End:
    """One other end of one host. `why` says why it is not outside, "" when it is."""

    why: str
    conversations: int = 0
    unanswered: int = 0
    phases: dict[int, Sum] = field(default_factory=dict)
    services: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    hidden: set[str] = field(default_factory=set)


@dataclass(slots=True)
class HostSum:
    """What a host sent and got, in each phase, from and at which of its addresses."""

    addresses: dict[bytes, None] = field(default_factory=dict)
    phases: dict[int, Sum] = field(default_factory=dict)


class Tally:
    """The tables of sums."""

    def __init__(self) -> None:
        self.ends: dict[tuple[bytes, bytes], End] = {}
        self.hosts: dict[bytes, HostSum] = {}
        self.further: Counter[str] = Counter()

    def fold(self, talk: Conversation) -> None:
        """Add what a conversation has in its lanes, and empty them."""
        end = self._end(talk)
        for (phase, outward), lane in talk.lanes.items():
            _sum(end.phases, phase, lane).add(lane, outward=outward)
            end.services[self._service(end, talk)] += lane.packets
            self._host(talk.host_id, talk.host, phase, lane, outward=outward)
            if talk.other_id:
                self._host(talk.other_id, talk.other, phase, lane, outward=not outward)
        if talk.hidden:
            end.hidden.add(talk.hidden)
        talk.lanes.clear()

    def close(self, talk: Conversation) -> None:
        """Fold a conversation for good, and count it."""
        self.fold(talk)
        end = self._end(talk)
        end.conversations += 1
        end.unanswered += talk.unanswered
        if talk.waiting and not is_group(talk.other):
            end.unanswered += 1

    def _end(self, talk: Conversation) -> End:
        key = (talk.host_id, talk.other)
        found = self.ends.get(key)
        if found is None:
            if len(self.ends) >= MOST_ENDS:
                self.further["addresses that are summed and not listed"] += 1
                key = (talk.host_id if talk.host_id in self.hosts else FURTHER, FURTHER)
                if not talk.why:
                    return self.ends.setdefault(key, End(""))
                return self.ends.setdefault((key[0], b"local"), End("private"))
            found = self.ends[key] = End(talk.why)
        return found

    def _service(self, end: End, talk: Conversation) -> tuple[int, int, str]:
        speech = talk.speech
        if not speech and talk.protocol in (TCP, UDP):
            speech = by_port((talk.host_port, talk.other_port), tcp=talk.protocol == TCP)
        service = (talk.protocol, talk.other_port, speech)
        if service not in end.services and len(end.services) >= MOST_SERVICES:
            return (talk.protocol, -1, "further ports")
        return service

    def _host(self, host: bytes, address: bytes, phase: int, lane: Lane, *, outward: bool) -> None:
        found = self.hosts.get(host)
        if found is None:
            if len(self.hosts) >= MOST_HOSTS:
                self.further["hosts that are summed and not listed"] += 1
                host = FURTHER
            found = self.hosts.setdefault(host, HostSum())
        if len(found.addresses) < MOST_ADDRESSES:
            found.addresses[address] = None
        _sum(found.phases, phase, lane).add(lane, outward=outward)


def _sum(phases: dict[int, Sum], phase: int, lane: Lane) -> Sum:
    found = phases.get(phase)
    if found is None:
        found = phases[phase] = Sum(lane.first, lane.last)
    return found
