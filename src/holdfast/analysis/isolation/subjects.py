# SPDX-License-Identifier: Apache-2.0
"""Whom the report is about: the device with all its ids, or every host on the local side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.analysis.isolation.addresses import in_network, why_local
from holdfast.analysis.isolation.tally import Sum
from holdfast.analysis.isolation.whose import HostFacts, gather_hosts, id_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.analysis.isolation.packets import Packets


class Subjects:
    """The hosts that were seen, and which of them the report is about."""

    def __init__(self, packets: Packets, device: bytes | None) -> None:
        self.packets = packets
        self.device = device
        self.hosts = gather_hosts(packets, device)
        self.about = [
            each for each in self.hosts if device is None or device in each.ids or device == each.id
        ]
        self.ids = {host for each in self.about for host in each.ids}
        self._main = {host: each.id for each in self.hosts for host in each.ids}

    @property
    def who(self) -> str:
        """Name them in a sentence."""
        if self.device is None:
            return "a host on the local side"
        return f"the device {id_text(self.device)}"

    def text(self, host: bytes) -> str:
        """Write the id under which a host is reported."""
        return id_text(self._main.get(host, host))

    def why(self, address: bytes) -> str:
        """Say why an address is not outside, by all that the captures announced."""
        why = why_local(address)
        if not why and any(in_network(address, each) for each in self.packets.heard.networks):
            return "on the link, as DHCP or a router announced"
        return why

    def sums(self, hosts: Iterable[HostFacts]) -> dict[int, Sum]:
        """Sum up what hosts sent and got in each phase, frames that are not IP among it."""
        found: dict[int, Sum] = {}
        for host in (host for facts in hosts for host in facts.ids):
            total = self.packets.tally.hosts.get(host)
            if total is not None:
                for phase, each in total.phases.items():
                    found.setdefault(phase, Sum(each.first, each.last)).join(each)
            said = self.packets.heard.devices.get(host)
            if said is not None:
                for phase, count in said.phases.items():
                    frames = Sum(said.first, said.last, packets_out=count)
                    found.setdefault(phase, Sum(said.first, said.last)).join(frames)
        return found
