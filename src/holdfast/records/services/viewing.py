# SPDX-License-Identifier: Apache-2.0
"""Opening content: on the ledger before the first byte, with a purpose, once a session.

Promises: `open_view` returns only when the entry is under a checkpoint or was already there for
this person, item and session; who may not open is refused, and the refusal is an entry too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.accounts.permissions import ROLE_ACTS, may
from holdfast.accounts.roles import role_name
from holdfast.records.access import no_such_item, openable_items, visible_cases, visible_items
from holdfast.records.drafts import item_draft
from holdfast.records.errors import NotFoundError, NotPermittedError, PurposeNeededError
from holdfast.records.models import CaseItem, Item, ItemView
from holdfast.records.stated import purpose_stated, session_digest
from holdfast.records.writing import writing

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.drafts import Draft

_ACT = "item.view"


def open_view(
    *, home: Home, actor: Person, item: int, session: str, now: datetime | None = None
) -> None:
    """Record that the actor opens the item's content in this session; to be called before it is.

    Raises PurposeNeededError (with the cases to state one for), NotPermittedError, NotFoundError.
    """
    moment = now or datetime.now(UTC)
    digest = session_digest(session)
    openable = openable_items(actor, moment).filter(number=item).exists()
    opened = ItemView.objects.filter(person=actor.pk, item=item, session=digest).exists()
    cases = _cases(actor, item, moment)
    stated = purpose_stated(actor, cases, session, moment)
    if openable and opened and stated is not None:
        return
    if openable and stated is None:
        raise PurposeNeededError(
            "Opening this needs a purpose, once for the case in this session. Nothing was opened. "
            "State the purpose, then open it again.",
            cases=cases,
        )
    with writing(home=home, actor=actor, command="opening an item", now=moment) as writer:
        role = may(actor, _ACT)
        if not openable or role is None:
            raise _refusal(actor, item, digest, moment)
        if ItemView.objects.filter(person=actor.pk, item=item, session=digest).exists():
            return
        row = {"item": item, "session": digest, "text": stated.text if stated else ""}
        writer.record(
            item_draft(
                _ACT,
                [row],
                role=role,
                purpose=stated.purpose if stated else "",
                data_class="recording",
            )
        )


def _cases(actor: Person, item: int, now: datetime) -> tuple[int, ...]:
    links = CaseItem.objects.filter(item=item, case__in=visible_cases(actor, now))
    return tuple(links.order_by("case").values_list("case", flat=True))


def _refusal(
    actor: Person, item: int, digest: str, now: datetime
) -> NotPermittedError | NotFoundError:
    """Give the refusal in words, with the entry that records it when the item exists."""
    denied: Draft | None = None
    if Item.objects.filter(number=item).exists():
        row = {"item": item, "session": digest, "text": ""}
        denied = item_draft(
            _ACT, [row], role=(actor.roles or [""])[0], outcome="denied", data_class="recording"
        )
    if visible_items(actor, now).filter(number=item).exists():
        roles = " or ".join(sorted(role_name(role).lower() for role in ROLE_ACTS[_ACT]))
        return NotPermittedError(
            f"{actor} may read what is said about this item and may not open its content: that "
            f"needs the role {roles} and membership of its case. The attempt was written in the "
            "ledger. Ask an exhibit officer.",
            denied=denied,
        )
    answer = no_such_item(item)
    return NotFoundError(str(answer), denied=denied)
