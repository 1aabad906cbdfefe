# SPDX-License-Identifier: Apache-2.0
"""Asking the gate for a person: a permit, or a denial that is on the ledger before it is told.

Promises: whoever asks is a person of the home; every denial is an entry with the technology, the
purpose and the class of data that were asked for, and with the reason in its sealed body.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.accounts.roles import ROLES
from holdfast.gate import DeniedError, Request, Support
from holdfast.oversight.policy import gate_of
from holdfast.records.drafts import Draft, Subject
from holdfast.records.purposes import OTHER, parse_purpose
from holdfast.records.writing import writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.purposes import StatedPurpose


@dataclass(frozen=True, slots=True)
class Use:
    """A use that is about to happen: the act, the technology, and on what."""

    act: str
    technology: str
    data_class: str
    items: tuple[int, ...] = ()


def ask(
    *,
    home: Home,
    actor: Person,
    use: Use,
    purpose: StatedPurpose,
    support: Support | None,
    now: datetime | None = None,
) -> Permit:
    """Give the gate's permit. Raises DeniedError, after the denial was written in the ledger."""
    moment = now or datetime.now(UTC)
    request = Request(
        act=use.act,
        technology=use.technology,
        purpose=purpose.id,
        data_class=use.data_class,
        support=support,
        person=actor.username,
        roles=acting_roles(actor),
        active=actor.is_active,
    )
    with recorded_denials(home, actor, use, purpose, moment):
        return gate_of(home).permit(request, moment)


def ask_for_all(
    *,
    home: Home,
    actor: Person,
    uses: Iterable[Use],
    purpose: StatedPurpose,
    support: Support | None,
    now: datetime | None = None,
) -> tuple[Permit, ...]:
    """Give a permit for each class of data. One that is denied denies the whole."""
    return tuple(
        ask(home=home, actor=actor, use=use, purpose=purpose, support=support, now=now)
        for use in uses
    )


def ask_for_any(
    *,
    home: Home,
    actor: Person,
    uses: Iterable[Use],
    purpose: StatedPurpose,
    support: Support | None,
    now: datetime | None = None,
) -> tuple[Permit, ...]:
    """Give the permits there are, of several classes of data. Raises the first denial if none is.

    A class that is denied among others that are not is left out; only when all are denied is a
    denial written in the ledger.
    """
    moment = now or datetime.now(UTC)
    wanted = list(uses)
    permits: list[Permit] = []
    for use in wanted:
        request = Request(
            act=use.act,
            technology=use.technology,
            purpose=purpose.id,
            data_class=use.data_class,
            support=support,
            person=actor.username,
            roles=acting_roles(actor),
            active=actor.is_active,
        )
        try:
            permits.append(gate_of(home).permit(request, moment))
        except DeniedError:
            continue
    if not permits and wanted:
        permits.append(
            ask(home=home, actor=actor, use=wanted[0], purpose=purpose, support=support, now=moment)
        )
    return tuple(permits)


@contextmanager
def recorded_denials(
    home: Home, actor: Person, use: Use, purpose: StatedPurpose, now: datetime
) -> Iterator[None]:
    """Write in the ledger whatever the gate denies in the block, then let it be told."""
    try:
        yield
    except DeniedError as denial:
        _record(home, actor, use, purpose, denial, now)
        raise


def acting_roles(actor: Person) -> tuple[str, ...]:
    """Give the person's roles in the order in which they act."""
    return tuple(role for role in ROLES if role in actor.roles)


def stated(home: Home, purpose: str, text: str = "") -> StatedPurpose:
    """Read a purpose that a person gave. Raises RefusedError."""
    return parse_purpose(home.lists, purpose, text)


def _record(
    home: Home,
    actor: Person,
    use: Use,
    purpose: StatedPurpose,
    denial: DeniedError,
    now: datetime,
) -> None:
    """Write the denial down, with words that are on lists only on its face."""
    lists = home.lists
    from holdfast.oversight.models import Technology

    known = Technology.objects.filter(number=use.technology).exists()
    row = {"item": use.items[0]} if len(use.items) == 1 else {}
    with writing(home=home, actor=actor, command="recording a denial", now=now) as writer:
        writer.record(
            Draft(
                act=use.act,
                details={
                    "reason": str(denial),
                    "denied": denial.reason,
                    "row": denial.row,
                    "text": purpose.text,
                    "asked_technology": use.technology[:200],
                    **row,
                },
                subjects=tuple(Subject("item", item) for item in use.items[:1]),
                role=(acting_roles(actor) or ("",))[0],
                technology=use.technology if known else "",
                purpose=purpose.id if lists.purposes.get(purpose.id) else OTHER,
                data_class=use.data_class if lists.data_classes.get(use.data_class) else "",
                approval=denial.approval,
                outcome="denied",
                count=1,
                unit="refusals",
            )
        )
