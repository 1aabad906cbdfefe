# SPDX-License-Identifier: Apache-2.0
"""`holdfast serve`: the pages of a home, until Ctrl-C."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Serve the pages of a home.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 lets the machine choose one.",
)
@home_option
@json_option
def serve(*, host: str, port: int, home: Path | None, as_json: bool) -> None:
    """Serve the pages of a home until Ctrl-C.

    Answers under way are finished first. From other machines, put a proxy that speaks TLS in
    front and set web.https; see docs/configuration.md.
    """
    from holdfast.cli.serving import serve_pages
    from holdfast.cli.session import enter

    entered = enter(named_home(home))

    def ready(address: str) -> None:
        if as_json:
            print_json({"address": address, "home": str(entered.root)})
        else:
            say(f"{entered.config.agency}: {address}", "Ctrl-C stops it.")

    serve_pages(host, port, on_ready=ready)
    if not as_json:
        say("Stopped. Nothing was lost.")
