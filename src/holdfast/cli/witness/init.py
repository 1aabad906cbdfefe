# SPDX-License-Identifier: Apache-2.0
"""`holdfast witness init`: make the witness's keys and print their public halves."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say
from holdfast.cli.witness.options import folder_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Make a witness's folder and keys.")
@click.option("--name", required=True, help="The witness's name, such as court.example/witness.")
@folder_option
@json_option
def init(*, name: str, folder: Path, as_json: bool) -> None:
    """Make the witness's folder and keys, and print the verifier keys to hand out.

    Doing it again changes nothing and prints the same keys.
    """
    from holdfast.ledger.witness import prepare_witness

    made = prepare_witness(folder, name, clock=lambda: datetime.now(UTC), randomness=os.urandom)
    vkeys = [verifier.vkey for verifier in made.verifiers]
    if as_json:
        print_json({"name": name, "folder": str(folder), "vkeys": vkeys})
        return
    say(f"The witness {name} keeps its records in {folder}; never delete them.")
    say("Its verifier keys (Ed25519, ML-DSA-44), for whoever is to trust it:", *vkeys)
    say(f"Next: holdfast witness follow VKEY --home {folder}")
