# SPDX-License-Identifier: Apache-2.0
"""Contractors engaged to fly: opened on conditions, their media tied to it, closed.

Promises: every usual condition of the agency's list is in it, or the reason why it is not; a medium
belongs to one engagement and to its case; nothing is closed over what is outstanding without saying
what, and why. Never decides whether a contractor tells the truth: it keeps what was said, and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from holdfast.accounts.permissions import may_open
from holdfast.fleet.models import Engagement, HandedOver
from holdfast.fleet.queries.engagements import OUTSTANDING, find_engagement
from holdfast.oversight.days import day_of
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.publishing import public_draft
from holdfast.oversight.queries.finding import find_technology
from holdfast.oversight.services.instruments import digest_of
from holdfast.oversight.told import LONGEST_NOTE, told, told_line
from holdfast.records.access import visible_acquisitions, visible_cases
from holdfast.records.drafts import Subject
from holdfast.records.models import Case
from holdfast.records.numbers import next_number
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from holdfast.accounts.models import Person
    from holdfast.agency import EngagementCondition
    from holdfast.home import Home
    from holdfast.records.models import Acquisition
    from holdfast.records.writing import Writer

CERTIFICATES: Final = ("contractor", "agency")
LONGEST: Final = 200
_SUPPORT: Final = "case"
# A day further away than this is a slip of the pen.
_FURTHEST: Final = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Flying:
    """What flies, under whose certificate, by which rules; `technology` "" is not on the register."""

    drone: str
    technology: str = ""
    certificate_of: str = "contractor"
    certificate: str = ""
    rule_part: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is not kept here: its name and its SHA-256; both "" for none."""

    name: str = ""
    sha256: str = ""


NO_DOCUMENT: Final = Document()


def open_engagement(
    *,
    home: Home,
    actor: Person,
    contractor: str,
    case: str,
    purpose: str,
    flying: Flying,
    starts_on: date,
    ends_on: date,
    conditions: Sequence[str],
    left_out: str = "",
    contact: str = "",
    work: str = "",
    agreement: Document = NO_DOCUMENT,
    now: datetime | None = None,
) -> str:
    """Engage a contractor; give the engagement's number.

    `case` is its reference, `conditions` ids of the agency's list, `left_out` why a usual one is
    not among them. Raises NotDecidedError, NotOnRegisterError.
    """
    role = authorise(actor, "engagement.open")
    chosen = _conditions(home, conditions, left_out)
    _need_purpose(home, purpose)
    sealed: dict[str, Any] = {
        "contractor": told_line(contractor, "The contractor", longest=LONGEST),
        "contact": told(contact, "How to reach them", longest=LONGEST_NOTE, needed=False),
        "work": told(work, "What is to be done", longest=LONGEST_NOTE, needed=False),
        "left_out": told(left_out, "The reason", longest=LONGEST_NOTE, needed=False),
        **_flying(flying),
    }
    document = need_document(agreement, "The agreement")
    with writing(home=home, actor=actor, command="engaging a contractor", now=now) as writer:
        found = _case(actor, case, writer.now)
        if flying.technology:
            find_technology(flying.technology)
        today = day_of(home, writer.now)
        _need_span(starts_on, ends_on, today)
        number = next_number(Engagement, "E", writer.now)
        is_public = home.lists.settings["contractors_public"] == 1
        writer.record(
            public_draft(
                "engagement.open",
                {
                    "number": number,
                    "contractor": sealed["contractor"] if is_public else "",
                    "technology": flying.technology,
                    "purpose": purpose,
                    "from": starts_on.isoformat(),
                    "to": ends_on.isoformat(),
                    "conditions": {
                        one.id: (ends_on + timedelta(days=one.days)).isoformat() for one in chosen
                    },
                    "agreement_sha256": document.sha256,
                },
                role=role,
                technology=flying.technology,
                details={
                    **sealed,
                    "agreement_name": document.name,
                    "conditions": [
                        {"id": one.id, "words": one.words, "asked": one.asked,
                         "evidence": one.evidence}
                        for one in chosen
                    ],
                },
                subjects=(Subject("engagement", number), Subject("case", found.number)),
                unit="engagements",
            )
        )  # fmt: skip
    return number


def link_medium(
    *, home: Home, actor: Person, number: str, acquisition: str, now: datetime | None = None
) -> Recorded:
    """Tie a medium that was taken in to the engagement it was recorded under."""
    role = authorise(actor, "engagement.link")
    with writing(home=home, actor=actor, command="tying a medium", now=now) as writer:
        found = find_engagement(actor, number, writer.now)
        link_in(writer, found, acquisition, role=role)
    return writer.recorded()


def need_engagement_of(*, actor: Person, number: str, case: str) -> None:
    """Refuse, before a medium is taken in, an engagement that it could not be tied to afterwards.

    Raises NotPermittedError, NotFoundError, NotDecidedError.
    """
    authorise(actor, "engagement.link")
    found = find_engagement(actor, number)
    if found.case.reference != case.strip():
        raise NotDecidedError(
            f"{number} is of another case than {case.strip()[:100]}. Nothing was copied. Check the "
            "two numbers."
        )


def link_in(writer: Writer, found: Engagement, acquisition: str, *, role: str) -> None:
    """Tie a medium in a transaction that is under way. Raises NotOnRegisterError, NotDecidedError."""
    medium = find_medium(writer.actor, found, acquisition, writer.now)
    before = HandedOver.objects.filter(acquisition=medium).first()
    if before is not None:
        raise NotDecidedError(
            f"{medium.number} is tied to {before.engagement_id} already. Nothing was changed. A "
            "medium belongs to one engagement."
        )
    writer.record(
        public_draft(
            "engagement.link",
            {"number": found.number},
            role=role,
            technology=found.technology_id or "",
            subjects=(Subject("engagement", found.number), Subject("acquisition", medium.number)),
            unit="media",
        )
    )


