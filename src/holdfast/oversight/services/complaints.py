# SPDX-License-Identifier: Apache-2.0
"""Complaints: received from anybody, frozen for, acknowledged, passed on, answered.

Promises: a complaint is counted from the moment it is received, and no act takes it away, joins it
with another or moves its day. Whoever names a case has it frozen at once when there is one, and
neither the answer nor the ledger's faces tell whether there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.information import InformationError, day_limit
from holdfast.oversight.codes import digest_of, new_code
from holdfast.oversight.days import day_of, received_day
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Complaint
from holdfast.oversight.public_person import authorise_sender, is_public
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.queries.finding import find_complaint, find_technology
from holdfast.oversight.received import Received
from holdfast.oversight.told import LONGEST_NOTE, told, told_line
from holdfast.records.drafts import Draft, Subject
from holdfast.records.models import Case, Hold
from holdfast.records.numbers import next_number
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.writing import Writer

ABOUT: Final = ("technology", "conduct", "other")
FINDINGS: Final = ("answered", "upheld", "not-upheld")
CLOCK: Final = "complaint-answer"
# After which state which step may follow. What is upheld, not upheld or passed on is closed.
_FOLLOWS: Final = {
    "received": frozenset({"acknowledged", "transferred", *FINDINGS}),
    "acknowledged": frozenset({"transferred", *FINDINGS}),
    "answered": frozenset({"upheld", "not-upheld"}),
}


def receive_complaint(
    *,
    home: Home,
    actor: Person,
    about: str,
    text: str,
    technology: str = "",
    contact: str = "",
    stated_reference: str = "",
    where_and_when: str = "",
    received_on: date | None = None,
    now: datetime | None = None,
) -> Received:
    """Receive a complaint, by a member of the public or by staff for somebody.

    `received_on` is for staff, for what came on an earlier day.
    """
    role = authorise_sender(actor, "complaint.receive")
    if about not in ABOUT:
        raise NotDecidedError(
            f"A complaint is about one of {', '.join(ABOUT)}. Nothing was recorded. Choose one."
        )
    words = told(text, "The complaint")
    reach = told(contact, "How to reach you", longest=LONGEST_NOTE, needed=False)
    where = told(where_and_when, "Where and when", longest=LONGEST_NOTE, needed=False)
    reference = told_line(stated_reference, "The case reference", needed=False)
    code = new_code()
    with writing(home=home, actor=actor, command="receiving a complaint", now=now) as writer:
        if technology:
            find_technology(technology)
        stated = None if is_public(actor) else received_on
        day = received_day(home, stated, writer.now)
        due_on = _due(home, day)
        number = next_number(Complaint, "K", writer.now)
        entry = writer.record(
            public_draft(
                "complaint.receive",
                {
                    "number": number,
                    "technology": technology,
                    "about": about,
                    "due": due_on.isoformat() if due_on else "",
                },
                role=role,
                technology=technology,
                details={
                    "text": words,
                    "contact": reach,
                    "where_and_when": where,
                    "stated_reference": reference,
                    "received_on": day.isoformat(),
                    "secret_sha256": digest_of(code),
                },
                subjects=(Subject("complaint", number),),
                unit="complaints",
            )
        )
        if reference:
            _freeze(writer, number, reference, f"Complaint {number} concerns it", role)
    entry.refresh_from_db(fields=["index"])
    return Received(number, code, entry.index or 0, due_on)


def freeze_case(
    *,
    home: Home,
    actor: Person,
    number: str,
    reference: str,
    reason: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Freeze the case of that reference for a complaint, if there is such a case.

    What comes back is the same whether there is one, so nobody learns of a case by asking.
    """
    role = authorise(actor, "complaint.concern")
    named = told_line(reference, "The case reference")
    why = told(reason, "The reason", longest=LONGEST_NOTE, needed=False)
    with writing(home=home, actor=actor, command="freezing for a complaint", now=now) as writer:
        found = find_complaint(number)
        if found.steps.filter(step="froze", reference__iexact=named).exists():
            raise NotDecidedError(
                f"{named} is named by {number} already: whatever is under it is frozen. Nothing "
                "was changed."
            )
        _freeze(writer, number, named, why or f"Complaint {number} concerns it", role)
    return writer.recorded()


def acknowledge_complaint(
    *, home: Home, actor: Person, number: str, words: str = "", now: datetime | None = None
) -> Recorded:
    """Tell whoever complained that it is being dealt with."""
    note = told(words, "The message", longest=LONGEST_NOTE, needed=False)
    return _step(home, actor, number, "acknowledged", words=note, now=now)


def transfer_complaint(
    *, home: Home, actor: Person, number: str, to: str, words: str = "", now: datetime | None = None
) -> Recorded:
    """Pass the complaint on to a body of the agency's list. It stays counted here."""
    if home.lists.complaint_bodies.get(to) is None:
        known = ", ".join(one.id for one in home.lists.complaint_bodies)
        raise NotDecidedError(
            f"A complaint is passed on to one of {known}. Nothing was changed. Choose one."
        )
    note = told(words, "The message", longest=LONGEST_NOTE, needed=False)
    return _step(home, actor, number, "transferred", words=note, to=to, now=now)


def answer_complaint(
    *,
    home: Home,
    actor: Person,
    number: str,
    finding: str,
    words: str,
    now: datetime | None = None,
) -> Recorded:
    """Answer a complaint: upheld, not upheld, or answered without finding either."""
    if finding not in FINDINGS:
        raise NotDecidedError(
            f"An answer says one of {', '.join(FINDINGS)}. Nothing was changed. Choose one."
        )
    return _step(home, actor, number, finding, words=told(words, "The answer"), now=now)


def _step(
    home: Home,
    actor: Person,
    number: str,
    step: str,
    *,
    words: str,
    to: str = "",
    now: datetime | None,
) -> Recorded:
    role = authorise(actor, "complaint.step")
    with writing(home=home, actor=actor, command="dealing with a complaint", now=now) as writer:
        found = find_complaint(number)
        if step not in _FOLLOWS.get(found.state, frozenset()):
            raise NotDecidedError(
                f"{number} is {found.state.replace('-', ' ')}, so it cannot become "
                f"{step.replace('-', ' ')} now. Nothing was changed, and it stays counted. What "
                "comes up later is a complaint of its own."
            )
        writer.record(
            public_draft(
                "complaint.step",
                {"number": number, "step": step, "to": to},
                role=role,
                technology=found.technology_id or "",
                details={"words": words, "made_on": day_of(home, writer.now).isoformat()},
                subjects=(Subject("complaint", number),),
                unit="complaints",
            )
        )
    return writer.recorded()


def _freeze(writer: Writer, number: str, reference: str, reason: str, role: str) -> None:
    """Record the tie. The face is the same whether there is such a case."""
    case = Case.objects.filter(reference__iexact=reference).first()
    hold = next_number(Hold, "H", writer.now) if case is not None else ""
    subjects = [Subject("complaint", number)]
    if case is not None:
        subjects += [Subject("case", case.number), Subject("hold", hold)]
    writer.record(
        Draft(
            act="complaint.concern",
            details={
                "reference": reference,
                "case": case.number if case is not None else None,
                "hold": hold,
                "reason": reason,
                "made_on": day_of(writer.home, writer.now).isoformat(),
            },
            subjects=tuple(subjects),
            role=role,
            count=1,
            unit="complaints",
        )
    )


def _due(home: Home, day: date) -> date | None:
    """Count the last day. A list that cannot count it never keeps a complaint out."""
    try:
        return day_limit(CLOCK, day, home.lists)
    except InformationError:
        return None
