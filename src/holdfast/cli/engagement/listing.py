# SPDX-License-Identifier: Apache-2.0
"""`holdfast engagement list`: the engagements, and what of each is outstanding."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, print_table, say
from holdfast.cli.plain import plain
from holdfast.errors import ANSWER_IS_NO, DONE

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="list", short_help="List engagements.")
@click.option(
    "--shown",
    type=click.Choice(["open", "overdue", "closed", "all"]),
    default="open",
    show_default=True,
    help="Which of them.",
)
@home_option
@json_option
def listing(*, shown: str, home: Path | None, as_json: bool) -> int:
    """List engagements of the cases that you may see, the newest first.

    With --shown overdue the exit code is 1 when there are any.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet.queries.engagements import count_engagements, engagements
    from holdfast.oversight.days import day_of

    today = day_of(entered, datetime.now(UTC))
    counts = count_engagements(actor, today)
    page = engagements(actor, today, shown=shown, limit=1000)
    if as_json:
        told = [
            {**_fields(plain(one)), "outstanding": one.outstanding, "overdue": one.count("overdue")}
            for one in page.rows
        ]
        print_json({"day": today.isoformat(), "counts": counts, "engagements": told})
    elif not page.rows:
        say("There is no such engagement that you may see.")
    else:
        print_table(
            ("engagement", "contractor", "what flies", "work ends", "outstanding", "overdue"),
            (
                (
                    one.number,
                    one.contractor,
                    one.drone,
                    one.ends_on.isoformat(),
                    str(one.outstanding),
                    str(one.count("overdue")),
                )
                for one in page.rows
            ),
        )
    return ANSWER_IS_NO if shown == "overdue" and page.rows else DONE


def _fields(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}
