# SPDX-License-Identifier: Apache-2.0
"""`holdfast salvage`: a playable derivative of a harmed recording. Needs no home and no account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import StoppedError
from holdfast.cli.integrity import at_time
from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say
from holdfast.cli.progress import progress
from holdfast.errors import DONE, NEEDS_ATTENTION
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.analysis.salvage import SalvageResult


@click.command(short_help="Make a playable copy of what is left of a harmed recording.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--reference",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A sound recording of the same camera; needed when FILE has lost its index.",
)
@click.option(
    "--to",
    "to",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="OUT",
    help="The file to make: a new name that ends in .mp4, .mov or .mkv.",
)
@json_option
def salvage(*, file: Path, reference: Path | None, to: Path, as_json: bool) -> int:
    """Recover what FILE still holds into OUT, and say what was recovered and what was not.

    Nothing is encoded again, and FILE is only read. Timing that is not in FILE is taken from the
    reference and named as an assumption. Exit code 3 when something is known to be lost; 0 when
    nothing is.
    """
    from holdfast.analysis.salvage import salvage as recover

    try:
        with progress("salvaged", None) as tell:
            result = recover(file, to=to, reference=reference, tell=tell)
    except KeyboardInterrupt:
        raise StoppedError(
            f"Stopped. {file.name} was only read, and no file was left behind."
        ) from None
    if as_json:
        print_json({"written": str(to), **result.to_json()})
    else:
        say(*_lines(to, result))
    return DONE if result.is_whole else NEEDS_ATTENTION


def _lines(to: Path, result: SalvageResult) -> Iterator[str]:
    from holdfast.analysis.integrity.words import clock

    yield f"Written: {to}"
    yield f"SHA-256 {result.output_sha256} ({result.container}: {'; '.join(result.streams)})"
    yield f"From SHA-256 {result.source_sha256}"
    if result.reference_sha256 is not None:
        yield f"Reference SHA-256 {result.reference_sha256}"
    yield f"How: {result.method}."
    for span in result.recovered:
        words = counted(span.pieces, "picture" if span.kind == "pictures" else "packet")
        yield f"Recovered: {span.kind}, {clock(span.from_s)} to {clock(span.to_s)}, {words}"
    for loss in result.lost:
        yield f"Not recovered: {at_time(loss.from_s, loss.to_s)}{loss.what}"
    for assumption in result.assumptions:
        yield f"Assumed: {assumption}"
    yield (
        f"Bytes: {result.bytes_used:,} of {result.bytes_total:,} are in the copy; "
        f"{result.bytes_unused:,} are not (container, or not recovered)."
    )
    if result.apart_s is not None:
        longer = "pictures" if result.apart_s > 0 else "sound"
        yield f"Pictures and sound differ in length by {abs(result.apart_s):.3f} s ({longer} longer)."
    yield "This copy is a derivative. It never stands in for the original."
