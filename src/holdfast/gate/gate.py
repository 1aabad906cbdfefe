# SPDX-License-Identifier: Apache-2.0
"""The gate, and the permit that only it can make.

Promises: a permit exists only because, at that moment, Cedar said exactly *Allow* on the rows, a
second evaluation in Python agreed, and what Cedar does not know held too: a person with an active
account, a purpose that the named record supports, a clock not behind the ledger. Whatever cannot
be read is a denial. Python cannot keep a program from writing into an object's memory; so whoever
changes something calls `Permit.confirm`, which evaluates what the permit says all over again.
Never records anything: the caller writes denials and uses on the ledger.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NoReturn, Self, final

from holdfast.errors import HoldfastError
from holdfast.gate.cedar import read_schema
from holdfast.gate.denial import denied, denied_by
from holdfast.gate.errors import (
    DeniedError,
    ForgedPermitError,
    PolicyUnreadableError,
    WrongPermitError,
)
from holdfast.gate.index import PolicyIndex
from holdfast.gate.instants import aware
from holdfast.gate.policy import STANDING, TO_BE_OPENED, WITHDRAWN
from holdfast.gate.reference import Obstacle, obstacle
from holdfast.gate.request import TAKE_IN, USES, Request, Support

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from holdfast.agency import Agency, DataClass, Purpose
    from holdfast.gate.policy import PolicySource, TechnologyState
    from holdfast.gate.row import Row

# Whoever holds this may make permits. It never leaves this module.
_THE_GATES_OWN: Final = object()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The gate's word that a request was allowed. Made by `Gate.permit` alone.

    In `role`, by the row `row`, under the approval `approval`, at the moment `granted_at`.
    """

    request: Request
    role: str
    row: str
    approval: str
    granted_at: datetime
    _gate: Gate = field(repr=False, compare=False)
    _seal: InitVar[object]

    def __post_init__(self, _seal: object) -> None:
        if _seal is not _THE_GATES_OWN:
            _forged()

    def __init_subclass__(cls) -> None:
        _forged()

    @property
    def act(self) -> str:
        """The act it permits."""
        return self.request.act

    @property
    def technology(self) -> str:
        """The technology it permits the use of."""
        return self.request.technology

    @property
    def purpose(self) -> str:
        """The purpose it was asked for."""
        return self.request.purpose

    @property
    def data_class(self) -> str:
        """The class of data it may be used on."""
        return self.request.data_class

    @property
    def support(self) -> Support:
        """The record that stands behind the purpose."""
        if self.request.support is None:
            _forged()
        return self.request.support

    @property
    def person(self) -> str:
        """The username of whom it was given to."""
        return self.request.person

    def confirm(self, now: datetime) -> Permit:
        """Evaluate again, at the moment of the use, and give the permit of that moment.

        The role, row and approval may be others than before. Raises DeniedError.
        """
        return self._gate.permit(self.request, now)

    def require(
        self,
        *,
        technology: str,
        act: str | None = None,
        person: str | None = None,
        purpose: str | None = None,
        data_class: str | None = None,
        support: Support | None = None,
    ) -> None:
        """Stop a use that is not the one permitted. Raises WrongPermitError."""
        wanted = {
            "technology": technology,
            "act": act,
            "person": person,
            "purpose": purpose,
            "data_class": data_class,
            "support": support,
        }
        for name, value in wanted.items():
            if value is not None and getattr(self, name) != value:
                raise WrongPermitError(
                    f"This permit is for {name.replace('_', ' ')} {_told(getattr(self, name))}, "
                    f"and was used for {_told(value)}. Nothing was opened and nothing was run. "
                    "This is a fault of the program: report it."
                )

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        _forged()

    def __getstate__(self) -> NoReturn:
        _forged()

    def __setstate__(self, state: object) -> NoReturn:
        _forged()


def genuine(permit: Permit) -> Permit:
    """Give the permit, when it is one and not something that looks like one.

    Raises ForgedPermitError.
    """
    if type(permit) is not Permit:
        _forged()
    return permit


