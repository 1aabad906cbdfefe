# SPDX-License-Identifier: Apache-2.0
"""Which role may do which act, as one table that a person can read.

Promises: what is not in the table is refused; a person whose account is not active may do
nothing; administrators, auditors and technology governance never see content. Which *items* a
person may see is decided by the records (case membership and access class), after this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from holdfast.accounts.roles import (
    ADMINISTRATOR,
    AUDITOR,
    EXHIBIT_OFFICER,
    GOVERNANCE,
    INVESTIGATOR,
    OPERATOR,
    ROLES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HANDLERS = frozenset({OPERATOR, INVESTIGATOR, EXHIBIT_OFFICER})
_CASEWORK = frozenset({INVESTIGATOR, EXHIBIT_OFFICER})
_EXHIBITS = frozenset({EXHIBIT_OFFICER})
_MACHINE = frozenset({ADMINISTRATOR})
_TESTS = frozenset({OPERATOR, EXHIBIT_OFFICER})
_GOVERNS = frozenset({GOVERNANCE})
_PANEL = frozenset({GOVERNANCE, AUDITOR})

ROLE_ACTS: Final[Mapping[str, frozenset[str]]] = {
    "home.create": _MACHINE,
    "person.enrol": _MACHINE,
    "person.roles": _MACHINE,
    "person.identify": _MACHINE,
    "person.code": _MACHINE,
    "case.open": _CASEWORK,
    "case.title": _CASEWORK,
    "case.close": _CASEWORK,
    "case.member": _CASEWORK,
    "case.purpose": _HANDLERS,
    "case.break_glass": _CASEWORK,
    "acquisition.take_in": _HANDLERS,
    "acquisition.confirm": _HANDLERS,
    "item.read": _HANDLERS | _MACHINE,
    "item.view": _HANDLERS,
    "item.classify": _EXHIBITS,
    "item.exhibit": _EXHIBITS,
    "item.link": _EXHIBITS,
    "item.unlink": _EXHIBITS,
    "item.title": _EXHIBITS,
    "item.time": _EXHIBITS,
    "item.access": _EXHIBITS,
    "item.align": _CASEWORK,
    "note.write": _CASEWORK,
    "note.withdraw": _CASEWORK,
    "hold.place": _CASEWORK,
    "hold.release": _EXHIBITS,
    "pack.make": _CASEWORK,
    "integrity.check": _MACHINE | frozenset({AUDITOR}),
    "integrity.damage": _HANDLERS,
    "ledger.cosign": _MACHINE,
    "ledger.publish": frozenset({ADMINISTRATOR, AUDITOR, GOVERNANCE}),
    "device.register": frozenset({ADMINISTRATOR, GOVERNANCE}),
    "item.process": _HANDLERS,
    "item.release": _EXHIBITS | _GOVERNS,
    "search.run": _HANDLERS | frozenset({AUDITOR}),
    "use.record": _HANDLERS | _GOVERNS,
    "flight.prepare": _HANDLERS | _GOVERNS,
    "flight.cancel": _HANDLERS | _GOVERNS,
    "flight.record": _HANDLERS | _GOVERNS,
    "flight.correct": _HANDLERS | _GOVERNS,
    "flight.withdraw": _HANDLERS | _GOVERNS,
    "pilot.record": _GOVERNS,
    "upkeep.record": _GOVERNS,
    "upkeep.ground": _HANDLERS | _GOVERNS,
    "technology.register": _GOVERNS,
    "technology.change": _GOVERNS,
    "technology.stage": _GOVERNS,
    "technology.assess": _GOVERNS,
    "technology.advice": _PANEL,
    "decision.record": _GOVERNS,
    "decision.confirm": _GOVERNS,
    "row.add": _GOVERNS,
    "row.end": _GOVERNS,
    "toollog.take_in": _GOVERNS,
    "isolation.record": _TESTS,
    "incident.record": frozenset(ROLES) - {OPERATOR},
    "engagement.open": _GOVERNS | _EXHIBITS,
    "engagement.step": _GOVERNS | _EXHIBITS,
    "engagement.link": _HANDLERS,
    "engagement.remind": _GOVERNS | _EXHIBITS,
    "engagement.close": _GOVERNS | _EXHIBITS,
    "complaint.receive": frozenset(ROLES),
    "complaint.step": _GOVERNS,
    "complaint.concern": _GOVERNS | _EXHIBITS,
    "request.receive": _GOVERNS,
    "request.step": _GOVERNS,
    "answer.propose": _GOVERNS | _EXHIBITS,
    "answer.approve": _PANEL | _EXHIBITS,
    "support.withdraw": _CASEWORK | _GOVERNS,
    "report.make": _PANEL,
}

# Roles that may see bytes of originals and derivatives, once a case and a purpose allow it.
SEES_CONTENT: Final = _HANDLERS
# Roles that may read what is said about items (facts, custody, receipts) of the cases they may see.
SEES_METADATA: Final = _HANDLERS | frozenset({AUDITOR})
# Roles that may read every sealed body, whatever the case: metadata, never content.
READS_ALL_BODIES: Final = frozenset({AUDITOR})
# Roles that see every case of access class "standard" without being a member.
SEES_STANDARD_CASES: Final = frozenset({EXHIBIT_OFFICER, AUDITOR})

# Roles that may read a network test whole, with addresses and names of the agency's own network:
# those who run tests, govern, audit, and keep the network. Everybody else reads what is public.
SEES_TESTS: Final = _TESTS | _PANEL | _MACHINE

# Roles that see every flight of the fleet: metadata, never content. The others see those that they
# flew, watched over or recorded, and those of cases they may see.
SEES_ALL_FLIGHTS: Final = _PANEL

# Pages: section -> roles that may open it. Faces of the ledger are for everybody who may come in.
SECTIONS: Final[Mapping[str, frozenset[str]]] = {
    "today": frozenset(ROLES),
    "take-in": _HANDLERS,
    "cases": SEES_METADATA,
    "find": SEES_METADATA,
    "flights": SEES_METADATA | _GOVERNS,
    "fleet": _HANDLERS | _PANEL,
    "technologies": frozenset(ROLES),
    "decisions": frozenset(ROLES),
    "permissions": frozenset(ROLES),
    "quarantine": ROLE_ACTS["item.release"],
    "ledger": frozenset(ROLES),
    "reports": frozenset(ROLES),
    "complaints": _PANEL | _EXHIBITS,
    "people": frozenset({ADMINISTRATOR, AUDITOR}),
    "system": frozenset({ADMINISTRATOR, AUDITOR}),
}


class Actor(Protocol):
    """Whoever acts: a Person, or what a test makes of one."""

    @property
    def roles(self) -> Sequence[str]:
        """The roles given to the actor."""

    @property
    def is_active(self) -> bool:
        """False when the account was closed."""


def may(person: Actor, act: str) -> str | None:
    """Return the role in which the person may do the act (the first in the order of roles), or None."""
    return _first(person, ROLE_ACTS.get(act, frozenset()))


def may_open(person: Actor, section: str) -> str | None:
    """Return the role in which the person may open the section, or None."""
    return _first(person, SECTIONS.get(section, frozenset()))


def sees_content(person: Actor) -> bool:
    """Say whether one of the person's roles may see content at all."""
    return _first(person, SEES_CONTENT) is not None


def sees_tests(person: Actor) -> bool:
    """Say whether the person may read the whole report of a network test."""
    return _first(person, SEES_TESTS) is not None


def _first(person: Actor, allowed: frozenset[str]) -> str | None:
    if not person.is_active:
        return None
    return next((role for role in ROLES if role in allowed and role in person.roles), None)
