# SPDX-License-Identifier: Apache-2.0
"""`holdfast intake`: take in a card, a folder or a raw card image, and print the receipt."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import StoppedError
from holdfast.cli.options import (
    home_option,
    json_option,
    named_home,
    need_case_and_purpose,
    need_text,
)
from holdfast.cli.output import print_json, say, size_text
from holdfast.cli.progress import stages
from holdfast.errors import DONE, NEEDS_ATTENTION
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.records.intake.progress import Progress
    from holdfast.records.receipt import Receipt

_MOST_NAMED = 20


@click.command(short_help="Take in a card, a folder or a card image.")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--case", "reference", required=True, help="The case's reference.")
@click.option("--purpose", required=True, help="Why: one of the list, or in words.")
@click.option("--authority", default="", help="Under what authority: a warrant, a consent, a duty.")
@click.option("--medium", default="", help="What is written on the medium, or its bag's number.")
@click.option(
    "--outside-device",
    is_flag=True,
    help="Somebody else's device recorded it: handed in, seized, CCTV, a contractor's.",
)
@click.option(
    "--engagement",
    default="",
    metavar="NUMBER",
    help="The contractor's engagement it was recorded under, as E-2026-0003.",
)
@click.option(
    "--no-read-back",
    is_flag=True,
    help="Do not read the copy again to compare. The receipt says so.",
)
@click.option(
    "--recover-deleted",
    is_flag=True,
    help="Take deleted files of a card image in too, labelled with how sure one can be.",
)
@home_option
@json_option
def intake(
    *,
    path: Path,
    reference: str,
    purpose: str,
    authority: str,
    medium: str,
    outside_device: bool,
    engagement: str,
    no_read_back: bool,
    recover_deleted: bool,
    home: Path | None,
    as_json: bool,
) -> int:
    """Take in the medium at PATH: every file stored, or named with the reason why not.

    A case that does not exist is opened, when you may open cases. Stopping loses nothing: the same
    command goes on where it stopped. The same card again stores nothing and says so. Exit code 3
    when a file could not be read.
    """
    need_text(reference, purpose, authority, medium, engagement)
    need_case_and_purpose(reference, purpose)
    from holdfast.cli.session import enter_as_actor
    from holdfast.records.intake.progress import READING

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.oversight.uses import take_in_medium
    from holdfast.records.queries.receipts import receipt

    if engagement:
        from holdfast.fleet.services import need_engagement_of

        need_engagement_of(actor=actor, number=engagement, case=reference)
    stage = ""
    try:
        with stages() as tell:

            def told(work: Progress) -> None:
                nonlocal stage
                stage = work.stage
                tell(work)

            number = take_in_medium(
                home=entered,
                actor=actor,
                path=path,
                case=reference,
                purpose=purpose,
                authority=authority,
                medium_name=medium,
                whose="outside" if outside_device else "agency",
                read_back=not no_read_back,
                recover_deleted=recover_deleted,
                progress=told,
            )
    except KeyboardInterrupt:
        if stage == READING:
            raise StoppedError(
                "Stopped while the recordings were being read. The medium is taken in whole and "
                "is on the ledger. The same command stores nothing again and goes on reading."
            ) from None
        raise StoppedError(
            "Stopped. What was copied so far is safe in the vault and nothing of it is visible "
            "yet. The medium was not changed. The same command goes on where it stopped."
        ) from None
    if engagement:
        from holdfast.fleet.services import link_medium

        link_medium(home=entered, actor=actor, number=engagement, acquisition=number)
    given = receipt(actor, entered, number)
    if as_json:
        print_json(given.to_json())
    else:
        say(*_lines(given))
    return NEEDS_ATTENTION if given.unreadable else DONE


def _lines(given: Receipt) -> Iterator[str]:
    yield f"Acquisition {given.acquisition} into case {given.case}"
    yield (
        f"{counted(given.seen, 'file')} seen = {given.stored:,} stored + {given.duplicate:,} "
        f"duplicate + {given.excluded:,} excluded + {given.unreadable:,} unreadable"
    )
    yield f"{counted(given.items, 'item')}, {size_text(given.bytes_stored)} stored"
    if not given.seen:
        yield "No file was found on the medium."
    if given.stores_nothing:
        yield "All that could be read was here already: nothing was stored again."
    yield from _particulars(given)
    yield "Under this checkpoint of the ledger:"
    yield from given.checkpoint.splitlines()


def _particulars(given: Receipt) -> Iterator[str]:
    yield from (f"Gap in the numbering: {gap}" for gap in given.gaps)
    yield from _first(
        f"{file.disposition}: {file.path}: {file.reason}"
        for file in given.files
        if file.disposition in {"unreadable", "excluded"}
    )
    yield from _first(f"{one.outcome}: {one.path}: {one.reason}" for one in given.damaged)
    yield from _first(
        f"recovered: {file.path}: {file.certainty}" for file in given.files if file.certainty
    )
    if given.deleted_total:
        them = counted(given.deleted_total, "deleted file")
        yield f"{them} listed and not taken in (--recover-deleted takes them in):"
        yield from _first(
            f"  {one['path']}, {size_text(one['size'])}: {one['certainty']}"
            for one in given.deleted
        )
    yield from (
        f"Quarantined from analysis until somebody decides: {counted(one.items, 'item')}, because "
        f"{one.quarantine}"
        for one in given.devices
        if one.quarantine
    )
    yield from (f"Note: {note}" for note in given.notes)


def _first(lines: Iterable[str]) -> Iterator[str]:
    """Give the first lines, and say how many more there are."""
    every = iter(lines)
    yield from islice(every, _MOST_NAMED)
    more = sum(1 for _ in every)
    if more:
        yield f"and {more:,} more, in the receipt (--json)"
