# SPDX-License-Identifier: Apache-2.0
"""Which end of a conversation is the host, and which the other end.

The device that was named is the host wherever it is an end. Otherwise it is the end on the local
side, or the sender of what goes to a group. Where both ends are local, or both outside (a host with a public address), it is the one that
began: by the TCP handshake, by what was decided for that address before, or by the ports (a server's
is the well-known one); the sender of the first packet where none of these says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.analysis.isolation.addresses import (
    in_network,
    is_group,
    is_group_hardware,
    why_local,
)
from holdfast.analysis.isolation.conversation import Conversation

if TYPE_CHECKING:
    from holdfast.analysis.isolation.heard import Heard
    from holdfast.readers.capture.link import LinkHeader

_WELL_KNOWN = 1024
_MOST_PUBLIC = 10_000
_HARDWARE = 6


class Two(NamedTuple):
    """Two ends of one packet."""

    protocol: int
    source: bytes
    destination: bytes
    source_port: int
    destination_port: int


class Sides:
    """Decides the sides, and remembers which public addresses were hosts."""

    def __init__(self, heard: Heard, device: bytes | None) -> None:
        self._heard = heard
        self._device = device
        self._public: dict[bytes, None] = {}

    def why_local(self, address: bytes) -> str:
        """Say why an address is not outside; "" when it is."""
        why = why_local(address)
        if not why and any(in_network(address, network) for network in self._heard.networks):
            return "on the link, as DHCP or a router announced"
        return why

    def begin(
        self, two: Two, header: LinkHeader, time: int, *, opens: bool, answers: bool
    ) -> Conversation:
        """Begin a conversation with its first packet."""
        source_why = self.why_local(two.source)
        destination_why = self.why_local(two.destination)
        began = self._source_began(two, opens=opens, answers=answers)
        by_source = self._by_device(two, header)
        if by_source is None:
            if is_group(two.destination):
                # Whoever speaks to everybody here is here, whatever its address.
                by_source = True
            elif bool(source_why) != bool(destination_why):
                by_source = bool(source_why)
            else:
                by_source = self._by_memory(two) if not source_why else began
                by_source = began if by_source is None else by_source
        if by_source:
            ends = (two.source, two.source_port, two.destination, two.destination_port)
            hardware, other_hardware, why = header.source, header.destination, destination_why
            host_why = source_why
        else:
            ends = (two.destination, two.destination_port, two.source, two.source_port)
            hardware, other_hardware, why = header.destination, header.source, source_why
            host_why = destination_why
        if not host_why and len(self._public) < _MOST_PUBLIC:
            self._public[ends[0]] = None
        named = bool(why) and not is_group(ends[2])
        return Conversation(
            two.protocol,
            *ends,
            host_id=self._id(ends[0], hardware),
            other_id=self._id(ends[2], other_hardware) if named else b"",
            why=why,
            last=time,
            initiated=began == by_source,
        )

    def _id(self, address: bytes, hardware: bytes) -> bytes:
        if address == self._device or is_group_hardware(hardware):
            return address
        return hardware

    def _by_device(self, two: Two, header: LinkHeader) -> bool | None:
        device = self._device
        if device is None:
            return None
        if len(device) == _HARDWARE:
            source, destination = header.source, header.destination
        else:
            source, destination = two.source, two.destination
        if source == device:
            return True
        return False if destination == device else None

    def _by_memory(self, two: Two) -> bool | None:
        source, destination = two.source in self._public, two.destination in self._public
        return source if source != destination else None

    @staticmethod
    def _source_began(two: Two, *, opens: bool, answers: bool) -> bool:
        if opens or answers:
            return opens
        if is_group(two.destination):
            return True
        low, high = two.source_port < _WELL_KNOWN, two.destination_port < _WELL_KNOWN
        return not low if low != high else True
