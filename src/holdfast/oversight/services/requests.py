# SPDX-License-Identifier: Apache-2.0
"""Requests for information: received and routed to their law, extended, passed on, decided.

Promises: a question about several things is one request for each law that answers a part of it,
each with its own clock; a decision stands in law as written (`information.check_decision`) before
it is recorded, and the letter that says it is kept with it; a request of a person for their own
information is answered by two people (`services.answers`), never here. A late step is recorded as
late, never refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.accounts.roles import role_name
from holdfast.information import (
    Extension,
    Letter,
    NoTimeLimitError,
    Reason,
    Transfer,
    check_decision,
    check_order,
    decision_letter,
    due,
    extension_letter,
    route,
    transfer_letter,
)
from holdfast.oversight.codes import digest_of, new_code
from holdfast.oversight.days import day_of, received_day
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import InformationRequest
from holdfast.oversight.public_person import authorise_sender, is_public
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.queries.finding import find_request
from holdfast.oversight.queries.requests import correspondence, letter_parts, state_of
from holdfast.oversight.received import Received
from holdfast.oversight.told import LONGEST_NOTE, told, told_line
from holdfast.records.drafts import Subject
from holdfast.records.numbers import next_number
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.information import CheckedDecision
    from holdfast.records.drafts import Draft
    from holdfast.records.writing import Writer

OWN = "the-asker"
_OPEN = ("received", "extended")


def receive_request(
    *,
    home: Home,
    actor: Person,
    subjects: Sequence[str],
    text: str,
    requester: str,
    contact: str = "",
    received_on: date | None = None,
    now: datetime | None = None,
) -> tuple[Received, ...]:
    """Receive a question; give one request for each law that answers a part of it."""
    role = authorise_sender(actor, "request.receive")
    question = told(text, "The question")
    name = told_line(requester, "The name", longest=LONGEST_NOTE)
    reach = told(contact, "How to reach you", longest=LONGEST_NOTE, needed=False)
    if OWN in subjects and not reach:
        raise NotDecidedError(
            "A question about oneself is answered only when it is sure who asks, and nothing says "
            "how to reach you for that. Nothing was recorded. Write an address or a number."
        )
    routes = route(subjects, agency=home.lists)
    codes = [new_code() for _ in routes]
    received = []
    with writing(home=home, actor=actor, command="receiving a request", now=now) as writer:
        stated = None if is_public(actor) else received_on
        day = received_day(home, stated, writer.now)
        for one, code in zip(routes, codes, strict=True):
            number = next_number(InformationRequest, "R", writer.now)
            due_on = _due(home, one.kind, day)
            entry = writer.record(
                public_draft(
                    "request.receive",
                    {
                        "number": number,
                        "kind": one.kind,
                        "due": due_on.isoformat() if due_on else "",
                    },
                    role=role,
                    details={
                        "subject": one.subject,
                        "received_on": day.isoformat(),
                        "requester": name,
                        "contact": reach,
                        "text": question,
                        "secret_sha256": digest_of(code),
                    },
                    subjects=(Subject("request", number),),
                    unit="requests",
                )
            )
            received.append((number, code, entry, due_on, one.kind))
    for _, _, entry, _, _ in received:
        entry.refresh_from_db(fields=["index"])
    return tuple(
        Received(number, code, entry.index or 0, due_on, kind)
        for number, code, entry, due_on, kind in received
    )


def extend_request(
    *,
    home: Home,
    actor: Person,
    number: str,
    until: date,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """Take more time, inside the time. Raises ExtensionRefusedError."""
    role = authorise(actor, "request.step")
    why = told(reason, "The reason", longest=LONGEST_NOTE)
    with writing(home=home, actor=actor, command="extending a request", now=now) as writer:
        found, today = open_request(number), day_of(home, writer.now)
        state = state_of(found)
        longer = (*state.extensions, Extension(today, until, why))
        check_order(replace(state, extensions=longer), today)
        deadline = due(found.kind, found.received_on, home.lists, longer)
        letter = extension_letter(
            correspondence(home, found, today, signature(actor, role)), deadline, agency=home.lists
        )
        writer.record(
            request_step(found, "extended", today, role, due_on=until, words=why, letter=letter)
        )
    return writer.recorded()


def transfer_request(
    *, home: Home, actor: Person, number: str, to: str, reason: str, now: datetime | None = None
) -> Recorded:
    """Pass the whole request on to another agency; late or not, it is recorded."""
    role = authorise(actor, "request.step")
    agency, why = told_line(to, "The agency"), told(reason, "The reason", longest=LONGEST_NOTE)
    with writing(home=home, actor=actor, command="transferring a request", now=now) as writer:
        found, today = open_request(number), day_of(home, writer.now)
        transfer = Transfer(today, agency)
        check_order(replace(state_of(found), transfer=transfer), today)
        about = correspondence(home, found, today, signature(actor, role))
        letter = transfer_letter(about, transfer, reason=why, agency=home.lists)
        writer.record(
            request_step(found, "transferred", today, role, to=agency, words=why, letter=letter)
        )
    return writer.recorded()


def preview_decision(
    *,
    home: Home,
    actor: Person,
    number: str,
    outcome: str,
    reasons: Sequence[Reason],
    answer: str,
    now: datetime,
) -> Letter:
    """Give the letter that the decision would be. Records nothing. Raises as `decide_request`."""
    role = authorise(actor, "request.step")
    today = day_of(home, now)
    return _drafted(
        home, actor, number, role=role, outcome=outcome, reasons=reasons, answer=answer, today=today
    )[2]


def decide_request(
    *,
    home: Home,
    actor: Person,
    number: str,
    outcome: str,
    reasons: Sequence[Reason],
    answer: str,
    everything: bool = True,
    now: datetime | None = None,
) -> Recorded:
    """Decide a request. Raises DecisionRefusedError that names every fault.

    `everything`: the letter says all there is to say, so the request is answered by it; else it
    stays open until `close_request`.
    """
    role = authorise(actor, "request.step")
    with writing(home=home, actor=actor, command="deciding a request", now=now) as writer:
        today = day_of(home, writer.now)
        found, checked, letter = _drafted(
            home, actor, number,
            role=role, outcome=outcome, reasons=reasons, answer=answer, today=today,
        )  # fmt: skip
        words = told(answer, "What the decision says")
        kept = [reason_parts(one) for one in reasons]
        writer.record(
            request_step(
                found, "decided", today, role,
                outcome=outcome, grounds=checked.grounds, reasons=kept, words=words, letter=letter,
            )
        )  # fmt: skip
        if everything:
            _answered(
                writer, found, role=role, outcome=outcome, grounds=checked.grounds, reasons=kept
            )
    return writer.recorded()


def close_request(
    *, home: Home, actor: Person, number: str, words: str = "", now: datetime | None = None
) -> Recorded:
    """Note that what was granted has been handed over, so that the request is answered."""
    role = authorise(actor, "request.step")
    note = told(words, "What was handed over", longest=LONGEST_NOTE, needed=False)
    with writing(home=home, actor=actor, command="closing a request", now=now) as writer:
        found = find_request(number)
        decided = found.steps.filter(step="decided").first()
        if found.state != "decided" or decided is None:
            raise NotDecidedError(
                f"{number} is {found.state}: what is answered was decided before. Nothing was "
                "changed."
            )
        grounds = tuple(one["ground"] for one in decided.reasons)
        _answered(
            writer, found, role=role, outcome=decided.outcome,
            grounds=grounds, reasons=decided.reasons, words=note,
        )  # fmt: skip
    return writer.recorded()


def open_request(number: str) -> InformationRequest:
    """Give the request, while it waits for a decision. Raises NotDecidedError."""
    found = find_request(number)
    if found.state not in _OPEN:
        raise NotDecidedError(
            f"{number} is {found.state} already. Nothing was changed. A new question is a request "
            "of its own."
        )
    return found


def authorise_desk(actor: Person) -> str:
    """Give the role in which the actor deals with requests. Raises NotPermittedError."""
    return authorise(actor, "request.step")


def is_own(home: Home, found: InformationRequest) -> bool:
    """Say whether the request is of a person for their own information."""
    kind = home.lists.request_kinds.get(found.kind)
    return OWN in kind.about if kind else found.subject == OWN


def signature(actor: Person, role: str) -> str:
    """Give the lines that sign a letter: the person and the office."""
    return f"{actor.name}\n{role_name(role)}"


def reason_parts(reason: Reason) -> dict[str, Any]:
    """Give a ground with what was written for it, as it is kept."""
    return {
        "ground": reason.ground,
        "public_interest": reason.public_interest.strip(),
        "considered": {name: text.strip() for name, text in reason.considered.items()},
    }


def request_step(
    found: InformationRequest,
    step: str,
    today: date,
    role: str,
    *,
    due_on: date | None = None,
    outcome: str = "",
    grounds: Sequence[str] = (),
    reasons: Sequence[dict[str, Any]] = (),
    to: str = "",
    words: str = "",
    letter: Letter | None = None,
) -> Draft:
    """Draft one step of a request with its public record."""
    return public_draft(
        "request.step",
        {
            "number": found.number,
            "step": step,
            "due": due_on.isoformat() if due_on else "",
            "grounds": list(grounds),
        },
        role=role,
        details={
            "made_on": today.isoformat(),
            "outcome": outcome,
            "reasons": list(reasons),
            "to": to,
            "words": words,
            "letter": letter_parts(letter) if letter else {},
        },
        subjects=(Subject("request", found.number),),
        unit="requests",
    )


def _answered(
    writer: Writer,
    found: InformationRequest,
    *,
    role: str,
    outcome: str,
    grounds: Sequence[str],
    reasons: Sequence[dict[str, Any]],
    words: str = "",
) -> None:
    today = day_of(writer.home, writer.now)
    writer.record(
        request_step(
            found, "answered", today, role,
            outcome=outcome, grounds=grounds, reasons=reasons, words=words,
        )
    )  # fmt: skip


def _drafted(
    home: Home,
    actor: Person,
    number: str,
    *,
    role: str,
    outcome: str,
    reasons: Sequence[Reason],
    answer: str,
    today: date,
) -> tuple[InformationRequest, CheckedDecision, Letter]:
    """Check a decision and write its letter."""
    found = open_request(number)
    if is_own(home, found):
        raise NotDecidedError(
            f"{number} asks about the person who sent it: it is answered by two people. Nothing "
            "was changed. Draft the answer, and have another person approve it."
        )
    checked = check_decision(found.kind, outcome, reasons, agency=home.lists)
    letter = decision_letter(
        correspondence(home, found, today, signature(actor, role)),
        checked,
        answer=told(answer, "What the decision says"),
        agency=home.lists,
    )
    return found, checked, letter


def _due(home: Home, kind: str, day: date) -> date | None:
    try:
        return due(kind, day, home.lists).day
    except NoTimeLimitError:
        return None
