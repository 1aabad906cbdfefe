# SPDX-License-Identifier: Apache-2.0
"""`holdfast ledger head`: the newest checkpoint, to be handed to somebody who keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.ledger.opening import ledger_to_read
from holdfast.cli.options import home_option, json_option
from holdfast.cli.output import counted, print_json, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Show the newest checkpoint.")
@home_option
@json_option
def head(*, home: Path | None, as_json: bool) -> None:
    """Show the newest checkpoint, its key, and who cosigned it.

    Whoever keeps this text can detect any later change to what came before it.
    """
    log = ledger_to_read(home)
    signed = log.checkpoint()
    own = log.verifier
    cosigned = [line.name for line in signed.note.signatures if line.name != own.name]
    text = signed.data.decode("utf-8")
    if as_json:
        print_json(
            {
                "origin": signed.origin,
                "size": signed.size,
                "root": signed.root.hex(),
                "vkey": own.vkey,
                "cosigned_by": cosigned,
                "checkpoint": text,
            }
        )
        return
    say(
        f"{signed.origin}: {counted(signed.size, 'entry', 'entries')}",
        f"Verifier key: {own.vkey}",
        f"Cosigned by: {', '.join(cosigned) or 'nobody yet'}",
        "",
        *text.splitlines(),
    )
