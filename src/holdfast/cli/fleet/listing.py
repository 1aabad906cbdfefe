# SPDX-License-Identifier: Apache-2.0
"""`holdfast fleet list`: every asset, where it is, and what is to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, print_table
from holdfast.cli.plain import plain

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.fleet.queries.values import AssetLine


@click.command("list", short_help="List the fleet.")
@home_option
@json_option
def list_assets(*, home: Path | None, as_json: bool) -> None:
    """List aircraft, cameras, batteries and controllers, with flights, minutes and what is due.

    Flights and minutes are those that you may see.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet.queries import assets

    found = assets(actor, entered)
    if as_json:
        print_json({"assets": plain(found)})
        return
    print_table(
        ("asset", "kind", "model", "district", "flights", "minutes", "state"),
        (
            (
                one.asset,
                one.kind,
                f"{one.maker} {one.model}",
                one.district,
                str(one.flights),
                str(one.minutes),
                _state(one),
            )
            for one in found
        ),
    )


def _state(one: AssetLine) -> str:
    if one.retired_on:
        return f"retired {one.retired_on}"
    said = [f"out of service {one.grounded}"] if one.grounded else []
    return "; ".join([*said, *(flag.words for flag in one.flags)]) or "in service"
