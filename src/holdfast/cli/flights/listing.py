# SPDX-License-Identifier: Apache-2.0
"""`holdfast flights list`: flights, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.dates import DAY
from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, print_table
from holdfast.cli.plain import plain

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command("list", short_help="List flights.")
@click.option("--from", "first", type=DAY, default=None, help="The first day.")
@click.option("--to", "last", type=DAY, default=None, help="The last day, which counts.")
@click.option("--aircraft", default="", metavar="ASSET", help="Only this aircraft.")
@click.option("--pilot", default="", help="Only this pilot.")
@click.option("--withdrawn", is_flag=True, help="Those that were withdrawn too.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, help="At most so many.")
@home_option
@json_option
def list_flights(
    *,
    first: date | None,
    last: date | None,
    aircraft: str,
    pilot: str,
    withdrawn: bool,
    limit: int,
    home: Path | None,
    as_json: bool,
) -> None:
    """List the flights that you may see, newest first: minutes and where they come from."""
    need_text(aircraft, pilot)
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet.queries import WantedFlights, flights

    wanted = WantedFlights(
        first=first, last=last, aircraft=aircraft, pilot=pilot, withdrawn=withdrawn
    )
    found = flights(actor, entered, wanted, limit=limit)
    if as_json:
        print_json({"flights": plain(found.rows), "more": found.next is not None})
        return
    print_table(
        ("flight", "take-off", "minutes", "from", "aircraft", "pilot", "purpose", "look at"),
        (
            (
                one.number,
                one.began,
                "?" if one.minutes is None else str(one.minutes),
                one.source,
                one.aircraft or one.model,
                one.pilot_name,
                one.purpose,
                ", ".join(flag.kind for flag in one.flags),
            )
            for one in found.rows
        ),
    )
