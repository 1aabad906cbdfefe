# SPDX-License-Identifier: Apache-2.0
"""Who could do what tomorrow that they cannot today, and what they could no longer do.

Promises: exact over every combination of the roles, purposes and classes of data there are, and of
the technologies of both policies; each combination stands in exactly one of the sentences.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from holdfast.gate.instants import aware
from holdfast.gate.policy import USABLE_STAGES
from holdfast.gate.words import Words, either

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from holdfast.agency import Agency
    from holdfast.gate.policy import Policy
    from holdfast.gate.row import Row

    Combination = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """All combinations of these roles, this technology, these purposes and these classes of data.

    `gained` True: they may after and may not before; False: the reverse.
    """

    gained: bool
    roles: tuple[str, ...]
    technology: str
    purposes: tuple[str, ...]
    data_classes: tuple[str, ...]
    sentence: str


def difference(
    before: Policy, after: Policy, *, roles: Mapping[str, str], agency: Agency, now: datetime
) -> tuple[Change, ...]:
    """Compare what two policies allow at one moment. `roles` are the names of the roles, by id."""
    now = aware(now, "The time of the comparison")
    words = Words.of(roles, (*before.technologies, *after.technologies), agency)
    rows_before, rows_after = _by_technology(before), _by_technology(after)
    names = dict.fromkeys(one.id for one in (*before.technologies, *after.technologies))
    changes: list[Change] = []
    for name in names:
        could = _allowed(before, rows_before, name, words, now)
        can = _allowed(after, rows_after, name, words, now)
        changes += _changes(can - could, name, words, gained=True)
        changes += _changes(could - can, name, words, gained=False)
    return tuple(changes)


def _by_technology(policy: Policy) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in policy.rows:
        found[row.technology].append(row)
    return found


def _allowed(
    policy: Policy, rows: Mapping[str, list[Row]], name: str, words: Words, now: datetime
) -> set[Combination]:
    """Give every role, purpose and data class for which the gate would find a permit."""
    technology = next((one for one in policy.technologies if one.id == name), None)
    if technology is None or technology.stage not in USABLE_STAGES:
        return set()
    approvals = {one.id: one for one in policy.approvals}
    open_: set[Combination] = set()
    shut: set[Combination] = set()
    for row in (*rows.get(name, ()), *rows.get("", ())):
        approval = approvals.get(row.approval)
        if row.is_ban:
            if row.runs(now):
                shut.update(_combinations(row, words))
        elif approval is None:
            shut.update(_combinations(row, words))  # the gate cannot evaluate it, and so denies
        elif (
            row.technology == name
            and row.runs(now)
            and approval.technology == name
            and approval.why_not_in_force(now) is None
        ):
            open_.update(_combinations(row, words))
    return open_ - shut


def _combinations(row: Row, words: Words) -> Iterator[Combination]:
    return product(
        _named(row, row.roles, words.roles),
        _named(row, row.purposes, words.purposes),
        _named(row, row.data_classes, words.data_classes),
    )


def _named(row: Row, listed: tuple[str, ...], known: Mapping[str, str]) -> Iterable[str]:
    return known if row.is_ban and not listed else [one for one in listed if one in known]


def _changes(
    combinations: set[Combination], technology: str, words: Words, *, gained: bool
) -> Iterator[Change]:
    """Cut the combinations into blocks, and put each in words."""
    of_role: dict[str, dict[str, list[str]]] = {}
    for role in words.roles:
        for purpose in words.purposes:
            classes = [one for one in words.data_classes if (role, purpose, one) in combinations]
            if classes:
                of_role.setdefault(role, {})[purpose] = classes
    blocks: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for role, purposes in of_role.items():
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for purpose, classes in purposes.items():
            alike[tuple(classes)].append(purpose)
        for kinds, those in alike.items():
            blocks[tuple(those), kinds].append(role)
    for (purposes_, kinds), roles in blocks.items():
        sentence = _sentence(roles, technology, purposes_, kinds, words, gained=gained)
        yield Change(gained, tuple(roles), technology, purposes_, kinds, sentence)


def _sentence(
    roles: Iterable[str],
    technology: str,
    purposes: Iterable[str],
    classes: Iterable[str],
    words: Words,
    *,
    gained: bool,
) -> str:
    who = either(map(words.role, roles))
    could = "could then use" if gained else "could no longer use"
    rest = f"{either(map(words.purpose, purposes))}, on {either(map(words.data_class, classes))}"
    today = ", and cannot today" if gained else ", and can today"
    return f"{who[:1].upper()}{who[1:]} {could} {words.technology(technology)} {rest}{today}."
