# SPDX-License-Identifier: Apache-2.0
"""What an isolation report says, as frozen values: one device, some captures, one of three verdicts.

Promises: nothing is left out without a count; a time is aware and in UTC; bytes are those of whole
frames as they were on the wire, as tshark counts them, even where the capture kept less of them.
`to_json` and `from_json` are each other's inverse. What the keys mean: docs/formats/isolation.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - from_json resolves the types of fields
from enum import StrEnum

from holdfast.analysis.isolation.json_form import from_json, to_json


class Verdict(StrEnum):
    """All that a capture can show. There is no word for "safe" among them."""

    CONTACTED = "contacted"
    NONE_SEEN = "none seen in this capture"
    CANNOT_TELL = "cannot tell"


class How(StrEnum):
    """How a name is known to belong to an address, from what the capture itself holds."""

    DNS_ANSWER = "DNS answer"
    TLS = "TLS server name"
    QUIC = "QUIC server name"
    HTTP = "HTTP host"
    CERTIFICATE = "certificate"
    DNS_QUERY = "DNS query"
    HTTP_PROXY = "HTTP proxy request"


FROM = {"json": "from"}
TO = {"json": "to"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an address, and how it is known (a word of `How`)."""

    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a destination is by the host list: its class, "unknown" where the list has no row.

    `entry` is the row that fits, `why` what the row says, `source` where that is published.
    """

    kind: str
    name: str = ""
    entry: str = ""
    why: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One port of a destination: "TCP", "UDP" or another protocol, and what was spoken there."""

    transport: str
    port: int | None
    protocol: str
    packets: int


@dataclass(frozen=True, slots=True)
class InPhase:
    """What went to and from one destination in one phase ("" for the time of no phase)."""

    phase: str
    first: datetime
    last: datetime
    packets_out: int
    packets_in: int
    bytes_out: int
    bytes_in: int


@dataclass(frozen=True, slots=True)
class Destination:
    """One address outside.

    `hosts` are ids of `Host`: whose traffic it was. `attempts_unanswered` counts conversations in
    which something was sent there and nothing came back. `plain_text` names kinds of readable
    content, never the content. `notes` are sentences.
    """

    address: str
    names: tuple[Name, ...]
    ports: tuple[int, ...]
    bytes_out: int
    bytes_in: int
    attempts_unanswered: int
    first: datetime
    last: datetime
    packets_out: int
    packets_in: int
    conversations: int
    services: tuple[Spoken, ...]
    owner: Owner
    hosts: tuple[str, ...]
    phases: tuple[InPhase, ...]
    plain_text: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedName:
    """A name outside that was asked for: at a resolver, or of a proxy or server on the local side.

    `via` are the addresses that were asked. `contacted`: an address that was answered is among the
    destinations. A name asked at a local resolver leaves the building by way of that resolver.
    """

    name: str
    how: str
    via: tuple[str, ...]
    asked: int
    answered: int
    addresses: tuple[str, ...]
    contacted: bool
    first: datetime
    last: datetime
    owner: Owner
    hosts: tuple[str, ...]
    phases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainText:
    """Something that anybody on the way could read. `what` is a kind, `shown` is shortened.

    `carried` names what else was readable and is not shown (cookie, credentials, body, …).
    """

    what: str
    address: str
    shown: str
    carried: tuple[str, ...]
    count: int
    first: datetime
    last: datetime
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalPeer:
    """An address that is not outside; `why` is "private", "link-local", "multicast" and so on."""

    address: str
    why: str
    ports: tuple[int, ...]
    bytes_out: int
    bytes_in: int
    packets: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Host:
    """A device on the local side. `id` is its hardware address, else an address of its own.

    `device`: it is the one that the report is about.
    """

    id: str
    device: bool
    hardware: tuple[str, ...]
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    vendor_class: str
    packets_out: int
    packets_in: int
    bytes_out: int
    bytes_in: int
    destinations: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which the captures hold no packet at all."""

    first: datetime = field(metadata=FROM)
    last: datetime = field(metadata=TO)
    seconds: float


@dataclass(frozen=True, slots=True)
class CaptureFile:
    """One file that was handed in. `drops` None: the file does not say.

    `fault` is why reading stopped before the end, "" when it did not.
    """

    name: str
    format: str
    sha256: str
    size: int
    bytes_read: int
    packets: int
    link_types: tuple[str, ...]
    snap_length: int | None
    truncated: int
    drops: int | None
    first: datetime | None = field(metadata=FROM)
    last: datetime | None = field(metadata=TO)
    fault: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseCoverage:
    """One phase of the test and what the captures hold of it; it has a verdict of its own."""

    name: str
    first: datetime = field(metadata=FROM)
    last: datetime = field(metadata=TO)
    packets: int
    device_packets: int
    covered: bool
    destinations: int
    verdict: str


@dataclass(frozen=True, slots=True)
class FlightCoverage:
    """One flight, and where the captures hold nothing of it (outside them, or a gap in them)."""

    name: str
    first: datetime = field(metadata=FROM)
    last: datetime = field(metadata=TO)
    covered: bool
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of what."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What shows how far the captures reach, and where they do not.

    `device_seen`: the device (or, where none was named, any host) sent a packet. `drops` None: no
    file says. `truncated` counts packets of which the capture kept a part, `unreadable` frames
    whose addresses could not be read, `encrypted_frames` those of them that are enciphered 802.11.
    `clock_back` counts steps of the capture's clock back by more than a second. `not_ip` counts
    frames of other protocols, `limits` what was counted together because there was too much of it.
    """

    device_seen: bool
    device_packets: int
    drops: int | None
    truncated: int
    unreadable: int
    encrypted_frames: int
    clock_back: int
    complete: bool
    gaps: tuple[Gap, ...]
    phases: tuple[PhaseCoverage, ...]
    flights: tuple[FlightCoverage, ...]
    not_ip: tuple[Count, ...]
    malformed: tuple[Count, ...]
    limits: tuple[Count, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsolationReport:
    """The whole report. `reasons` are the sentences that the verdict rests on."""

    verdict: str
    reasons: tuple[str, ...]
    device: str | None
    packets: int
    malformed: int
    first: datetime | None = field(metadata=FROM)
    last: datetime | None = field(metadata=TO)
    link_types: tuple[str, ...]
    destinations: tuple[Destination, ...]
    asked_names: tuple[AskedName, ...]
    plain_text: tuple[PlainText, ...]
    hosts: tuple[Host, ...]
    local: tuple[LocalPeer, ...]
    coverage: Coverage
    captures: tuple[CaptureFile, ...]
    host_list_source: str
    host_list_date: str
    cannot_see: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Give plain JSON values; times in ISO 8601 with Z."""
        return to_json(self)

    @classmethod
    def from_json(cls, value: object) -> IsolationReport:
        """Read what `to_json` gave; raises ReportFormError for anything else."""
        return from_json(cls, value)
