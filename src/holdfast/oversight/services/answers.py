# SPDX-License-Identifier: Apache-2.0
"""The answer to "was it used on me?": drafted by one person, approved by another, then given.

Promises: what the answer tells is computed from the ledger, not written by hand; it is given only
after somebody else than who drafted it has approved that very draft, and it is approved only while
the ledger still says the same. Whoever drafts may see every item and case that they name, and says
how it was made sure who asks. An answer that is refused tells nothing, not even how much there is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.information import Reason, check_decision, decision_letter
from holdfast.oversight.days import day_of
from holdfast.oversight.errors import NotDecidedError
from holdfast.oversight.models import Answer
from holdfast.oversight.queries.requests import correspondence
from holdfast.oversight.queries.used_on import RECORDED, FoundUse, uses_found
from holdfast.oversight.services.requests import (
    is_own,
    open_request,
    reason_parts,
    request_step,
    signature,
)
from holdfast.oversight.told import LONGEST_NOTE, told
from holdfast.records.access import find_items, visible_cases
from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import NotFoundError
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.information import CheckedDecision, Letter
    from holdfast.oversight.models import InformationRequest

NOTHING_FOUND = "Our ledger has no use of a registered technology on anything in Holdfast that is linked to you."


@dataclass(frozen=True, slots=True)
class Linked:
    """What is linked to the person who asks: item numbers, and cases by reference."""

    items: tuple[int, ...] = ()
    cases: tuple[str, ...] = ()


def find_uses(*, home: Home, actor: Person, number: str, linked: Linked) -> tuple[FoundUse, ...]:
    """Compute what an answer would tell. Records nothing. Raises NotFoundError."""
    authorise(actor, "answer.propose")
    _own_request(home, number)
    return _seen_uses(actor, linked, None)


def propose_answer(
    *,
    home: Home,
    actor: Person,
    number: str,
    linked: Linked,
    identity: str,
    text: str,
    withheld: Mapping[str, str] | None = None,
    refused_on: str = "",
    reasons: Sequence[Reason] = (),
    now: datetime | None = None,
) -> Recorded:
    """Draft an answer; it takes the place of an earlier draft.

    `withheld` gives, by the key of a line, the ground on which it is withheld; `refused_on` is a
    ground on which the whole is refused; `reasons` what was written for the grounds. Raises
    DecisionRefusedError, NotFoundError, NotDecidedError.
    """
    role = authorise(actor, "answer.propose")
    sure = told(identity, "How it was made sure who asks", longest=LONGEST_NOTE)
    words = told(text, "What the answer says")
    with writing(home=home, actor=actor, command="drafting an answer", now=now) as writer:
        found = _own_request(home, number)
        answer = Answer.objects.filter(request=found).first()
        if answer is not None and answer.approved_at is not None:
            raise NotDecidedError(
                f"The answer to {number} is approved. Nothing was changed. Give it, as it is."
            )
        seen = _seen_uses(actor, linked, writer.now)
        whole = dict.fromkeys((line.key for line in seen), refused_on) if refused_on else {}
        lines = _marked(seen, whole or withheld or {})
        used = {line.ground for line in lines if line.ground} | ({refused_on} - {""})
        written = {one.ground: one for one in reasons}
        stated = [written.get(ground, Reason(ground)) for ground in sorted(used | set(written))]
        outcome = "refused" if refused_on else _outcome(lines)
        checked = check_decision(found.kind, outcome, stated, agency=home.lists)
        writer.record(
            Draft(
                act="answer.propose",
                details={
                    "identity": sure,
                    "items": list(linked.items),
                    "cases": list(linked.cases),
                    "found": [line.to_json() for line in lines],
                    "reasons": [reason_parts(one) for one in stated],
                    "outcome": checked.outcome,
                    "text": words,
                },
                subjects=(Subject("request", number),),
                role=role,
                count=1,
                unit="answers",
            )
        )
    return writer.recorded()


def approve_answer(
    *, home: Home, actor: Person, number: str, draft: int, now: datetime | None = None
) -> Recorded:
    """Approve the draft that was read: `draft` is its entry. Never by who drafted it."""
    role = authorise(actor, "answer.approve")
    with writing(home=home, actor=actor, command="approving an answer", now=now) as writer:
        _own_request(home, number)
        answer = drafted(number)
        if answer.approved_at is not None:
            raise NotDecidedError(f"The answer to {number} is approved already. Nothing changed.")
        if answer.proposed_by_id == actor.pk:
            raise NotDecidedError(
                f"You drafted the answer to {number}, and another person approves it. Nothing was "
                "changed. Ask a colleague to read it."
            )
        if answer.entry.index != draft:
            raise NotDecidedError(
                f"The answer to {number} was drafted again after you opened it. Nothing was "
                "changed. Read the newer draft first."
            )
        _need_the_same(answer)
        writer.record(
            Draft(
                act="answer.approve",
                details={"draft": draft},
                subjects=(Subject("request", number),),
                role=role,
                count=1,
                unit="answers",
            )
        )
    return writer.recorded()


def give_answer(*, home: Home, actor: Person, number: str, now: datetime | None = None) -> Recorded:
    """Give the approved answer: the request is answered, and its letter is kept."""
    role = authorise(actor, "request.step")
    with writing(home=home, actor=actor, command="giving an answer", now=now) as writer:
        found = _own_request(home, number)
        answer = drafted(number)
        if answer.approved_at is None:
            raise NotDecidedError(
                f"The answer to {number} was not approved by a second person. Nothing was changed. "
                "Have it approved first."
            )
        today = day_of(home, writer.now)
        checked, letter = _letter(home, found, answer, writer.now, signature(actor, role))
        writer.record(
            request_step(
                found, "answered", today, role,
                outcome=answer.outcome, grounds=checked.grounds, reasons=answer.reasons,
                letter=letter,
            )
        )  # fmt: skip
    return writer.recorded()


def preview_answer(*, home: Home, actor: Person, number: str, now: datetime) -> Letter:
    """Give the letter of the draft as it stands. Records nothing."""
    role = authorise(actor, "answer.approve")
    return _letter(home, _own_request(home, number), drafted(number), now, signature(actor, role))[
        1
    ]


def drafted(number: str) -> Answer:
    """Give the draft of an answer. Raises NotDecidedError."""
    found = Answer.objects.select_related("entry").filter(request=number).first()
    if found is None:
        raise NotDecidedError(f"No answer to {number} was drafted. Nothing was changed.")
    return found


def lines_of(answer: Answer) -> tuple[FoundUse, ...]:
    """Give the lines of a draft."""
    return tuple(FoundUse(**line) for line in answer.found)


def answer_words(answer: Answer) -> str:
    """Write what the answer tells: the person's words, then each line that is not withheld."""
    if answer.outcome == "refused":
        return str(answer.text)
    lines = lines_of(answer)
    told_lines = [in_words(line) for line in lines if not line.ground]
    withheld = sum(bool(line.ground) for line in lines)
    said = [answer.text]
    if told_lines:
        said.append("This is what our ledger says, by month:\n" + "\n".join(told_lines))
    if not lines:
        said.append(NOTHING_FOUND)
    if withheld:
        said.append(f"{withheld} line{'s are' if withheld > 1 else ' is'} withheld.")
    return "\n\n".join(said)


