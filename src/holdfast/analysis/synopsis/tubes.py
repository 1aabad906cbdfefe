# SPDX-License-Identifier: Apache-2.0
"""Tubes: what a track shows in a synopsis, frame by frame.

Promises: each frame of a tube is a true moment of the source (`at_s`), with the box where the
object was then; frames follow each other as in the source, but that long standing is cut short and
long tracks are cut into pieces, which `piece` numbers. Never a box where nothing was seen for more
than a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion import How

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from holdfast.analysis.motion import Track

    Real = NDArray[np.float64]

_STANDING: Final = 0.15  # of its own size in a second
_STAND_SHOWN_S: Final = 2.0
_MERGED_MOST: Final = 0.8
MERGED: Final = "merged with another, which shows it"


@dataclass(frozen=True, slots=True, eq=False)
class Tube:
    """One piece of one track.

    `at_s`: the source's time of each frame; `boxes`: left, top, right, bottom in source pixels;
    `sightings`: for each frame the number of the track's nearest sighting. `whole`: the tube is the
    track as it was, neither cut nor shortened.
    """

    track: Track
    piece: int
    at_s: Real
    boxes: Real
    sightings: NDArray[np.int64]
    whole: bool

    def __len__(self) -> int:
        return len(self.at_s)


def tubes_of(track: Track, fps: float, longest_s: float) -> tuple[Tube, ...]:
    """Give the tubes of a track at that many frames a second."""
    at = np.arange(track.from_s, track.to_s + 1e-9, 1 / fps)
    seen = track.boxes.astype(np.float64)
    boxes = np.stack([np.interp(at, track.at_s, seen[:, side]) for side in range(4)], axis=1)
    kept = _kept(at, boxes, fps)
    at, boxes, shortened = at[kept], boxes[kept], not kept.all()
    nearest = np.clip(np.searchsorted(track.at_s, at), 1, max(len(track.at_s) - 1, 1))
    before = np.maximum(nearest - 1, 0)
    nearest = np.minimum(nearest, len(track.at_s) - 1)
    closer = np.abs(track.at_s[before] - at) <= np.abs(track.at_s[nearest] - at)
    numbers = np.where(closer, before, nearest)
    most = max(1, int(longest_s * fps))
    cuts = range(0, len(at), most)
    return tuple(
        Tube(
            track,
            piece,
            at[cut : cut + most],
            boxes[cut : cut + most],
            numbers[cut : cut + most],
            whole=not shortened and len(cuts) == 1,
        )
        for piece, cut in enumerate(cuts)
    )


def _kept(at: Real, boxes: Real, fps: float) -> NDArray[np.bool_]:
    """Say which frames are shown: of long standing only the first seconds."""
    middles = np.stack((boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]), axis=1) / 2
    back = max(1, int(fps))
    before = np.concatenate((middles[:1].repeat(back, axis=0), middles))[: len(at)]
    size = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    standing = np.hypot(*(middles - before).T) < _STANDING * size
    standing[:back] = False
    kept = np.ones(len(at), np.bool_)
    run = 0
    for number, still in enumerate(standing.tolist()):
        run = run + 1 if still else 0
        kept[number] = run <= _STAND_SHOWN_S * fps
    return kept


def is_merged(track: Track) -> bool:
    """Whether the track is hardly ever seen apart from another, which shows it as well."""
    return bool(track.met) and float(np.mean(track.how == How.SHARED)) > _MERGED_MOST


def together(tubes: Iterable[Tube], longest_s: float) -> Iterator[tuple[Tube, ...]]:
    """Give groups of tubes that keep their places in time to each other: those that met."""
    tubes = tuple(tubes)
    whole = {tube.track.id: number for number, tube in enumerate(tubes) if tube.whole}
    group_of = list(range(len(tubes)))
    span = [(float(tube.at_s[0]), float(tube.at_s[-1])) for tube in tubes]
    for number, tube in enumerate(tubes):
        for other in tube.track.met:
            if not tube.whole or other not in whole:
                continue
            one, two = group_of[number], group_of[whole[other]]
            start, stop = min(span[one][0], span[two][0]), max(span[one][1], span[two][1])
            if one == two or stop - start > longest_s:
                continue
            span[min(one, two)] = (start, stop)
            group_of = [min(one, two) if each in {one, two} else each for each in group_of]
    groups: dict[int, list[Tube]] = {}
    for number, tube in enumerate(tubes):
        groups.setdefault(group_of[number], []).append(tube)
    for group in sorted(groups.values(), key=lambda one: min(float(t.at_s[0]) for t in one)):
        yield tuple(group)
