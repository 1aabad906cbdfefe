# SPDX-License-Identifier: Apache-2.0
"""`holdfast permit`: put a permission or a ban in force, as a sentence; or take one out of force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, say
from holdfast.errors import WrongUsageError
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.oversight.services import Preview


@click.command(short_help="Permit or ban a use.")
@click.argument("words", nargs=-1)
@click.option("--preview", is_flag=True, help="Show what it would change, and change nothing.")
@click.option("--decision", default="", metavar="NUMBER", help="The decision behind it.")
@click.option("--end", default="", metavar="ROW", help="Take this row out of force instead.")
@click.option("--reason", default="", help="Why a row is ended.")
@home_option
@json_option
def permit(
    *,
    words: tuple[str, ...],
    preview: bool,
    decision: str,
    end: str,
    reason: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Put one sentence in force.

    \b
    holdfast permit "investigator may use dji-mavic-2-pro for crime-scene
        on live-flight under ETA-2026-0001 until 2027-06-30"
    holdfast permit "nobody may use nuix/face-search"

    A permission names roles, technology, purposes, classes of data and the approval that it stands
    under, by their ids. A ban may leave parts out, and then means any.
    """  # noqa: D301 # click reads the sign as "keep these lines"
    need_text(*words, reason)
    if bool(words) == bool(end):
        raise WrongUsageError(
            "Say a sentence to put in force, or --end with the number of a row. Nothing was changed."
        )
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.gate.spoken import row_of_words
    from holdfast.oversight import services
    from holdfast.oversight.services.rows import next_row_number

    if end:
        recorded = services.end_row(
            home=entered, actor=actor, number=end, reason=reason, decision=decision
        )
        if as_json:
            print_json({"row": end, "ended": True, "entry": recorded.entry})
        else:
            say(f"{end} is out of force (entry {recorded.entry}).")
        return
    row = row_of_words("P-000", " ".join(words))
    row = row_of_words(next_row_number(row.kind), " ".join(words))
    shown = services.preview_row(home=entered, actor=actor, row=row, now=datetime.now(UTC))
    number = "" if preview else services.add_row(
        home=entered, actor=actor, row=row, decision=decision
    )  # fmt: skip
    if as_json:
        print_json(
            {
                "row": number or None,
                "kind": row.kind,
                "sentence": shown.sentence,
                "cedar": shown.cedar,
                "changes": [
                    {"gained": one.gained, "sentence": one.sentence} for one in shown.changes
                ],
                "people": shown.people,
            }
        )
        return
    say(*_lines(shown))
    say(f"{number} is in force." if number else "Nothing was changed: this was a preview.")


def _lines(shown: Preview) -> Iterator[str]:
    yield shown.sentence
    if not shown.changes:
        yield "It changes nothing: what it says is so already."
    for change in shown.changes:
        yield f"{'Gained' if change.gained else 'Lost'}: {change.sentence}"
    if shown.people:
        holders = counted(shown.people, "person", "people")
        yield f"The roles that gain by it are held by {holders}."
