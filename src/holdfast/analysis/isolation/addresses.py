# SPDX-License-Identifier: Apache-2.0
"""Which addresses are outside: every one of which this module does not say why it is not.

Not outside are: private (RFC 1918, 4193), link-local, loopback and unspecified addresses, the
limited broadcast, and multicast whose scope ends on the site (224.0.0.0/24, 239.0.0.0/8, IPv6
scopes 1 to 8). Outside are all others, also those that look special: 100.64.0.0/10 belongs to a
carrier or an overlay network and not to the local network; documentation and reserved addresses
have no owner, but whoever sends to them means to send outside; multicast of wider scope (224.0.1.0
up to 238, ff0e::) is made to leave the link. A network that DHCP or a router announced as being on
the link is local whatever its addresses, because only its own members are reached there.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_REASONS: tuple[tuple[IPv4Network | IPv6Network, str], ...] = (
    (IPv4Network("10.0.0.0/8"), "private"),
    (IPv4Network("172.16.0.0/12"), "private"),
    (IPv4Network("192.168.0.0/16"), "private"),
    (IPv4Network("169.254.0.0/16"), "link-local"),
    (IPv4Network("127.0.0.0/8"), "loopback"),
    (IPv4Network("0.0.0.0/32"), "unspecified"),
    (IPv4Network("255.255.255.255/32"), "broadcast"),
    (IPv4Network("224.0.0.0/24"), "multicast"),
    (IPv4Network("239.0.0.0/8"), "multicast"),
    (IPv6Network("::/128"), "unspecified"),
    (IPv6Network("::1/128"), "loopback"),
    (IPv6Network("fe80::/10"), "link-local"),
    (IPv6Network("fec0::/10"), "private"),
    (IPv6Network("fc00::/7"), "private"),
)
_WIDEST_LOCAL_SCOPE = 8
_MAPPED = bytes(10) + b"\xff\xff"
_IPV4, _IPV6 = 4, 16


def moved_out(address: bytes) -> bytes:
    """Give the IPv4 address that an IPv6 one of the form ::ffff:a.b.c.d stands for."""
    return address[12:] if len(address) == _IPV6 and address.startswith(_MAPPED) else address


@lru_cache(maxsize=1 << 16)
def why_local(address: bytes) -> str:
    """Say why an address of 4 or 16 bytes is not outside; "" when it is."""
    address = moved_out(address)
    if len(address) == _IPV6 and address[0] == 0xFF:  # noqa: PLR2004 - multicast
        return "multicast" if address[1] & 15 <= _WIDEST_LOCAL_SCOPE else ""
    found = IPv4Address(address) if len(address) == _IPV4 else IPv6Address(address)
    return next((why for network, why in _REASONS if found in network), "")


def is_group(address: bytes) -> bool:
    """Whether an address is one of many receivers: multicast or the limited broadcast."""
    if len(address) == _IPV6:
        return address[0] == 0xFF  # noqa: PLR2004 - multicast
    return 224 <= address[0] < 240 or address == b"\xff\xff\xff\xff"  # noqa: PLR2004 - multicast


def is_group_hardware(hardware: bytes) -> bool:
    """Whether a hardware address is one of many receivers, or none at all."""
    return not hardware or bool(hardware[0] & 1) or not any(hardware)


def in_network(address: bytes, network: tuple[bytes, int]) -> bool:
    """Whether an address begins as the network does."""
    first, length = network
    if len(first) != len(address):
        return False
    shift = len(first) * 8 - length
    return int.from_bytes(address, "big") >> shift == int.from_bytes(first, "big") >> shift


def hardware_text(hardware: bytes) -> str:
    """Write a hardware address with colons."""
    return ":".join(f"{byte:02x}" for byte in hardware)


def parse_device(text: str) -> bytes | None:
    """Read a hardware address (6 bytes) or an IP address (4 or 16); None when it is neither."""
    try:
        return ip_address(text.strip().strip("[]")).packed
    except ValueError:
        pass
    digits = text.strip().replace("-", ":").replace(".", "")
    parts = digits.split(":")
    if len(parts) == 6 and all(1 <= len(part) <= 2 for part in parts):  # noqa: PLR2004 - a hardware address
        digits = "".join(part.zfill(2) for part in parts)
    try:
        found = bytes.fromhex(digits.replace(":", ""))
    except ValueError:
        return None
    return found if len(found) == 6 else None  # noqa: PLR2004 - a hardware address
