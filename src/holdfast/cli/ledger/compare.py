# SPDX-License-Identifier: Apache-2.0
"""`holdfast ledger compare`: whether two checkpoints, shown to two people, tell one history."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.ledger.opening import ledger_to_read, read_file, stated_verifier
from holdfast.cli.options import home_option, json_option
from holdfast.cli.output import print_json, say
from holdfast.errors import ANSWER_IS_NO, DONE

_A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(short_help="Compare two checkpoints.")
@click.argument("first", type=_A_FILE)
@click.argument("second", type=_A_FILE, required=False)
@click.option(
    "--vkey", help="The ledger's verifier key (a line or a file); without it, that of the home."
)
@home_option
@json_option
def compare(
    *, first: Path, second: Path | None, vkey: str | None, home: Path | None, as_json: bool
) -> int:
    """Compare the checkpoint files FIRST and SECOND, or FIRST with the home's newest.

    With a home, its own ledger supplies the proof between them. Exit code 0 when they tell one
    history, 1 when they do not, or when that cannot be proven from what is here.
    """
    from holdfast.ledger import SignedCheckpoint
    from holdfast.ledger.compare import Verdict, compare_in_log
    from holdfast.ledger.compare import compare as compare_alone

    shown = SignedCheckpoint.parse(read_file(first))
    if vkey is not None and second is not None and home is None:
        other = SignedCheckpoint.parse(read_file(second))
        found = compare_alone(shown, other, stated_verifier(vkey))
    else:
        log = ledger_to_read(home)
        other = SignedCheckpoint.parse(read_file(second)) if second else log.checkpoint()
        found = compare_in_log(shown, other, log)
    if as_json:
        print_json({"verdict": str(found.verdict), "sentence": found.sentence})
    else:
        say(f"{found.verdict}: {found.sentence}")
    return DONE if found.verdict in {Verdict.SAME, Verdict.CONSISTENT} else ANSWER_IS_NO
