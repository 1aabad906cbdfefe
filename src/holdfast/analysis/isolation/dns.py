# SPDX-License-Identifier: Apache-2.0
"""DNS messages (RFC 1035, 9460): what was asked, and which addresses were answered.

Also mDNS and LLMNR, which have the same form. Promises: a message that cannot be one raises one of
`MALFORMED`; a compressed name that runs in a circle is one of those; a name is always printable.
"""

from __future__ import annotations

import struct
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

from holdfast.plain import shown

A, CNAME, PTR, AAAA, SRV, SVCB, HTTPS, ANY = 1, 5, 12, 28, 33, 64, 65, 255
_HEADER = struct.Struct(">6H")
_RECORD = struct.Struct(">HHIH")
_MOST_JUMPS = 64
_LONGEST_NAME = 255
_MOST_QUESTIONS = 64
_MOST_RECORDS = 4096
_STATUS_OPCODES = frozenset({0, 4, 5})
_ECH_KEY, _IPV4_HINT, _IPV6_HINT = 5, 4, 6


class Question(NamedTuple):
    """A name that was asked for, in small letters, and the type of record."""

    name: str
    type: int


class Record(NamedTuple):
    """An answer: addresses for A, AAAA and the hints of HTTPS; a name for CNAME, PTR and SRV."""

    name: str
    type: int
    addresses: tuple[bytes, ...]
    target: str


class Message(NamedTuple):
    """One message. `status` is its RCODE; `cut` that the answer was too long for UDP."""

    number: int
    response: bool
    status: int
    cut: bool
    questions: tuple[Question, ...]
    answers: tuple[Record, ...]


def read_dns(data: bytes) -> Message:
    """Read one message; raises one of MALFORMED. Answers that are cut off end the list."""
    number, flags, questions, answers, authorities, additional = _HEADER.unpack_from(data)
    if (flags >> 11) & 15 not in _STATUS_OPCODES or questions > _MOST_QUESTIONS:
        raise ValueError("no DNS message")
    place = _HEADER.size
    asked = []
    for _ in range(questions):
        name, place = _name(data, place)
        (kind,) = struct.unpack_from(">H", data, place)
        asked.append(Question(name, kind))
        place += 4
    records = []
    if flags & 0x8000:
        count = min(answers + authorities + additional, _MOST_RECORDS)
        records = _records(data, place, count)
    return Message(
        number, bool(flags & 0x8000), flags & 15, bool(flags & 0x200), tuple(asked), tuple(records)
    )


def _records(data: bytes, place: int, count: int) -> list[Record]:
    records: list[Record] = []
    for _ in range(count):
        try:
            name, place = _name(data, place)
            kind, _class, _ttl, length = _RECORD.unpack_from(data, place)
            place += _RECORD.size
            if place + length > len(data):
                break
            if (record := _record(data, name, kind, (place, length))) is not None:
                records.append(record)
            place += length
        except (IndexError, ValueError, struct.error):
            if not records and place == _HEADER.size:
                raise
            break
    return records


def _record(data: bytes, name: str, kind: int, where: tuple[int, int]) -> Record | None:
    place, length = where
    if kind == A and length == 4:  # noqa: PLR2004 - the size of an address
        return Record(name, kind, (data[place : place + 4],), "")
    if kind == AAAA and length == 16:  # noqa: PLR2004 - the size of an address
        return Record(name, kind, (data[place : place + 16],), "")
    if kind in (CNAME, PTR):
        return Record(name, kind, (), _name(data, place)[0])
    if kind == SRV:
        return Record(name, kind, (), _name(data, place + 6)[0])
    if kind in (SVCB, HTTPS):
        return Record(name, kind, *_service(data, place, length))
    return None


def _service(data: bytes, place: int, length: int) -> tuple[tuple[bytes, ...], str]:
    end = place + length
    target, place = _name(data, place + 2)
    hints: list[bytes] = []
    while place + 4 <= end:
        key, size = struct.unpack_from(">HH", data, place)
        value = data[place + 4 : min(place + 4 + size, end)]
        step = {_IPV4_HINT: 4, _IPV6_HINT: 16}.get(key)
        if step:
            hints += [value[at : at + step] for at in range(0, len(value) - step + 1, step)]
        place += 4 + size
    return tuple(hints), target


def _name(data: bytes, place: int) -> tuple[str, int]:
    labels: list[str] = []
    after, jumps, size = -1, 0, 0
    while True:
        length = data[place]
        if length >= 0xC0:  # noqa: PLR2004 - the two bits of a pointer
            if after < 0:
                after = place + 2
            place = ((length & 0x3F) << 8) | data[place + 1]
            jumps += 1
            if jumps > _MOST_JUMPS:
                raise ValueError("a name runs in a circle")
            continue
        if length > 63:  # noqa: PLR2004 - the longest label
            raise ValueError("a label of no known kind")
        place += 1
        if length == 0:
            break
        label = data[place : place + length]
        if len(label) < length:
            raise IndexError("a name is cut short")
        size += length + 1
        if size > _LONGEST_NAME:
            raise ValueError("a name is too long")
        labels.append(_label(label))
        place += length
    return ".".join(labels), place if after < 0 else after


def _label(label: bytes) -> str:
    """Show a label: small letters, UTF-8 as it is, and a dot inside a label as an escape."""
    if label.isalnum():
        return label.decode("ascii").lower()
    try:
        text = label.decode("utf-8")
    except UnicodeDecodeError:
        text = label.decode("latin-1")
        text = text.encode("ascii", "backslashreplace").decode("ascii")
    return shown(text.replace(".", "\\.").lower())


_LOCAL_ENDINGS = (
    "local", "localhost", "localdomain", "home.arpa", "internal", "lan", "home", "intranet",
    "private", "corp", "test", "invalid", "alt",
)  # fmt: skip


def name_of_reverse(name: str) -> bytes | None:
    """Give the address that a name under in-addr.arpa or ip6.arpa asks about."""
    if name.endswith(".in-addr.arpa"):
        parts = name.removesuffix(".in-addr.arpa").split(".")
        if len(parts) == 4 and all(part.isdecimal() and int(part) < 256 for part in parts):  # noqa: PLR2004 - an address
            return bytes(int(part) for part in reversed(parts))
    elif name.endswith(".ip6.arpa"):
        digits = "".join(reversed(name.removesuffix(".ip6.arpa").split(".")))
        if len(digits) == 32 and all(digit in "0123456789abcdef" for digit in digits):  # noqa: PLR2004 - an address
            return bytes.fromhex(digits)
    return None


def is_local_name(name: str) -> bool:
    """Whether a name is one that by its form never leaves the local network (RFC 6761, 6762, 8375).

    One label alone is looked for on the local side. The endings that are no standard (lan, home,
    corp, …) are those that home routers give out; a resolver has nobody outside to ask for them.
    """
    name = name.rstrip(".")
    return "." not in name or any(
        name == ending or name.endswith("." + ending) for ending in _LOCAL_ENDINGS
    )


def address_text(address: bytes) -> str:
    """Write an address of 4 or 16 bytes."""
    return str(IPv4Address(address) if len(address) == 4 else IPv6Address(address))  # noqa: PLR2004 - an address
