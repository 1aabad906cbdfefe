# SPDX-License-Identifier: Apache-2.0
"""Compare a tool's log with the ledger: what both have, what only one of them has.

Promises: a line and an entry match when they have the same function, day and reference; what is
left over matches by the count of the day, but never where both name different references. Every
line and every entry ends up in exactly one of the three sums. Pure.

A line without a count is one use. In a log without counts, an entry of uses, searches or flights
stands for as many, and one of files or minutes for one.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from holdfast.oversight.tool_logs.ours import OurUse
    from holdfast.oversight.tool_logs.reading import ToolLine


@dataclass(frozen=True, slots=True)
class Difference:
    """What only one side has. `line` is of the log and `entry` of the ledger; the other is None."""

    day: str
    function: str
    reference: str
    count: int
    line: int | None = None
    entry: int | None = None

    def to_json(self) -> dict[str, str | int | None]:
        """Give it as plain values, as the entry keeps it."""
        return {
            "day": self.day,
            "function": self.function,
            "reference": self.reference,
            "count": self.count,
            "line": self.line,
            "entry": self.entry,
        }


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The three sums, with what is behind two of them. `matches` are (line, entry) numbers."""

    matched: int
    only_theirs: tuple[Difference, ...]
    only_ours: tuple[Difference, ...]
    matches: tuple[tuple[int, int], ...] = field(repr=False)

    @property
    def theirs(self) -> int:
        """How many uses only the log has."""
        return sum(one.count for one in self.only_theirs)

    @property
    def ours(self) -> int:
        """How many uses only the ledger has."""
        return sum(one.count for one in self.only_ours)

    @property
    def agrees(self) -> bool:
        """Whether nothing is left over."""
        return not self.only_theirs and not self.only_ours


@dataclass(slots=True)
class _Open:
    """A line or an entry with what of it is not matched yet."""

    day: str
    function: str
    reference: str
    number: int
    left: int


def slug(function: str) -> str:
    """Give the name of a function as the register would have it: "Face Search" is face-search."""
    return re.sub(r"[^a-z0-9.]+", "-", function.casefold()).strip("-.")


def reconcile(
    lines: Iterable[ToolLine],
    uses: Iterable[OurUse],
    *,
    technology: str,
    registered: frozenset[str],
    counted: bool,
) -> Reconciliation:
    """Compare. `registered` are the ids on the register; `counted`: the log has counts.

    A line whose function is registered is compared with the uses of that function, any other with
    the uses of the tool itself.
    """
    theirs = [
        _Open(
            one.day,
            function if f"{technology}/{function}" in registered else "",
            one.reference.casefold(),
            one.line,
            1 if one.count is None else one.count,
        )
        for one in lines
        for function in (slug(one.function),)
    ]
    ours = [
        _Open(
            one.happened,
            one.technology.removeprefix(technology).lstrip("/"),
            one.reference.casefold(),
            one.entry,
            one.weight(counted=counted),
        )
        for one in uses
        if one.outcome == "done"
    ]
    pairs: list[tuple[int, int, int]] = []
    named, nameless = _by_reference(theirs)
    our_named, our_nameless = _by_reference(ours)
    pairs += _match(named, our_named, lambda one: (one.function, one.day, one.reference))
    for some, others in (
        (named, our_nameless),
        (nameless, our_nameless),
        (nameless, our_named),
    ):
        pairs += _match(some, others, lambda one: (one.function, one.day))
    return Reconciliation(
        sum(many for _, _, many in pairs),
        tuple(
            Difference(one.day, one.function, one.reference, one.left, line=one.number)
            for one in theirs
            if one.left
        ),
        tuple(
            Difference(one.day, one.function, one.reference, one.left, entry=one.number)
            for one in ours
            if one.left
        ),
        tuple((line, entry) for line, entry, _ in pairs),
    )


def _by_reference(some: Sequence[_Open]) -> tuple[list[_Open], list[_Open]]:
    return [one for one in some if one.reference], [one for one in some if not one.reference]


def _match(
    theirs: Iterable[_Open], ours: Iterable[_Open], key: Callable[[_Open], tuple[str, ...]]
) -> Iterator[tuple[int, int, int]]:
    """Take what is open on both sides from each other; yield (line, entry, how many)."""
    groups: dict[tuple[str, ...], deque[_Open]] = defaultdict(deque)
    for one in ours:
        if one.left:
            groups[key(one)].append(one)
    for one in theirs:
        others = groups.get(key(one), deque())
        while one.left and others:
            many = min(one.left, others[0].left)
            one.left -= many
            others[0].left -= many
            yield one.number, others[0].number, many
            if not others[0].left:
                others.popleft()
