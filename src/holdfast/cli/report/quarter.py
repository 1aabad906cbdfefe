# SPDX-License-Identifier: Apache-2.0
"""`holdfast report quarter`: compute a quarter's report, enter it, and write its files."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.errors import UnreadablePathError
from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, say
from holdfast.plain import counted


@click.command(short_help="Compute the report of a quarter.")
@click.argument("quarter", metavar="QUARTER")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for report.json, .html, .csv and .pdf.",
)
@home_option
@json_option
def quarter(*, quarter: str, to: Path, home: Path | None, as_json: bool) -> None:
    """Compute the report of QUARTER (as 2026Q4) from the ledger, enter it, and write its files.

    The files are those for everybody: counts of people by which one could be known are withheld and
    marked. One that is made before the quarter has ended is provisional.
    """
    need_text(quarter)
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    _make_folder(to)
    from holdfast.oversight.services import make_report

    made = make_report(home=entered, actor=actor, quarter=quarter)
    public = {name: data for name, data in made.files.items() if name.startswith("report.")}
    for name, data in public.items():
        (to / name).write_bytes(data)
    if as_json:
        print_json(
            {
                "quarter": made.quarter,
                "provisional": made.provisional,
                "to": str(to),
                "files": sorted(public),
                "opening": made.public["opening"],
                "closing": made.public["closing"],
                "withheld": made.public["withheld"],
                "entry": made.entry,
                "checkpoint": made.checkpoint,
            }
        )
        return
    state = "provisional: the quarter is not over" if made.provisional else "final"
    technologies = counted(len(made.public["technologies"]), "technology", "technologies")
    say(
        f"The report of {made.quarter} ({state}) is in {to} (entry {made.entry}).",
        f"{technologies}, {counted(made.public['totals']['uses'], 'use')}, "
        f"{counted(len(made.public['withheld']), 'number')} withheld; between checkpoints "
        f"{made.public['opening']['size']} and {made.public['closing']['size']}.",
    )


def _make_folder(to: Path) -> None:
    """Make the folder before anything is entered."""
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadablePathError(
            f"{to} cannot be made: {error.strerror}. Nothing was computed or entered. Name another "
            "folder."
        ) from error
