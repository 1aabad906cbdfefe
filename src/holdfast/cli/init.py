# SPDX-License-Identifier: Apache-2.0
"""`holdfast init`: make a home, and make whoever runs this its first person.

The first person gets the roles of everybody, because there is nobody else yet; that is printed
and written in the ledger, and `holdfast user roles` takes them away again.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from holdfast.accounts.models import Person
    from holdfast.home import Home


@click.command(short_help="Make a home.")
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False)
)
@click.option("--agency", required=True, help="The agency's name, as on receipts and packs.")
@click.option(
    "--origin", default="", help="The ledger's name in every checkpoint; else made from the agency."
)
@click.option(
    "--time-zone",
    "zone",
    default="Pacific/Auckland",
    show_default=True,
    help="The zone in which pages and packs show times, beside UTC.",
)
@click.option(
    "--database", default="", help="postgresql://user@host/name; else SQLite in the home."
)
@home_option
@json_option
def init(
    *,
    folder: Path | None,
    agency: str,
    origin: str,
    zone: str,
    database: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Make a home in DIR (or --home): an empty vault, a new ledger with its key, a database.

    Whoever runs this becomes the first person, mapped to their operating-system user, with the
    roles operator, investigator, exhibit officer, governance and administrator. The ledger says
    so. Give the roles to others with 'holdfast user'.
    """
    root = named_home(folder or home)
    made = _lay_out(root, agency, origin, zone, database)
    try:
        entered, person = _found(made)
    except BaseException:
        # Nobody can have used it: it was made by this process, and its ledger tells of its making only.
        shutil.rmtree(root, ignore_errors=True)
        raise
    from holdfast.ledger import Log

    log = Log.open(entered.ledger)
    if as_json:
        print_json(
            {
                "home": str(root),
                "agency": agency,
                "origin": log.origin,
                "vkey": log.verifier.vkey,
                "person": {
                    "username": person.username,
                    "os_user": person.os_user,
                    "roles": list(person.roles),
                },
                "checkpoint": log.checkpoint().data.decode("utf-8"),
            }
        )
        return
    say(
        f"A home for {agency} is at {root}.",
        f"You are {person.username} in it, with the roles {', '.join(person.roles)}, because you "
        "are its only person. The ledger says so.",
        "A first decision and baseline permissions are recorded, so that it can take in, view, search "
        "and pack; everything else is denied until somebody decides (holdfast register, decide, "
        "permit).",
        f"The ledger's key, to be given to whoever is to check it: {log.verifier.vkey}",
        f"Keep an offline copy of {root / 'keys'}: whoever has it can sign in the agency's name.",
        f"Next: holdfast user code {person.username} --home {root}   (to sign in to the pages)",
        f"      holdfast serve --home {root}",
    )


def _lay_out(root: Path, agency: str, origin: str, zone: str, database: str) -> Home:
    from holdfast.records.founding import lay_out_home

    if not agency.strip():
        raise WrongUsageError("An agency has a name: --agency NAME. Nothing was made.")
    return lay_out_home(
        root, agency=agency, now=datetime.now(UTC), zone=zone, database=database, origin=origin
    )


def _found(home: Home) -> tuple[Home, Person]:
    from holdfast.cli.session import enter, operating_system_user

    user = operating_system_user()
    entered = enter(home.root)
    from holdfast.accounts.roles import (
        ADMINISTRATOR,
        EXHIBIT_OFFICER,
        GOVERNANCE,
        INVESTIGATOR,
        OPERATOR,
    )
    from holdfast.oversight.founding import found_home

    person = found_home(
        home=entered,
        username=user.lower(),
        name=user,
        os_user=user,
        roles=(OPERATOR, INVESTIGATOR, EXHIBIT_OFFICER, GOVERNANCE, ADMINISTRATOR),
    )
    return entered, person
