# SPDX-License-Identifier: Apache-2.0
"""What is asked of the gate: who, in which roles, which technology, for what, on what.

Promises: values only. They are what the caller says; the gate believes none of it about rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TAKE_IN: Final = "acquisition.take_in"

# The acts that are a use of a technology, and what happens in each; nothing else passes the gate.
USES: Final[Mapping[str, str]] = MappingProxyType(
    {
        TAKE_IN: "take in a medium",
        "item.read": "read what recordings say of themselves",
        "item.view": "open content",
        "item.process": "run a processor",
        "pack.make": "make a pack",
        "search.run": "search",
        "use.record": "record a use outside Holdfast",
        "flight.record": "record a flight",
    }
)


@dataclass(frozen=True, slots=True)
class Support:
    """The record behind a use: its kind (case, complaint, request, decision, home) and its id."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Request:
    """One use, before it happens.

    `person` is the username, `roles` are in the order in which the person acts, and `active` says
    that the account is in force.
    """

    act: str
    technology: str
    purpose: str
    data_class: str
    support: Support | None
    person: str
    roles: tuple[str, ...]
    active: bool
