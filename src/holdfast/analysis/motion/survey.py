# SPDX-License-Identifier: Apache-2.0
"""The first, quick look at a recording: key frames and packet sizes.

Promises: it decodes at most one picture a second; it gives chunks that begin at key frames, for
each the background as it was there, and the stretches in which something happens. A stretch is
called quiet only when the key frames on both sides show the background and its packets are no
larger than those of other quiet stretches; what comes and goes between two key frames without
either is missed, and `notes` says how far apart they are. Where key frames are further apart than
4 s nothing is called quiet. Packet sizes only ever add a stretch, never take one away.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice, pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion.background import JUMP, Background, Small
from holdfast.analysis.motion.blobs import Blob, find_blobs
from holdfast.analysis.motion.boxes import overlap
from holdfast.analysis.motion.footage import key_pictures, sampled
from holdfast.analysis.motion.moving import How, Sighting
from holdfast.analysis.motion.planes import small_of
from holdfast.analysis.motion.standing import Standing, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from holdfast.analysis.motion.footage import About, Key
    from holdfast.analysis.motion.pixels import Mask, Plane
    from holdfast.analysis.motion.settings import Settings

_GAP_MOST_S: Final = 4.0
_LOOK_AHEAD: Final = 15
_ENOUGH: Final = 12
_PRIME_S: Final = 40.0
_ABSORB_LEAST: Final = 3
_OFTEN: Final = 0.3
_MUCH: Final = 0.06
_ONE_LOOK: Final = 14  # levels between which noise keeps a pixel that does not change
_SAME_PLACE: Final = 0.7
_ALIKE: Final = 0.12  # of its brightness: pictures of the same light
_BUSY: Final = 1.6  # times the usual bytes of a quiet stretch
_CHUNKS: Final = 8
_CHUNK_LEAST_S: Final = 30.0
_CHUNK_MOST_S: Final = 180.0


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A part of a recording that is analysed by itself.

    `stretches` are pairs of presentation times (from, beyond; None is the end); `background` is
    the scene as it was at its beginning. `restless`: so much of the picture comes and goes (leaves,
    water) that watching should learn for a few seconds before it follows anything.
    """

    number: int
    start_pts: int
    stop_pts: int | None
    stretches: tuple[tuple[int, int | None], ...]
    background: Small
    restless: bool


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What the quick look gave."""

    chunks: tuple[Chunk, ...]
    quiet_s: float
    length_s: float
    frames: int
    notes: tuple[str, ...]


class _Slow:
    """The background over hours, from key frames: what stays different long enough belongs to it."""

    def __init__(self, first: Small, stand_s: float) -> None:
        self.model = Background(first, flickers=False)
        self.stand_s = stand_s
        self._candidate = first
        self._since = np.zeros(first.grey.shape, np.float64)
        self._comings = np.zeros(first.grey.shape, np.float32)
        self._before = np.zeros(first.grey.shape, np.bool_)
        self._blobs: list[Blob] = []

    @property
    def restless(self) -> bool:
        """Whether much of the picture comes and goes from one key frame to the next."""
        return float((self._comings > _OFTEN).mean()) > _MUCH

    def foresee(self, pictures: Collection[Small]) -> None:
        """Learn, before the first picture, how much comes and goes in the first minute."""
        for picture in pictures:
            self._note(self.model.other(picture))

    def take(self, picture: Small, ahead: Sequence[Small]) -> bool:
        """Learn from the next key picture; tell whether anything is in it."""
        other = self.model.other(picture)
        if other.mean() > JUMP:
            self.model.relight(picture)
            other = self.model.other(picture)
        if other.mean() > JUMP:
            self.model = Background(usual_of([picture, *ahead]), flickers=False)
            self._since[:] = picture.at_s
            return True
        self.model.learn(picture, other)
        self._note(other)
        changed = np.abs(picture.grey.astype(np.int16) - self._candidate.grey) > 20  # noqa: PLR2004 - another thing stands there
        self._since[changed | ~other] = picture.at_s
        self._candidate = picture
        settled = other & (picture.at_s - self._since >= self.stand_s)
        if settled.any():
            self.model.absorb(picture, settled, 0, 0)
        blobs, _ = find_blobs(other, max(_ABSORB_LEAST, int(other.size * 0.0002)))
        self._give_up(picture, blobs)
        return bool(blobs)

    def _give_up(self, picture: Small, blobs: list[Blob]) -> None:
        """Take in what stands where it stood before and is no object: a place that is empty now."""
        before, self._blobs = self._blobs, blobs
        for blob in blobs:
            if not any(overlap(blob.box, one.box) > _SAME_PLACE for one in before):
                continue
            sighting = Sighting(picture.at_s, blob.box, How.SEEN, blob.mask)
            if judge(picture, self.model, sighting) is not Standing.OBJECT:
                self.model.absorb(picture, blob.mask, blob.left, blob.top)

    def _note(self, other: Mask) -> None:
        self._comings += ((other ^ self._before).astype(np.float32) - self._comings) / 8
        self._before = other


def usual_of(pictures: Sequence[Small]) -> Small:
    """Give what is usual at each pixel over several pictures.

    Where half of them are alike, the middle of those; else the middle of the most alike third: a
    place where people stand more often than not looks the same only when nobody does.
    """
    return Small(
        pictures[0].at_s,
        *(
            _usual(np.stack([getattr(one, name) for one in pictures]))
            for name in ("grey", "blue", "red")
        ),
    )


def _usual(values: NDArray[np.uint8]) -> Plane:
    values.sort(axis=0)
    half, width = _densest(values, len(values) // 2)
    third, _ = _densest(values, len(values) // 3)
    out: Plane = np.where(width <= _ONE_LOOK, half, third)
    return out


def _densest(values: NDArray[np.uint8], reach: int) -> tuple[Plane, Plane]:
    """Give the middle and the width of the narrowest run of so many sorted values and one more."""
    widths = values[reach:] - values[: len(values) - reach]
    narrowest = widths.argmin(axis=0)[None]
    middle: Plane = np.take_along_axis(values, narrowest + reach // 2, axis=0)[0]
    width: Plane = np.take_along_axis(widths, narrowest, axis=0)[0]
    return middle, width


def survey(
    path: Path,
    about: About,
    settings: Settings,
    *,
    threads: int = 1,
    progress: Callable[[float], None] = lambda _at_s: None,
) -> Survey:
    """Take the quick look. `progress` is told the seconds of the recording that are done."""
    keys: list[Key] = []
    pictures = (
        small_of(planes, at_s, about.step, one_field=about.interlaced)
        for planes, at_s in key_pictures(path, about, keys, threads=threads)
    )
    ahead = deque(islice(pictures, 2 * _ENOUGH))
    found = _first_pictures(path, about, ahead, threads)
    first = usual_of(found)
    slow = _Slow(first, settings.stand_s)
    slow.foresee(found)
    active: dict[int, bool] = {}
    starts: list[tuple[int, Small, bool]] = []
    length = _chunk_length(about)
    while ahead:
        picture = ahead.popleft()
        ahead.extend(islice(pictures, 1))
        pts = about.pts(picture.at_s)
        if not starts or (pts - starts[-1][0]) / about.second >= length:
            starts.append((pts, slow.model.now(picture.at_s), slow.restless))
        active[pts] = slow.take(picture, list(islice(ahead, _LOOK_AHEAD)))
        progress(picture.at_s)
    if not starts:
        starts.append((about.first_pts, first, slow.restless))
    return _planned(about, settings, keys, [active.get(key.pts, True) for key in keys], starts)


def _first_pictures(
    path: Path, about: About, found: Collection[Small], threads: int
) -> list[Small]:
    """Give pictures of the first minute, in the light of the first, from which to see the scene."""
    close = [one for one in found if one.at_s <= 2 * _PRIME_S]
    if len(close) < _ENOUGH:
        # Few key frames: look at other pictures, too, one a second of a short beginning.
        every = 1.0 if about.duration_s > _ENOUGH or not about.duration_s else 0.25
        close = [
            small_of(one.planes, one.at_s, about.step, one_field=about.interlaced)
            for one in sampled(path, about, every, _PRIME_S, threads)
        ] or close
    if not close:
        raise DamagedContentError("only its first picture decodes")
    light = [float(np.median(one.grey)) for one in close]
    alike = [
        one for one, at in zip(close, light, strict=True) if abs(at - light[0]) <= _ALIKE * light[0]
    ]
    return alike if len(alike) > len(close) // 4 else close


def _chunk_length(about: About) -> float:
    return min(max(about.duration_s / _CHUNKS, _CHUNK_LEAST_S), _CHUNK_MOST_S)


def _planned(
    about: About,
    settings: Settings,
    keys: Sequence[Key],
    active: Sequence[bool],
    starts: Sequence[tuple[int, Small, bool]],
) -> Survey:
    """Cut the recording into chunks at key frames, and each into stretches."""
    gap = median(b.at_s - a.at_s for a, b in pairwise(keys)) if len(keys) > 1 else 0.0
    triage = settings.triage and about.timed and len(keys) > _ENOUGH and gap <= _GAP_MOST_S
    if not about.timed or not keys:
        starts = starts[:1]
    busy = _busy(keys, active) if triage else [True] * len(keys)
    end_s = max([about.duration_s, *(key.end_s for key in keys)])
    chunks, quiet = [], 0.0
    edges = [start for start, _, _ in starts]
    edges[0] = about.first_pts
    for number, (start, background, restless) in enumerate(starts):
        stop = edges[number + 1] if number + 1 < len(edges) else None
        spans = [
            (key.pts, keys[i + 1].pts if i + 1 < len(keys) else None, busy[i])
            for i, key in enumerate(keys)
            if key.pts >= start and (stop is None or key.pts < stop)
        ] or [(edges[number], stop, True)]
        if number == 0:
            spans[0] = (about.first_pts, *spans[0][1:])
        for one, other, lively in spans:
            if not lively:
                quiet += (about.seconds(other) if other is not None else end_s) - about.seconds(one)
        chunks.append(Chunk(number, edges[number], stop, _joined(spans), background, restless))
    notes = []
    if triage and quiet > 0:
        notes.append(
            f"Quiet stretches ({quiet:.0f} s) were looked at by their key frames, {gap:.1f} s apart, "
            "and packet sizes; what came and went between two key frames without either is missed."
        )
    if gap > _GAP_MOST_S:
        notes.append(
            f"Key frames are {gap:.1f} s apart, too far to pass over quiet stretches; "
            "all of the recording was decoded."
        )
    return Survey(tuple(chunks), max(quiet, 0.0), end_s, _frames(keys), tuple(notes))


def _frames(keys: Sequence[Key]) -> int:
    return sum(1 + key.packets_after for key in keys)


def _busy(keys: Sequence[Key], active: Sequence[bool]) -> list[bool]:
    """Say of each stretch between two key frames whether something may happen in it."""
    shown = [one or other for one, other in zip(active, [*active[1:], active[-1]], strict=True)]
    quiet = [key.rate for key, one in zip(keys, shown, strict=True) if not one]
    usual = median(quiet) if quiet else float("inf")
    peak = median([key.peak for key, one in zip(keys, shown, strict=True) if not one] or [0])
    return [
        one or key.rate > _BUSY * usual or (key.peak > 3 * peak and key.rate > 1.15 * usual)
        for key, one in zip(keys, shown, strict=True)
    ]


def _joined(
    spans: Iterable[tuple[int, int | None, bool]],
) -> tuple[tuple[int, int | None], ...]:
    """Join lively stretches that touch."""
    out: list[tuple[int, int | None]] = []
    for start, stop, lively in spans:
        if not lively:
            continue
        if out and out[-1][1] == start:
            out[-1] = (out[-1][0], stop)
        else:
            out.append((start, stop))
    return tuple(out)
