# SPDX-License-Identifier: Apache-2.0
"""`holdfast flights logbook`: one row a flight, as a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say
from holdfast.plain import counted


@click.command(short_help="Write the logbook.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The CSV file to write; one that is there is not overwritten.",
)
@home_option
@json_option
def logbook(*, to: Path, home: Path | None, as_json: bool) -> None:
    """Write one row for every flight that you may see, oldest first, withdrawn ones marked so."""
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet.errors import LogbookFileError
    from holdfast.fleet.queries import logbook_csv

    data = logbook_csv(actor, entered)
    try:
        with to.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise LogbookFileError(
            f"{to} could not be written: {error.strerror}. Nothing in the home was changed. Name a "
            "file that is not there yet, in a folder that is."
        ) from error
    rows = data.count(b"\r\n") - 1
    if as_json:
        print_json({"to": str(to), "bytes": len(data)})
        return
    say(f"The logbook is in {to}: {counted(rows, 'line')} after the first.")
