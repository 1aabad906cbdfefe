# SPDX-License-Identifier: Apache-2.0
"""A home's first entries, and bringing it to order when a process starts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.accounts.roles import ADMINISTRATOR, EXHIBIT_OFFICER, INVESTIGATOR, OPERATOR
from holdfast.home import locked
from holdfast.records.drafts import Draft
from holdfast.records.errors import RefusedError
from holdfast.records.models import Entry
from holdfast.records.sealing import heal as heal_entries
from holdfast.records.services.people import enrolment, identification
from holdfast.records.stores import open_log
from holdfast.records.tables import prepare_database
from holdfast.records.writing import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.home import Home
    from holdfast.records.writing import Writer

FIRST_ROLES = (EXHIBIT_OFFICER, INVESTIGATOR, OPERATOR, ADMINISTRATOR)
_WAIT_SECONDS = 60.0


def found_home(
    *,
    home: Home,
    username: str,
    name: str,
    os_user: str,
    roles: Sequence[str] = FIRST_ROLES,
    further: Callable[[Writer], None] = lambda _writer: None,
    now: datetime | None = None,
) -> Person:
    """Make the database of a new home and write its first entries; give the first person.

    `further` records what else a new home begins with, in the same transaction. The home was made by `holdfast.records.founding.lay_out_home`, and Django is set up for it.
    """
    prepare_database()
    if Entry.objects.exists():
        raise RefusedError("This home has been founded already. Nothing was changed.")
    draft = enrolment(username=username, name=name, roles=roles, district="", role=ADMINISTRATOR)
    unsaved = Person(username=username, name=name, roles=list(roles))
    with writing(home=home, actor=unsaved, command="making a home", now=now) as writer:
        writer.record(
            Draft(
                act="home.create",
                details={"agency": home.config.agency, "zone": home.config.zone},
                role=ADMINISTRATOR,
                count=1,
                unit="homes",
            )
        )
        writer.record(draft)
        writer.record(identification(username=username, os_user=os_user, role=ADMINISTRATOR))
        further(writer)
    return Person.objects.get(username=username)


def heal(*, home: Home, now: datetime | None = None) -> int:
    """Finish what a crash left between database and ledger; give the number of entries mended."""
    moment = now or datetime.now(UTC)
    with locked(home.ledger_lock, command="starting", now=moment, wait_seconds=_WAIT_SECONDS):
        return heal_entries(home, open_log(home), now=moment)
