# SPDX-License-Identifier: Apache-2.0
"""What whoever sent a complaint or a request may read of it, with its reference and its code.

Promises: a wrong reference and a wrong code look the same; nothing is told that names staff, an
item or a case; a person's own answer is not told here, because a code does not say who holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.information.letters import in_words
from holdfast.oversight.codes import fits
from holdfast.oversight.models import Complaint, InformationRequest
from holdfast.oversight.queries.requests import letter_of

if TYPE_CHECKING:
    from datetime import date

    from holdfast.home import Home
    from holdfast.oversight.models import ComplaintStep, RequestStep

Sent = Complaint | InformationRequest
_LONGEST_NUMBER: Final = 30
_COMPLAINT: Final = {
    "acknowledged": "We are dealing with it",
    "transferred": "Passed on to",
    "answered": "Answered",
    "upheld": "Upheld: you were right to complain",
    "not-upheld": "Not upheld",
}
_OUTCOMES: Final = {
    "granted": "granted",
    "granted-in-part": "granted in part",
    "refused": "refused",
}
_OWN: Final = (
    "The answer is about yourself, so it is given to you by the way that you named, after we made "
    "sure who you are, and not shown here."
)


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One thing that became of it: the day, what it was, and what was said."""

    day: date
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ToldSent:
    """A complaint or a request as its sender reads it. `due_on` is None where no day is counted."""

    number: str
    what: str
    received_on: date
    due_on: date | None
    closed: bool
    freezes: bool
    steps: tuple[ToldStep, ...]


def find_sent(number: str, code: str) -> Sent | None:
    """Give what has this reference and this code together, else None."""
    wanted = number.strip().upper()[:_LONGEST_NUMBER]
    found: Sent | None = Complaint.objects.filter(number=wanted).first()
    if found is None:
        found = InformationRequest.objects.filter(number=wanted).first()
    kept = found.secret_sha256 if found is not None else ""
    return found if fits(code, kept) else None


def told_of(home: Home, sent: Sent) -> ToldSent:
    """Tell what became of it."""
    if isinstance(sent, Complaint):
        taken = [one for one in sent.steps.all() if one.step in _COMPLAINT]
        return ToldSent(
            number=sent.number,
            what="complaint",
            received_on=sent.received_on,
            due_on=sent.due_on,
            closed=sent.state not in {"received", "acknowledged"},
            freezes=bool(sent.stated_reference),
            steps=tuple(_complaint_step(home, one) for one in taken),
        )
    kind = home.lists.request_kinds.get(sent.kind)
    own = kind is not None and "the-asker" in kind.about
    return ToldSent(
        number=sent.number,
        what="request",
        received_on=sent.received_on,
        due_on=sent.due_on,
        closed=sent.state not in {"received", "extended"},
        freezes=False,
        steps=tuple(_request_step(one, own=own) for one in sent.steps.all()),
    )


def _complaint_step(home: Home, step: ComplaintStep) -> ToldStep:
    what = _COMPLAINT[step.step]
    if step.to:
        body = home.lists.complaint_bodies.get(step.to)
        what = f"{what} {body.words if body else step.to}"
    return ToldStep(step.made_on, what, step.words)


def _request_step(step: RequestStep, *, own: bool) -> ToldStep:
    if step.step == "extended":
        until = in_words(step.due_on) if step.due_on else ""
        return ToldStep(step.made_on, f"We need more time, until {until}", step.words)
    if step.step == "transferred":
        return ToldStep(step.made_on, f"Passed on to {step.to}", step.words)
    if own:
        return ToldStep(step.made_on, "Answered", _OWN)
    if step.step == "answered":
        return ToldStep(step.made_on, "Answered in full", step.words)
    letter = letter_of(step)
    outcome = _OUTCOMES.get(step.outcome, step.outcome)
    return ToldStep(step.made_on, f"Decided: {outcome}", letter.text if letter else step.words)
