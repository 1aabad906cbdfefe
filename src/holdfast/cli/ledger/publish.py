# SPDX-License-Identifier: Apache-2.0
"""`holdfast ledger publish`: the public part of the ledger as files for any web server.

That it was published is itself an entry, so this one needs a person. Sealed bodies never leave.
"""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say
from holdfast.plain import counted


@click.command(short_help="Write the public ledger as a tlog-tiles tree.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write; what it holds of this ledger already is kept.",
)
@home_option
@json_option
def publish(*, to: Path, home: Path | None, as_json: bool) -> None:
    """Write checkpoint, vkey, tile/ and tile/entries/ into a folder, for any static web server.

    Only faces are in it: acts, days, roles and counts. No names, no titles, no digests.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.services import publish as publish_ledger

    done = publish_ledger(home=entered, actor=actor, to=to.absolute())
    if as_json:
        print_json(
            {
                "to": str(to),
                "size": done.size,
                "written": done.written,
                "kept": done.kept,
                "entry": done.entry,
            }
        )
    else:
        files = counted(done.written, "file")
        say(f"{counted(done.size, 'entry', 'entries')} published in {to} ({files} written).")
