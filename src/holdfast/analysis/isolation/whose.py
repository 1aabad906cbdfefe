# SPDX-License-Identifier: Apache-2.0
"""Whose traffic it was: hosts by hardware address, with the addresses and names they used.

A host that was only ever seen by an address is laid together with the hardware address that used,
asked for, or announced that address, when there is exactly one. A device that was named by an
address is followed the same way to its hardware address, and so to its other addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.addresses import hardware_text, is_group
from holdfast.analysis.isolation.dns import address_text
from holdfast.analysis.isolation.tally import FURTHER

if TYPE_CHECKING:
    from holdfast.analysis.isolation.packets import Packets

HARDWARE = 6


@dataclass(slots=True)
class HostFacts:
    """One host: the ids under which its traffic was summed, and what is known of it."""

    id: bytes
    ids: set[bytes] = field(default_factory=set)
    hardware: dict[bytes, None] = field(default_factory=dict)
    addresses: dict[bytes, None] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    vendor_class: str = ""


def id_text(host: bytes) -> str:
    """Write the id of a host."""
    if host == FURTHER:
        return "further hosts"
    return hardware_text(host) if len(host) == HARDWARE else address_text(host)


def gather_hosts(packets: Packets, device: bytes | None) -> list[HostFacts]:
    """Lay together what belongs to one host, in the order in which they were seen."""
    claims = _claims(packets, device)
    found: dict[bytes, HostFacts] = {}
    seen = [*packets.tally.hosts, *packets.heard.devices]
    for host in dict.fromkeys(seen):
        if len(host) in (4, 16) and is_group(host):
            continue
        main = _main(host, claims, device)
        facts = found.setdefault(main, HostFacts(main))
        facts.ids.add(host)
        _add(facts, host, packets)
    return list(found.values())


def _main(host: bytes, claims: dict[bytes, set[bytes]], device: bytes | None) -> bytes:
    """Give the id under which a host is reported."""
    by_address = device is not None and len(device) != HARDWARE
    if device is not None and by_address and (host == device or host in claims.get(device, ())):
        return device
    claimed = claims.get(host, set())
    return next(iter(claimed)) if len(claimed) == 1 else host


def _claims(packets: Packets, device: bytes | None) -> dict[bytes, set[bytes]]:
    """Say which hardware addresses claim an address: in DHCP, ARP and discovery, or by using it."""
    claims: dict[bytes, set[bytes]] = {}
    for hardware, said in packets.heard.devices.items():
        for address in said.addresses:
            claims.setdefault(address, set()).add(hardware)
    for host, total in packets.tally.hosts.items():
        if len(host) == HARDWARE:
            for address in total.addresses:
                # A router's hardware address carries others' packets, so only what it says counts
                # for a device that was named by its address.
                if address != device:
                    claims.setdefault(address, set()).add(host)
    return claims


def _add(facts: HostFacts, host: bytes, packets: Packets) -> None:
    if len(host) == HARDWARE:
        facts.hardware[host] = None
    elif host != FURTHER:
        facts.addresses[host] = None
    total = packets.tally.hosts.get(host)
    if total is not None:
        facts.addresses |= {each: None for each in total.addresses if any(each)}
    said = packets.heard.devices.get(host)
    if said is not None:
        facts.addresses |= {each: None for each in said.addresses if any(each)}
        facts.names |= said.names
        facts.vendor_class = facts.vendor_class or said.vendor_class
    for address in facts.addresses:
        if name := packets.heard.announced.get(address):
            facts.names[name] = None
