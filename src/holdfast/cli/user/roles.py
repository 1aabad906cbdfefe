# SPDX-License-Identifier: Apache-2.0
"""`holdfast user roles`: set a person's roles, or close the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Set a person's roles.")
@click.argument("username")
@click.argument("roles", nargs=-1)
@click.option("--closed", is_flag=True, help="Close the account: the person may do nothing.")
@click.option("--reason", default="", help="Why, for the sealed part of the ledger.")
@home_option
@json_option
def roles(
    *,
    username: str,
    roles: tuple[str, ...],
    closed: bool,
    reason: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Give USERNAME exactly these ROLES. Somebody always stays administrator."""
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.services.people import set_roles

    recorded = set_roles(
        home=entered,
        actor=actor,
        username=username,
        roles=roles,
        active=not closed,
        reason=reason,
    )
    if as_json:
        print_json({"username": username, "roles": list(roles), "entry": recorded.entry})
        return
    given = ", ".join(roles) or "none"
    state = ", and the account is closed" if closed else ""
    say(f"{username} has the roles: {given}{state} (entry {recorded.entry}).")