class Gate:
    """Asked before every use of a technology. `ask` names whom to ask, as it goes into a sentence.

    Keeps the newest policy in memory, parsed; asks its source for the revision on every use.
    """

    def __init__(
        self,
        source: PolicySource,
        agency: Agency,
        ask: str,
        clock_tolerance: timedelta = timedelta(minutes=2),
    ) -> None:
        self._source = source
        self._agency = agency
        self._ask = ask
        self._clock_tolerance = clock_tolerance
        self._schema = read_schema()
        self._index: PolicyIndex | None = None

    def permit(self, request: Request, now: datetime) -> Permit:
        """Give the permit for this use, or raise DeniedError in words.

        Raises RowError when `now` has no zone: that is a fault of the program, not of the person.
        """
        now = aware(now, "The time of the use")
        self._check_person(request)
        index, standing = self._read(request, now)
        technology, purpose, data_class = self._known(request, index)
        self._check_support(request, purpose, standing)
        obstacles: list[Obstacle] = []
        for role in request.roles:
            found = self._ask_role(index, request, role, technology, now)
            if not isinstance(found, Obstacle):
                return Permit(
                    request=request,
                    role=role,
                    row=found.id,
                    approval=found.approval,
                    granted_at=now,
                    _gate=self,
                    _seal=_THE_GATES_OWN,
                )
            obstacles.append(found)
        told = min(obstacles, key=lambda one: one.weight)
        raise denied_by(told, technology, purpose, data_class, self._ask)

    def _denied(self, reason: str, what: str) -> DeniedError:
        return denied(reason, what, self._ask)

    def _check_person(self, request: Request) -> None:
        who = request.person.strip()
        if not who or who.casefold() == "system":
            raise self._denied("person", "Only a person may use a technology, and none asked.")
        if not request.active:
            raise self._denied("person", "This account is not active.")
        if not request.roles or not all(request.roles):
            raise self._denied("person", "This account has no role in which to act.")
        if request.act not in USES:
            raise self._denied("act-unknown", f"{request.act!r} is no use of a technology.")

    def _read(self, request: Request, now: datetime) -> tuple[PolicyIndex, str]:
        """Read the newest policy if it is not the one kept, and look at the clock.

        Gives also how the record behind the use stands.
        """
        try:
            stand, index = self._source.stands(request.support), self._index
            if index is None or index.policy.revision != stand.revision:
                index = self._index = PolicyIndex(self._source.load(), self._schema)
            newest = stand.newest
            if newest is not None:
                newest = aware(newest, "The time of the ledger's newest entry")
        except HoldfastError as error:
            raise self._denied(
                "policy-unreadable", f"Whether this is permitted cannot be read: {error}"
            ) from error
        if newest is not None and now < newest - self._clock_tolerance:
            raise self._denied(
                "clock-behind",
                "The clock of this machine is behind the newest entry of the ledger, so nobody can "
                "say which approvals are in force. Have the clock put right.",
            )
        return index, stand.support

    def _known(
        self, request: Request, index: PolicyIndex
    ) -> tuple[TechnologyState, Purpose, DataClass]:
        technology = index.technologies.get(request.technology)
        if technology is None:
            raise self._denied(
                "technology-unknown",
                f"There is no technology {request.technology!r} on the register.",
            )
        purpose = self._agency.purposes.get(request.purpose)
        if purpose is None:
            raise self._denied(
                "purpose-unknown", f"There is no purpose {request.purpose!r} on the agency's list."
            )
        data_class = self._agency.data_classes.get(request.data_class)
        if data_class is None:
            raise self._denied(
                "class-unknown",
                f"There is no class of data {request.data_class!r} on the agency's list.",
            )
        return technology, purpose, data_class

    def _check_support(self, request: Request, purpose: Purpose, standing: str) -> None:
        support = request.support
        if support is None or not support.id or support.kind not in purpose.supported_by:
            kinds = " or a ".join(purpose.supported_by)
            raise self._denied(
                "support-missing",
                f"Whoever uses a technology {purpose.phrase} names the record that asks for it: "
                f"a {kinds}.",
            )
        if standing == STANDING or (standing == TO_BE_OPENED and request.act == TAKE_IN):
            return
        if standing == WITHDRAWN:
            raise self._denied(
                "support-withdrawn", f"The {support.kind} that was named was withdrawn."
            )
        raise self._denied("support-unknown", f"The {support.kind} that was named is not there.")

    def _ask_role(
        self,
        index: PolicyIndex,
        request: Request,
        role: str,
        technology: TechnologyState,
        now: datetime,
    ) -> Row | Obstacle:
        """Give the row by which the role may, or what stands in its way."""
        try:
            rows = index.slice_for(role, technology.id, request.purpose, request.data_class)
        except PolicyUnreadableError as error:
            raise self._denied("policy-error", str(error)) from error
        answer = rows.answer(request.act, now)
        seen = obstacle(rows.rows, role, technology, index.approvals, now)
        permits = _permits(rows.rows, answer.rows) if answer.allowed else []
        if permits and seen is None:
            return permits[0]
        if seen is None or answer.errors or answer.allowed:
            raise self._denied(
                "policy-error",
                "The rows that speak of this use could not be evaluated without an error"
                f"{': ' if answer.errors else ''}{'; '.join(answer.errors)}.",
            )
        return seen


def _permits(rows: Iterable[Row], ids: Iterable[str]) -> list[Row]:
    """Give the permits of these ids, in the rows' order."""
    wanted = set(ids)
    return [row for row in rows if row.id in wanted and not row.is_ban]


def _told(value: object) -> str:
    return f"{value.kind} {value.id}" if isinstance(value, Support) else repr(value)


def _forged() -> NoReturn:
    raise ForgedPermitError(
        "A permit is made by the gate and by nothing else, and is never changed or stored. Nothing "
        "was opened and nothing was run. This is a fault of the program: report it."
    )
