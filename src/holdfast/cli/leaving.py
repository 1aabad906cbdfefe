# SPDX-License-Identifier: Apache-2.0
"""`holdfast leaving`: what leaves with a file, and a copy without it. Needs no home and no account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, print_table, say, size_text
from holdfast.errors import ANSWER_IS_NO, DONE
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.leaving import Cleaned, Entry, Review

_VALUE = 64


@click.command(short_help="Say what leaves with a file, and make a cleaned copy.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--clean-to",
    "to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Make a cleaned copy at this new path. Nothing is ever written over.",
)
@json_option
def leaving(file: Path, to: Path | None, as_json: bool) -> int:  # noqa: FBT001 # Click passes flags so
    """Say what FILE gives away besides what is pictured and heard, and where it stands in the file.

    Positions, serial numbers, times, paths, programs, pictures beside the picture, and data that
    nobody here understands. What identifies is searched for through the whole file. FILE itself is
    never changed. The answer is no (exit code 1) when a cleaned copy was asked for and it is not
    clean.
    """
    from holdfast.leaving import cannot_remove, clean, review

    found = review(file)
    made = None if to is None else clean(file, to, before=found)
    if as_json:
        print_json(
            {
                "file": str(file),
                **found.to_json(),
                "cleaned": None if made is None else made.to_json(),
                "cannot_remove": list(cannot_remove(found.kind)),
            }
        )
    else:
        _tell(found, made)
        say("", "What no cleaning removes:", *(f"  {one}" for one in cannot_remove(found.kind)))
    return DONE if made is None or made.clean else ANSWER_IS_NO


def _tell(found: Review, made: Cleaned | None) -> None:
    say(
        f"{found.kind}: {found.format}, {size_text(found.size)} ({found.size:,} bytes)",
        f"SHA-256 {found.sha256}",
        "",
    )
    if not found.gives_away:
        say("Nothing beside what is pictured and heard was found.")
    else:
        _table(found, made)
    for copy in found.copies:
        inside = f", inside {copy.inside}" if copy.inside else ""
        say(f"Again at byte {copy.offset:,}: {copy.value_of} ({copy.spelling}){inside}")
    say(*(f"Warning: {one}" for one in found.warnings))
    if made is not None:
        say("", *_made(made))


def _table(found: Review, made: Cleaned | None) -> None:
    after = {} if made is None else made.after.gives_away
    heads = ["What it gives away", "before"] + (["after"] if made is not None else [])
    rows = [
        [name, f"{number:,}", *([f"{after.get(name, 0):,}"] if made is not None else [])]
        for name, number in found.gives_away.items()
    ]
    print_table(heads, rows)
    say("")
    kept = _left(made)
    heads = ["Gives away", "Where", "Name", "Before"] + (["After"] if made is not None else [])
    order = list(found.gives_away)
    entries = sorted(found.entries, key=lambda one: order.index(str(one.gives)))
    print_table(
        heads,
        (
            [str(one.gives), one.where, one.name, one.value[:_VALUE]]
            + ([kept.get(_key(one), "removed")] if made is not None else [])
            for one in entries
        ),
    )
    unlisted = sum(found.not_listed.values())
    if unlisted:
        say(f"{counted(unlisted, 'further entry', 'further entries')} not listed, counted above.")


def _key(entry: Entry) -> tuple[str, str, str]:
    return entry.where, entry.name, entry.value


def _left(made: Cleaned | None) -> dict[tuple[str, str, str], str]:
    if made is None:
        return {}
    left = {_key(one): "REMAINS" for one in made.remains}
    return left | {_key(one.entry): "kept" for one in made.kept}


def _made(made: Cleaned) -> Iterator[str]:
    yield f"Cleaned copy: {made.path}, {size_text(made.size)}, {made.made.format}"
    yield f"SHA-256 {made.sha256}"
    yield made.made.how
    yield f"Proof: {made.made.proof}"
    yield from made.made.notes
    for one in made.kept:
        yield f"Kept: {one.entry.where}, {one.entry.name}: {one.entry.value} ({one.reason})"
    for entry in made.remains:
        yield f"REMAINS: {entry.where}, {entry.name}: {entry.value}"
    for copy in made.copies:
        yield f"REMAINS at byte {copy.offset:,}: {copy.value_of} ({copy.spelling})"
    yield from (f"Warning: {one}" for one in made.after.warnings)
    yield (
        "Clean: read again, and nothing is in it but what is named as kept."
        if made.clean
        else "NOT CLEAN: what remains is named above. Do not release it as clean."
    )
