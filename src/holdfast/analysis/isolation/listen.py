# SPDX-License-Identifier: Apache-2.0
"""Listen to the beginning of each conversation for names, and to what is in the clear.

Promises: whatever a payload holds, nothing is raised; what claims to be a protocol and is not is
counted as malformed under that protocol's name. A conversation that has nothing more to say is
settled, so that its later packets are only counted.
"""

from __future__ import annotations

from collections import Counter
from ipaddress import ip_address
from typing import TYPE_CHECKING

from holdfast.analysis.isolation import dns, http, local, quic, speech, tls
from holdfast.analysis.isolation.addresses import why_local
from holdfast.analysis.isolation.heard import Readable
from holdfast.analysis.isolation.names_in_dns import hear_dns
from holdfast.analysis.isolation.report import How
from holdfast.analysis.isolation.streams import Stream
from holdfast.readers.faults import MALFORMED

if TYPE_CHECKING:
    from holdfast.analysis.isolation.conversation import Conversation
    from holdfast.analysis.isolation.heard import Heard

_FIN, _SYN, _RST, _ACK = 1, 2, 4, 16
_MOST_OUT, _MOST_BACK = 32_768, 49_152
_MOST_QUIC = 16
_MOST_DNS = 1 << 20
# A certificate says for what its holder may answer, which may be a hundred names nobody asked for.
_MOST_OF_CERTIFICATE = 3


class Moment:
    """When a packet was seen: its time, and the number of its phase."""

    __slots__ = ("cut", "phase", "time")

    def __init__(self, time: int, phase: int, *, cut: bool = False) -> None:
        """`cut`: the capture kept a part of the packet only."""
        self.time = time
        self.phase = phase
        self.cut = cut


