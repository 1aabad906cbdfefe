# SPDX-License-Identifier: Apache-2.0
"""Watches one chunk of a recording and follows what moves in it.

Promises: chunks do not depend on one another, so they can be watched in any order and in two
processes, and a stopped analysis goes on with the chunks that are missing. What is cut by a
chunk's ends is marked, and is joined later (`joining`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.background import JUMP, Background
from holdfast.analysis.motion.blobs import find_blobs
from holdfast.analysis.motion.footage import taken
from holdfast.analysis.motion.masks import Masks
from holdfast.analysis.motion.planes import small_of
from holdfast.analysis.motion.portrait import portrait
from holdfast.analysis.motion.settings import SLOW_FPS
from holdfast.analysis.motion.shift import shift_of, shifted_back
from holdfast.analysis.motion.standing import Standing, judge
from holdfast.analysis.motion.track import Event, Track
from holdfast.analysis.motion.tracker import Tracker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdfast.analysis.motion.background import Small
    from holdfast.analysis.motion.footage import About, Taken
    from holdfast.analysis.motion.moving import Moving
    from holdfast.analysis.motion.pixels import Mask
    from holdfast.analysis.motion.planes import Planes
    from holdfast.analysis.motion.settings import Settings
    from holdfast.analysis.motion.survey import Chunk

_ASK_SHIFT: Final = 0.10  # share of the picture that changed, from which the camera may have moved
_SHAKE: Final = 3  # small pixels: a mast in the wind; more is a camera that was turned
_CHECK_EVERY: Final = 5  # pictures between two looks whether the camera turns
_LET_GO_EVERY: Final = 64  # pictures
_LEARN_S: Final = 5.0
_JUDGE_AFTER_S: Final = 2.0
_JUDGE_AGAIN_S: Final = 10.0
_BETTER_PICTURE: Final = 2.0
_MOVING_SHARE: Final = 0.15
MOVED: Final = "the camera moved"
LIT: Final = "the light changed"


@dataclass(slots=True)
class Watched:
    """What watching a chunk gave: its tracks, and what happened to the picture as a whole."""

    tracks: list[Track] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    analysed: int = 0
    analysed_s: float = 0.0
    unsettled: int = 0

    @property
    def is_unsettled(self) -> bool:
        """Whether the camera moved for so much of it that nothing was followed."""
        return self.unsettled > _MOVING_SHARE * max(self.analysed, 1)

    def count(self, reason: str, number: int = 1) -> None:
        """Count what is left out."""
        self.left_out[reason] = self.left_out.get(reason, 0) + number


def watch(
    path: Path,
    about: About,
    chunk: Chunk,
    settings: Settings,
    *,
    threads: int = 1,
    progress: Callable[[float], None] = lambda _at_s: None,
) -> Watched:
    """Watch the chunk's stretches. `progress` is told the seconds at which it is."""
    one = _Watch(about, chunk, settings)
    every_s = settings.every_s if about.rate > SLOW_FPS else min(settings.every_s, 1 / SLOW_FPS)
    if chunk.restless and chunk.stretches:
        begin = max(about.first_pts, chunk.stretches[0][0] - about.pts(_LEARN_S) + about.first_pts)
        until = begin + about.pts(_LEARN_S) - about.first_pts
        for picture in taken(path, about, (begin, until), every_s, threads):
            one.learn(picture)
    for start, stop in chunk.stretches:
        first = last = None
        for picture in taken(path, about, (start, stop), every_s, threads):
            one.take(picture)
            first = picture.at_s if first is None else first
            last = picture.at_s
            if one.watched.analysed % 16 == 0:
                progress(picture.at_s)
        if first is not None and last is not None:
            one.watched.analysed_s += last - first + every_s
            one.leave(first, last)
    return one.watched


