# SPDX-License-Identifier: Apache-2.0
"""`holdfast engagement close`: close an engagement, saying what stays outstanding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.engagement.show import tell
from holdfast.cli.options import home_option, json_option, named_home, need_text

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Close an engagement.")
@click.argument("number")
@click.option("--reason", default="", help="Why, when something is outstanding.")
@home_option
@json_option
def close(*, number: str, reason: str, home: Path | None, as_json: bool) -> None:
    """Close the engagement NUMBER. What is outstanding stays named, and needs a reason."""
    need_text(number, reason)
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet import services

    services.close_engagement(home=entered, actor=actor, number=number, reason=reason)
    tell(entered, actor, number, as_json=as_json)
