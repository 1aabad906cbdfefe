# SPDX-License-Identifier: Apache-2.0
"""The register: put on it, changed, moved along, assessed, and the panel asked.

Promises: every change is public at once; nothing is taken off the register, only retired; a
technology goes to trial or into use by a decision whose approval is in force, and into use with a
procurement notice or the reason why there was none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import (
    Advice,
    Approval,
    Assessment,
    Decision,
    PermissionRow,
    Technology,
)
from holdfast.oversight.models.technologies import KINDS, STAGES
from holdfast.oversight.publishing import public_draft
from holdfast.records.drafts import Subject
from holdfast.records.numbers import next_number
from holdfast.records.services.cases import needed_reason
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}(/[a-z0-9][a-z0-9.-]{0,59})?\Z")
_LONGEST: Final = 200
# From where one may move to where. Suspending and retiring are decisions too.
_MOVES: Final[Mapping[str, frozenset[str]]] = {
    "proposed": frozenset({"assessed", "retired"}),
    "assessed": frozenset({"trial", "adopted", "proposed", "retired"}),
    "trial": frozenset({"adopted", "assessed", "suspended", "retired"}),
    "adopted": frozenset({"suspended", "assessed", "retired"}),
    "suspended": frozenset({"trial", "adopted", "assessed", "retired"}),
    "retired": frozenset({"proposed"}),
}
NEEDED_ASSESSMENTS: Final = ("privacy", "security")
USED: Final = ("trial", "adopted")
# What may be changed on the register later; each is one line of the public entry.
FIELDS: Final[Mapping[str, str]] = {
    "name": "Name",
    "description": "What it does",
    "maker": "Maker",
    "model": "Model",
    "contact": "Whom to ask about it",
    "latent": "Present in a tool of ours and not approved",
    "captures_others": "Captures people who are suspected of nothing",
    "supplier": "Supplier",
    "procurement_notice": "Notice of procurement",
    "procurement_reason": "Why there was no notice",
    "cost_nzd_year": "Cost a year, in New Zealand dollars",
    "conditions": "Conditions of use",
    "instructions": "Instructions in force",
    "review_on": "Next review",
    "servers": "Where its data are kept",
}


def register_technology(
    *,
    home: Home,
    actor: Person,
    number: str,
    name: str,
    kind: str,
    phrase: str = "",
    maker: str = "",
    model: str = "",
    description: str = "",
    parent: str = "",
    latent: bool = False,
    captures_others: bool = False,
    contact: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Put a technology on the register, at the stage *proposed*.

    A function of a tool has its own row: its id is `tool/function` and `parent` the tool. `latent`:
    it is there and not approved. Raises NotDecidedError, NotOnRegisterError.
    """
    role = authorise(actor, "technology.register")
    told = technology_record(
        number=number,
        name=name,
        kind=kind,
        phrase=phrase,
        maker=maker,
        model=model,
        description=description,
        parent=parent,
        latent=latent,
        captures_others=captures_others,
        contact=contact,
    )
    with writing(home=home, actor=actor, command="registering a technology", now=now) as writer:
        if Technology.objects.filter(number=told["id"]).exists():
            raise NotDecidedError(
                f"{told['id']} is on the register already. Nothing was changed. Choose another id, "
                "or change what the register says of it."
            )
        if told["parent"]:
            find_technology(told["parent"])
        writer.record(
            public_draft(
                "technology.register",
                {"technology": told},
                role=role,
                technology=told["id"],
                subjects=(Subject("technology", told["id"]),),
                unit="technologies",
            )
        )
    return writer.recorded()


def technology_record(
    *,
    number: str,
    name: str,
    kind: str,
    phrase: str = "",
    maker: str = "",
    model: str = "",
    description: str = "",
    parent: str = "",
    latent: bool = False,
    captures_others: bool = False,
    contact: str = "",
    ours: bool = False,
) -> dict[str, Any]:
    """Give what the register says of a new technology. Raises NotDecidedError."""
    if not _SLUG.match(number):
        raise NotDecidedError(
            f"{number!r} cannot be an id: small letters, digits, dot and hyphen, as dji-mavic-2; a "
            "function of a tool as nuix/face-search. Nothing was changed."
        )
    if kind not in KINDS:
        raise NotDecidedError(f"A technology is one of {', '.join(KINDS)}. Nothing was changed.")
    above = number.rpartition("/")[0]
    if above != parent:
        raise NotDecidedError(
            f"The id of a function begins with that of its tool: {parent or above}/… Nothing was "
            "changed."
        )
    words = " ".join(name.split())
    if not words or len(words) > _LONGEST:
        raise NotDecidedError(f"A technology has a name of 1 to {_LONGEST} characters.")
    return {
        "id": number,
        "name": words,
        "phrase": " ".join(phrase.split()) or words,
        "kind": kind,
        "maker": maker.strip(),
        "model": model.strip(),
        "description": description.strip(),
        "parent": parent,
        "ours": ours,
        "latent": latent,
        "captures_others": captures_others,
        "contact": contact.strip(),
        "devices": [],
    }


