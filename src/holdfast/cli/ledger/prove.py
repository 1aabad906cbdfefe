# SPDX-License-Identifier: Apache-2.0
"""`holdfast ledger prove`: a proof file that an entry is in the ledger, checkable for ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import UnreadablePathError
from holdfast.cli.ledger.opening import ledger_to_read
from holdfast.cli.options import home_option, json_option
from holdfast.cli.output import print_json, say

if TYPE_CHECKING:
    from holdfast.ledger import TlogProof


@click.command(short_help="Prove that an entry is in the ledger.")
@click.argument("entry", type=click.IntRange(min=0))
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the face and the proof into this folder instead of printing the proof.",
)
@home_option
@json_option
def prove(*, entry: int, to: Path | None, home: Path | None, as_json: bool) -> None:
    """Prove that ENTRY (its number) is under the newest checkpoint.

    Prints a C2SP tlog-proof. With --to it writes ENTRY.json (the face, byte for byte) and
    ENTRY.tlog-proof, which 'holdfast ledger verify' and other people's tools check offline.
    The sealed body is not part of it.
    """
    log = ledger_to_read(home)
    proof, face = log.inclusion(entry), log.face(entry)
    written = [] if to is None else _write(to, entry, face, proof)
    if as_json:
        print_json(
            {
                "entry": entry,
                "size": proof.checkpoint.size,
                "face": json.loads(face),
                "proof": proof.render().decode("utf-8"),
                "written": [str(path) for path in written],
            }
        )
    elif written:
        say(*(str(path) for path in written))
    else:
        click.echo(proof.render(), nl=False)


def _write(to: Path, entry: int, face: bytes, proof: TlogProof) -> list[Path]:
    files = [(to / f"{entry}.json", face), (to / f"{entry}.tlog-proof", proof.render())]
    try:
        to.mkdir(parents=True, exist_ok=True)
        for path, data in files:
            path.write_bytes(data)
    except OSError as error:
        raise UnreadablePathError(
            f"The proof could not be written to {to}: {error.strerror}. The ledger is unharmed. "
            "Name another folder."
        ) from error
    return [path for path, _ in files]
