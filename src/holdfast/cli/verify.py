# SPDX-License-Identifier: Apache-2.0
"""`holdfast verify`: does this pack prove itself? The same file answers that every pack carries.

Needs no home, no database and no network. It runs the verifier of this installation, not the one
in the pack: whoever changed a pack could have changed that as well.
"""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say
from holdfast.errors import ANSWER_IS_NO, DONE, WrongUsageError


@click.command(short_help="Verify a pack.")
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--vkey", help="The agency's verifier key (a line or a file), as you had it from elsewhere."
)
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint of the agency's ledger that you kept; the pack must fit it.",
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Hold the pack to the ledger key of this home.",
)
@json_option
def verify(
    *,
    folder: Path,
    vkey: str | None,
    checkpoint: Path | None,
    home: Path | None,
    as_json: bool,
) -> int:
    """Verify the pack in DIR: every file, every event, every signature.

    Exit code 0 when it is proven, 1 when it is not; what fails is named. Without --vkey the key
    that came in the pack is used, and its fingerprint is printed to be compared.
    """
    from holdfast.cli.ledger.opening import ledger_to_read, read_file, stated_verifier
    from holdfast.packs.verifier.verify import verify_pack

    key = stated_verifier(vkey).vkey if vkey else None
    if key is None and home is not None:
        key = ledger_to_read(home).verifier.vkey
    held = _held(read_file(checkpoint), checkpoint) if checkpoint else None
    result = verify_pack(folder, vkey=key, trusted_checkpoint=held)
    if as_json:
        print_json(
            {
                "proven": result.proven,
                "problems": list(result.problems),
                "checked": dict(result.checked),
                "notes": list(result.notes),
            }
        )
    else:
        say(*result.in_words().splitlines())
    return DONE if result.proven else ANSWER_IS_NO


def _held(data: bytes, path: Path) -> str:
    """Return the checkpoint that was kept; a file that holds none is wrong usage."""
    from holdfast.packs.verifier.verify import read_checkpoint

    try:
        read_checkpoint(data)
    except ValueError as error:
        raise WrongUsageError(
            f"{path} holds no checkpoint. Nothing was verified. Name the file with the checkpoint "
            "that you kept, as 'holdfast ledger head' prints it."
        ) from error
    return data.decode("utf-8")
