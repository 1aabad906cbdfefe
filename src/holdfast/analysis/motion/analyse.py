# SPDX-License-Identifier: Apache-2.0
"""The whole analysis of one recording: look quickly, watch the chunks, join what they found.

Promises: the same recording and settings give the same tracks, whatever the number of workers and
however often it was stopped; memory does not grow with the length of the recording but for what is
found in it. With a shelf, each finished chunk is kept, and a later call goes on with those that are
missing. Workers are threads, so it runs in a confined process too.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event as Flag
from threading import Lock
from typing import TYPE_CHECKING, Final

from holdfast.analysis.motion.footage import look_at
from holdfast.analysis.motion.joining import join
from holdfast.analysis.motion.portrait import scene_picture
from holdfast.analysis.motion.settings import Settings
from holdfast.analysis.motion.survey import survey
from holdfast.analysis.motion.track import FIXED, MOVING, Motion
from holdfast.analysis.motion.watching import Watched, watch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.analysis.motion.footage import About
    from holdfast.analysis.motion.kept import Kept
    from holdfast.analysis.motion.survey import Chunk, Survey

_OUTSIDE: Final = (
    "The camera moves for most of the recording. Following objects against a fixed background "
    "is outside this method, so no tracks are given."
)
OUTSIDE_IN_PART: Final = "The camera moves for part of the recording; no tracks are given there."
_SLOW: Final = 2.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the analysis is: seconds of the recording, of how many there are to decode."""

    stage: str
    done_s: float
    total_s: float


class _StoppedError(Exception):
    """Another worker failed, or a person stopped the analysis."""


def analyse(
    path: Path,
    settings: Settings | None = None,
    *,
    workers: int = 1,
    shelf: Kept | None = None,
    name: str = "",
    progress: Callable[[Progress], None] = lambda _progress: None,
) -> Motion:
    """Find what moves in the recording.

    `shelf` keeps finished chunks, and gives those that an earlier run finished. `name`
    is what the recording was called. Raises an UnableError that says why nothing can be found.
    """
    settings = settings or Settings()
    about = look_at(path, name)
    seen = survey(
        path,
        about,
        settings,
        threads=workers,
        progress=lambda at_s: progress(Progress("key frames", at_s, about.duration_s)),
    )
    scene = scene_picture(seen.chunks[0].background)
    if shelf is not None:
        shelf.keep_outline(_outline(about, seen, settings, scene))
    watched = _watch_all(path, about, seen, settings, workers, shelf, progress)
    return _put_together(about, seen, settings, scene, watched)


def _outline(about: About, seen: Survey, settings: Settings, scene: bytes) -> Motion:
    """Give what is known before the first chunk is watched."""
    return Motion(
        about.width,
        about.height,
        about.step,
        seen.length_s,
        seen.frames,
        analysed=0,
        analysed_s=0.0,
        quiet_s=seen.quiet_s,
        camera=FIXED,
        tracks=(),
        settings=settings.to_json(),
        scene=scene,
    )


def _watch_all(  # noqa: PLR0917 - called once, in this order
    path: Path,
    about: About,
    seen: Survey,
    settings: Settings,
    workers: int,
    shelf: Kept | None,
    progress: Callable[[Progress], None],
) -> list[Watched]:
    """Watch every chunk that is not kept yet, some at a time."""
    chunks = seen.chunks
    total = sum(_length(about, chunk, seen.length_s) for chunk in chunks)
    stop, lock = Flag(), Lock()
    done: dict[int, float] = {}

    def tell(number: int, at_s: float) -> None:
        if stop.is_set():
            raise _StoppedError
        with lock:
            done[number] = at_s
            progress(Progress("pictures", sum(done.values()), total))

    def one(chunk: Chunk) -> Watched:
        kept = shelf.chunk(chunk.number) if shelf is not None else None
        length = _length(about, chunk, seen.length_s)
        if kept is None:
            start = about.seconds(chunk.stretches[0][0]) if chunk.stretches else 0.0
            kept = watch(
                path,
                about,
                chunk,
                settings,
                threads=1 if workers > 1 and len(chunks) > 1 else workers,
                progress=lambda at_s: tell(chunk.number, min(max(at_s - start, 0.0), length)),
            )
            if shelf is not None:
                shelf.keep_chunk(chunk.number, kept)
        tell(chunk.number, length)
        return kept

    if workers == 1 or len(chunks) == 1:
        return [one(chunk) for chunk in chunks]
    with ThreadPoolExecutor(workers) as pool:
        running = {pool.submit(one, chunk): chunk.number for chunk in chunks}
        try:
            waiting = set(running)
            while waiting:
                ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ended:
                    future.result()
        finally:
            stop.set()
            for future in running:
                future.cancel()
        return [future.result() for future in sorted(running, key=running.__getitem__)]


def _length(about: About, chunk: Chunk, end_s: float) -> float:
    return sum(
        (about.seconds(stop) if stop is not None else end_s) - about.seconds(start)
        for start, stop in chunk.stretches
    )


def _put_together(
    about: About, seen: Survey, settings: Settings, scene: bytes, watched: Sequence[Watched]
) -> Motion:
    unsettled = [one.is_unsettled for one in watched]
    settled = [
        (chunk, one if not moving else Watched(analysed=one.analysed))
        for chunk, one, moving in zip(seen.chunks, watched, unsettled, strict=True)
    ]
    tracks, left_out = join(settled, settings.least_s)
    analysed = sum(one.analysed for one in watched)
    analysed_s = sum(one.analysed_s for one in watched)
    notes = [*about.notes, *seen.notes]
    moving = sum(one.analysed for one, is_so in zip(watched, unsettled, strict=True) if is_so)
    camera = MOVING if moving > analysed / 2 else FIXED
    if camera == MOVING:
        notes.insert(0, _OUTSIDE)
        tracks = ()
    elif moving:
        notes.insert(0, OUTSIDE_IN_PART)
    if 0 < analysed < _SLOW * analysed_s:
        notes.append(
            "The recording has fewer than two pictures a second: paths are coarse, and fast "
            "objects may be taken for several."
        )
    events = [event for one in watched for event in one.events]
    return Motion(
        about.width,
        about.height,
        about.step,
        seen.length_s,
        seen.frames,
        analysed,
        analysed_s,
        seen.quiet_s,
        camera,
        tracks,
        tuple(events),
        left_out,
        tuple(notes),
        settings.to_json(),
        scene,
    )
