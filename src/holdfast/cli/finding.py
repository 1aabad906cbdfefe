# SPDX-License-Identifier: Apache-2.0
"""What the commands about movement have in common: their options, their progress, their refusals.

Promises: a recording that cannot be analysed is named with the reason, is never changed, and never
gives a traceback.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from holdfast.cli.errors import NotAnalysedError
from holdfast.cli.progress import Told, stages
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from holdfast.analysis.motion import Motion, Query, Track
    from holdfast.analysis.motion import Progress as Done

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_POINT = 2
_LINE = 2


def query_options(command: Decorated) -> Decorated:
    """Add the conditions that tracks can be asked for."""
    for option in reversed(
        (
            click.option("--colour", metavar="NAME", help="Only what is partly of this colour."),
            click.option(
                "--direction",
                type=click.Choice(("left", "right", "up", "down")),
                help="Only what went this way.",
            ),
            click.option(
                "--area",
                metavar="X,Y...",
                help="Only what was in this area: corners as shares of width and height, "
                "as in '0,0.5 1,0.5 1,1 0,1'.",
            ),
            click.option(
                "--crossing",
                metavar="X,Y X,Y",
                help="Only what crossed this line, as in '0.5,0 0.5,1'.",
            ),
            click.option("--longer", type=float, default=0.0, metavar="SECONDS",
                         help="Only what was in sight so long."),
            click.option("--from", "from_s", type=float, metavar="SECONDS",
                         help="Only what was in sight after this time of the recording."),
            click.option("--until", "until_s", type=float, metavar="SECONDS",
                         help="Only what was in sight before this time of the recording."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def asked(options: dict[str, Any]) -> Query:
    """Give the options as a question. Raises WrongUsageError."""
    from holdfast.analysis.motion import DIRECTIONS, Query

    direction, line = options["direction"], _points(options["crossing"])
    if line and len(line) != _LINE:
        raise WrongUsageError("--crossing takes two points. Nothing was analysed.")
    return Query(
        direction_deg=None if direction is None else DIRECTIONS[direction],
        colour=options["colour"],
        area=_points(options["area"]),
        crossed=(line[0], line[1]) if line else None,
        longer_s=options["longer"],
        from_s=options["from_s"],
        until_s=options["until_s"],
    )


def matching(motion: Motion, query: Query) -> tuple[Track, ...]:
    """Give the tracks of one recording that the question is about."""
    from holdfast.analysis.motion import Recording, TrackIndex

    return tuple(hit.track for hit in TrackIndex([Recording("", motion)]).search(query).hits)


def analysed(file: Path, keep: Path | None, workers: int) -> Motion:
    """Analyse the recording, showing how far it is; go on where it was stopped with `keep`."""
    from holdfast.analysis.motion import Kept, Settings, analyse

    shelf = None if keep is None else Kept.at(keep, _digest(file), Settings())
    if shelf is not None and (done := shelf.result()) is not None:
        return done
    with refusals(file), stages() as tell:

        def show(done: Done) -> None:
            tell(
                Told(
                    done.stage,
                    int(done.done_s),
                    int(done.total_s),
                    int(done.done_s * 1000),
                    int(done.total_s * 1000),
                )
            )

        found = analyse(file, workers=workers, shelf=shelf, progress=show)
    if shelf is not None:
        shelf.keep_result(found)
    return found


@contextmanager
def refusals(file: Path) -> Iterator[None]:
    """Turn what cannot be analysed into a sentence."""
    from holdfast.analysis.errors import UnableError

    try:
        yield
    except UnableError as error:
        raise NotAnalysedError(
            f"{file.name} was not analysed: {error}. The file is unharmed and nothing was written. "
            "Name a recording of a fixed camera."
        ) from error


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _points(text: str | None) -> tuple[tuple[float, float], ...]:
    if text is None:
        return ()
    try:
        points = [tuple(float(part) for part in one.split(",")) for one in text.split()]
    except ValueError:
        points = [()]
    if not points or any(len(one) != _POINT or not all(0 <= v <= 1 for v in one) for one in points):
        raise WrongUsageError(
            f"{text!r} is not a list of points. Nothing was analysed. Write each as X,Y, both "
            "between 0 and 1, with spaces between the points."
        )
    return tuple((one[0], one[1]) for one in points)
