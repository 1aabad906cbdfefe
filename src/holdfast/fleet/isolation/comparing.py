# SPDX-License-Identifier: Apache-2.0
"""Two reports beside each other: what is new in the second, what is gone, what is unchanged.

Promises: destinations are compared by address, names by name; nothing is called better or worse;
what was tested differently (phases, coverage) is said first, because a destination that is gone
may only not have been asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.analysis.isolation import AskedName, Destination, IsolationReport

Row = TypeVar("Row")

NEW, GONE, UNCHANGED = "new", "gone", "unchanged"


@dataclass(frozen=True, slots=True)
class ComparedDestination:
    """One address outside, in either report or both: how much went there then and now."""

    address: str
    names: tuple[str, ...]
    owner: str
    change: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ComparedName:
    """One name outside that was asked for: how often then and now."""

    name: str
    owner: str
    change: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ComparedPhase:
    """One phase, and whether each of the captures covers it; None where it was not tested."""

    name: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """New first, then gone, then unchanged."""

    destinations: tuple[ComparedDestination, ...]
    names: tuple[ComparedName, ...]
    phases: tuple[ComparedPhase, ...]

    @property
    def counts(self) -> tuple[tuple[str, int, int], ...]:
        """How many destinations and names are new, gone and unchanged."""
        return tuple(
            (
                change,
                sum(one.change == change for one in self.destinations),
                sum(one.change == change for one in self.names),
            )
            for change in (NEW, GONE, UNCHANGED)
        )

    @property
    def phases_differ(self) -> bool:
        """Whether something was tested in one and not in the other."""
        return any(one.before != one.after for one in self.phases)


def compare(first: IsolationReport, second: IsolationReport) -> Comparison:
    """Compare `second` with `first`, which came before."""
    places = _both(first.destinations, second.destinations, lambda one: one.address)
    names = _both(first.asked_names, second.asked_names, lambda one: one.name)
    phases = _both(first.coverage.phases, second.coverage.phases, lambda one: one.name, sort=False)
    return Comparison(
        tuple(_destination(*pair) for pair in places),
        tuple(_name(*pair) for pair in names),
        tuple(
            ComparedPhase(key, one.covered if one else None, other.covered if other else None)
            for key, one, other in phases
        ),
    )


def _both(
    first: Iterable[Row], second: Iterable[Row], key: Callable[[Row], str], *, sort: bool = True
) -> list[tuple[str, Row | None, Row | None]]:
    one = {key(row): row for row in first}
    other = {key(row): row for row in second}
    keys = list(dict.fromkeys((*one, *other)))
    pairs = [(name, one.get(name), other.get(name)) for name in keys]
    if sort:
        pairs.sort(key=lambda pair: (_order(pair[1], pair[2]), pair[0]))
    return pairs


def _change(before: object, after: object) -> str:
    if before is None:
        return NEW
    return GONE if after is None else UNCHANGED


def _order(before: object, after: object) -> int:
    return (NEW, GONE, UNCHANGED).index(_change(before, after))


def _destination(
    address: str, before: Destination | None, after: Destination | None
) -> ComparedDestination:
    there = [one for one in (after, before) if one is not None]
    return ComparedDestination(
        address=address,
        names=tuple(dict.fromkeys(name.name for one in there for name in one.names)),
        owner=there[0].owner.kind,
        change=_change(before, after),
        before=None if before is None else before.bytes_out,
        after=None if after is None else after.bytes_out,
    )


def _name(name: str, before: AskedName | None, after: AskedName | None) -> ComparedName:
    there = after or before
    return ComparedName(
        name=name,
        owner="" if there is None else there.owner.kind,
        change=_change(before, after),
        before=None if before is None else before.asked,
        after=None if after is None else after.asked,
    )
