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
from holdfast.gate import DeniedError, Request
from holdfast.oversight.models import Technology
from holdfast.oversight.policy import gate_of
from holdfast.records.drafts import Draft, Subject
from holdfast.records.purposes import OTHER, parse_purpose
from holdfast.records.writing import writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit, Support
    from holdfast.home import Home
    from holdfast.records.purposes import StatedPurpose


@dataclass(frozen=True, slots=True)
class Use:
    """A use that is about to happen: the act, the technology, and on what."""

    act: str
    technology: str
    data_class: str
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Errand:
    """Who wants to use something, what for, and the record that asks for it.

    `now` is for whoever tells a story of other days; else it is now. `user` is who used it, where
    the actor only writes that down (a flight of another pilot): it is their roles that are asked.
    """

    home: Home
    actor: Person
    purpose: StatedPurpose
    support: Support | None
    now: datetime | None = None
    user: Person | None = None

    @property
    def moment(self) -> datetime:
        """Give the moment of asking: a medium that took hours to copy is read under today's word."""
        return self.now or datetime.now(UTC)

    def permit(self, use: Use) -> Permit:
        """Give the gate's permit. Raises DeniedError, after the denial was written down."""
        with self.recording_denials(use):
            return self._ask(use)

    def permits(self, uses: Iterable[Use]) -> tuple[Permit, ...]:
        """Give a permit for each class of data. One that is denied denies the whole."""
        return tuple(map(self.permit, uses))

    def any_permits(self, uses: Iterable[Use]) -> tuple[Permit, ...]:
        """Give the permits there are, of several classes of data.

        A class that is denied beside others that are not is left out. When all are, the first
        denial is written down and raised.
        """
        wanted = list(uses)
        found: list[Permit] = []
        for use in wanted:
            try:
                found.append(self._ask(use))
            except DeniedError:
                continue
        if not found and wanted:
            found.append(self.permit(wanted[0]))
        return tuple(found)

    def why_denied(self, use: Use) -> str:
        """Say why the use would be denied, "" when it would not; nothing is used or written down."""
        try:
            self._ask(use)
        except DeniedError as denial:
            return str(denial)
        return ""

    @contextmanager
    def permitted(self, use: Use) -> Iterator[Permit]:
        """Give the permit for the block; a denial in asking or in the block is written down."""
        permit = self.permit(use)
        with self.recording_denials(use):
            yield permit

    @contextmanager
    def recording_denials(self, use: Use) -> Iterator[None]:
        """Write in the ledger whatever the gate denies in the block, then let it be told."""
        try:
            yield
        except DeniedError as denial:
            self._record(use, denial)
            raise

    def _ask(self, use: Use) -> Permit:
        using = self.user or self.actor
        request = Request(
            act=use.act,
            technology=use.technology,
            purpose=self.purpose.id,
            data_class=use.data_class,
            support=self.support,
            person=using.username,
            roles=acting_roles(using),
            active=using.is_active,
        )
        return gate_of(self.home).permit(request, self.moment)

    def _record(self, use: Use, denial: DeniedError) -> None:
        """Write the denial down, with nothing on its face but words that are on lists."""
        lists = self.home.lists
        details = {
            "reason": str(denial),
            "denied": denial.reason,
            "row": denial.row,
            "text": self.purpose.text,
            "asked_technology": use.technology[:200],
        }
        known = Technology.objects.filter(number=use.technology).exists()
        with writing(
            home=self.home, actor=self.actor, command="recording a denial", now=self.moment
        ) as writer:
            writer.record(
                Draft(
                    act=use.act,
                    details=details | ({"item": use.items[0]} if use.items else {}),
                    subjects=tuple(Subject("item", item) for item in use.items[:1]),
                    role=next(iter(acting_roles(self.actor)), ""),
                    technology=use.technology if known else "",
                    purpose=self.purpose.id if lists.purposes.get(self.purpose.id) else OTHER,
                    data_class=use.data_class if lists.data_classes.get(use.data_class) else "",
                    approval=denial.approval,
                    outcome="denied",
                    count=1,
                    unit="refusals",
                )
            )
        denial.entry = writer.recorded().entry


def acting_roles(actor: Person) -> tuple[str, ...]:
    """Give the person's roles in the order in which they act."""
    return tuple(role for role in ROLES if role in actor.roles)


def stated(home: Home, purpose: str, text: str = "") -> StatedPurpose:
    """Read a purpose that a person gave. Raises RefusedError."""
    return parse_purpose(home.lists, purpose, text)
