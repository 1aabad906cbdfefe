# SPDX-License-Identifier: Apache-2.0
"""Enrol the demonstration's people and give each a random password, printed once.

Promises: the passwords are made here, with the operating system's randomness, and are kept
nowhere but as Argon2 hashes; nobody has a password that is written in the code. The way in is the
one that every person takes: an enrolment code, used once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.accounts.enrolment import redeem_code
from holdfast.accounts.models import Person
from holdfast.accounts.roles import role_name
from holdfast.demo.fleet import PEOPLE
from holdfast.records.services import enrol_person
from holdfast.records.services.enrolment import issue_enrolment_code

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.home import Home

_WORDS = (
    "harakeke", "kereru", "ponga", "rimu", "totara", "weka", "toroa", "kahikatea", "pohutukawa",
    "tarata", "kowhai", "matai", "miro", "tawa", "puriri", "rata", "hinau", "korimako",
)  # fmt: skip
_FIGURES = 10_000


@dataclass(frozen=True, slots=True)
class LogIn:
    """How to sign in as one person, and what to look at then."""

    username: str
    password: str
    name: str
    roles: tuple[str, ...]
    look_at: str


def enrol_everybody(*, home: Home, actor: Person, now: datetime) -> None:
    """Enrol the people of the demonstration, who have no password yet."""
    for person in PEOPLE:
        enrol_person(
            home=home,
            actor=actor,
            username=person.username,
            name=person.name,
            roles=person.roles,
            district=person.district,
            now=now,
        )


def new_log_ins(*, home: Home, actor: Person, now: datetime) -> tuple[LogIn, ...]:
    """Give everybody a new password; older ones stop working."""
    return tuple(
        LogIn(
            username=person.username,
            password=_new_password(home, actor, person.username, now),
            name=person.name,
            roles=tuple(role_name(role) for role in person.roles),
            look_at=person.look_at,
        )
        for person in PEOPLE
    )


def _new_password(home: Home, actor: Person, username: str, now: datetime) -> str:
    words = "-".join(secrets.choice(_WORDS) for _ in range(3))
    password = f"{words}-{secrets.randbelow(_FIGURES):04}"
    issued = issue_enrolment_code(home=home, actor=actor, username=username, now=now)
    redeem_code(username=username, code=issued.code, password=password, now=now)
    return password


def find(username: str) -> Person:
    """Return an enrolled person."""
    return Person.objects.get(username=username)
