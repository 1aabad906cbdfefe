# SPDX-License-Identifier: Apache-2.0
"""`holdfast fleet register`: an aircraft, camera, battery or controller, or what is new of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.dates import DAY
from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, say

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_KINDS = ("aircraft", "camera", "battery", "controller", "other")


@click.command(short_help="Register an asset.")
@click.argument("asset")
@click.option("--kind", type=click.Choice(_KINDS), default="aircraft", help="What it is.")
@click.option("--maker", required=True, help="Who makes it.")
@click.option("--model", required=True, help="Its model.")
@click.option("--serial", "serials", multiple=True, help="As it writes it into recordings.")
@click.option("--district", default="", help="Where it is kept.")
@click.option("--custodian", default="", metavar="USERNAME", help="Who keeps it.")
@click.option("--technology", default="", help="Its model on the register of technologies.")
@click.option("--firmware", default=None, help="The version that is on it.")
@click.option("--part-of", default=None, metavar="ASSET", help="What it is fitted to.")
@click.option("--retired-on", type=DAY, default=None, help="The day it left the fleet.")
@click.option("--back", is_flag=True, help="It is back in the fleet.")
@home_option
@json_option
def register(  # one option an argument
    *,
    asset: str,
    kind: str,
    maker: str,
    model: str,
    serials: tuple[str, ...],
    district: str,
    custodian: str,
    technology: str,
    firmware: str | None,
    part_of: str | None,
    retired_on: date | None,
    back: bool,
    home: Path | None,
    as_json: bool,
) -> None:
    """Register ASSET, or bring what is registered of it up to date. Earlier words stay readable.

    Past flights keep the words of their day: nothing that is registered now changes them.
    """
    need_text(asset, maker, model, district, custodian, technology, firmware or "", *serials)
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.services import register_device

    done = register_device(
        home=entered,
        actor=actor,
        asset=asset,
        kind=kind,
        maker=maker,
        model=model,
        serials=serials,
        district=district,
        custodian=custodian,
        technology=technology,
        firmware=firmware,
        part_of=part_of,
        retired_on=retired_on,
        back_in_service=back,
    )
    if as_json:
        print_json({"asset": asset, "entry": done.entry})
        return
    say(f"{asset} is registered (entry {done.entry}).")
