# SPDX-License-Identifier: Apache-2.0
"""`holdfast user map`: say which person an operating-system user acts as on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command("map", short_help="Map an operating-system user to a person.")
@click.argument("username")
@click.option("--os-user", required=True, help="The operating-system user who acts as USERNAME.")
@home_option
@json_option
def map_user(*, username: str, os_user: str, home: Path | None, as_json: bool) -> None:
    """Let the operating-system user act as the person USERNAME, and as nobody else."""
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.services.people import identify_os_user

    recorded = identify_os_user(home=entered, actor=actor, username=username, os_user=os_user)
    if as_json:
        print_json({"username": username, "os_user": os_user, "entry": recorded.entry})
    else:
        say(f"{os_user} acts as {username} on the command line (entry {recorded.entry}).")
