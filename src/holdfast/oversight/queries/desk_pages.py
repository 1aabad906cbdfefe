# SPDX-License-Identifier: Apache-2.0
"""One complaint, and one request, as the desk reads them; the viewer comes first.

Promises: a case is named to nobody who may not see it: whether there is one under the reference
that somebody gave stays as unknown to them as to whoever gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.accounts.models import Person
from holdfast.oversight.models import Complaint, InformationRequest
from holdfast.oversight.queries.desk import need_desk
from holdfast.records.access import visible_cases
from holdfast.records.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from holdfast.home import Home
    from holdfast.oversight.models import ComplaintStep, RequestStep
    from holdfast.records.models import Entry

_COMPLAINT: Final = {
    "acknowledged": "Acknowledged",
    "answered": "Answered, without finding for or against",
    "upheld": "Upheld",
    "not-upheld": "Not upheld",
}
_REQUEST: Final = {"decided": "Decided", "answered": "Answered"}


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: what, by whom, when, which entry; `case` is the case's number for who may see it.

    `letter` is the step's own number where a letter went out with it, else None.
    """

    what: str
    who: str
    at: datetime
    entry: int | None
    words: str = ""
    case: int | None = None
    reference: str = ""
    letter: int | None = None
    grounds: tuple[str, ...] = ()


def complaint(viewer: Person, number: str) -> Complaint:
    """Give the complaint. Raises NotFoundError, NotPermittedError."""
    need_desk(viewer)
    found = Complaint.objects.select_related("technology", "entry").filter(number=number).first()
    if found is None:
        raise NotFoundError(f"There is no complaint {number}.")
    return found


def request(viewer: Person, number: str) -> InformationRequest:
    """Give the request. Raises NotFoundError, NotPermittedError."""
    need_desk(viewer)
    found = InformationRequest.objects.select_related("entry").filter(number=number).first()
    if found is None:
        raise NotFoundError(f"There is no request {number}.")
    return found


def complaint_steps(viewer: Person, home: Home, found: Complaint) -> tuple[Taken, ...]:
    """Give what became of the complaint, oldest first, its receipt included."""
    steps = list(found.steps.select_related("entry"))
    names = _names([found.entry, *(one.entry for one in steps)])
    cases = [one.case_id for one in steps if one.case_id is not None]
    seen = set(visible_cases(viewer).filter(number__in=cases).values_list("number", flat=True))
    first = Taken("Received", names[found.entry_id], found.received_at, found.entry.index)
    return (first, *(_complaint_step(home, one, names, seen) for one in steps))


def request_steps(found: InformationRequest) -> tuple[Taken, ...]:
    """Give what became of the request, oldest first, its receipt included."""
    steps = list(found.steps.select_related("entry"))
    names = _names([found.entry, *(one.entry for one in steps)])
    first = Taken("Received", names[found.entry_id], found.entry.at, found.entry.index)
    return (first, *(_request_step(one, names) for one in steps))


def _complaint_step(
    home: Home, step: ComplaintStep, names: dict[int, str], seen: set[int]
) -> Taken:
    what = _COMPLAINT.get(step.step, step.step)
    if step.step == "transferred":
        body = home.lists.complaint_bodies.get(step.to)
        what = f"Passed on to {body.words if body else step.to}"
    elif step.step == "froze":
        what = "Froze whatever is under"
    return Taken(
        what=what,
        who=names[step.entry_id],
        at=step.at,
        entry=step.entry.index,
        words=step.words,
        case=step.case_id if step.case_id in seen else None,
        reference=step.reference,
    )


def _request_step(step: RequestStep, names: dict[int, str]) -> Taken:
    what = _REQUEST.get(step.step, step.step)
    if step.step == "extended" and step.due_on:
        what = f"Extended to {step.due_on.day} {step.due_on:%B %Y}"
    elif step.step == "transferred":
        what = f"Passed on to {step.to}"
    elif step.step == "decided":
        what = f"Decided: {step.outcome.replace('-', ' ')}"
    return Taken(
        what=what,
        who=names[step.entry_id],
        at=step.at,
        entry=step.entry.index,
        words=step.words,
        letter=step.pk if step.letter else None,
        grounds=tuple(one["ground"] for one in step.reasons),
    )


def _names(entries: Iterable[Entry]) -> dict[int, str]:
    """Give who acted, by entry: a person's name, else "a member of the public"."""
    by_entry = {one.pk: one.actor for one in entries}
    known = Person.objects.filter(username__in=set(by_entry.values()))
    names = {one.username: one.name or one.username for one in known}
    return {pk: names.get(actor, "a member of the public") for pk, actor in by_entry.items()}
