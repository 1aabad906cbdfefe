# SPDX-License-Identifier: Apache-2.0
"""`holdfast witness run`: answer an agency's requests for cosignatures until Ctrl-C."""

from __future__ import annotations

import contextlib
import json
import signal
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import json_option
from holdfast.cli.output import say
from holdfast.cli.witness.options import folder_option

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType


@click.command(short_help="Run the witness until Ctrl-C.")
@click.option("--name", required=True, help="The name the witness was made with.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8380, show_default=True, help="The port."
)
@folder_option
@json_option
def run(*, name: str, host: str, port: int, folder: Path, as_json: bool) -> None:
    """Run the witness until Ctrl-C. Each answer is one line on standard output."""
    from holdfast.ledger.witness import serve_witness

    def report(line: str) -> None:
        if as_json:
            click.echo(json.dumps({"said": line}))
        else:
            say(line)

    signal.signal(signal.SIGTERM, _stop)
    with contextlib.suppress(KeyboardInterrupt):
        serve_witness(folder, name, host, port, report=report)
    report("Stopped. What was cosigned is on record.")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does, when a service manager asks for it."""
    raise KeyboardInterrupt
