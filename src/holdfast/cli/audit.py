# SPDX-License-Identifier: Apache-2.0
"""`holdfast audit`: the outsider's side. Whether what an agency published follows from its ledger.

Needs no home, no database and no network. It runs the verifier of this installation, not the one in
the bundle: whoever changed a bundle could have changed that as well.
"""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say
from holdfast.errors import ANSWER_IS_NO, DONE


@click.command(short_help="Check what an agency published.")
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--key", default="", help="The agency's verifier key (a line or a file), from elsewhere."
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint that you were shown earlier: was the history rewritten since?",
)
@json_option
def audit(*, folder: Path, key: str, against: Path | None, as_json: bool) -> int:
    """Count every number in the public bundle in DIR again, from its ledger and its records.

    Exit code 0 when all of it is proven, 1 when it is not; what fails is named. Without --key the
    key that came in the bundle is used, and is shown to be compared.
    """
    from holdfast.cli.ledger.opening import read_file, stated_verifier
    from holdfast.publication.audit import audit as ask

    found = ask(
        folder,
        stated_verifier(key).vkey if key else "",
        against=read_file(against) if against else b"",
    )
    if as_json:
        print_json(
            {
                "proven": found.proven,
                "problems": list(found.problems),
                "recomputed": found.recomputed,
                "withheld": found.withheld,
                "notes": list(found.notes),
            }
        )
    else:
        say(*found.in_words.splitlines())
    return DONE if found.proven else ANSWER_IS_NO
