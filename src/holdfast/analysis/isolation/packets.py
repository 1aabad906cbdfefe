# SPDX-License-Identifier: Apache-2.0
"""Read one packet in full: whose it is, with whom, in which conversation, and what it says.

Promises: whatever a frame holds, nothing is raised; a frame whose addresses cannot be read is
counted as unreadable, one whose headers say what no header can as malformed.
"""

from __future__ import annotations

import struct
from collections import Counter
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.conversation import ICMPV6, TCP, UDP, Conversation, Lane
from holdfast.analysis.isolation.heard import Heard
from holdfast.analysis.isolation.listen import Listener, Moment
from holdfast.analysis.isolation.local import read_arp, read_neighbour
from holdfast.analysis.isolation.sides import Sides, Two
from holdfast.analysis.isolation.spans import Spans
from holdfast.analysis.isolation.streams import Fragments, Piece
from holdfast.analysis.isolation.tally import Tally
from holdfast.readers.capture.link import (
    AGGREGATED,
    ENCIPHERED,
    IPV4,
    IPV6,
    PLAIN_OFFSETS,
    UNKNOWN_LINK,
    LinkHeader,
    protocol_name,
    read_link,
)
from holdfast.readers.capture.network import (
    ARP,
    Datagram,
    MalformedError,
    read_network,
    read_tunnel,
)
from holdfast.readers.faults import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_TALKS = 16_384
MOST_HELD = 64 << 20
_LOOK_AFTER = 8192
_MOST_KEYS = 64
_MOST_TUNNELS = 4
_VLAN = (b"\x81\x00", b"\x88\xa8")
_SYN, _ACK = 2, 16

Ends = tuple[int, bytes, bytes, int, int]