class _Watch:
    """The state of watching one chunk."""

    def __init__(self, about: About, chunk: Chunk, settings: Settings) -> None:
        self.about, self.settings = about, settings
        self.background = Background(chunk.background)
        self.tracker = Tracker()
        self.watched = Watched()
        self._ended: list[Track] = []
        self._before: Small | None = None
        self._looked: Small | None = None
        high, wide = chunk.background.grey.shape
        self.least_area = max(6, int(high * wide * settings.least_share))

    def learn(self, one: Taken) -> None:
        """Learn what the scene does by itself, following nothing."""
        about = self.about
        picture = small_of(one.planes, one.at_s, about.step, one_field=about.interlaced)
        picture, other = self._steadied(picture)
        if other is not None:
            self.background.learn(picture, other)

    def take(self, one: Taken) -> None:
        """Look at the next picture."""
        about = self.about
        picture = small_of(one.planes, one.at_s, about.step, one_field=about.interlaced)
        picture, other = self._steadied(picture)
        self.watched.analysed += 1
        if other is None:
            self.tracker.step(picture, [])
            return
        self.background.learn(picture, other)
        blobs, _ = find_blobs(other, self.least_area)
        self.tracker.step(picture, blobs)
        for track in self.tracker.live:
            if track.seen_s == picture.at_s and not track.shared:
                self._portray(track, one.planes)
                self._judge(track, picture)
        if self.watched.analysed % _LET_GO_EVERY == 0:
            self._let_go()

    def leave(self, first_s: float, last_s: float) -> None:
        """End a stretch: whatever is there may go on in the next chunk, and is marked so."""
        self.tracker.end()
        self._let_go()
        edge = 2.5 * self.settings.every_s
        for track in self._ended:
            before, after = track.from_s <= first_s + edge, track.to_s >= last_s - edge
            self.watched.tracks.append(replace(track, cut_before=before, cut_after=after))
        self._ended = []

    def _let_go(self) -> None:
        """Keep what ended in its small form, so that memory holds only what is being followed."""
        for moving in self.tracker.ended:
            track = as_track(moving, self.about.step, self.background.grey.shape)
            if track is not None:
                self._ended.append(track)
        self.tracker.ended = []

    def _steadied(self, picture: Small) -> tuple[Small, Mask | None]:
        """Give the picture, moved back if the camera shook, and what is in it; None: all changed."""
        background = self.background
        picture = background.evened(picture)
        other = background.other(picture)
        share = float(other.mean())
        if self._turned(picture):
            self._restart(picture, MOVED, pictures=_CHECK_EVERY)
            return picture, None
        if share < _ASK_SHIFT:
            return picture, other
        shift = shift_of(picture.grey, background.grey)
        if shift is not None:
            across, down = shift
            if max(abs(across), abs(down)) <= _SHAKE:
                back = shifted_back(picture, background.now(picture.at_s), across, down)
                steadied = background.other(back)
                if steadied.mean() < share:
                    return back, steadied
            self._restart(picture, MOVED)
            return picture, None
        if share > JUMP:
            background.relight(picture)
            other = background.other(picture)
            self._event(LIT, picture.at_s)
            if other.mean() > JUMP:
                self._restart(picture, LIT)
                return picture, None
        return picture, other

    def _turned(self, picture: Small) -> bool:
        """Look now and then whether the camera turns: against the last picture and the last look."""
        before, self._before = self._before, picture
        if self.watched.analysed % _CHECK_EVERY or before is None:
            return False
        looked, self._looked = self._looked, picture
        return any(
            one is not None and _far(shift_of(picture.grey, one.grey)) for one in (before, looked)
        )

    def _restart(self, picture: Small, why: str, pictures: int = 1) -> None:
        self.background.replace(picture)
        self.watched.unsettled += pictures
        self._event(why, picture.at_s)
        if why == MOVED:
            self.tracker.end()

    def _event(self, what: str, at_s: float) -> None:
        events = self.watched.events
        if events and events[-1].what == what and at_s - events[-1].to_s < 1.0:
            events[-1] = Event(what, events[-1].from_s, at_s)
        else:
            events.append(Event(what, at_s, at_s))

    def _portray(self, track: Moving, planes: Planes) -> None:
        """Keep a picture of the object when this is the best view of it so far."""
        left, top, right, bottom = track.sightings[-1].box
        high, wide = self.background.grey.shape
        area = (right - left) * (bottom - top)
        whole = left > 0 and top > 0 and right < wide and bottom < high
        if not whole:
            area //= 4
        if track.hits >= 3 and area > _BETTER_PICTURE * track.picture_area:  # noqa: PLR2004 - seen again
            track.picture_area = area
            track.picture = portrait(planes, track.sightings[-1].box, self.about.step)

    def _judge(self, track: Moving, picture: Small) -> None:
        """Decide what a thing is that has stood still for a while."""
        at_s = picture.at_s
        standing = at_s - track.standing_since
        if standing < _JUDGE_AFTER_S or at_s - track.judged_s < _JUDGE_AGAIN_S:
            return
        sighting = track.sightings[-1]
        verdict = judge(picture, self.background, sighting)
        track.judged_s = at_s
        if verdict is Standing.OBJECT and standing < self.settings.stand_s:
            return
        if sighting.mask is not None:
            self.background.absorb(picture, sighting.mask, sighting.box[0], sighting.box[1])
        self.tracker.live.remove(track)
        if verdict is Standing.OBJECT:
            self.tracker.ended.append(track)
            return
        since = track.standing_since
        track.sightings = [one for one in track.sightings if one.at_s <= since]
        if track.moved and track.sightings:
            self.tracker.ended.append(track)
        else:
            self.watched.count(
                "a place that something had left"
                if verdict is Standing.LEFT
                else "a patch of light"
            )


def _far(shift: tuple[int, int] | None) -> bool:
    """Whether a camera was turned by more than a mast in the wind is."""
    return shift is not None and max(abs(shift[0]), abs(shift[1])) > 1


def as_track(moving: Moving, step: int, shape: tuple[int, ...]) -> Track | None:
    """Give what was followed as a track in arrays, cut to the picture; None when nothing is left."""
    kept = [one for one in moving.sightings if _is_inside(one.box, shape)]
    if not kept:
        return None
    high, wide = shape
    boxes = np.array([one.box for one in kept], np.int32)
    cut = np.clip(boxes, 0, np.array([wide, high, wide, high], np.int32))
    masks = []
    for one, (left, top, right, bottom) in zip(kept, cut.tolist(), strict=True):
        if one.mask is None:
            masks.append(b"")
            continue
        x, y = one.box[0], one.box[1]
        masks.append(np.packbits(one.mask[top - y : bottom - y, left - x : right - x]).tobytes())
    return Track(
        moving.number,
        step,
        np.array([one.at_s for one in kept], np.float64),
        cut,
        np.array([one.how for one in kept], np.uint8),
        Masks.of(masks),
        moving.tints,
        moving.names,
        tuple(sorted(moving.met)),
        moving.picture,
        moving.picture_area,
        moving.moved,
    )


def _is_inside(box: tuple[int, int, int, int], shape: tuple[int, ...]) -> bool:
    high, wide = shape
    return box[0] < wide - 1 and box[1] < high - 1 and box[2] > 1 and box[3] > 1
