# SPDX-License-Identifier: Apache-2.0
"""`holdfast items`: find items among those you may see."""

from __future__ import annotations

import secrets
from itertools import islice
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, print_table, say
from holdfast.cli.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.queries.values import ItemLine, Wanted

_PAGE = 200


@click.command(short_help="Find items.")
@click.argument("words", nargs=-1)
@click.option("--case", "reference", help="Only of the case with this reference.")
@click.option("--kind", default="", help="Only of this kind: photograph, video and so on.")
@click.option(
    "--status",
    type=click.Choice(["unclassified", "evidential", "non-evidential"]),
    help="Only of this status.",
)
@click.option("--with-track", is_flag=True, help="Only with a flight.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many."
)
@click.option("--purpose", default="", help="Why; else the care of the holdings. It is recorded.")
@home_option
@json_option
def items(
    *,
    words: tuple[str, ...],
    reference: str | None,
    kind: str,
    status: str | None,
    with_track: bool,
    limit: int,
    purpose: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Find items by WORDS in title, path, device or exhibit number, newest first.

    Only what you may see is found and counted. A search is a use: it is recorded, and it needs a
    permission like any other.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.queries.values import Wanted

    wanted = Wanted(
        text=" ".join(words),
        kind=kind,
        status=status or "",
        case=_case_number(actor, reference) if reference else None,
        with_track=with_track,
    )
    found = list(islice(_found(entered, actor, wanted, purpose, reference), limit + 1))
    more = len(found) > limit
    if as_json:
        print_json({"items": plain(found[:limit]), "more": more})
        return
    print_table(("item", "day", "kind", "status", "exhibit", "title"), map(_row, found[:limit]))
    if more:
        say(f"There are more than {limit}; say --limit.")


def _found(
    home: Home, actor: Person, wanted: Wanted, purpose: str, case: str | None
) -> Iterator[ItemLine]:
    from holdfast.oversight.uses import search

    session = secrets.token_hex(16)
    after: str | None = None
    while True:
        page = search(
            home=home,
            actor=actor,
            wanted=wanted,
            session=session,
            purpose=purpose,
            case=case or "",
            after=after,
            limit=_PAGE,
        )
        yield from page.rows
        after = page.next
        if after is None:
            return


def _case_number(actor: Person, reference: str) -> int:
    from holdfast.records.errors import NotFoundError
    from holdfast.records.queries.cases import list_cases

    for case in list_cases(actor, text=reference).rows:
        if case.reference == reference:
            return case.number
    raise NotFoundError(
        f"There is no case {reference} that you may see. Nothing was touched. Check the "
        "reference, or ask an exhibit officer to add you to the case."
    )


def _row(line: ItemLine) -> tuple[str, ...]:
    return (
        str(line.number),
        line.day.isoformat() if line.day else "no time",
        line.kind,
        line.status,
        line.exhibit_number or "-",
        line.title,
    )
