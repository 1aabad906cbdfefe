# SPDX-License-Identifier: Apache-2.0
"""`holdfast publish`: the bundle that anyone can check, as a folder for any web server."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say
from holdfast.plain import counted


@click.command(short_help="Publish register, reports and ledger.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write; a bundle of this ledger that is there is brought up to date.",
)
@click.option("--full", is_flag=True, help="For the oversight body: nothing is withheld.")
@home_option
@json_option
def publish(*, to: Path, full: bool, home: Path | None, as_json: bool) -> None:
    """Write the public bundle: ledger, register, decisions, reports, and the verifier for them.

    Whoever has it runs 'python3 verify.py' in it, or 'holdfast audit DIR'. What is younger than the
    agency's delay is left for later. --full adds what could identify a person: hand it to the
    oversight body only.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.oversight.services import publish_bundle

    done = publish_bundle(home=entered, actor=actor, to=to.absolute(), full=full)
    if as_json:
        print_json(
            {
                "to": str(to),
                "audience": done.audience,
                "size": done.size,
                "written": done.written,
                "kept": done.kept,
                "removed": done.removed,
                "withheld": done.withheld,
                "overdue": [{"quarter": one, "days": days} for one, days in done.overdue],
                "entry": done.entry,
            }
        )
        return
    whom = "the oversight body" if full else "everybody"
    say(
        f"Published for {whom} in {to}: {counted(done.size, 'entry', 'entries')}, "
        f"{counted(done.written, 'file')} written (entry {done.entry}).",
        *(
            [f"{counted(done.withheld, 'record')} withheld, which the bundle says."]
            if done.withheld
            else []
        ),
        *(
            f"The report of {one} is overdue by {counted(days, 'day')}."
            for one, days in done.overdue
        ),
        f"Check it: python3 {to / 'verify.py'} {to}",
    )
