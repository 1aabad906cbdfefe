# SPDX-License-Identifier: Apache-2.0
"""Assessments that were done, and what the expert panel was asked and answered.

Promises: an assessment answers the agency's principles one by one and its document is named by its
SHA-256, never kept; an answer that is withheld is public as withheld, with its ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import Advice
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.queries.finding import find_technology
from holdfast.oversight.services.instruments import digest_of
from holdfast.oversight.services.technologies import (
    need_listed_trigger,
    not_in_future,
)
from holdfast.records.drafts import Subject
from holdfast.records.numbers import next_number
from holdfast.records.services.cases import needed_reason
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.drafts import Draft


def attach_assessment(
    *,
    home: Home,
    actor: Person,
    number: str,
    kind: str,
    done_on: date,
    summary: str,
    alternative: str = "",
    trigger: str = "",
    principles: Mapping[str, str] | None = None,
    document_sha256: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Attach an assessment that was done; its document is named by its SHA-256."""
    role = authorise(actor, "technology.assess")
    if home.lists.assessments.get(kind) is None:
        known = ", ".join(one.id for one in home.lists.assessments)
        raise NotDecidedError(f"An assessment is one of {known}. Nothing was changed.")
    need_listed_trigger(home, trigger)
    document = digest_of(document_sha256)
    answers = {name: " ".join(words.split()) for name, words in (principles or {}).items()}
    strangers = sorted(name for name in answers if home.lists.principles.get(name) is None)
    if strangers:
        raise NotDecidedError(
            f"The agency's list has no principle {strangers[0]!r}. Nothing was changed."
        )
    with writing(home=home, actor=actor, command="attaching an assessment", now=now) as writer:
        find_technology(number)
        not_in_future(done_on, writer.now, "An assessment")
        writer.record(
            public_draft(
                "technology.assess",
                {
                    "id": number,
                    "kind": kind,
                    "done_on": done_on.isoformat(),
                    "trigger": trigger,
                    "summary": needed_reason(summary),
                    "alternative": alternative.strip(),
                    "document_sha256": document,
                    "principles": {name: words for name, words in answers.items() if words},
                },
                role=role,
                technology=number,
                subjects=(Subject("technology", number),),
                unit="assessments",
            )
        )
    return writer.recorded()


def ask_panel(
    *,
    home: Home,
    actor: Person,
    technology: str,
    question: str,
    asked_on: date,
    now: datetime | None = None,
) -> str:
    """Write down what the expert panel was asked; give the number of the question."""
    role = authorise(actor, "technology.advice")
    with writing(home=home, actor=actor, command="asking the panel", now=now) as writer:
        find_technology(technology)
        not_in_future(asked_on, writer.now, "A question")
        number = next_number(Advice, "Q", writer.now)
        fields = {
            "id": technology,
            "number": number,
            "question": needed_reason(question),
            "asked_on": asked_on.isoformat(),
            "answered_on": "",
            "answer": "",
            "withheld_ground": "",
            "response": "",
        }
        writer.record(_advice(fields, role=role))
    return number


def answer_of_panel(
    *,
    home: Home,
    actor: Person,
    number: str,
    answer: str,
    answered_on: date,
    response: str = "",
    withheld_ground: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Write down what the panel answered and what the agency makes of it.

    With a ground the answer is kept in the sealed body, and the ground is public in its place.
    """
    role = authorise(actor, "technology.advice")
    if withheld_ground and home.lists.grounds.get(withheld_ground) is None:
        raise NotDecidedError(
            f"The agency's list has no ground {withheld_ground!r}. Nothing was changed."
        )
    with writing(home=home, actor=actor, command="keeping the panel's answer", now=now) as writer:
        asked = Advice.objects.filter(number=number).first()
        if asked is None:
            raise NotOnRegisterError(f"The panel was asked no {number}. Nothing was changed.")
        not_in_future(answered_on, writer.now, "An answer")
        words = needed_reason(answer)
        fields = {
            "id": asked.technology_id,
            "number": number,
            "question": asked.question,
            "asked_on": asked.asked_on.isoformat(),
            "answered_on": answered_on.isoformat(),
            "answer": "" if withheld_ground else words,
            "withheld_ground": withheld_ground,
            "response": response.strip(),
        }
        writer.record(_advice(fields, role=role, details={"answer": words}))
    return writer.recorded()


def _advice(
    fields: Mapping[str, Any], *, role: str, details: Mapping[str, Any] | None = None
) -> Draft:
    return public_draft(
        "technology.advice",
        fields,
        role=role,
        technology=fields["id"],
        details=details,
        subjects=(Subject("technology", fields["id"]), Subject("advice", fields["number"])),
        unit="questions",
    )
