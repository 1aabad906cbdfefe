# SPDX-License-Identifier: Apache-2.0
"""`holdfast user add`: enrol a person and print the code with which they set a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Enrol a person.")
@click.argument("username")
@click.option("--name", required=True, help="The person's name, as on receipts and packs.")
@click.option(
    "--role", "roles", multiple=True, required=True, help="A role; give it once for each role."
)
@click.option("--district", default="", help="Where the person works.")
@home_option
@json_option
def add(
    *,
    username: str,
    name: str,
    roles: tuple[str, ...],
    district: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Enrol the person USERNAME and print a code with which they set a password.

    The roles are operator, investigator, exhibit_officer, governance, auditor, administrator.
    The code works once, for 24 hours, and is not kept: write it down now.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.services.enrolment import issue_enrolment_code
    from holdfast.records.services.people import enrol_person

    recorded = enrol_person(
        home=entered, actor=actor, username=username, name=name, roles=roles, district=district
    )
    issued = issue_enrolment_code(home=entered, actor=actor, username=username)
    if as_json:
        print_json({"username": username, "entry": recorded.entry, "code": issued.code})
        return
    say(
        f"{name} is enrolled as {username} (entry {recorded.entry}).",
        f"Code to set a password, once, within 24 hours: {issued.code}",
    )
