# SPDX-License-Identifier: Apache-2.0
"""Which members of two lists hang together by links between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def groups_of(
    ones: int, others: int, links: Iterable[tuple[int, int]]
) -> list[tuple[list[int], list[int]]]:
    """Give every group as (members of the first list, of the second); one alone is a group too."""
    parent = list(range(ones + others))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in links:
        here, there = root(one), root(ones + other)
        parent[max(here, there)] = min(here, there)
    found: dict[int, tuple[list[int], list[int]]] = {}
    for one in range(ones + others):
        mine = found.setdefault(root(one), ([], []))
        if one < ones:
            mine[0].append(one)
        else:
            mine[1].append(one - ones)
    return list(found.values())
