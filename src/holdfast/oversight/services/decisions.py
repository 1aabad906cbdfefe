# SPDX-License-Identifier: Apache-2.0
"""Decisions: written or oral, with what they approve, pause, resume or end.

Promises: the day a decision was made and the time it was recorded are both kept, and nothing takes
effect before it is recorded. An oral approval ends after the agency's limit unless it is confirmed
in writing; an oral pause holds until somebody decides in writing, because stopping needs less than
going on; nothing is resumed orally.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import Approval, Decision
from holdfast.oversight.publishing import instant, public_draft
from holdfast.oversight.queries.finding import find_decision, find_technology
from holdfast.oversight.services.instruments import digest_of
from holdfast.oversight.services.technologies import not_in_future
from holdfast.records.drafts import Subject
from holdfast.records.numbers import next_number
from holdfast.records.services.cases import needed_reason
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.drafts import Draft

KINDS: Final = ("approve", "pause", "resume", "end", "propose", "stage", "other")
FORMS: Final = ("written", "oral")
APPROVALS: Final = ("trial", "adoption")
# In what the volume of a use is counted: what the faces of uses name as their unit.
UNITS: Final = ("uses", "flights", "minutes", "files", "searches", "items")
_TOUCH: Final = frozenset({"pause", "resume", "end"})


def record_decision(
    *,
    home: Home,
    actor: Person,
    title: str,
    kind: str,
    form: str,
    made_on: date,
    maker: str,
    authority: str,
    reason: str,
    alternatives: str = "",
    technology: str = "",
    approve: str = "",
    until: datetime | None = None,
    conditions: str = "",
    expected: Mapping[str, int] | None = None,
    review_on: date | None = None,
    affects: Sequence[str] = (),
    instrument_sha256: str = "",
    now: datetime | None = None,
) -> str:
    """Record a decision; give its number.

    `maker` is an office, never a name: it is public. `approve` is "trial" or "adoption" for one
    that approves `technology`, until `until` (exclusive) and with the volume a quarter that it
    `expected`, by unit. `affects` are the approvals that one of kind pause, resume or end is about.
    """
    role = authorise(actor, "decision.record")
    _check_words(kind, form, approve)
    instrument = digest_of(instrument_sha256)
    _check_expected(expected or {})
    with writing(home=home, actor=actor, command="recording a decision", now=now) as writer:
        not_in_future(made_on, writer.now, "A decision")
        technology = technology or _technology_of(affects)
        if technology:
            find_technology(technology)
        confirm_by = confirmation_due(home, made_on, writer.now) if form == "oral" else None
        _check_effect(
            kind=kind,
            technology=technology,
            approve=approve,
            until=until,
            affects=affects,
            now=writer.now,
        )
        number = next_number(Decision, "D", writer.now)
        given = (
            {
                "id": next_number(Approval, "ETA", writer.now),
                "technology": technology,
                "kind": approve,
                "from": instant(writer.now),
                "until": instant(until.astimezone(UTC) if until else None),
                "confirm_by": instant(confirm_by),
                "conditions": conditions.strip(),
                "expected": dict(expected or {}),
                "review_on": review_on.isoformat() if review_on else "",
            }
            if approve
            else None
        )
        writer.record(
            decision_draft(
                number=number,
                title=title,
                kind=kind,
                form=form,
                made_on=made_on,
                recorded_on=writer.now.date(),
                maker=maker,
                authority=authority,
                reason=reason,
                alternatives=alternatives,
                technology=technology,
                approval=given,
                affects=affects,
                confirm_by=confirm_by,
                instrument_sha256=instrument,
                role=role,
            )
        )
    return number


def decision_draft(
    *,
    number: str,
    title: str,
    kind: str,
    form: str,
    made_on: date,
    recorded_on: date,
    maker: str,
    authority: str,
    reason: str,
    role: str,
    alternatives: str = "",
    technology: str = "",
    approval: Mapping[str, Any] | None = None,
    affects: Sequence[str] = (),
    confirm_by: datetime | None = None,
    instrument_sha256: str = "",
) -> Draft:
    """Draft a decision with its public record."""
    return public_draft(
        "decision.record",
        {
            "number": number,
            "title": needed_reason(title)[:300],
            "kind": kind,
            "form": form,
            "made_on": made_on.isoformat(),
            "recorded_on": recorded_on.isoformat(),
            "maker": needed_reason(maker)[:200],
            "authority": needed_reason(authority),
            "reason": needed_reason(reason),
            "alternatives": alternatives.strip(),
            "technology": technology,
            "approval": approval,
            "affects": list(affects),
            "instrument_sha256": instrument_sha256,
        },
        role=role,
        technology=technology,
        approval=str(approval["id"]) if approval else "",
        details={"confirm_by": instant(confirm_by)},
        subjects=(Subject("decision", number),),
        unit="decisions",
    )


def confirm_decision(
    *,
    home: Home,
    actor: Person,
    number: str,
    instrument_sha256: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Confirm an oral decision in writing, while it still holds."""
    role = authorise(actor, "decision.confirm")
    instrument = digest_of(instrument_sha256)
    with writing(home=home, actor=actor, command="confirming a decision", now=now) as writer:
        found = find_decision(number)
        if found.form != "oral" or found.confirmed_at is not None:
            raise NotDecidedError(f"{number} needs no confirmation. Nothing was changed.")
        if found.confirm_by is not None and found.confirm_by <= writer.now:
            raise NotDecidedError(
                f"{number} was oral and ended on {found.confirm_by:%d %B %Y at %H:%M} UTC without "
                "confirmation. Nothing was changed, and its uses stay listed. Record a new "
                "decision in writing."
            )
        writer.record(
            public_draft(
                "decision.confirm",
                {
                    "number": number,
                    "confirmed_on": writer.now.date().isoformat(),
                    "instrument_sha256": instrument,
                },
                role=role,
                technology=found.technology_id or "",
                subjects=(Subject("decision", number),),
                unit="decisions",
            )
        )
    return writer.recorded()


