# SPDX-License-Identifier: Apache-2.0
"""The host list: whose a name or a network on the Internet is, and where that was published.

Promises: an ending or a network belongs to one row only, and an ending is a name in small letters.
What the list does not know stays unknown: it has no row that fits everything.
"""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import TYPE_CHECKING

from holdfast.agency.errors import FaultError
from holdfast.agency.values import HOST_KINDS, HostOwner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.agency.rows import Row

_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")


def host_owner(name: str, row: Row) -> HostOwner:
    """Read one row; raises FaultError."""
    owner = HostOwner(
        name,
        row.text("words"),
        row.one_of("kind", HOST_KINDS),
        endings=row.texts("endings", optional=True),
        networks=row.texts("networks", optional=True),
        why=row.text("why"),
        published=row.text("published"),
    )
    if not owner.endings and not owner.networks:
        raise FaultError(f"{name} has neither endings nor networks, so nothing belongs to it")
    for ending in owner.endings:
        if not _NAME.fullmatch(ending):
            raise FaultError(f"{name}: {ending!r} is no ending of a name; write example.com")
    for network in owner.networks:
        _check_network(name, network)
    return owner


def _check_network(name: str, network: str) -> None:
    try:
        ip_network(network)
    except ValueError as error:
        raise FaultError(f"{name}: {network!r} is no network: {error}") from error


def check_hosts(owners: Iterable[HostOwner]) -> None:
    """Refuse an ending or a network that two rows have."""
    seen: dict[str, str] = {}
    for owner in owners:
        for entry in (*owner.endings, *owner.networks):
            if entry in seen:
                raise FaultError(f"{entry} is in {seen[entry]} and in {owner.id}")
            seen[entry] = owner.id
