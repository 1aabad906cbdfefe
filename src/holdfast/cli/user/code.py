# SPDX-License-Identifier: Apache-2.0
"""`holdfast user code`: a new one-time code for a person who has no password, or lost it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Print a one-time enrolment code.")
@click.argument("username")
@home_option
@json_option
def code(*, username: str, home: Path | None, as_json: bool) -> None:
    """Print a one-time code with which USERNAME sets a new password.

    An older code stops working. A second factor that was lost is taken away when the code is
    used, so look the person in the eye before handing it over. That a code was given is on the
    ledger; the code is not.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.services.enrolment import issue_enrolment_code

    issued = issue_enrolment_code(home=entered, actor=actor, username=username)
    if as_json:
        print_json({"username": username, "entry": issued.entry, "code": issued.code})
    else:
        say(f"Code for {username}, to be used once within 24 hours: {issued.code}")