class Packets:
    """Takes packets one by one and keeps the tables."""

    def __init__(self, phases: Sequence[tuple[int, int]], device: bytes | None) -> None:
        self.heard = Heard()
        self.listener = Listener(self.heard)
        self.tally = Tally()
        self.spans = Spans(phases)
        self.fragments = Fragments()
        self.not_ip: Counter[str] = Counter()
        self.malformed: Counter[str] = Counter()
        self.other_packets: Counter[int] = Counter()
        self.unreadable = 0
        self.enciphered = 0
        self.given_up = 0
        self.bases: dict[int, int] = {}
        self.remember_fast = True
        self._fast: dict[int, tuple[dict[bytes, Lane], dict[bytes, Lane]]] = {}
        self._talks: dict[Ends, Conversation] = {}
        self._sides = Sides(self.heard, device)
        self._phase = -1
        self._read = 0
        self.tables = self._tables(-1)

    def _tables(self, phase: int) -> tuple[dict[bytes, Lane], dict[bytes, Lane]]:
        return self._fast.setdefault(phase, ({}, {}))

    def enter(self, phase: int) -> None:
        """From now on packets are of this phase (-1: of none)."""
        self._phase = phase
        self.tables = self._tables(phase)

    def read(self, link: int, frame: bytes, time: int, length: int) -> None:
        """Read one frame; `length` is its length on the wire."""
        self._read += 1
        if not self._read % _LOOK_AFTER:
            self._keep_small()
        cut = len(frame) < length
        try:
            header = read_link(link, frame)
            if header.protocol in (IPV4, IPV6):
                datagram = read_network(header.protocol, frame, header.offset)
            else:
                self._not_ip(header, frame, time)
                return
        except MalformedError as error:
            self._bad(str(error), cut=cut)
            return
        except (IndexError, struct.error, ValueError):
            self._bad("frame shorter than its headers", cut=cut)
            return
        at = Moment(time, self._phase, cut=cut or not datagram.whole)
        talk = self._datagram(header, datagram, frame, (at, length))
        if talk is not None and self.remember_fast and not cut:
            self._remember(talk, link, header, datagram, frame)

    def _bad(self, what: str, *, cut: bool) -> None:
        self.unreadable += 1
        self.other_packets[self._phase] += 1
        if not cut:
            self.malformed[what] += 1

    def _not_ip(self, header: LinkHeader, frame: bytes, time: int) -> None:
        self.other_packets[self._phase] += 1
        if header.protocol in (ENCIPHERED, UNKNOWN_LINK, AGGREGATED):
            self.unreadable += 1
            self.enciphered += header.protocol == ENCIPHERED
        self.not_ip[protocol_name(header.protocol)] += 1
        if header.protocol == ARP:
            try:
                self.heard.said(read_arp(frame, header.offset))
            except MALFORMED:
                self.malformed["ARP"] += 1
        if header.source and not header.source[0] & 1:
            self.heard.frame(header.source, time, self._phase)

    def _datagram(
        self,
        header: LinkHeader,
        datagram: Datagram,
        frame: bytes,
        when: tuple[Moment, int],
        depth: int = 0,
    ) -> Conversation | None:
        """Count a datagram in its conversation, and listen to it."""
        at, length = when
        protocol = datagram.protocol
        payload: bytes | None = None
        if datagram.fragment is not None:
            payload, ports = self._fragment(datagram, frame)
        else:
            ports = frame[datagram.begin : min(datagram.begin + 4, datagram.end)]
        sport, dport = 0, 0
        if protocol in (TCP, UDP) and len(ports) == 4:  # noqa: PLR2004 - two ports
            sport, dport = (ports[0] << 8) | ports[1], (ports[2] << 8) | ports[3]
        flags = -1
        if protocol == TCP and datagram.fragment is None and datagram.end > datagram.begin + 13:
            flags = frame[datagram.begin + 13]
        key = (protocol, datagram.source, datagram.destination, sport, dport)
        talk = self._talks.get(key) or self._begin(key, header, flags, at.time)
        outward = talk.host == datagram.source and talk.host_port == sport
        self._count(talk, at, length, outward=outward)
        if datagram.fragment is None:
            payload = frame[datagram.begin : datagram.end]
        if payload is not None:
            self._listen(talk, payload, at, outward=outward)
            tunnel = self._tunnel(datagram, frame) if depth < _MOST_TUNNELS else None
            if tunnel is not None:
                inner_header = LinkHeader(tunnel[0], tunnel[1], header.source, header.destination)
                self._inside(inner_header, frame, when, depth + 1)
        return talk if datagram.fragment is None and depth == 0 else None

    def _tunnel(self, datagram: Datagram, frame: bytes) -> tuple[int, int] | None:
        try:
            return read_tunnel(datagram, frame)
        except (IndexError, struct.error):
            return None

    def _inside(
        self, header: LinkHeader, frame: bytes, when: tuple[Moment, int], depth: int
    ) -> None:
        try:
            inner = read_network(header.protocol, frame, header.offset)
        except (MalformedError, IndexError, struct.error, ValueError):
            if not when[0].cut:
                self.malformed["packet inside a tunnel"] += 1
            return
        self._datagram(header, inner, frame, when, depth)

    def _fragment(self, datagram: Datagram, frame: bytes) -> tuple[bytes | None, bytes]:
        number, offset, more = datagram.fragment or (0, 0, False)
        key = (datagram.source, datagram.destination, datagram.protocol, number)
        data = frame[datagram.begin : datagram.end]
        whole = self.fragments.add(key, Piece(offset, data, more))
        return whole, self.fragments.head(key)

    def _begin(self, key: Ends, header: LinkHeader, flags: int, time: int) -> Conversation:
        """Begin a conversation, which both directions find."""
        if len(self._talks) >= 2 * MOST_TALKS:
            self._evict()
        two = Two(*key)
        opens = flags >= 0 and flags & (_SYN | _ACK) == _SYN
        answers = flags >= 0 and flags & (_SYN | _ACK) == _SYN | _ACK
        talk = self._sides.begin(two, header, time, opens=opens, answers=answers)
        back = (
            two.protocol, two.destination, two.source, two.destination_port, two.source_port,
        )  # fmt: skip
        self._talks[key] = self._talks[back] = talk
        return talk

    def _count(self, talk: Conversation, at: Moment, length: int, *, outward: bool) -> None:
        lane = talk.lanes.get((at.phase, outward))
        if lane is None:
            lane = talk.lanes[at.phase, outward] = Lane(at.time, at.time)
        lane.packets += 1
        lane.octets += length
        lane.first = min(lane.first, at.time)
        lane.last = max(lane.last, at.time)
        talk.last = at.time
        if not outward:
            talk.waiting, talk.answered = False, True
        elif not talk.answered:
            talk.waiting = True

    def _listen(self, talk: Conversation, payload: bytes, at: Moment, *, outward: bool) -> None:
        if talk.protocol == TCP:
            self._tcp(talk, payload, at, outward=outward)
        elif talk.protocol == UDP:
            length = int.from_bytes(payload[4:6], "big")
            if len(payload) < 8 or 0 < length < 8:  # noqa: PLR2004 - the header's size
                if not at.cut:
                    self.malformed["UDP"] += 1
                return
            body = payload[8:length] if length else payload[8:]
            if body and not (talk.settled_out if outward else talk.settled_in):
                self.listener.udp(talk, body, at, outward=outward)
            elif not body:
                talk.speech = talk.speech or "empty datagrams"
        elif talk.protocol == ICMPV6 and payload:
            try:
                said = read_neighbour(payload, talk.host if outward else talk.other)
            except MALFORMED:
                said = None
            if said is not None:
                self.heard.said(said)

    def _tcp(self, talk: Conversation, payload: bytes, at: Moment, *, outward: bool) -> None:
        if len(payload) < 20:  # noqa: PLR2004 - the header's size
            if not at.cut:
                self.malformed["TCP"] += 1
            return
        header = (payload[12] >> 4) * 4
        flags = payload[13]
        if header < 20:  # noqa: PLR2004 - the header's size
            self.malformed["TCP"] += 1
            return
        sequence = int.from_bytes(payload[4:8], "big")
        if outward:
            fresh = flags & (_SYN | _ACK) == _SYN and sequence != talk.opening
            if fresh and talk.waiting and talk.opening >= 0:
                talk.unanswered += 1
            talk.waiting = talk.waiting or fresh
        segment = (sequence, flags, payload[header:])
        self.listener.tcp(talk, outward=outward, segment=segment, at=at)

    def _remember(
        self,
        talk: Conversation,
        link: int,
        header: LinkHeader,
        datagram: Datagram,
        frame: bytes,
    ) -> None:
        """Put a settled lane where `Watch` finds it, when the frame is of the plain shape."""
        if talk.protocol not in (TCP, UDP) or datagram.end < datagram.begin + 2:
            return
        port = (frame[datagram.begin] << 8) | frame[datagram.begin + 1]
        outward = talk.host == datagram.source and talk.host_port == port
        lane = talk.lanes[self._phase, outward]
        lane.open = not (talk.settled_out if outward else talk.settled_in)
        if (lane.open and talk.protocol == UDP) or len(talk.keys) >= _MOST_KEYS:
            return
        base = header.offset
        plain = PLAIN_OFFSETS.get(link)
        if plain is None or not (base == plain or (link == 1 and frame[12:14] in _VLAN)):
            return
        if frame[base] == 0x45:  # noqa: PLR2004 - IPv4 without options
            key = frame[: base + 1] + frame[base + 12 : base + 24]
        elif frame[base] >> 4 == 6 and frame[base + 6] == talk.protocol:  # noqa: PLR2004 - IPv6 without extension headers
            key = frame[:base] + frame[base + 8 : base + 44]
        else:
            return
        table = self.tables[0 if talk.protocol == TCP else 1]
        if key not in table:
            table[key] = lane
            talk.keys.append((table, key))
            self.bases[link] = base

    def _keep_small(self) -> None:
        """Let go of what is kept for looking when it is too much."""
        held = sum(talk.held for talk in self._talks.values()) // 2
        if held > MOST_HELD:
            for talk in self._talks.values():
                if talk.held:
                    self.given_up += 1
                    talk.settle()

    def _evict(self) -> None:
        """Sum up the half of the conversations that were silent longest, and forget them."""
        unique = {id(talk): talk for talk in self._talks.values()}
        by_age = sorted(unique.values(), key=_last)
        gone = by_age[: len(by_age) // 2]
        for talk in gone:
            self._close(talk)
        forget = {id(talk) for talk in gone}
        self._talks = {key: talk for key, talk in self._talks.items() if id(talk) not in forget}

    def _close(self, talk: Conversation) -> None:
        for table, key in talk.keys:
            table.pop(key, None)
        talk.keys.clear()
        self.tally.close(talk)

    def fold_all(self) -> None:
        """Sum up every lane and begin new ones; conversations go on."""
        for talk in {id(talk): talk for talk in self._talks.values()}.values():
            for table, key in talk.keys:
                table.pop(key, None)
            talk.keys.clear()
            self.tally.fold(talk)

    def finish(self) -> None:
        """Sum up everything."""
        for talk in {id(talk): talk for talk in self._talks.values()}.values():
            self._close(talk)
        self._talks.clear()


def _last(talk: Conversation) -> int:
    return max((lane.last for lane in talk.lanes.values()), default=talk.last)
