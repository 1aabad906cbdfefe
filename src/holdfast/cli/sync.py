# SPDX-License-Identifier: Apache-2.0
"""`holdfast sync`: where does one recording begin on the other's clock? Needs no home, no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say
from holdfast.errors import ANSWER_IS_NO, DONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.analysis.sync import Alignment

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(short_help="Put two recordings of one scene on one clock, by their sound.")
@click.argument("a", type=_FILE)
@click.argument("b", type=_FILE)
@json_option
def sync(*, a: Path, b: Path, as_json: bool) -> int:
    """Say where recording B begins on the clock of recording A, by what both heard.

    Exit code 0 when it is known, 1 when that is refused: the sound does not match, matches at
    several places alike, or too few places agree. The recordings are not changed.
    """
    from holdfast.analysis.sync import align

    found = align(a, b)
    if as_json:
        print_json(found.to_json())
    else:
        say(*_lines(found))
    return ANSWER_IS_NO if found.refused else DONE


def _lines(found: Alignment) -> Iterator[str]:
    if found.offset_s is None or found.drift_ppm is None:
        yield f"Refused: {found.why} Put them on one clock by hand, by what their clocks show."
    else:
        sense = "after" if found.offset_s >= 0 else "before"
        yield f"B begins {abs(found.offset_s):.3f} s {sense} A."
        first = found.pieces[0]
        if found.drift_ppm:
            words = "loses" if found.drift_ppm > 0 else "gains"
            hour = abs(found.drift_ppm) * 3600 / 1000
            yield (
                f"B's clock {words} {hour:.1f} ms an hour against A's ({found.drift_ppm:+.1f} ppm, "
                f"known to {first.drift_within_ppm:.1f} ppm)."
            )
        else:
            yield f"No drift that could be told ({first.drift_within_ppm:.1f} ppm or less)."
        yield (
            f"Confidence {found.confidence:.2f}: {found.agreeing} of {found.compared} places "
            f"agree, {found.disagreeing} disagree; by {found.method}."
        )
        for piece in found.pieces[1:]:
            yield (
                f"From {piece.from_s:.1f} s to {piece.to_s:.1f} s of B the offset is "
                f"{piece.offset_s:.3f} s: a clock jumped, or a recording was paused."
            )
    for note in found.notes:
        yield f"Note: {note}"
