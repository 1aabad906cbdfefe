# SPDX-License-Identifier: Apache-2.0
"""`holdfast check`: read every original again and compare it with what the ledger says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import StoppedError
from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say, size_text
from holdfast.cli.progress import Told, stages
from holdfast.errors import DONE, NEEDS_ATTENTION
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.records.services import CheckResult


@click.command(short_help="Check that every original is unharmed.")
@click.option(
    "--mib-per-second",
    type=click.IntRange(min=1),
    help="Read no faster than this; else as holdfast.toml says.",
)
@home_option
@json_option
def check(*, mib_per_second: int | None, home: Path | None, as_json: bool) -> int:
    """Read every original again and compare it with the ledger; verify the ledger too.

    Damage is located to the blocks of 1 MiB that are harmed; the rest still proves. Nothing is
    changed. Exit code 3 when anything is damaged or missing.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.services import run_check

    try:
        with stages() as tell:
            found = run_check(
                home=entered,
                actor=actor,
                bytes_per_second=mib_per_second << 20 if mib_per_second else None,
                progress=lambda objects, size: tell(Told("checking", objects, bytes_done=size)),
            )
    except KeyboardInterrupt:
        raise StoppedError(
            "Stopped. A check changes nothing; this one is not on record. Run the same command "
            "again."
        ) from None
    if as_json:
        print_json(found.to_json())
    else:
        say(*_lines(found))
    return DONE if found.sound and not found.unrecorded else NEEDS_ATTENTION


def _lines(found: CheckResult) -> Iterator[str]:
    yield f"{counted(found.objects, 'original')}, {size_text(found.bytes)} read again."
    for harmed in (*found.damaged, *found.missing):
        where = "; ".join(harmed.where) or "whole"
        items = ", ".join(map(str, harmed.items))
        yield f"{harmed.state}: item {items}, {', '.join(harmed.paths)}: {where}"
        yield f"  {harmed.sha256}"
    for problem in found.ledger_problems:
        yield f"ledger: {problem}"
    recorded = "not on record" if found.unrecorded else f"entry {found.entry}"
    if found.sound:
        yield f"Everything is as it was taken in ({recorded})."
    elif found.damaged or found.missing:
        yield (
            "Restore what is harmed from a copy: the SHA-256 is the file's name in vault/objects/ "
            f"({recorded})."
        )
    else:
        yield (
            f"Every original is as it was taken in; the ledger is not ({recorded}). Restore the "
            "files of the ledger that are named from a copy."
        )
    if found.unrecorded:
        yield f"This check could not be written in the ledger: {found.unrecorded}"