def find_medium(actor: Person, found: Engagement, acquisition: str, now: datetime) -> Acquisition:
    """Give a medium of the engagement's case that the actor may know of. Raises NotOnRegisterError."""
    medium = visible_acquisitions(actor, now).filter(number=acquisition.strip()).first()
    if medium is None or medium.case_id != found.case_id:
        raise NotOnRegisterError(
            f"There is no receipt {acquisition.strip()[:40]} of this engagement's case that you "
            "may see. Nothing was changed. Take the medium in to the case first."
        )
    return medium


def close_engagement(
    *, home: Home, actor: Person, number: str, reason: str = "", now: datetime | None = None
) -> Recorded:
    """Close an engagement. What is outstanding stays named, and then a reason is needed."""
    role = authorise(actor, "engagement.close")
    why = told(reason, "The reason", longest=LONGEST_NOTE, needed=False)
    with writing(home=home, actor=actor, command="closing an engagement", now=now) as writer:
        found = find_engagement(actor, number, writer.now)
        if found.closed_on is not None:
            raise NotDecidedError(f"{number} is closed already. Nothing was changed.")
        left = list(found.conditions.filter(state__in=OUTSTANDING))
        if left and not why:
            raise NotDecidedError(
                f"{len(left)} condition{'s are' if len(left) > 1 else ' is'} outstanding: "
                f"{'; '.join(one.words for one in left)}. Nothing was changed. Settle what can be "
                "settled, or say why it is closed without."
            )
        writer.record(
            public_draft(
                "engagement.close",
                {
                    "number": number,
                    "on": day_of(home, writer.now).isoformat(),
                    "outstanding": [one.condition for one in left],
                },
                role=role,
                technology=found.technology_id or "",
                details={"reason": why},
                subjects=(Subject("engagement", number),),
                unit="engagements",
            )
        )
    return writer.recorded()


def need_document(document: Document, what: str) -> Document:
    """Give a document as it is kept: a name and a digest, or neither. Raises NotDecidedError."""
    digest = digest_of(document.sha256)
    name = told_line(document.name, f"The name of {what[:1].lower()}{what[1:]}", longest=LONGEST,
                     needed=False)  # fmt: skip
    if bool(name) != bool(digest):
        raise NotDecidedError(
            f"{what} is named by its name and its SHA-256, and one of the two is missing. Nothing "
            "was changed."
        )
    return Document(name, digest)


def need_near(day: date, today: date) -> None:
    """Refuse a day that is ten years away or more. Raises NotDecidedError."""
    if abs(day - today) > _FURTHEST:
        raise NotDecidedError(
            f"{day.isoformat()} is more than ten years away. Nothing was changed. Check the year."
        )


def _need_span(starts_on: date, ends_on: date, today: date) -> None:
    need_near(starts_on, today)
    need_near(ends_on, today)
    if ends_on < starts_on:
        raise NotDecidedError(
            f"The work would end on {ends_on.isoformat()}, before it begins on "
            f"{starts_on.isoformat()}. Nothing was recorded. Check the days."
        )


def _conditions(home: Home, conditions: Sequence[str], left_out: str) -> list[EngagementCondition]:
    """Give the conditions in the order of the list, or say which is not on it or is missing."""
    listed = home.lists.engagement_conditions
    for one in conditions:
        if listed.get(one) is None:
            known = ", ".join(each.id for each in listed)
            raise NotDecidedError(
                f"A condition is one of {known}, and not {one[:60]!r}. Nothing was recorded."
            )
    chosen = [one for one in listed if one.id in conditions]
    missing = [one.words for one in listed if one.usual and one not in chosen]
    if missing and not left_out.strip():
        raise NotDecidedError(
            f"Left out without a reason: {'; '.join(missing)}. Nothing was recorded. Put it in, "
            "or say why it is left out."
        )
    if not chosen:
        raise NotDecidedError(
            "An engagement has at least one condition. Nothing was recorded. Choose one."
        )
    return chosen


def _need_purpose(home: Home, purpose: str) -> None:
    listed = home.lists.purposes.get(purpose)
    if listed is None or _SUPPORT not in listed.supported_by:
        known = ", ".join(one.id for one in home.lists.purposes if _SUPPORT in one.supported_by)
        raise NotDecidedError(
            f"A contractor flies for one of {known}. Nothing was recorded. Choose one."
        )


def _flying(flying: Flying) -> dict[str, str]:
    if flying.certificate_of not in CERTIFICATES:
        raise NotDecidedError(
            "The pilot certificate is the contractor's or the agency's. Nothing was recorded."
        )
    return {
        "drone": told_line(flying.drone, "What flies", longest=LONGEST),
        "certificate_of": flying.certificate_of,
        "certificate": told_line(
            flying.certificate, "The pilot certificate", longest=LONGEST, needed=False
        ),
        "rule_part": told_line(flying.rule_part, "The rules", longest=LONGEST, needed=False),
    }


def _case(actor: Person, reference: str, now: datetime) -> Case:
    """Give the case that the actor may know of; governance, who sees none, names it by reference."""
    governs = may_open(actor, "cases") is None
    cases = Case.objects.all() if governs else visible_cases(actor, now)
    found = cases.filter(reference=reference.strip()).first()
    if found is None:
        raise NotOnRegisterError(
            f"There is no case {reference.strip()[:100]!r} that you may name. Nothing was "
            "recorded. Check the reference, or ask an exhibit officer to add you to the case."
        )
    return found
