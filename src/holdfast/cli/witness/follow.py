# SPDX-License-Identifier: Apache-2.0
"""`holdfast witness follow`: add an agency's ledger to those that the witness cosigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say
from holdfast.cli.witness.options import folder_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Follow an agency's ledger.")
@click.argument("vkey")
@folder_option
@json_option
def follow(*, vkey: str, folder: Path, as_json: bool) -> None:
    """Follow the ledger whose verifier key VKEY is, from the next start on.

    The agency prints it with 'holdfast ledger head'. Compare it with somebody there by voice.
    """
    from holdfast.cli.ledger.opening import stated_verifier
    from holdfast.ledger.witness import add_log

    verifier = add_log(folder, stated_verifier(vkey).vkey)
    if as_json:
        print_json({"origin": verifier.name, "vkey": verifier.vkey})
    else:
        say(f"The ledger {verifier.name} is followed from the next start on.")
