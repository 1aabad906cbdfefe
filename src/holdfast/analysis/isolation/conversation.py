# SPDX-License-Identifier: Apache-2.0
"""Who speaks with whom: a conversation between a host and another end, and its lanes.

A lane is one direction of a conversation in one phase, and holds the sums. A conversation is
"looked into" until all names that its beginning can hold are known; from then on its packets are
only counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.analysis.isolation.quic import QuicHello
    from holdfast.analysis.isolation.streams import Stream

TCP, UDP, ICMP, ICMPV6 = 6, 17, 1, 58
TRANSPORTS = {
    1: "ICMP", 2: "IGMP", 4: "IPv4 in IP", 6: "TCP", 17: "UDP", 41: "IPv6 in IP", 47: "GRE",
    50: "ESP", 51: "AH", 58: "ICMPv6", 103: "PIM", 112: "VRRP", 132: "SCTP",
}  # fmt: skip


@dataclass(slots=True)
class Lane:
    """Packets of one direction in one phase; times in nanoseconds. `open`: it is looked into."""

    first: int
    last: int
    packets: int = 0
    octets: int = 0
    open: bool = True


@dataclass(slots=True)
class Conversation:
    """Between `host` (on the local side, as `host_id` names it) and `other`.

    `why` says why the other end is not outside, "" when it is. `other_id` names the other end where
    it is a host as well. `waiting`: something was sent to the other end since the last answer.
    """

    protocol: int
    host: bytes
    host_port: int
    other: bytes
    other_port: int
    host_id: bytes
    other_id: bytes
    why: str
    last: int
    speech: str = ""
    initiated: bool = True
    waiting: bool = False
    answered: bool = False
    unanswered: int = 0
    opening: int = -1
    hidden: str = ""
    settled_out: bool = False
    settled_in: bool = False
    lanes: dict[tuple[int, bool], Lane] = field(default_factory=dict)
    keys: list[tuple[dict[bytes, Lane], bytes]] = field(default_factory=list)
    out: Stream | None = None
    back: Stream | None = None
    out_data: bytes = b""
    back_data: bytes = b""
    quic: QuicHello | None = None

    def settle(self) -> None:
        """Look no further: the rest is only counted."""
        self.settled_out = self.settled_in = True
        self.forget()

    def forget(self) -> None:
        """Let go of what was kept for looking."""
        self.out = self.back = None
        self.out_data = self.back_data = b""
        self.quic = None

    @property
    def held(self) -> int:
        """How many bytes are kept for looking."""
        return len(self.out_data) + len(self.back_data)


def transport_name(protocol: int) -> str:
    """Name an IP protocol."""
    return TRANSPORTS.get(protocol) or f"IP protocol {protocol}"