def in_words(line: FoundUse) -> str:
    """Write one line of an answer."""
    month = datetime.strptime(line.month, "%Y-%m").replace(tzinfo=UTC)
    often = "once" if line.count == 1 else f"{line.count} times"
    what = "recorded" if line.how == RECORDED else "was used"
    under = f"under {' and '.join(line.approval.split('+'))}" if line.approval else ""
    return (
        f"- {month:%B %Y}: {line.name} ({line.technology}) {what} {often}, "
        f"{under or 'and no approval is on record for it'}."
    )


def _letter(
    home: Home, found: InformationRequest, answer: Answer, now: datetime, signed_by: str
) -> tuple[CheckedDecision, Letter]:
    reasons = [Reason(**one) for one in answer.reasons]
    checked = check_decision(found.kind, answer.outcome, reasons, agency=home.lists)
    about = correspondence(home, found, day_of(home, now), signed_by)
    letter = decision_letter(about, checked, answer=answer_words(answer), agency=home.lists)
    return checked, letter


def _own_request(home: Home, number: str) -> InformationRequest:
    found = open_request(number)
    if not is_own(home, found):
        raise NotDecidedError(
            f"{number} does not ask about the person who sent it, so one person decides it. "
            "Nothing was changed. Decide the request instead."
        )
    return found


def _seen_uses(actor: Person, linked: Linked, now: datetime | None) -> tuple[FoundUse, ...]:
    """Compute, after making sure that the actor may see everything that is named."""
    find_items(actor, linked.items, now)
    seen = set(
        visible_cases(actor, now).filter(reference__in=linked.cases).values_list(
            "reference", flat=True
        )
    )  # fmt: skip
    for reference in linked.cases:
        if reference not in seen:
            raise NotFoundError(
                f"There is no case {reference} that you may see. Nothing was changed. Ask an "
                "exhibit officer."
            )
    return uses_found(linked.items, linked.cases)


def _marked(lines: Sequence[FoundUse], withheld: Mapping[str, str]) -> tuple[FoundUse, ...]:
    unknown = set(withheld) - {line.key for line in lines}
    if unknown:
        raise NotDecidedError(
            "The ledger says other things now than when the answer was looked up. Nothing was "
            "changed. Look the uses up again."
        )
    return tuple(replace(line, ground=withheld.get(line.key, "")) for line in lines)


def _outcome(lines: Sequence[FoundUse]) -> str:
    withheld = sum(bool(line.ground) for line in lines)
    if not withheld:
        return "granted"
    return "refused" if withheld == len(lines) else "granted-in-part"


def _need_the_same(answer: Answer) -> None:
    def plain(lines: Sequence[FoundUse]) -> list[Any]:
        return [replace(line, ground="") for line in lines]

    if plain(uses_found(answer.items, answer.cases)) != plain(lines_of(answer)):
        raise NotDecidedError(
            "The ledger has had more uses since this answer was drafted. Nothing was changed. "
            "Draft it again, then approve."
        )
