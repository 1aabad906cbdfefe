# SPDX-License-Identifier: Apache-2.0
"""`holdfast synopsis`: what moves in a recording, shown together in a short video. Needs no home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.errors import NotAnalysedError, UnreadablePathError
from holdfast.cli.finding import analysed, asked, matching, query_options, refusals
from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say
from holdfast.cli.progress import Told, stages
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.analysis.synopsis import Synopsis


@click.command(short_help="Show what moves in a recording together in a short video.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.mp4",
    help="Where to write the video. A file that is there already is not overwritten.",
)
@query_options
@click.option(
    "--density", type=click.FloatRange(0, 1), default=0.1, show_default=True, metavar="SHARE",
    help="How much of a figure others may cover: more is shorter and fuller.",
)  # fmt: skip
@click.option(
    "--longest", type=click.FloatRange(min=1), metavar="SECONDS",
    help="Leave out, and list, what would make the video longer.",
)  # fmt: skip
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the tracks in DIR, or take them from there.",
)
@click.option(
    "--workers", type=click.IntRange(1, 16), default=2, show_default=True, metavar="N",
    help="How many parts of the recording are analysed at once.",
)  # fmt: skip
@json_option
def synopsis(  # noqa: PLR0917 - Click passes them by name
    file: Path,
    to: Path,
    density: float,
    longest: float | None,
    keep: Path | None,
    workers: int,
    as_json: bool,  # noqa: FBT001 - Click passes flags so
    **options: Any,  # noqa: ANN401 - the conditions, which `asked` reads
) -> None:
    """Write a short video of everything that moves in FILE, each figure with its true time.

    It shows together what was not there together: for finding, not instead of the recording. With
    --json: FR (length over the recording's), CR (how full), OR (overlap), CD (disorder), and for
    every output frame which track is where and from what second of the recording.
    """
    from holdfast.analysis.synopsis import SynopsisSettings, make_synopsis

    query = asked(options)
    _need_room(to)
    motion = analysed(file, keep, workers)
    if motion.camera != "fixed":
        raise NotAnalysedError(f"{file.name}: {motion.notes[0]} The file is unharmed.")
    part = to.with_name(f"{to.name}.part")
    try:
        with refusals(file), stages() as tell:
            made = make_synopsis(
                file,
                motion,
                part,
                tracks=matching(motion, query),
                settings=SynopsisSettings(density=density, longest_s=longest),
                threads=workers,
                progress=lambda stage, done: tell(
                    Told(stage, int(done * 100), 100, int(done * 1000), 1000)
                ),
            )
        part.rename(to)
    finally:
        part.unlink(missing_ok=True)
    if as_json:
        print_json(made.to_json())
    else:
        say(f"Written: {to}", *_lines(made))


def _need_room(to: Path) -> None:
    if to.exists():
        raise UnreadablePathError(
            f"{to} is there already. Nothing was analysed or written. Name another file."
        )
    if not to.parent.is_dir():
        raise UnreadablePathError(
            f"There is no folder {to.parent}. Nothing was analysed or written. Make it first."
        )


def _lines(made: Synopsis) -> Iterator[str]:
    told = made.measures
    yield (
        f"{counted(len(made.placement.placed), 'figure')} in "
        f"{made.placement.frames / made.fps:.1f} s, {made.width} x {made.height} pixels"
    )
    yield (
        f"FR {told.frame_ratio:.4f} (length over the recording's), CR {told.compactness:.4f} (how "
        f"full), OR {told.overlap:.4f} (overlap), CD {told.disorder:.4f} (disorder)"
    )
    for one in made.left_out:
        which = "" if one.track is None else f" (track {one.track})"
        yield f"Left out, {one.reason}{which}: {one.number:,}"
    yield "It shows together what was not there together; each figure carries its own time."
