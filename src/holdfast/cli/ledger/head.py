# SPDX-License-Identifier: Apache-2.0
"""`holdfast ledger head`: the newest checkpoint, to be handed to somebody who keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.ledger.opening import ledger_to_read
from holdfast.cli.options import home_option, json_option
from holdfast.cli.output import print_json, say
from holdfast.plain import counted

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.ledger import Log, SignedCheckpoint


@click.command(short_help="Show the newest checkpoint.")
@home_option
@json_option
def head(*, home: Path | None, as_json: bool) -> None:
    """Show the newest checkpoint, its key, and the newest one that was cosigned, and by whom.

    A cosignature is itself written in the ledger, so the newest checkpoint is mostly a later one.
    Whoever keeps this text can detect any later change to what came before it.
    """
    log = ledger_to_read(home)
    signed = log.checkpoint()
    own = log.verifier
    cosigned = _names(log, signed)
    newest = _newest_cosigned(log)
    text = signed.data.decode("utf-8")
    if as_json:
        print_json(
            {
                "origin": signed.origin,
                "size": signed.size,
                "root": signed.root.hex(),
                "vkey": own.vkey,
                "cosigned_by": cosigned,
                "newest_cosigned": newest
                and {
                    "size": newest.size,
                    "cosigned_by": _names(log, newest),
                    "checkpoint": newest.data.decode("utf-8"),
                },
                "checkpoint": text,
            }
        )
        return
    say(
        f"{signed.origin}: {counted(signed.size, 'entry', 'entries')}",
        f"Verifier key: {own.vkey}",
        f"Checkpoint {signed.size}; {_standing(log, newest)}",
        "",
        *text.splitlines(),
    )


def _names(log: Log, signed: SignedCheckpoint) -> list[str]:
    return [line.name for line in signed.note.signatures if line.name != log.verifier.name]


def _newest_cosigned(log: Log) -> SignedCheckpoint | None:
    for size in reversed(list(log.checkpoint_sizes())):
        signed = log.checkpoint(size)
        if _names(log, signed):
            return signed
    return None


def _standing(log: Log, newest: SignedCheckpoint | None) -> str:
    if newest is None:
        return "cosigned by nobody yet"
    return f"cosigned by {', '.join(_names(log, newest))} at {newest.size}"
