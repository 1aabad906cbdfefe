# SPDX-License-Identifier: Apache-2.0
"""What a permit of the gate means here: asked again in the ledger's lock, and written on the face.

Promises: the face of a use takes role, technology, purpose, class of data and approval from the
permits and from nowhere else; a permit of another person, act or technology is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.gate import DeniedError, genuine
from holdfast.records.drafts import Draft, item_draft
from holdfast.records.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.drafts import Subject


@dataclass(frozen=True, slots=True)
class Under:
    """What a use was done under: the words for its face, and the rows for its sealed body."""

    role: str
    technology: str
    purpose: str
    data_class: str
    approval: str
    rows: tuple[dict[str, Any], ...]

    def draft(
        self,
        act: str,
        details: Mapping[str, Any],
        *,
        count: int,
        unit: str,
        subjects: tuple[Subject, ...] = (),
        rows: Iterable[Mapping[str, Any]] | None = None,
    ) -> Draft:
        """Draft the entry of the use."""
        return Draft(
            act=act,
            details={**details, "under": list(self.rows)},
            subjects=subjects,
            role=self.role,
            technology=self.technology,
            purpose=self.purpose,
            data_class=self.data_class,
            approval=self.approval,
            count=count,
            unit=unit,
            rows=rows,
        )

    def item_draft(
        self, act: str, rows: list[dict[str, Any]], details: Mapping[str, Any] | None = None
    ) -> Draft:
        """Draft the entry of a use of items: one row stands in the body, several become lines."""
        return item_draft(
            act,
            rows,
            role=self.role,
            details={**(details or {}), "under": list(self.rows)},
            technology=self.technology,
            purpose=self.purpose,
            data_class=self.data_class,
            approval=self.approval,
        )


@dataclass(frozen=True, slots=True)
class View:
    """That one item's content may be read now; made by `holdfast.records.services.viewing` alone.

    `entered`: the view is on the ledger, so that more than a small picture may be shown.
    """

    item: int
    permit: Permit
    entered: bool


def held_for(
    permits: Iterable[Permit], *, actor: Person, act: str, technology: str
) -> tuple[Permit, ...]:
    """Give the permits, each of which is the actor's, for this act and technology.

    What a service asks before it touches anything. Raises RefusedError when there is none,
    WrongPermitError, ForgedPermitError.
    """
    held = tuple(map(genuine, permits))
    if not held:
        raise RefusedError("Nothing was permitted, and nothing was done.")
    for permit in held:
        permit.require(
            act=act,
            technology=technology,
            person=actor.username,
            purpose=held[0].purpose,
            support=held[0].support,
        )
    return held


def confirmed(
    permits: Iterable[Permit], *, actor: Person, act: str, technology: str, now: datetime
) -> Under:
    """Ask the gate again and give what the use is done under.

    Several permits are one use on several classes of data; the face then names each, joined by
    "+". Raises DeniedError, WrongPermitError.
    """
    held = held_for(permits, actor=actor, act=act, technology=technology)
    asked = tuple(permit.confirm(now) for permit in held)
    _still_theirs(actor, asked)
    return Under(
        role=asked[0].role,
        technology=technology,
        purpose=asked[0].purpose,
        data_class=_joined(permit.data_class for permit in asked),
        approval=_joined(permit.approval for permit in asked),
        rows=tuple(
            {
                "row": permit.row,
                "approval": permit.approval,
                "data_class": permit.data_class,
                "support": {"kind": permit.support.kind, "id": permit.support.id},
            }
            for permit in asked
        ),
    )


def _still_theirs(actor: Person, asked: Iterable[Permit]) -> None:
    """Look at the account as it is now: one that was closed since it asked, or lost its role.

    Raises DeniedError.
    """
    now = Person.objects.filter(pk=actor.pk).values_list("is_active", "roles").first()
    active, roles = now or (False, [])
    for permit in asked:
        if not active or permit.role not in roles:
            raise DeniedError(
                "person",
                f"The account of {actor} no longer has the role in which this was permitted. "
                "Nothing was opened and nothing was run. Ask an administrator.",
            )


def class_of(home: Home, status: str) -> str:
    """Give the class of data that items of a status are of; "" when the agency lists none."""
    return next((one.id for one in home.lists.data_classes if one.item_status == status), "")


def statuses_under(home: Home, permits: Sequence[Permit]) -> frozenset[str]:
    """Give the statuses of items that the permits reach."""
    reached = {permit.data_class for permit in permits}
    return frozenset(
        one.item_status for one in home.lists.data_classes if one.id in reached and one.item_status
    )


def _joined(words: Iterable[str]) -> str:
    return "+".join(sorted(set(words)))