class Listener:
    """Looks into payloads; what it hears goes into `heard`."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self.malformed: Counter[str] = Counter()

    def _fault(self, what: str, at: Moment) -> None:
        """Count a message that is none; one that the capture cut short is no fault of its sender."""
        if not at.cut:
            self.malformed[what] += 1

    def tcp(
        self, talk: Conversation, *, outward: bool, segment: tuple[int, int, bytes], at: Moment
    ) -> None:
        """Take a segment: (sequence number, flags, payload)."""
        sequence, flags, payload = segment
        if flags & _SYN:
            self._open(talk, outward=outward, sequence=sequence, answer=bool(flags & _ACK))
            sequence += 1
        if not payload or (talk.settled_out if outward else talk.settled_in):
            return
        stream = talk.out if outward else talk.back
        if stream is None:
            stream = Stream(sequence)
            if outward:
                talk.out = stream
            else:
                talk.back = stream
        for ready in stream.add(sequence, payload):
            try:
                self._in_order(talk, outward=outward, data=ready, at=at)
            except MALFORMED:
                self._fault(talk.speech or "TCP", at)
                talk.settle()
            if talk.settled_out if outward else talk.settled_in:
                break

    def _open(self, talk: Conversation, *, outward: bool, sequence: int, answer: bool) -> None:
        if answer:
            if outward:
                talk.initiated = False
                talk.out = talk.out or Stream(sequence + 1)
            else:
                talk.back = Stream(sequence + 1)
            return
        if sequence == talk.opening:
            return
        talk.opening = sequence
        talk.initiated = outward
        for table, key in talk.keys:
            table.pop(key, None)
        talk.keys.clear()
        talk.forget()
        talk.settled_out = talk.settled_in = False
        if outward:
            talk.out = Stream(sequence + 1)
        else:
            talk.back = Stream(sequence + 1)

    def _in_order(self, talk: Conversation, *, outward: bool, data: bytes, at: Moment) -> None:
        ports = (talk.host_port, talk.other_port)
        kept = talk.out_data if outward else talk.back_data
        data = kept + data
        if not talk.speech or talk.speech.endswith("by its port"):
            talk.speech = speech.DNS if 53 in ports else speech.speech_over_tcp(data)  # noqa: PLR2004 - the port of DNS
        match talk.speech:
            case speech.TLS:
                rest = self._tls(talk, outward=outward, data=data, at=at)
            case speech.HTTP:
                rest = self._http(talk, outward=outward, data=data, at=at)
            case speech.DNS:
                rest = self._dns_stream(talk, outward=outward, data=data, at=at)
            case _:
                self._other(talk, data, at)
                rest = b""
                self._settle(talk, outward=outward)
                talk.speech = talk.speech or speech.by_port(ports, tcp=True)
        if outward:
            talk.out_data = rest
        else:
            talk.back_data = rest

    def _settle(self, talk: Conversation, *, outward: bool) -> None:
        if outward:
            talk.settled_out = True
            talk.out, talk.out_data = None, b""
        else:
            talk.settled_in = True
            talk.back, talk.back_data = None, b""

    def _tls(self, talk: Conversation, *, outward: bool, data: bytes, at: Moment) -> bytes:
        if outward == talk.initiated:
            client = tls.read_client(data)
            progress = client.progress
            if client.hello is not None:
                self._hello(talk, client.hello, How.TLS, at)
        else:
            server = tls.read_server(data)
            progress = server.progress
            if server.certificate is not None and talk.initiated and not talk.why:
                for name in tls.certificate_names(server.certificate)[:_MOST_OF_CERTIFICATE]:
                    self._heard.name(talk.host_id, talk.other, name, How.CERTIFICATE.value)
        most = _MOST_OUT if outward else _MOST_BACK
        if progress is not tls.Progress.MORE or len(data) > most:
            self._settle(talk, outward=outward)
            return b""
        return data

    def _hello(self, talk: Conversation, hello: tls.Hello, how: How, at: Moment) -> None:
        talk.hidden = talk.hidden or hello.hidden
        if any(protocol in ("dot", "doq", "doq-i00") for protocol in hello.protocols):
            talk.hidden = talk.hidden or "encrypted DNS"
        if talk.initiated:
            self._named(talk, hello.server_name, how, at)

    def _named(self, talk: Conversation, name: str, how: How, at: Moment) -> None:
        """Take a name that a host gave to the other end: of that address, or asked of it."""
        if not name:
            return
        if how is not How.HTTP_PROXY and not talk.why:
            self._heard.name(talk.host_id, talk.other, name, how.value)
        elif _leads_outside(name):
            self._heard.ask((talk.host_id, name, how.value), talk.other, at.time, at.phase)

    def _http(self, talk: Conversation, *, outward: bool, data: bytes, at: Moment) -> bytes:
        if outward != talk.initiated:
            self._settle(talk, outward=outward)
            return b""
        requests, rest = http.read_requests(data)
        for request in requests:
            connect = request.method == "CONNECT"
            self._named(talk, request.host, How.HTTP_PROXY if connect else How.HTTP, at)
            shown = f"{request.method} {request.host}{request.path}"
            what = Readable(talk.host_id, talk.other, "HTTP request", shown, request.carried)
            self._heard.read(what, at.time)
            if connect:
                # What follows is the tunnel's, most often TLS with a name of its own.
                talk.speech = ""
        return rest

    def _dns_stream(self, talk: Conversation, *, outward: bool, data: bytes, at: Moment) -> bytes:
        stream = talk.out if outward else talk.back
        while len(data) >= 2:  # noqa: PLR2004 - the length before each message
            end = 2 + ((data[0] << 8) | data[1])
            if len(data) < end:
                break
            self.dns(talk, data[2:end], at, outward=outward)
            data = data[end:]
        if stream is not None and stream.taken > _MOST_DNS:
            self._settle(talk, outward=outward)
            return b""
        return data

    def dns(self, talk: Conversation, data: bytes, at: Moment, *, outward: bool) -> None:
        """Take one DNS message."""
        try:
            message = dns.read_dns(data)
        except MALFORMED:
            self._fault("DNS", at)
            return
        hear_dns(self._heard, talk, message, (at.time, at.phase), outward=outward)

    def _other(self, talk: Conversation, data: bytes, at: Moment) -> None:
        if kind := speech.kind_readable(talk.speech):
            carried = speech.mqtt_carries(data) if talk.speech == speech.MQTT else ()
            what = Readable(talk.host_id, talk.other, kind, "", carried)
            self._heard.read(what, at.time)

    def udp(self, talk: Conversation, payload: bytes, at: Moment, *, outward: bool) -> None:
        """Take a datagram's payload."""
        ports = (talk.host_port, talk.other_port)
        if not talk.speech:
            talk.speech = speech.speech_over_udp(payload, ports)
        try:
            self._datagram(talk, payload, at, outward=outward)
        except MALFORMED:
            self._fault(talk.speech or "UDP", at)
            talk.settle()

    def _datagram(self, talk: Conversation, payload: bytes, at: Moment, *, outward: bool) -> None:
        match talk.speech:
            case speech.DNS:
                self.dns(talk, payload, at, outward=outward)
            case speech.MDNS:
                hear_dns(
                    self._heard,
                    talk,
                    dns.read_dns(payload),
                    (at.time, at.phase),
                    outward=outward,
                    multicast=True,
                )
            case speech.DHCP:
                self._heard.said(local.read_dhcp(payload))
            case speech.DHCPV6:
                self._heard.said(local.read_dhcpv6(payload))
            case speech.QUIC:
                self._quic(talk, payload, at, outward=outward)
            case speech.HTTP | speech.SSDP:
                requests, _rest = http.read_requests(payload, ended=True)
                for request in requests:
                    shown = f"{request.method} {request.host}{request.path}"
                    what = Readable(
                        talk.host_id, talk.other, f"{talk.speech} request", shown, request.carried
                    )
                    self._heard.read(what, at.time)
                self._settle(talk, outward=outward)
            case _:
                self._other(talk, payload, at)
                self._settle(talk, outward=outward)
                talk.speech = talk.speech or speech.by_port(
                    (talk.host_port, talk.other_port), tcp=False
                )

    def _quic(self, talk: Conversation, payload: bytes, at: Moment, *, outward: bool) -> None:
        if outward != talk.initiated:
            self._settle(talk, outward=outward)
            return
        talk.quic = talk.quic or quic.QuicHello()
        whole = quic.read_datagram(payload, talk.quic)
        if whole and talk.quic.hello is not None:
            self._hello(talk, talk.quic.hello, How.QUIC, at)
        sent = sum(lane.packets for (_, out), lane in talk.lanes.items() if out == outward)
        if whole or sent >= _MOST_QUIC:
            self._settle(talk, outward=outward)
            talk.quic = None


def _leads_outside(name: str) -> bool:
    """Whether a name, or an address written as one, is outside by its form."""
    try:
        return not why_local(ip_address(name).packed)
    except ValueError:
        return not dns.is_local_name(name)
