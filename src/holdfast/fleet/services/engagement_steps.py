# SPDX-License-Identifier: Apache-2.0
"""What becomes of an engagement's conditions: met, waived, breached, another day; and reminders.

Promises: a condition is met by the evidence that the agency's list asks for, waived only with a
reason and with who decided it, and a breach is an incident from the same moment. A late step is
recorded as late and never refused; a breach may be recorded of what was thought settled.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from holdfast.accounts.permissions import may
from holdfast.fleet.engagement_letter import reminder
from holdfast.fleet.models import HandedOver
from holdfast.fleet.queries.engagements import OUTSTANDING, condition_lines, find_engagement
from holdfast.fleet.services.engagements import (
    LONGEST,
    NO_DOCUMENT,
    Document,
    find_medium,
    link_in,
    need_document,
    need_near,
)
from holdfast.oversight.days import day_of
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.services import signature
from holdfast.oversight.services.outside import incident_in
from holdfast.oversight.told import LONGEST_NOTE, told, told_line
from holdfast.records.drafts import Subject
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.fleet.models import Engagement, EngagementCondition
    from holdfast.home import Home
    from holdfast.information import Letter
    from holdfast.records.drafts import Draft
    from holdfast.records.writing import Writer


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a condition was met: who says so, in which words, which document or medium.

    `acquisition` is the medium handed over, or the one in which the document itself was taken in.
    """

    by: str = ""
    words: str = ""
    document: Document = NO_DOCUMENT
    acquisition: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The sealed part of a step."""

    by: str = ""
    words: str = ""
    document_name: str = ""
    acquisition: str = ""


def meet_condition(
    *,
    home: Home,
    actor: Person,
    number: str,
    condition: str,
    evidence: Evidence,
    on: date | None = None,
    now: datetime | None = None,
) -> Recorded:
    """Record that a condition was met, with what shows it.

    `on` is the day; without it, the day on which the last medium was taken in, else today.
    """
    role = authorise(actor, "engagement.step")
    document = need_document(evidence.document, "The document")
    by = told_line(evidence.by, "Who says so", longest=LONGEST, needed=False)
    words = told(evidence.words, "How it was done", longest=LONGEST_NOTE, needed=False)
    with writing(home=home, actor=actor, command="a step of an engagement", now=now) as writer:
        found = find_engagement(actor, number, writer.now)
        one = _outstanding(found, condition)
        acquisition, told_on = evidence.acquisition.strip(), on
        if one.evidence == "media":
            _need_media(writer, found, acquisition)
            told_on = on or _handed_over_on(home, found)
        elif acquisition:
            acquisition = find_medium(actor, found, acquisition, writer.now).number
        _need_evidence(one, told_by=bool(by and words), document=bool(document.sha256))
        day = _day(home, found, told_on, writer.now)
        kept = _Kept(by, words, document.name, acquisition)
        writer.record(
            _step(found, condition, "met", day, role=role, kept=kept, document=document.sha256)
        )
    return writer.recorded()


def waive_condition(
    *,
    home: Home,
    actor: Person,
    number: str,
    condition: str,
    by: str,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """Give a condition up: who decided it, and why."""
    role = authorise(actor, "engagement.step")
    kept = _Kept(
        told_line(by, "Who decided it", longest=LONGEST),
        told(reason, "The reason", longest=LONGEST_NOTE),
    )
    with writing(home=home, actor=actor, command="a step of an engagement", now=now) as writer:
        found = find_engagement(actor, number, writer.now)
        _outstanding(found, condition)
        today = day_of(home, writer.now)
        writer.record(_step(found, condition, "waived", today, role=role, kept=kept))
    return writer.recorded()


def record_breach(
    *,
    home: Home,
    actor: Person,
    number: str,
    condition: str,
    summary: str,
    private: str = "",
    on: date | None = None,
    now: datetime | None = None,
) -> str:
    """Record that a condition was breached, and open an incident; give the incident's number.

    `summary` is public with the incident, `private` is sealed.
    """
    role = authorise(actor, "engagement.step")
    incident_role = authorise(actor, "incident.record")
    public = told(summary, "What happened", longest=LONGEST_NOTE)
    sealed = told(private, "What only we know", longest=LONGEST_NOTE, needed=False)
    with writing(home=home, actor=actor, command="a step of an engagement", now=now) as writer:
        found = find_engagement(actor, number, writer.now)
        one = _condition(found, condition)
        day = _day(home, found, on, writer.now)
        incident = incident_in(
            writer,
            role=incident_role,
            technology=found.technology_id or "",
            kind="breach",
            summary=public,
            private=f"Engagement {number}: {one.words}. {sealed}".strip(),
        )
        kept = _Kept("", sealed)
        writer.record(
            _step(found, condition, "breached", day, role=role, kept=kept, incident=incident)
        )
    return incident


def move_day(
    *,
    home: Home,
    actor: Person,
    number: str,
    condition: str,
    due_on: date,
    reason: str,
    now: datetime | None = None,
) -> Recorded:
    """Give a condition another day, with the reason."""
    role = authorise(actor, "engagement.step")
    kept = _Kept("", told(reason, "The reason", longest=LONGEST_NOTE))
    with writing(home=home, actor=actor, command="a step of an engagement", now=now) as writer:
        found = find_engagement(actor, number, writer.now)
        one = _outstanding(found, condition)
        today = day_of(home, writer.now)
        need_near(due_on, today)
        if due_on == one.due_on:
            raise NotDecidedError(
                f"“{one.words}” is due on {due_on.isoformat()} already. Nothing was changed."
            )
        writer.record(_step(found, condition, "moved", today, role=role, kept=kept, due=due_on))
    return writer.recorded()


def name_agreement(
    *, home: Home, actor: Person, number: str, agreement: Document, now: datetime | None = None
) -> Recorded:
    """Name the written agreement, or a newer one, by its name and SHA-256."""
    role = authorise(actor, "engagement.step")
    document = need_document(agreement, "The agreement")
    if not document.sha256:
        raise NotDecidedError("No document was named. Nothing was changed. Choose the agreement.")
    with writing(home=home, actor=actor, command="a step of an engagement", now=now) as writer:
        found = find_engagement(actor, number, writer.now)
        today = day_of(home, writer.now)
        kept = _Kept(document_name=document.name)
        writer.record(
            _step(found, "", "agreed", today, role=role, kept=kept, document=document.sha256)
        )
    return writer.recorded()


def preview_reminder(*, home: Home, actor: Person, number: str, now: datetime) -> Letter:
    """Write the reminder as it would be printed now, and record nothing."""
    role = authorise(actor, "engagement.remind")
    letter, _ = _reminder(home, actor, find_engagement(actor, number, now), role, now)
    return letter


def remind_contractor(
    *, home: Home, actor: Person, number: str, how: str, now: datetime | None = None
) -> Recorded:
    """Record that a reminder was printed and how it is given; the letter is kept with it."""
    role = authorise(actor, "engagement.remind")
    given = told_line(how, "How it is given", longest=LONGEST)
    with writing(home=home, actor=actor, command="reminding a contractor", now=now) as writer:
        found = find_engagement(actor, number, writer.now)
        letter, left = _reminder(home, actor, found, role, writer.now)
        writer.record(
            public_draft(
                "engagement.remind",
                {"number": number, "conditions": left},
                role=role,
                technology=found.technology_id or "",
                details={
                    "made_on": day_of(home, writer.now).isoformat(),
                    "how": given,
                    "letter": {**asdict(letter), "paragraphs": list(letter.paragraphs)},
                },
                subjects=(Subject("engagement", number),),
                unit="engagements",
            )
        )
    return writer.recorded()


def _reminder(
    home: Home, actor: Person, found: Engagement, role: str, now: datetime
) -> tuple[Letter, list[str]]:
    today = day_of(home, now)
    left = [one for one in condition_lines(found, today) if one.outstanding]
    if not left:
        raise NotDecidedError(
            f"Nothing of {found.number} is outstanding. Nothing was recorded, and there is nothing "
            "to be reminded of."
        )
    letter = reminder(
        found,
        left,
        agency_name=home.config.agency,
        written_on=today,
        signed_by=signature(actor, role),
    )
    return letter, [one.id for one in left]


def _need_media(writer: Writer, found: Engagement, acquisition: str) -> None:
    """Tie the medium that was named; without one, need that some medium is tied already."""
    tied = HandedOver.objects.filter(engagement=found)
    if acquisition and not tied.filter(acquisition=acquisition).exists():
        role = may(writer.actor, "engagement.link") or ""
        if not role:
            authorise(writer.actor, "engagement.link")
        link_in(writer, found, acquisition, role=role)
    elif not tied.exists():
        raise NotDecidedError(
            "No medium is tied to this engagement. Nothing was changed. Take the medium in, and "
            "name its receipt here."
        )


def _need_evidence(one: EngagementCondition, *, told_by: bool, document: bool) -> None:
    """Refuse what does not show that the condition was met. Raises NotDecidedError."""
    if one.evidence == "statement" and not told_by:
        raise NotDecidedError(
            f"“{one.words}” is met by a statement: who says so, and how it was done. Nothing was "
            "changed. Write both."
        )
    if one.evidence == "document" and not document:
        raise NotDecidedError(
            f"“{one.words}” is met by a document. Nothing was changed. Choose the signed document, "
            "or give its name and SHA-256."
        )


def _handed_over_on(home: Home, found: Engagement) -> date | None:
    """Give the day on which the last of its media was taken in, if the work had begun by then."""
    tied = HandedOver.objects.filter(engagement=found)
    last = tied.aggregate(last=Max("acquisition__finished_at"))["last"]
    day = day_of(home, last) if last else None
    return day if day and day >= found.starts_on else None


def _condition(found: Engagement, condition: str) -> EngagementCondition:
    one = found.conditions.filter(condition=condition).first()
    if one is None:
        raise NotOnRegisterError(
            f"{found.number} has no condition {condition[:60]!r}. Nothing was changed. Its "
            "conditions are on its page."
        )
    return one


def _outstanding(found: Engagement, condition: str) -> EngagementCondition:
    one = _condition(found, condition)
    if one.state not in OUTSTANDING:
        raise NotDecidedError(
            f"“{one.words}” was {one.state} already. Nothing was changed. If it turns out not to "
            "be so, record a breach."
        )
    return one


def _day(home: Home, found: Engagement, on: date | None, now: datetime) -> date:
    """Give the day it happened: not to come, and not before the work began."""
    today = day_of(home, now)
    day = on or today
    if day > today:
        raise NotDecidedError(
            f"{day.isoformat()} is still to come. Nothing was changed. Give the day it happened."
        )
    if day < found.starts_on and day != today:
        raise NotDecidedError(
            f"{day.isoformat()} is before the work began, on {found.starts_on.isoformat()}. "
            "Nothing was changed. Check the day."
        )
    return day


def _step(
    found: Engagement,
    condition: str,
    step: str,
    day: date,
    *,
    role: str,
    kept: _Kept,
    due: date | None = None,
    document: str = "",
    incident: str = "",
) -> Draft:
    """Draft one step with its public record."""
    subjects = [Subject("engagement", found.number)]
    if kept.acquisition:
        subjects.append(Subject("acquisition", kept.acquisition))
    if incident:
        subjects.append(Subject("incident", incident))
    return public_draft(
        "engagement.step",
        {
            "number": found.number,
            "condition": condition,
            "step": step,
            "on": day.isoformat(),
            "due": due.isoformat() if due else "",
            "document_sha256": document,
            "incident": incident,
        },
        role=role,
        technology=found.technology_id or "",
        details=asdict(kept),
        subjects=tuple(subjects),
        unit="conditions",
    )