def standing_decision(number: str, now: datetime) -> Decision:
    """Give the decision of that number, if it still stands.

    Raises NotOnRegisterError, NotDecidedError for an oral one that ended unconfirmed.
    """
    found = find_decision(number)
    if found.confirmed_at is None and found.confirm_by is not None and found.confirm_by <= now:
        raise NotDecidedError(
            f"{number} was oral and ended on {found.confirm_by:%d %B %Y at %H:%M} UTC without "
            "confirmation, so nothing follows from it any more. Nothing was changed. Record the "
            "decision in writing first."
        )
    return found


def confirmation_due(home: Home, made_on: date, now: datetime) -> datetime:
    """Give when an oral decision ends unless it is confirmed. Raises NotDecidedError if it has.

    The time of day at which it was made is not known, so the hours are counted from the end of that
    day in UTC, or from now when that is earlier.
    """
    clock = home.lists.clocks.get("oral-decision")
    hours = clock.length if clock else 48
    made = min(now, datetime.combine(made_on, time.max, tzinfo=UTC))
    end = made + timedelta(hours=hours)
    if end <= now:
        raise NotDecidedError(
            f"An oral decision ends after {hours} hours, and this one was made on "
            f"{made_on.isoformat()}: it has ended. Nothing was changed. Record the decision that "
            "there is now, in writing."
        )
    return end


def _check_words(kind: str, form: str, approve: str) -> None:
    if kind not in KINDS or form not in FORMS or approve not in ("", *APPROVALS):
        raise NotDecidedError(
            f"A decision is of a kind ({', '.join(KINDS)}), written or oral, and approves a trial, "
            "an adoption or nothing. Nothing was changed."
        )
    if (kind == "approve") != bool(approve):
        raise NotDecidedError(
            "A decision that approves says whether a trial or an adoption, and no other does. "
            "Nothing was changed."
        )
    if kind == "resume" and form == "oral":
        raise NotDecidedError(
            "What was paused goes on by a written decision: an oral one ends by itself, and nobody "
            "would have decided to stop again. Nothing was changed. Record it in writing."
        )


def _check_effect(
    *,
    kind: str,
    technology: str,
    approve: str,
    until: datetime | None,
    affects: Sequence[str],
    now: datetime,
) -> None:
    if approve and not technology:
        raise NotDecidedError("An approval is of one technology. Nothing was changed. Name it.")
    if until is not None and (until.tzinfo is None or until <= now):
        raise NotDecidedError(
            "An approval ends at a time that is still to come and names its zone. Nothing was "
            "changed."
        )
    if (kind in _TOUCH) != bool(affects):
        raise NotDecidedError(
            "A decision that pauses, resumes or ends names the approvals it is about, and no other "
            "does. Nothing was changed."
        )
    found = Approval.objects.in_bulk(list(affects))
    for number in affects:
        if number not in found:
            raise NotOnRegisterError(f"There is no approval {number!r}. Nothing was changed.")
        _check_touched(kind, found[number], technology, now)


def _check_touched(kind: str, approval: Approval, technology: str, now: datetime) -> None:
    """Refuse a pause, resumption or end that would change nothing, or another's approval."""
    number = approval.number
    if technology and approval.technology_id != technology:
        raise NotDecidedError(
            f"{number} is an approval of {approval.technology_id}, and the decision is about "
            f"{technology}. Nothing was changed."
        )
    if approval.ended_by or (approval.until is not None and approval.until <= now):
        by = f" by {approval.ended_by}" if approval.ended_by else ""
        raise NotDecidedError(
            f"{number} has ended already{by}. Nothing was changed. A technology that is to be used "
            "again needs a new approval."
        )
    if kind == "pause" and approval.suspended_by:
        raise NotDecidedError(
            f"{number} is paused by {approval.suspended_by} already. Nothing was changed."
        )
    if kind == "resume" and not approval.suspended_by:
        raise NotDecidedError(f"{number} is not paused. Nothing was changed.")


def _check_expected(expected: Mapping[str, int]) -> None:
    if any(type(count) is not int or count < 0 for count in expected.values()):
        raise NotDecidedError("What is expected are whole numbers by unit. Nothing was changed.")
    unknown = sorted(set(expected) - set(UNITS))
    if unknown:
        raise NotDecidedError(
            f"What is expected is counted in {', '.join(UNITS)}, and not in {unknown[0]!r}. "
            "Nothing was changed."
        )


def _technology_of(affects: Sequence[str]) -> str:
    """Give the technology that all these approvals are of; "" when there are several or none."""
    found = set(Approval.objects.filter(number__in=affects).values_list("technology_id", flat=True))
    return found.pop() if len(found) == 1 else ""
