# SPDX-License-Identifier: Apache-2.0
"""Permission rows and bans: looked at before they take effect, added, taken out of force.

Promises: nobody writes policy text; what is added is checked against every ban in force; the page
that shows what a row would change and the gate that enforces it go by the same code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from holdfast.accounts.models import Person
from holdfast.accounts.permissions import ROLE_ACTS
from holdfast.accounts.roles import ROLES
from holdfast.gate import (
    Row,
    RowError,
    Words,
    cedar_of,
    check_row,
    difference,
    register_entry,
    sentence_of,
)
from holdfast.oversight.errors import NotOnRegisterError
from holdfast.oversight.models import PermissionRow
from holdfast.oversight.policy import DatabasePolicy
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.services.decisions import standing_decision
from holdfast.records.drafts import Subject
from holdfast.records.services.cases import needed_reason
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.gate import Change, Policy
    from holdfast.home import Home
    from holdfast.records.drafts import Draft

_LETTERS: Final = {"permit": "P", "ban": "B"}
# Acts on content: a role that may never do them gets no row for what does them.
_OF_CONTENT: Final = {
    "holdfast-intake": "acquisition.take_in",
    "holdfast-viewer": "item.view",
    "holdfast-packs": "pack.make",
    "holdfast-search": "search.run",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A row before it takes effect: what it says, what it means, and what it would change.

    `touched` is, for each change, how many people hold a role that it is about; `people` is how
    many are touched by any of them. `revision` counts the changes of what the gate goes by: when it
    is another by the time the row is added, the row may change something else.
    """

    row: Row
    sentence: str
    cedar: str
    changes: tuple[Change, ...]
    touched: tuple[int, ...]
    people: int
    revision: int


def preview_row(*, home: Home, actor: Person, row: Row, now: datetime) -> Preview:
    """Say what the row would be and change. Raises RowError, NotPermittedError."""
    authorise(actor, "row.add")
    return _preview(home, row, now)


def add_row(
    *, home: Home, actor: Person, row: Row, decision: str = "", now: datetime | None = None
) -> str:
    """Put the row in force; give its number. The id that the row carries is not used.

    Without a decision, a permission stands on the one that gave its approval.
    """
    role = authorise(actor, "row.add")
    with writing(home=home, actor=actor, command="adding a permission", now=now) as writer:
        if decision:
            standing_decision(decision, writer.now)
        numbered = replace(row, id=next_row_number(row.kind))
        policy = DatabasePolicy().load()
        _check(home, numbered, policy, writer.now)
        sentence = sentence_of(numbered, words_of(home, policy))
        given = {one.id: one.decision for one in policy.approvals}
        by = decision or given.get(numbered.approval, "")
        writer.record(row_draft(numbered, sentence, decision=by, role=role))
    return numbered.id


def end_row(
    *,
    home: Home,
    actor: Person,
    number: str,
    reason: str,
    decision: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Take a row out of force; it stays readable."""
    role = authorise(actor, "row.end")
    with writing(home=home, actor=actor, command="ending a permission", now=now) as writer:
        found = PermissionRow.objects.filter(number=number, ended_at__isnull=True).first()
        if found is None:
            raise NotOnRegisterError(
                f"There is no row {number!r} in force. Nothing was changed. Look its number up "
                "among the rows."
            )
        if decision:
            standing_decision(decision, writer.now)
        writer.record(
            public_draft(
                "row.end",
                {"row": number, "reason": needed_reason(reason), "decision": decision},
                role=role,
                technology=found.technology,
                approval=found.approval_id or "",
                subjects=(Subject("row", number),),
                unit="rows",
            )
        )
    return writer.recorded()


def row_draft(row: Row, sentence: str, *, decision: str, role: str) -> Draft:
    """Draft a row with its public record, which is what a preview shows."""
    entry = register_entry(row, sentence, decision)
    return public_draft(
        "row.add",
        {name: entry[name] for name in ("row", "sentence", "decision")},
        role=role,
        technology=row.technology,
        approval=row.approval,
        subjects=(Subject("row", row.id),),
        unit="rows",
    )


def next_row_number(kind: str) -> str:
    """Give the number after the highest: P-001 for a permission, B-001 for a ban."""
    letter = _LETTERS[kind]
    rows = PermissionRow.objects.filter(kind=kind).values_list("number", flat=True)
    highest = max((int(number.partition("-")[2]) for number in rows), default=0)
    return f"{letter}-{highest + 1:03d}"


def words_of(home: Home, policy: Policy) -> Words:
    """Give the phrases of which sentences are made."""
    return Words.of(role_names(), policy.technologies, home.lists)


def role_names() -> dict[str, str]:
    """Give the names of the roles, by id."""
    return {role: name for role, (name, _) in ROLES.items()}


def _preview(home: Home, row: Row, now: datetime) -> Preview:
    policy = DatabasePolicy().load()
    _check(home, row, policy, now)
    after = replace(policy, revision=policy.revision + 1, rows=(*policy.rows, row))
    changes = difference(policy, after, roles=role_names(), agency=home.lists, now=now)
    holders = [frozenset(one.roles) for one in Person.objects.filter(is_active=True)]
    return Preview(
        row=row,
        sentence=sentence_of(row, words_of(home, policy)),
        cedar=cedar_of(row),
        changes=changes,
        touched=tuple(_holding(holders, change.roles) for change in changes),
        people=_holding(holders, [role for change in changes for role in change.roles]),
        revision=policy.revision,
    )


def _holding(holders: Sequence[frozenset[str]], roles: Sequence[str]) -> int:
    return sum(not held.isdisjoint(roles) for held in holders)


def _check(home: Home, row: Row, policy: Policy, now: datetime) -> None:
    check_row(row, policy, home.lists, roles=ROLES, now=now)
    _need_fitting_roles(row)


def _need_fitting_roles(row: Row) -> None:
    """Refuse a permission that the table of roles would never let anybody use."""
    act = _OF_CONTENT.get(row.technology)
    if row.is_ban or act is None:
        return
    never = [role for role in row.roles if role not in ROLE_ACTS[act]]
    if never:
        names = _named(never)
        raise RowError(
            "role-never",
            f"{names} never open content in Holdfast, whatever is permitted, so the row would say "
            "what is not so. Nothing was changed. Leave that role out.",
        )


def _named(roles: Sequence[str]) -> str:
    return " and ".join(ROLES[role][0] for role in roles)
