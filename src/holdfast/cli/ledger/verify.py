# SPDX-License-Identifier: Apache-2.0
"""`holdfast ledger verify`: a whole ledger, or one entry by its proof file. Offline."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.ledger.opening import ledger_to_read, read_file, stated_verifier
from holdfast.cli.options import home_option, json_option
from holdfast.cli.output import print_json, say
from holdfast.cli.progress import progress
from holdfast.errors import ANSWER_IS_NO, DONE, NEEDS_ATTENTION
from holdfast.plain import counted


@click.command(short_help="Verify the ledger, or one proof.")
@click.argument("proof", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--face",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The entry's face that PROOF is about; by default the .json file beside PROOF.",
)
@click.option(
    "--vkey", help="The verifier key of the log (a line or a file); else that of the home."
)
@home_option
@json_option
def verify(
    *, proof: Path | None, face: Path | None, vkey: str | None, home: Path | None, as_json: bool
) -> int:
    """Verify the whole ledger of a home, or the one entry that PROOF is about.

    The whole ledger: every entry, tile, sealed body, line and signed checkpoint is hashed again
    and compared with the signature. A proof: the path from the face to the signed checkpoint.
    """
    if proof is None:
        return _verify_home(home, vkey, as_json=as_json)
    return _verify_proof(proof, face or proof.with_suffix(".json"), vkey, home, as_json=as_json)


def _verify_home(home: Path | None, vkey: str | None, *, as_json: bool) -> int:
    from holdfast.ledger import LedgerError

    stated = stated_verifier(vkey) if vkey else None
    try:
        log = ledger_to_read(home, stated)
    except LedgerError as error:
        # A ledger too damaged to open is an answer to this question, not a failure to ask it.
        if as_json:
            print_json(
                {
                    "sound": False,
                    "size": None,
                    "checkpoints": None,
                    "problems": [{"path": "log", "what": str(error)}],
                    "destroyed": [],
                }
            )
        else:
            say("Not what was signed:", f"log: {error}")
        return NEEDS_ATTENTION
    with progress("entries verified", log.size) as advance_to:
        found = log.verify_all(advance_to)
    if as_json:
        print_json(
            {
                "sound": found.sound,
                "size": found.size,
                "checkpoints": found.checkpoints,
                "problems": [{"path": each.path, "what": each.what} for each in found.problems],
                "destroyed": list(found.destroyed),
            }
        )
    else:
        entries = counted(found.size, "entry", "entries")
        if found.sound:
            say(f"Exactly what was signed: {entries}, {counted(found.checkpoints, 'checkpoint')}.")
        else:
            say(f"Not what was signed, among {entries}:")
            say(*(f"{each.path}: {each.what}" for each in found.problems))
    return DONE if found.sound else NEEDS_ATTENTION


def _verify_proof(
    proof: Path, face: Path, vkey: str | None, home: Path | None, *, as_json: bool
) -> int:
    from holdfast.ledger import LedgerError, Policy, TlogProof

    verifier = stated_verifier(vkey) if vkey else ledger_to_read(home).verifier
    data, entry = read_file(proof), read_file(face)
    problems: list[str] = []
    where = ""
    try:
        read = TlogProof.parse(data)
        read.verify(entry, Policy.of_log(verifier))
        where = f"entry {read.index} of {read.checkpoint.origin}, {read.checkpoint.size} entries"
    except LedgerError as error:
        problems.append(str(error))
    if as_json:
        print_json({"proven": not problems, "problems": problems})
    elif problems:
        say("Not proven.", *problems)
    else:
        say(f"Proven: {where}.")
    return ANSWER_IS_NO if problems else DONE
