# SPDX-License-Identifier: Apache-2.0
"""`holdfast user list`: who is enrolled, in which roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, print_table

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list", short_help="List the people of a home.")
@home_option
@json_option
def list_people(*, home: Path | None, as_json: bool) -> None:
    """List the people of a home: username, name, roles, operating-system user."""
    from holdfast.cli.session import enter_as_actor

    _, actor = enter_as_actor(named_home(home))
    from holdfast.records.queries.people import people

    found = people(actor)
    if as_json:
        rows = [
            {
                "username": each.username,
                "name": each.name,
                "roles": list(each.roles),
                "os_user": each.os_user or None,
                "district": each.district,
                "active": each.active,
            }
            for each in found
        ]
        print_json({"people": rows})
        return
    print_table(
        ("username", "name", "roles", "command line", "account"),
        (
            (
                each.username,
                each.name,
                ", ".join(each.roles),
                each.os_user or "-",
                "open" if each.active else "closed",
            )
            for each in found
        ),
    )
