# SPDX-License-Identifier: Apache-2.0
"""`holdfast flights totals`: flights and minutes by month, district, purpose, model, aircraft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.dates import DAY
from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, print_table
from holdfast.cli.plain import plain

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_BY = ("month", "district", "purpose", "technology", "aircraft", "rule", "pilot")


@click.command(short_help="Sum up flights.")
@click.option("--from", "first", type=DAY, default=None, help="The first day.")
@click.option("--to", "last", type=DAY, default=None, help="The last day, which counts.")
@click.option("--by", type=click.Choice(_BY), default="month", help="What each line is about.")
@home_option
@json_option
def totals(
    *, first: date | None, last: date | None, by: str, home: Path | None, as_json: bool
) -> None:
    """Sum up the flights that you may see: how many, how many minutes, and by which source.

    Sums by pilot are for technology governance and auditors.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet.queries import totals as ask

    found = ask(actor, entered, first=first, last=last)
    if as_json:
        print_json(plain(found))
        return
    print_table(
        (by, "flights", "minutes", "by source", "length unknown", "not approved"),
        (
            (
                one.words,
                str(one.flights),
                str(one.minutes),
                ", ".join(f"{many} {source}" for source, many in one.by_source.items()),
                str(one.unknown),
                str(one.unapproved),
            )
            for one in (*getattr(found, f"by_{by}"), found.all)
        ),
    )
