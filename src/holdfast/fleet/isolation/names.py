# SPDX-License-Identifier: Apache-2.0
"""The names of a destination, each once with every way in which it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.analysis.isolation import Destination


def by_name(one: Destination) -> list[tuple[str, str]]:
    """Give (name, how it is known) in the order in which the names were seen."""
    found: dict[str, list[str]] = {}
    for name in one.names:
        found.setdefault(name.name, []).append(name.how)
    return [(name, ", ".join(dict.fromkeys(ways))) for name, ways in found.items()]
