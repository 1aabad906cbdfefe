# SPDX-License-Identifier: Apache-2.0
"""Whose a destination is, by the host list: a dated list with a source for every row.

Promises: a name that no row fits is "unknown" and is shown like every other; the longest ending
wins; nothing is looked up anywhere.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.addresses import in_network
from holdfast.analysis.isolation.report import How, Owner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.agency import HostOwner, Listed
    from holdfast.analysis.isolation.report import Name

UNKNOWN = Owner("unknown")
# What a host asked for says more than what an answer or a certificate added.
_BEFORE = {
    how.value: place for place, how in enumerate((How.TLS, How.QUIC, How.HTTP, How.DNS_ANSWER))
}


class Owners:
    """The host list, ready to be asked."""

    def __init__(self, hosts: Listed[HostOwner]) -> None:
        self.source = hosts.source
        self.date = hosts.date
        self._endings = {ending: row for row in hosts for ending in row.endings}
        self._networks = [
            ((network.network_address.packed, network.prefixlen), str(network), row)
            for row in hosts
            for network in map(ip_network, row.networks)
        ]

    def of_name(self, name: str) -> Owner | None:
        """Give the owner of a name, None when no row fits."""
        labels = name.removeprefix("*.").rstrip(".").split(".")
        for place in range(len(labels)):
            ending = ".".join(labels[place:])
            row = self._endings.get(ending)
            if row is not None:
                return _owner(row, ending)
        return None

    def of(self, address: bytes, names: Iterable[Name]) -> Owner:
        """Give the owner of an address with its names, the ones it was asked by first."""
        for name in sorted(names, key=lambda each: _BEFORE.get(each.how, len(_BEFORE))):
            found = self.of_name(name.name)
            if found is not None:
                return found
        for network, text, row in self._networks:
            if in_network(address, network):
                return _owner(row, text)
        return UNKNOWN


def _owner(row: HostOwner, entry: str) -> Owner:
    return Owner(row.kind, row.words, entry, row.why, row.published)
