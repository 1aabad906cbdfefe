# SPDX-License-Identifier: Apache-2.0
"""One policy, found by what is asked: which rows speak of a combination, and in what words.

Promises: leaves out only rows that could not apply (their role, technology, purpose or data class
is another) or that say no more than one that is kept, so the answer on what is left is the answer
on all; keeps the rows that were parsed, a bounded number of them; may be used by several threads.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from threading import Lock
from typing import TYPE_CHECKING, Final

from holdfast.gate.cedar import compile_slice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cedarpy import Schema

    from holdfast.gate.approval import Approval
    from holdfast.gate.cedar import Slice
    from holdfast.gate.policy import Policy, TechnologyState
    from holdfast.gate.row import Row

# About 10 KiB a parsed row (measured), so 20 MiB at the most; a single larger slice may pass it.
MOST_PARSED_ROWS: Final = 2048
# The slices themselves, most of them empty, cost about 8 KiB each.
MOST_SLICES: Final = 1024


class PolicyIndex:
    """The policy of one revision, ready to be asked."""

    def __init__(self, policy: Policy, schema: Schema) -> None:
        self.policy = policy
        self.technologies: Mapping[str, TechnologyState] = {
            technology.id: technology for technology in policy.technologies
        }
        self.approvals: Mapping[str, Approval] = {one.id: one for one in policy.approvals}
        self._order = {row.id: number for number, row in enumerate(policy.rows)}
        self._schema = schema
        self._by_role: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in policy.rows:
            for role in row.roles or ("",):
                self._by_role[row.technology, role].append(row)
        self._slices: OrderedDict[tuple[str, str, str, str], Slice] = OrderedDict()
        self._parsed = 0
        self._lock = Lock()

    def rows_for(self, role: str, technology: str, purpose: str, data_class: str) -> list[Row]:
        """Give the rows that decide about the combination, in the policy's order.

        Of the permits under one approval, and of the bans, that is the one that lasts longest.
        """
        longest: dict[tuple[str, str], Row] = {}
        for key in ((technology, role), (technology, ""), ("", role), ("", "")):
            for row in self._by_role.get(key, ()):
                if row.covers(role, technology, purpose, data_class):
                    other = longest.setdefault((row.kind, row.approval), row)
                    if self._counts_before(row, other):
                        longest[row.kind, row.approval] = row
        return sorted(longest.values(), key=lambda row: self._order[row.id])

    def _counts_before(self, row: Row, other: Row) -> bool:
        if row.until == other.until:
            return self._order[row.id] < self._order[other.id]
        return other.until is not None and (row.until is None or row.until > other.until)

    def slice_for(self, role: str, technology: str, purpose: str, data_class: str) -> Slice:
        """Give these rows parsed. Raises PolicyUnreadableError."""
        key = (role, technology, purpose, data_class)
        with self._lock:
            kept = self._slices.get(key)
            if kept is not None:
                self._slices.move_to_end(key)
                return kept
        made = compile_slice(
            key, self.rows_for(*key), self.technologies[technology], self.approvals, self._schema
        )
        with self._lock:
            if key not in self._slices:
                self._slices[key] = made
                self._parsed += len(made.rows)
            while len(self._slices) > 1 and (
                self._parsed > MOST_PARSED_ROWS or len(self._slices) > MOST_SLICES
            ):
                _, dropped = self._slices.popitem(last=False)
                self._parsed -= len(dropped.rows)
        return made
