# SPDX-License-Identifier: Apache-2.0
"""`holdfast ledger cosign`: ask every configured witness to cosign the newest checkpoint.

The one command that speaks to other machines, and only to those that holdfast.toml names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say
from holdfast.cli.plain import plain
from holdfast.errors import ANSWER_IS_NO, DONE

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Get the newest checkpoint cosigned.")
@home_option
@json_option
def cosign(*, home: Path | None, as_json: bool) -> int:
    """Ask every witness of holdfast.toml to cosign the newest checkpoint.

    Exit code 1 when a witness did not, with its reason. A witness that finds two histories says
    so: find out why before anything else.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.services import cosign as ask_witnesses

    asked = ask_witnesses(home=entered, actor=actor)
    if as_json:
        print_json(plain(asked))
    else:
        if not asked.answers:
            say("No witness is configured: name one in holdfast.toml (see docs/configuration.md).")
        for answer in asked.answers:
            said = "cosigned" if answer.cosigned else f"did not cosign: {answer.reason}"
            say(f"{answer.name} {said}")
    return DONE if all(answer.cosigned for answer in asked.answers) else ANSWER_IS_NO