def change_technology(
    *,
    home: Home,
    actor: Person,
    number: str,
    fields: Mapping[str, object],
    trigger: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Change what the register says. `trigger` (of the agency's list) opens a new assessment."""
    role = authorise(actor, "technology.change")
    unknown = sorted(set(fields) - FIELDS.keys())
    if unknown or not (fields or trigger):
        raise NotDecidedError(
            f"What may be changed is {', '.join(FIELDS)}"
            + (f", and not {', '.join(unknown)}" if unknown else ", and nothing was named")
            + ". Nothing was changed."
        )
    _listed_trigger(home, trigger)
    with writing(home=home, actor=actor, command="changing the register", now=now) as writer:
        find_technology(number)
        writer.record(
            public_draft(
                "technology.change",
                {"id": number, "fields": dict(fields), "trigger": trigger},
                role=role,
                technology=number,
                subjects=(Subject("technology", number),),
                unit="technologies",
            )
        )
    return writer.recorded()


def move_technology(
    *,
    home: Home,
    actor: Person,
    number: str,
    stage: str,
    decision: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Move a technology along. Raises NotDecidedError with what is missing."""
    role = authorise(actor, "technology.stage")
    with writing(home=home, actor=actor, command="moving a technology", now=now) as writer:
        found = find_technology(number)
        _may_move(found, stage, decision, writer.now)
        writer.record(
            public_draft(
                "technology.stage",
                {
                    "id": number,
                    "from": found.stage,
                    "to": stage,
                    "decision": decision,
                    "reason": reason.strip(),
                },
                role=role,
                technology=number,
                subjects=(Subject("technology", number),),
                unit="technologies",
            )
        )
    return writer.recorded()


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
    _listed_trigger(home, trigger)
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
                    "document_sha256": document_sha256.strip().lower(),
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


def find_technology(number: str) -> Technology:
    """Give the technology of that id. Raises NotOnRegisterError."""
    found = Technology.objects.filter(number=number).first()
    if found is None:
        raise NotOnRegisterError(
            f"There is no technology {number!r} on the register. Nothing was changed. Register it "
            "first, or look its id up on the register."
        )
    return found


def not_in_future(day: date, now: datetime, what: str) -> None:
    """Refuse a day that has not begun anywhere yet. Raises NotDecidedError."""
    if (day - now.date()).days > 1:
        raise NotDecidedError(
            f"{what} cannot be dated {day.isoformat()}, which is still to come. Nothing was "
            "changed. Give the day on which it was made."
        )


def _advice(
    fields: Mapping[str, Any], *, role: str, details: Mapping[str, Any] | None = None
) -> Any:  # noqa: ANN401 # a draft
    return public_draft(
        "technology.advice",
        fields,
        role=role,
        technology=fields["id"],
        details=details,
        subjects=(Subject("technology", fields["id"]), Subject("advice", fields["number"])),
        unit="questions",
    )


def _listed_trigger(home: Home, trigger: str) -> None:
    if trigger and home.lists.triggers.get(trigger) is None:
        known = ", ".join(one.id for one in home.lists.triggers)
        raise NotDecidedError(f"What opens an assessment is one of {known}. Nothing was changed.")


def _may_move(found: Technology, stage: str, decision: str, now: datetime) -> None:
    if stage not in STAGES or stage not in _MOVES[found.stage]:
        raise NotDecidedError(
            f"{found.name} is {found.stage} and cannot become {stage!r}: from there it goes to "
            f"{' or '.join(sorted(_MOVES[found.stage]))}. Nothing was changed."
        )
    if stage == "assessed":
        _need_assessments(found)
    if stage in (*USED, "suspended", "retired"):
        _need_decision(found, stage, decision)
    if stage in USED:
        _need_approval(found, now)
    if stage == "adopted":
        _need_procurement(found)
    if stage == "retired":
        _need_no_rows(found, now)


def _need_assessments(found: Technology) -> None:
    there = set(Assessment.objects.filter(technology=found).values_list("kind", flat=True))
    missing = [kind for kind in NEEDED_ASSESSMENTS if kind not in there]
    if missing or found.open_trigger:
        what = f"{' and '.join(missing)} assessment" if missing else "a new assessment"
        raise NotDecidedError(
            f"{found.name} is not assessed: {what} is missing"
            + (f" ({found.open_trigger})" if found.open_trigger else "")
            + ". Nothing was changed. Attach it first."
        )


def _need_decision(found: Technology, stage: str, decision: str) -> None:
    there: Sequence[str] = list(
        Decision.objects.filter(technology=found).values_list("number", flat=True)
    )
    if decision not in there:
        raise NotDecidedError(
            f"{found.name} becomes {stage} by a decision about it, and {decision or 'none'} is not "
            "one. Nothing was changed. Record the decision first."
        )


def _need_approval(found: Technology, now: datetime) -> None:
    from holdfast.oversight.queries.approvals import in_force

    if not in_force(Approval.objects.filter(technology=found), now).exists():
        raise NotDecidedError(
            f"{found.name} has no approval in force. Nothing was changed. Record a decision that "
            "gives one."
        )


def _need_procurement(found: Technology) -> None:
    if found.ours or found.parent_id:
        return
    if not (found.fields.get("procurement_notice") or found.fields.get("procurement_reason")):
        raise NotDecidedError(
            f"The register says neither what notice there was of buying {found.name} nor why there "
            "was none. Nothing was changed. Say one of them first."
        )


def _need_no_rows(found: Technology, now: datetime) -> None:
    rows = PermissionRow.objects.filter(technology=found.number, ended_at__isnull=True)
    live = [row.number for row in rows if row.until is None or row.until > now]
    if live:
        raise NotDecidedError(
            f"{found.name} is in use: {', '.join(live[:5])} {'are' if len(live) > 1 else 'is'} in "
            "force. Nothing was changed. Take them out of force first."
        )
