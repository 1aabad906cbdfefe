# SPDX-License-Identifier: Apache-2.0
"""Cases: opened, named, closed, joined; a purpose stated; the glass broken in an emergency."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from holdfast.accounts.models import Person
from holdfast.records.access import find_case
from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import NotFoundError, RefusedError
from holdfast.records.models import Case
from holdfast.records.purposes import parse_purpose
from holdfast.records.stated import session_digest
from holdfast.records.writing import Recorded, Writer, authorise, writing

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.home import Home

ACCESS_CLASSES = ("standard", "restricted")
BREAK_GLASS_HOURS = 24
PURPOSE_HOURS = 12
_LONGEST = {"reference": 100, "title": 300}


def open_case(
    *,
    home: Home,
    actor: Person,
    reference: str,
    title: str = "",
    access_class: str = "standard",
    now: datetime | None = None,
) -> Recorded:
    """Open a case; whoever opens it works in it."""
    role = authorise(actor, "case.open")
    with writing(home=home, actor=actor, command="opening a case", now=now) as writer:
        open_in(writer, role=role, reference=reference, title=title, access_class=access_class)
    return writer.recorded()


def open_in(
    writer: Writer, *, role: str, reference: str, title: str, access_class: str = "standard"
) -> Case:
    """Open a case in a transaction that is under way."""
    reference = plain_text(reference, "reference")
    if access_class not in ACCESS_CLASSES:
        raise RefusedError(f"An access class is standard or restricted, not {access_class!r}.")
    if Case.objects.filter(reference=reference).exists():
        raise RefusedError(
            f"The reference {reference} is in use. Nothing was changed. Choose another, or ask an "
            "exhibit officer to add you to the case."
        )
    number = (Case.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
    writer.record(
        Draft(
            act="case.open",
            details={
                "reference": reference,
                "title": plain_text(title, "title") if title.strip() else reference,
                "access_class": access_class,
            },
            subjects=(Subject("case", number),),
            role=role,
            count=1,
            unit="cases",
        )
    )
    return Case.objects.get(number=number)


def set_case_title(
    *, home: Home, actor: Person, case: int, title: str, reason: str, now: datetime | None = None
) -> Recorded:
    """Correct a case's title; the old one stays readable."""
    role = authorise(actor, "case.title")
    with writing(home=home, actor=actor, command="naming a case", now=now) as writer:
        found = find_case(actor, case, writer.now)
        writer.record(
            Draft(
                act="case.title",
                details={
                    "old": found.title,
                    "new": plain_text(title, "title"),
                    "reason": needed_reason(reason),
                },
                subjects=(Subject("case", case),),
                role=role,
            )
        )
    return writer.recorded()


def close_case(
    *, home: Home, actor: Person, case: int, reason: str, now: datetime | None = None
) -> Recorded:
    """Close a case. Nothing in it is disposed of by that."""
    role = authorise(actor, "case.close")
    with writing(home=home, actor=actor, command="closing a case", now=now) as writer:
        if find_case(actor, case, writer.now).closed_at is not None:
            raise RefusedError("The case is closed already. Nothing was changed.")
        writer.record(
            Draft(
                act="case.close",
                details={"reason": needed_reason(reason)},
                subjects=(Subject("case", case),),
                role=role,
            )
        )
    return writer.recorded()


def add_member(
    *,
    home: Home,
    actor: Person,
    case: int,
    username: str,
    until: datetime | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Let a person work in a case, until a time; a time that has passed ends that they may."""
    role = authorise(actor, "case.member")
    with writing(home=home, actor=actor, command="changing a case's members", now=now) as writer:
        find_case(actor, case, writer.now)
        if not Person.objects.filter(username=username, is_active=True).exists():
            raise RefusedError(f"There is no person {username} with an open account.")
        writer.record(
            Draft(
                act="case.member",
                details={
                    "username": username,
                    "until": until.isoformat() if until else None,
                    "reason": reason.strip(),
                },
                subjects=(Subject("case", case), Subject("person", username)),
                role=role,
            )
        )
    return writer.recorded()


def break_glass(
    *, home: Home, actor: Person, reference: str, reason: str, now: datetime | None = None
) -> int:
    """Open a case in an emergency for 24 hours; exhibit officers and auditors are alerted.

    Gives the case's number. An attempt on a case that does not exist is recorded as denied.
    """
    role = authorise(actor, "case.break_glass")
    why = needed_reason(reason)
    with writing(home=home, actor=actor, command="breaking the glass", now=now) as writer:
        case = Case.objects.filter(reference=reference.strip()).first()
        if case is None:
            raise NotFoundError(
                "There is no case with that reference. The attempt was written in the ledger.",
                denied=Draft(
                    act="case.break_glass",
                    details={"reference": reference.strip()[:100], "reason": why},
                    role=role,
                    outcome="denied",
                ),
            )
        until = writer.now + timedelta(hours=BREAK_GLASS_HOURS)
        writer.record(
            Draft(
                act="case.break_glass",
                details={"reason": why, "until": until.isoformat()},
                subjects=(Subject("case", case.number),),
                role=role,
                count=1,
                unit="cases",
            )
        )
    return case.number


def state_purpose(
    *,
    home: Home,
    actor: Person,
    case: int,
    purpose: str,
    text: str = "",
    session: str,
    now: datetime | None = None,
) -> Recorded:
    """State why the content of a case is to be opened in this session."""
    role = authorise(actor, "case.purpose")
    stated = parse_purpose(home.lists, purpose, text)
    with writing(home=home, actor=actor, command="stating a purpose", now=now) as writer:
        find_case(actor, case, writer.now)
        until = writer.now + timedelta(hours=PURPOSE_HOURS)
        writer.record(
            Draft(
                act="case.purpose",
                details={
                    "text": stated.text,
                    "session": session_digest(session),
                    "until": until.isoformat(),
                },
                subjects=(Subject("case", case),),
                role=role,
                purpose=stated.id,
                count=1,
                unit="cases",
            )
        )
    return writer.recorded()


def needed_reason(reason: str) -> str:
    """Give the reason without loose spaces. Raises RefusedError when there is none."""
    words = " ".join(reason.split())
    if not words:
        raise RefusedError("A reason is needed, and nothing was changed without one.")
    return words


def plain_text(text: str, what: str) -> str:
    """Give a one-line text without loose spaces. Raises RefusedError when empty or too long."""
    words = " ".join(text.split())
    if not words or len(words) > _LONGEST[what]:
        raise RefusedError(
            f"A {what} has 1 to {_LONGEST[what]} characters; this has {len(words)}. Nothing was "
            "changed."
        )
    return words
