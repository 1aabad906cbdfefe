# SPDX-License-Identifier: Apache-2.0
"""What was heard: names of addresses, names asked for, things anybody could read. Tables with an end.

Promises: a table that is full takes no new row, and how often that happened is counted and said in
the report; what is in it stays right.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from holdfast.analysis.isolation.local import Said

    Key = TypeVar("Key", bound=Hashable)
    Value = TypeVar("Value")

MOST_NAMES = 100_000
MOST_NAMES_OF_ONE = 64
MOST_ASKED = 20_000
MOST_READABLE = 5_000
MOST_DEVICES = 20_000
MOST_NETWORKS = 256
MOST_ADDRESSES = 64


class Readable(NamedTuple):
    """Something readable: whose, with whom, of what kind, as far as it is shown."""

    host: bytes
    other: bytes
    what: str
    shown: str
    carried: tuple[str, ...]


@dataclass(slots=True)
class Span:
    """How often, and from when to when."""

    first: int
    last: int
    count: int = 0

    def add(self, time: int) -> None:
        """Count one more."""
        self.count += 1
        self.first = min(self.first, time)
        self.last = max(self.last, time)


@dataclass(slots=True)
class Asked(Span):
    """How a name was asked for."""

    answered: int = 0
    via: dict[bytes, None] = field(default_factory=dict)
    addresses: dict[bytes, None] = field(default_factory=dict)
    phases: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Device:
    """What was said of one hardware address, and what it sent that is not IP."""

    addresses: dict[bytes, None] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    vendor_class: str = ""
    frames: int = 0
    first: int = 0
    last: int = 0
    phases: Counter[int] = field(default_factory=Counter)


class Heard:
    """The tables."""

    def __init__(self) -> None:
        self.names: dict[tuple[bytes, bytes], dict[tuple[str, str], None]] = {}
        self.asked: dict[tuple[bytes, str, str], Asked] = {}
        self.readable: dict[Readable, Span] = {}
        self.devices: dict[bytes, Device] = {}
        self.networks: dict[tuple[bytes, int], None] = {}
        self.announced: dict[bytes, str] = {}
        self.full: Counter[str] = Counter()

    def name(self, host: bytes, address: bytes, name: str, how: str) -> None:
        """Take a name of an address, as `host` saw it."""
        if not name:
            return
        found = self._row(self.names, (host, address), dict, ("names of addresses", MOST_NAMES))
        if found is not None and (len(found) < MOST_NAMES_OF_ONE or (name, how) in found):
            found[name, how] = None
        elif found is not None:
            self.full["further names of one address"] += 1

    def ask(self, key: tuple[bytes, str, str], via: bytes, time: int, phase: int) -> None:
        """Take a question for a name; `key` is (host, name, how)."""
        found = self._asked(key, time)
        if found is not None:
            found.add(time)
            found.phases.add(phase)
            if len(found.via) < MOST_ADDRESSES:
                found.via[via] = None

    def answer(
        self, key: tuple[bytes, str, str], via: bytes, time: int, addresses: list[bytes]
    ) -> None:
        """Take an answer to a question for a name."""
        found = self._asked(key, time)
        if found is not None:
            found.answered += 1
            found.last = max(found.last, time)
            if len(found.via) < MOST_ADDRESSES:
                found.via[via] = None
            for address in addresses[: MOST_ADDRESSES - len(found.addresses)]:
                found.addresses[address] = None

    def _asked(self, key: tuple[bytes, str, str], time: int) -> Asked | None:
        return self._row(
            self.asked, key, lambda: Asked(time, time), ("names asked for", MOST_ASKED)
        )

    def read(self, what: Readable, time: int) -> None:
        """Count something that was readable."""
        found = self._row(
            self.readable, what, lambda: Span(time, time), ("things readable", MOST_READABLE)
        )
        if found is not None:
            found.add(time)

    def device(self, hardware: bytes) -> Device | None:
        """Give the row of a hardware address."""
        return self._row(self.devices, hardware, Device, ("devices", MOST_DEVICES))

    def frame(self, hardware: bytes, time: int, phase: int) -> None:
        """Count a frame that is not IP, for the device that sent it."""
        found = self.device(hardware)
        if found is not None:
            found.first = min(found.first, time) if found.frames else time
            found.last = max(found.last, time)
            found.frames += 1
            found.phases[phase] += 1

    def said(self, said: Said) -> None:
        """Take what a message says of a device or of the network."""
        for network in said.networks:
            if len(self.networks) < MOST_NETWORKS:
                self.networks[network] = None
        if not said.hardware or said.hardware[0] & 1:
            return
        found = self.device(said.hardware)
        if found is None:
            return
        for address in said.addresses:
            if len(found.addresses) < MOST_ADDRESSES:
                found.addresses[address] = None
        if said.name and len(found.names) < MOST_NAMES_OF_ONE:
            found.names[said.name] = None
        found.vendor_class = found.vendor_class or said.vendor_class

    def _row(
        self,
        table: dict[Key, Value],
        key: Key,
        make: Callable[[], Value],
        limit: tuple[str, int],
    ) -> Value | None:
        found = table.get(key)
        if found is None:
            what, most = limit
            if len(table) >= most:
                self.full[what] += 1
                return None
            found = table[key] = make()
        return found
