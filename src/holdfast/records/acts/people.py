# SPDX-License-Identifier: Apache-2.0
"""People as the ledger tells of them: enrolled, given roles, mapped to operating-system users.

Credentials are never here; they are not in the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.accounts.models import Person

if TYPE_CHECKING:
    from holdfast.records.acts.act import Act


def enrol(act: Act) -> None:
    """Make the person, who cannot sign in before setting a password."""
    person = Person(
        username=act.subject("person"),
        name=act.details["name"],
        roles=list(act.details["roles"]),
        district=act.details["district"],
    )
    person.set_unusable_password()
    person.save(force_insert=True)


def set_roles(act: Act) -> None:
    """Give the roles, and open or close the account."""
    Person.objects.filter(username=act.subject("person")).update(
        roles=list(act.details["roles"]), is_active=act.details["active"]
    )


def identify(act: Act) -> None:
    """Map the operating-system user to the person, and to nobody else."""
    os_user = act.details["os_user"]
    Person.objects.filter(os_user=os_user).update(os_user=None)
    Person.objects.filter(username=act.subject("person")).update(os_user=os_user)
