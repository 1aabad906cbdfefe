# SPDX-License-Identifier: Apache-2.0
"""Make the home whose public site the browser tests look at: `python make_public_home.py FOLDER`.

It has a register, decisions, uses and refusals, a report, and a witness that an outside body runs.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from holdfast.cli.session import enter
from holdfast.records.founding import lay_out_home


def make_home(folder: Path) -> None:
    """Lay out a home and let a quarter of governing and using go by in it."""
    made = lay_out_home(folder, agency="Te Tai Police", now=datetime.now(UTC))
    home = enter(made.root)

    from holdfast.accounts.models import Person
    from holdfast.accounts.roles import ROLES
    from holdfast.oversight import services
    from holdfast.oversight.founding import found_home
    from holdfast.publication import Quarter
    from holdfast.records.services import enrol_person
    from public_home import cosign, govern

    first = found_home(home=home, username="administrator", name="Sam Reti", os_user="nobody")
    for role in ROLES:
        if role != "administrator":
            enrol_person(home=home, actor=first, username=role, name=f"The {role}", roles=[role])
    people = {person.username: person for person in Person.objects.all()}
    govern(home, people, folder.parent)
    quarter = Quarter.containing(datetime.now(UTC).date()).text
    services.make_report(home=home, actor=people["governance"], quarter=quarter)
    cosign(home, run_by="The High Court registry")


if __name__ == "__main__":
    make_home(Path(sys.argv[1]))
