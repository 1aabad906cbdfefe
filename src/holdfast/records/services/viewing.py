# SPDX-License-Identifier: Apache-2.0
"""Opening content: on the ledger before the first byte, with a purpose, once a session.

The order: `needed_for_view` says for what purpose, in which case and on what class of data the
item would be opened, so that the gate can be asked; `open_view` takes the gate's permit and gives
a View, which is what every function that reads content takes.

Promises: a View exists only under a permit that was asked again just then; `open_view` returns only
when the entry is under a checkpoint or was already there for this person, item and session; who
may not open is refused, and the refusal is an entry too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.accounts.permissions import ROLE_ACTS, may
from holdfast.accounts.roles import role_name
from holdfast.gate import genuine
from holdfast.records.access import no_such_item, openable_items, visible_cases, visible_items
from holdfast.records.drafts import item_draft
from holdfast.records.errors import NotFoundError, NotPermittedError, PurposeNeededError
from holdfast.records.models import CaseItem, Item, ItemView
from holdfast.records.permitted import View, class_of, confirmed
from holdfast.records.stated import purpose_stated, session_digest
from holdfast.records.writing import writing

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.drafts import Draft
    from holdfast.records.models import PurposeGrant

ACT = "item.view"
TECHNOLOGY = "holdfast-viewer"


@dataclass(frozen=True, slots=True)
class Needed:
    """What the gate is to be asked before an item is opened."""

    item: int
    purpose: str
    text: str
    case: str
    data_class: str


def needed_for_view(
    *, home: Home, actor: Person, item: int, session: str, now: datetime | None = None
) -> Needed:
    """Say what the gate is to be asked; a refusal is written in the ledger.

    Raises PurposeNeededError (with the cases to state one for), NotPermittedError, NotFoundError.
    """
    moment = now or datetime.now(UTC)
    found = openable_items(actor, moment).filter(number=item).values_list("status", flat=True)
    status = found.first()
    if status is None or may(actor, ACT) is None:
        with writing(home=home, actor=actor, command="opening an item", now=moment):
            raise _refusal(actor, item, session_digest(session), moment)
    stated = _stated(actor, item, session, moment)
    return Needed(item, stated.purpose, stated.text, stated.case.reference, class_of(home, status))


def open_view(
    *,
    home: Home,
    actor: Person,
    permit: Permit,
    item: int,
    session: str,
    now: datetime | None = None,
) -> View:
    """Record that the actor opens the item's content in this session, unless that was recorded.

    Raises PurposeNeededError, NotPermittedError, NotFoundError, DeniedError, WrongPermitError.
    """
    moment = now or datetime.now(UTC)
    view = glance(home=home, actor=actor, permit=permit, item=item, session=session, now=moment)
    digest = session_digest(session)
    seen = ItemView.objects.filter(person=actor.pk, item=item, session=digest)
    if seen.exists():
        return View(view.item, view.permit, entered=True)
    with writing(home=home, actor=actor, command="opening an item", now=moment) as writer:
        under = confirmed([permit], actor=actor, act=ACT, technology=TECHNOLOGY, now=writer.now)
        if not seen.exists():
            text = _stated(actor, item, session, moment).text
            row = {"item": item, "session": digest, "text": text}
            writer.record(under.item_draft(ACT, [row]))
    return View(view.item, view.permit, entered=True)


def glance(
    *,
    home: Home,
    actor: Person,
    permit: Permit,
    item: int,
    session: str,
    now: datetime | None = None,
) -> View:
    """Give a View that is enough for a small picture in a list, which makes no entry of its own.

    The purpose was stated for the case, and that is an entry. Raises as `needed_for_view`.
    """
    moment = now or datetime.now(UTC)
    needed = needed_for_view(home=home, actor=actor, item=item, session=session, now=moment)
    genuine(permit).require(
        act=ACT, technology=TECHNOLOGY, person=actor.username, data_class=needed.data_class
    )
    return View(item, permit.confirm(moment), entered=False)


def _stated(actor: Person, item: int, session: str, now: datetime) -> PurposeGrant:
    links = CaseItem.objects.filter(item=item, case__in=visible_cases(actor, now))
    cases = tuple(links.order_by("case").values_list("case", flat=True))
    stated = purpose_stated(actor, cases, session, now)
    if stated is None:
        raise PurposeNeededError(
            "Opening this needs a purpose, once for the case in this session. Nothing was opened. "
            "State the purpose, then open it again.",
            cases=cases,
        )
    return stated


def _refusal(
    actor: Person, item: int, digest: str, now: datetime
) -> NotPermittedError | NotFoundError:
    """Give the refusal in words, with the entry that records it when the item exists."""
    denied: Draft | None = None
    if Item.objects.filter(number=item).exists():
        row = {"item": item, "session": digest, "text": ""}
        denied = item_draft(
            ACT,
            [row],
            role=(actor.roles or [""])[0],
            outcome="denied",
            technology=TECHNOLOGY,
        )
    if visible_items(actor, now).filter(number=item).exists():
        roles = " or ".join(sorted(role_name(role).lower() for role in ROLE_ACTS[ACT]))
        return NotPermittedError(
            f"{actor} may read what is said about this item and may not open its content: that "
            f"needs the role {roles} and membership of its case. The attempt was written in the "
            "ledger. Ask an exhibit officer.",
            denied=denied,
        )
    answer = no_such_item(item)
    return NotFoundError(str(answer), denied=denied)
