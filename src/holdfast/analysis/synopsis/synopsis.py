# SPDX-License-Identifier: Apache-2.0
"""A synopsis: all tracks of a question shown together in a short video, and what it leaves out.

Promises: every figure carries its true time; the table of placements tells for every output frame
which track is where and from what moment of the recording, so that a click leads there; what was
left out is listed with its reason. It is a derivative for looking, never evidence of what happened
at the same time: it shows together what was not together, and says so.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict, dataclass
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

from holdfast.analysis.errors import NothingToDoError
from holdfast.analysis.motion.footage import look_at
from holdfast.analysis.synopsis.backdrop import make_backdrop
from holdfast.analysis.synopsis.figures import Cuttings, cut_out
from holdfast.analysis.synopsis.measures import Measures, measure
from holdfast.analysis.synopsis.placement import Placement, place
from holdfast.analysis.synopsis.render import render
from holdfast.analysis.synopsis.tubes import MERGED, is_merged, together, tubes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from holdfast.analysis.motion import Motion, Track

VERSION: Final = "1"
ACROSS_MOST: Final = 960
_TOGETHER_MOST_S: Final = 20.0
NOT_PLACED: Final = "not placed: the synopsis would be longer than was asked for"
NOTE: Final = (
    "The synopsis shows together what was not there together. Each figure carries its own time; "
    "the recording is the evidence."
)


@dataclass(frozen=True, slots=True)
class SynopsisSettings:
    """How a synopsis is made.

    `density`: the share of a figure that others may cover, 0 to 1; more is shorter and fuller.
    `disorder_s`: a figure begins at most so long before an earlier one. `piece_s`: longer tracks
    are cut. `longest_s`: what does not fit is left out, and listed.
    """

    density: float = 0.1
    disorder_s: float = 30.0
    piece_s: float = 30.0
    longest_s: float | None = None
    fps: float = 10.0

    def to_json(self) -> dict[str, object]:
        """Give the settings as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the synopsis does not show: a track, or so many things that are no track."""

    reason: str
    number: int
    track: int | None = None

    def to_json(self) -> dict[str, object]:
        """Give it as plain values."""
        told: dict[str, object] = {"reason": self.reason, "number": self.number}
        return told if self.track is None else {**told, "track": self.track}


@dataclass(frozen=True, slots=True, eq=False)
class Synopsis:
    """What was placed where, how good it is, and what was left out; sizes are of the synopsis."""

    width: int
    height: int
    fewer: int
    fps: float
    placement: Placement
    measures: Measures
    left_out: tuple[LeftOut, ...]
    settings: Mapping[str, object]

    def to_json(self) -> dict[str, object]:
        """Give everything as plain values; a frame is [output frame, left, top, width, height, s]."""
        return {
            "FR": round(self.measures.frame_ratio, 5),
            "CR": round(self.measures.compactness, 5),
            "OR": round(self.measures.overlap, 5),
            "CD": round(self.measures.disorder, 5),
            "placed": len(self.placement.placed),
            "left_out": [one.to_json() for one in self.left_out],
            "width": self.width,
            "height": self.height,
            "fps": self.fps,
            "frames": self.placement.frames,
            "length_s": round(self.placement.frames / self.fps, 3),
            "placements": self._placements(),
            "settings": dict(self.settings),
            "note": NOTE,
            "version": VERSION,
        }

    def _placements(self) -> list[dict[str, object]]:
        told: list[dict[str, object]] = []
        for one in self.placement.placed:
            boxes = (one.tube.boxes / self.fewer).round().astype(int).tolist()
            told.append(
                {
                    "track": one.tube.track.id,
                    "piece": one.tube.piece,
                    "from_s": round(one.start / self.fps, 3),
                    "to_s": round((one.start + len(one.tube)) / self.fps, 3),
                    "source_from_s": round(float(one.tube.at_s[0]), 3),
                    "source_to_s": round(float(one.tube.at_s[-1]), 3),
                    "frames": [
                        [one.start + n, left, top, right - left, bottom - top, round(at, 3)]
                        for n, ((left, top, right, bottom), at) in enumerate(
                            zip(boxes, one.tube.at_s.tolist(), strict=True)
                        )
                    ],
                }
            )
        return told


def plan(
    motion: Motion, tracks: Sequence[Track], settings: SynopsisSettings
) -> tuple[Placement, list[LeftOut]]:
    """Place the tracks, and list what is not shown."""
    left_out = [LeftOut(reason, number) for reason, number in motion.left_out.items()]
    merged = [track for track in tracks if is_merged(track)]
    left_out += [LeftOut(MERGED, 1, track.id) for track in merged]
    tubes = [
        tube
        for track in tracks
        if not is_merged(track)
        for tube in tubes_of(track, settings.fps, settings.piece_s)
    ]
    groups = together(tubes, _TOGETHER_MOST_S)
    placement = place(
        groups,
        (motion.width, motion.height),
        settings.fps,
        tolerance=settings.density,
        disorder_s=settings.disorder_s,
        longest_s=settings.longest_s,
    )
    left_out += [LeftOut(NOT_PLACED, 1, tube.track.id) for tube in placement.unplaced]
    return placement, left_out


def planned(motion: Motion, tracks: Sequence[Track], settings: SynopsisSettings) -> Synopsis:
    """Give all of a synopsis but its pictures: opens nothing. Raises NothingToDoError."""
    placement, left_out = plan(motion, tracks, settings)
    if not placement.placed:
        raise NothingToDoError(_why_empty(tracks, left_out, settings))
    fewer = -(-max(motion.width, motion.height) // ACROSS_MOST)
    size = (motion.width // fewer // 4 * 4, motion.height // fewer // 4 * 4)
    measures = measure(placement, (motion.width, motion.height), settings.fps, motion.length_s)
    return Synopsis(
        *size, fewer, settings.fps, placement, measures, tuple(left_out), settings.to_json()
    )


def _why_empty(
    tracks: Sequence[Track], left_out: Sequence[LeftOut], settings: SynopsisSettings
) -> str:
    if not tracks:
        return "there is no track to show in a synopsis"
    if any(one.reason == NOT_PLACED for one in left_out):
        return f"no track to be shown is as short as {settings.longest_s:g} s; allow a longer one"
    return "there is no track to show in a synopsis: each is merged with another"


def make_synopsis(
    path: Path,
    motion: Motion,
    to: Path,
    *,
    tracks: Sequence[Track] | None = None,
    settings: SynopsisSettings | None = None,
    start: datetime | None = None,
    threads: int = 1,
    name: str = "",
    waiting: IO[bytes] | None = None,
    progress: Callable[[str, float], None] = lambda _stage, _done: None,
) -> Synopsis:
    """Write a synopsis of those tracks (of all, when none are named) of an analysed recording.

    `waiting` is where figures wait while it is made, else a temporary file beside it; `start` is when
    the recording began, in the zone in which times are shown; `name` is what the recording was
    called. Raises NothingToDoError when there is nothing to show.
    """
    made = planned(
        motion, motion.tracks if tracks is None else tracks, settings or SynopsisSettings()
    )
    about = look_at(path, name)
    tubes = [one.tube for one in made.placement.placed]
    size = (made.width, made.height)
    with nullcontext(waiting) if waiting else TemporaryFile(dir=to.parent) as file:
        cuttings = Cuttings(file, made.fewer, size)
        cut_out(
            path, about, tubes, cuttings, threads=threads,
            progress=lambda done: progress("figures", done),
        )  # fmt: skip
        backdrop = make_backdrop(path, about, tubes, motion.tracks, size, made.fewer)
        render(
            to, made.placement, cuttings, backdrop, made.fps, start=start,
            progress=lambda done: progress("drawing", done),
        )  # fmt: skip
    return made
