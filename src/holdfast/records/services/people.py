# SPDX-License-Identifier: Apache-2.0
"""People: enrolled, given roles, mapped to operating-system users. Credentials are elsewhere."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from holdfast.accounts.models import Person
from holdfast.accounts.roles import ADMINISTRATOR, parse_roles
from holdfast.publication.records import OVERSIGHT, make_record
from holdfast.records.drafts import Draft, Subject
from holdfast.records.errors import NotPermittedError, RefusedError
from holdfast.records.writing import Recorded, authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.home import Home

_LONGEST_OS_USER = 150
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,149}")


def enrol_person(
    *,
    home: Home,
    actor: Person,
    username: str,
    name: str,
    roles: Sequence[str],
    district: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Enrol a person, who can sign in after setting a password."""
    role = authorise(actor, "person.enrol")
    draft = enrolment(username=username, name=name, roles=roles, district=district, role=role)
    with writing(home=home, actor=actor, command="enrolling a person", now=now) as writer:
        if Person.objects.filter(username=username).exists():
            raise RefusedError(f"The username {username} is in use. Nothing was changed.")
        writer.record(draft)
    return writer.recorded()


def enrolment(*, username: str, name: str, roles: Sequence[str], district: str, role: str) -> Draft:
    """Draft the enrolment of a person. Raises RefusedError, UnknownRoleError."""
    if not _USERNAME.fullmatch(username):
        raise RefusedError(
            f"{username!r} cannot be a username: small letters, digits, dot, hyphen and "
            "underscore, beginning with a letter or digit. Nothing was changed."
        )
    words = " ".join(name.split())
    if not words:
        raise RefusedError("A person needs a name. Nothing was changed.")
    return Draft(
        act="person.enrol",
        details={"name": words[:200], "roles": parse_roles(roles), "district": district.strip()},
        subjects=(Subject("person", username),),
        role=role,
        count=1,
        unit="people",
        published=of_roles("person.enrol", gained=parse_roles(roles), lost=()),
    )


def set_roles(
    *,
    home: Home,
    actor: Person,
    username: str,
    roles: Sequence[str],
    active: bool = True,
    reason: str = "",
    now: datetime | None = None,
) -> Recorded:
    """Set a person's roles, and open or close the account. One administrator always stays."""
    role = authorise(actor, "person.roles")
    wanted = parse_roles(roles)
    with writing(home=home, actor=actor, command="setting roles", now=now) as writer:
        person = _person(username)
        others = [
            other
            for other in Person.objects.filter(is_active=True).exclude(pk=person.pk)
            if ADMINISTRATOR in other.roles
        ]
        if not others and not (active and ADMINISTRATOR in wanted):
            raise RefusedError(
                "Somebody must stay administrator. Nothing was changed. Give the role to another "
                "person first."
            )
        writer.record(
            Draft(
                act="person.roles",
                details={
                    "was": list(person.roles),
                    "roles": wanted,
                    "active": active,
                    "reason": reason.strip(),
                },
                subjects=(Subject("person", username),),
                role=role,
                count=1,
                unit="people",
                published=of_roles(
                    "person.roles",
                    gained=sorted(_held(wanted, active) - _held(person.roles, person.is_active)),
                    lost=sorted(_held(person.roles, person.is_active) - _held(wanted, active)),
                ),
            )
        )
    return writer.recorded()


def _held(roles: Sequence[str], active: bool) -> set[str]:  # noqa: FBT001 # as the account says
    """Give the roles that count: those of an open account."""
    return set(roles) if active else set()


def of_roles(act: str, *, gained: Sequence[str], lost: Sequence[str]) -> dict[str, Any]:
    """Say, for the oversight body and without a name, which roles somebody gained and lost."""
    fields = {"gained": list(gained), "lost": list(lost)}
    return make_record(act, OVERSIGHT, fields, salt=secrets.token_hex(16))


def identify_os_user(
    *, home: Home, actor: Person, username: str, os_user: str, now: datetime | None = None
) -> Recorded:
    """Map an operating-system user to a person, for the command line."""
    role = authorise(actor, "person.identify")
    with writing(home=home, actor=actor, command="identifying a person", now=now) as writer:
        _person(username)
        writer.record(identification(username=username, os_user=os_user, role=role))
    return writer.recorded()


def identification(*, username: str, os_user: str, role: str) -> Draft:
    """Draft the mapping of an operating-system user. Raises RefusedError."""
    if not os_user or len(os_user) > _LONGEST_OS_USER:
        raise RefusedError("An operating-system user has a name. Nothing was changed.")
    return Draft(
        act="person.identify",
        details={"os_user": os_user},
        subjects=(Subject("person", username),),
        role=role,
        count=1,
        unit="people",
    )


def person_for_os_user(*, os_user: str) -> Person:
    """Give the person an operating-system user acts as. Raises NotPermittedError in words."""
    person = Person.objects.filter(os_user=os_user, is_active=True).first()
    if person is None:
        raise NotPermittedError(
            f"The operating-system user {os_user} is not mapped to a person of this home. Nothing "
            "was changed. Ask an administrator to run: holdfast user map."
        )
    return person


def _person(username: str) -> Person:
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise RefusedError(f"There is no person {username}. Nothing was changed.")
    return person
