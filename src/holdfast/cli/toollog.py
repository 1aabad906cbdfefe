# SPDX-License-Identifier: Apache-2.0
"""`holdfast toollog`: hand in an outside tool's own log, and see where it differs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.dates import DAY
from holdfast.cli.errors import UnreadablePathError
from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, say
from holdfast.errors import ANSWER_IS_NO, DONE, WrongUsageError
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from holdfast.oversight.services import TakenLog
    from holdfast.oversight.tool_logs import Difference

_MOST = 40


@click.command(short_help="Hand in an outside tool's own log.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--technology", required=True, help="The tool's id on the register.")
@click.option("--from", "first", type=DAY, required=True, help="The first day of the log, in UTC.")
@click.option("--to", "last", type=DAY, required=True, help="The last day of the log.")
@click.option(
    "--heading",
    "headings",
    multiple=True,
    metavar="COLUMN=HEADING",
    help="What a column (time, function, reference, user, count) is called in the file.",
)
@home_option
@json_option
def toollog(
    *,
    file: Path,
    technology: str,
    first: date,
    last: date,
    headings: tuple[str, ...],
    home: Path | None,
    as_json: bool,
) -> int:
    """Take in FILE, a tool's own log (CSV or JSON lines), and compare it with the ledger.

    Names of users are dropped as it is read. Exit code 1 when the log and the ledger differ.
    """
    need_text(technology, *headings)
    named = dict(_pair(one) for one in headings)
    data = _read(file)
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.oversight.services import take_in_tool_log

    taken = take_in_tool_log(
        home=entered,
        actor=actor,
        technology=technology,
        data=data,
        name=file.name.encode("utf-8", "backslashreplace").decode(),
        first=first,
        last=last,
        headings=named,
    )
    if as_json:
        print_json(
            {
                "technology": taken.technology,
                "lines": taken.lines,
                "matched": taken.found.matched,
                "only_theirs": [one.to_json() for one in taken.found.only_theirs],
                "only_ours": [one.to_json() for one in taken.found.only_ours],
                "unregistered_functions": list(taken.unregistered),
                "entry": taken.entry,
                "checkpoint": taken.checkpoint,
            }
        )
    else:
        say(*_lines(taken))
    return DONE if taken.found.agrees else ANSWER_IS_NO


def _lines(taken: TakenLog) -> Iterator[str]:
    found = taken.found
    yield (
        f"{counted(taken.lines, 'line')}: {found.matched:,} matched, {found.theirs:,} only in the "
        f"log, {found.ours:,} only in the ledger (entry {taken.entry})."
    )
    for words, differences in (("log", found.only_theirs), ("ledger", found.only_ours)):
        yield from (_difference(words, one) for one in differences[:_MOST])
        if len(differences) > _MOST:
            yield f"… and {len(differences) - _MOST:,} more only in the {words}."
    if taken.unregistered:
        yield f"Functions that are not on the register: {', '.join(taken.unregistered)}."
    if found.agrees:
        yield "The log and the ledger agree."


def _difference(side: str, one: Difference) -> str:
    where = f"line {one.line}" if one.line is not None else f"entry {one.entry}"
    what = " ".join(each for each in (one.function, one.reference) if each)
    return f"only in the {side}: {where}, {one.day}, {counted(one.count, 'use')} {what}".rstrip()


def _pair(text: str) -> tuple[str, str]:
    column, found, heading = text.partition("=")
    if not found or not heading.strip():
        raise WrongUsageError(
            f"{text[:60]!r} is no heading. Nothing was recorded. Write --heading time=Zeitpunkt."
        )
    return column.strip(), heading


def _read(file: Path) -> bytes:
    from holdfast.oversight.tool_logs.reading import LARGEST

    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise UnreadablePathError(
            f"{file} cannot be read: {error.strerror}. Nothing was recorded. Name another file."
        ) from error
