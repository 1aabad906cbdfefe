# SPDX-License-Identifier: Apache-2.0
"""`holdfast flights propose`: flights that readings speak of and nobody recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say
from holdfast.cli.plain import plain
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.fleet.queries.values import Proposal


@click.command(short_help="Propose flights from readings.")
@click.option(
    "--days", type=click.IntRange(1, 3650), default=120, show_default=True,
    help="How far back to look.",
)  # fmt: skip
@home_option
@json_option
def propose(*, days: int, home: Path | None, as_json: bool) -> None:
    """Propose flights from flight records and cards that were taken in. Nothing is recorded.

    Each has a key; 'holdfast flights record --proposal KEY' records it with what you say besides.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet.queries import proposed_flights

    found = proposed_flights(actor, entered, days=days)
    if as_json:
        print_json({"proposals": plain(found)})
        return
    say(f"{counted(len(found), 'flight')} proposed.")
    for one in found:
        say(*_lines(one))


def _lines(one: Proposal) -> Iterator[str]:
    length = "length unknown"
    if one.minutes is not None:
        length = f"{counted(one.minutes, 'minute')} by {one.source_words}"
    files = ", ".join(counted(many, kind) for kind, many in one.media.items())
    yield (
        f"{one.key}: {one.told.aircraft or one.told.aircraft_words}, {one.began}, {length}; {files}"
    )
    if one.fits:
        yield f"  It may be {', '.join(one.fits)}, which is recorded."
    yield from (f"  {problem}." for problem in one.problems)
