# SPDX-License-Identifier: Apache-2.0
"""Codes by which a person sets a password: that one was issued is on the ledger, the code never."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.accounts.enrolment import issue_code
from holdfast.accounts.models import Person
from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import RefusedError
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.home import Home


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code, shown this once, and the entry that says it was issued."""

    username: str
    code: str = field(repr=False)
    entry: int


def issue_enrolment_code(
    *, home: Home, actor: Person, username: str, now: datetime | None = None
) -> IssuedCode:
    """Issue a code by which the person can set a password once; older codes stop working."""
    role = authorise(actor, "person.enrol")
    with writing(home=home, actor=actor, command="issuing a code", now=now) as writer:
        person = Person.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise RefusedError(f"There is no person {username} with an open account.")
        code = issue_code(person=person, issued_by=actor.username, now=writer.now)
        writer.record(
            Draft(
                act="person.code",
                details={},
                subjects=(Subject("person", username),),
                role=role,
                count=1,
                unit="people",
            )
        )
    return IssuedCode(username=username, code=code, entry=writer.recorded().entry)
