# SPDX-License-Identifier: Apache-2.0
"""`holdfast motion`: what moves in a recording. Needs no home, no account, no network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.finding import analysed, asked, matching, query_options
from holdfast.cli.options import json_option
from holdfast.cli.output import print_json_rows, print_table, say
from holdfast.errors import ANSWER_IS_NO, DONE
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.analysis.motion import Motion, Track


@click.command(short_help="Find what moves in a recording of a fixed camera.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@query_options
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the tracks in DIR: a stopped analysis goes on, a finished one is not done again.",
)
@click.option(
    "--workers", type=click.IntRange(1, 16), default=2, show_default=True, metavar="N",
    help="How many parts of the recording are analysed at once.",
)  # fmt: skip
@json_option
def motion(file: Path, keep: Path | None, workers: int, as_json: bool, **options: Any) -> int:  # noqa: ANN401, FBT001 # Click passes options so
    """Find what moves in FILE: tracks with times, paths, speed, direction and colours.

    By movement and colour alone; nothing tells who anybody is. The camera must stand still: a
    moving one is recognised and said to be outside this method (exit code 1). Times are true
    presentation times in seconds from the first picture. Direction: 0 right, 90 up.
    """
    query = asked(options)
    found = analysed(file, keep, workers)
    shown = replace(found, tracks=matching(found, query))
    if as_json:
        print_json_rows(shown.about_json(), "tracks", (one.to_json() for one in shown.tracks))
    else:
        say(*_lines(shown, len(found.tracks)))
        _table(shown.tracks)
    return ANSWER_IS_NO if found.camera != "fixed" else DONE


def _lines(motion: Motion, all_of_them: int) -> Iterator[str]:
    yield (
        f"{counted(len(motion.tracks), 'track')} of {all_of_them:,}, {motion.width} x "
        f"{motion.height} pixels, {motion.length_s:.1f} s, {counted(motion.frames, 'picture')}, "
        f"{motion.fps_analysed:.1f} a second analysed"
    )
    yield from motion.notes
    for event in motion.events:
        yield f"{event.from_s:.1f} s: {event.what}"
    for reason, number in motion.left_out.items():
        yield f"Left out, {reason}: {number:,}"


def _table(tracks: tuple[Track, ...]) -> None:
    if tracks:
        head = ("track", "from s", "to s", "went", "px/s", "px", "stood s", "colours")
        print_table(
            head,
            (
                (
                    str(one.id),
                    f"{one.from_s:.1f}",
                    f"{one.to_s:.1f}",
                    "" if one.direction_deg is None else f"{one.direction_deg:.0f}°",
                    f"{one.speed_px_s:.0f}",
                    f"{one.size_px:.0f}",
                    f"{one.dwell_s:.1f}",
                    ", ".join(one.colours),
                )
                for one in tracks
            ),
        )
