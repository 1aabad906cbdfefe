# SPDX-License-Identifier: Apache-2.0
"""`holdfast used`: was it used? Proved not, cannot be proved, or contradicted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from holdfast.cli.dates import DAY
from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, say
from holdfast.errors import ANSWER_IS_NO, DONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.oversight.queries.answer import Answer


@click.command(short_help="Say whether a technology was used.")
@click.argument("technology")
@click.option("--from", "first", type=DAY, required=True, help="The first day, in UTC.")
@click.option("--to", "last", type=DAY, required=True, help="The last day, which counts.")
@click.option("--purpose", default="", help="Only for this purpose of the agency's list.")
@home_option
@json_option
def used(
    *, technology: str, first: date, last: date, purpose: str, home: Path | None, as_json: bool
) -> int:
    """Say whether TECHNOLOGY (its id on the register) was used, from what the ledger holds.

    The answer is proved not used, cannot be proved, or contradicted, with the reasons and the two
    checkpoints. Exit code 0 only when it is proved that it was not used, 1 otherwise.
    """
    need_text(technology, purpose)
    from holdfast.cli.session import enter

    entered = enter(named_home(home))
    from holdfast.oversight.queries.used import used as ask

    answer = ask(entered, technology, purpose, first=first, last=last, now=datetime.now(UTC))
    if as_json:
        print_json(answer.to_json())
    else:
        say(*_lines(answer))
    return DONE if answer.proved else ANSWER_IS_NO


def _lines(answer: Answer) -> Iterator[str]:
    whom = f"{answer.name} ({answer.technology}), {answer.first} to {answer.last}"
    yield whom + (f", for {answer.purpose}" if answer.purpose else "") + ":"
    yield f"{answer.verdict.upper()}. {answer.words}"
    yield from (f"- {reason}" for reason in answer.reasons)
    for point, word in ((answer.opening, "From"), (answer.closing, "To")):
        yield f"{word} checkpoint {point.size}, root {point.root}"
    yield answer.boundary
