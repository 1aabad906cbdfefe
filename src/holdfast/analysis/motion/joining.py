# SPDX-License-Identifier: Apache-2.0
"""From the tracks of each chunk to the tracks of the recording.

Promises: a track that a chunk's end cut in two is one again, when place, movement and colours say
so; what is left out is counted by its reason; numbers are given in the order of first sight, so
that the same recording has the same numbers however it was cut up or resumed.
"""

from __future__ import annotations

from dataclasses import replace
from math import hypot, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.assignment import FORBIDDEN, cheapest_pairs
from holdfast.analysis.motion.boxes import centre, overlap
from holdfast.analysis.motion.colours import apart
from holdfast.analysis.motion.moving import How

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.analysis.motion.boxes import Box
    from holdfast.analysis.motion.survey import Chunk
    from holdfast.analysis.motion.track import Track
    from holdfast.analysis.motion.watching import Watched

_GAP_MOST_S: Final = 1.0
_SEEN_LEAST: Final = 3
_STOOD_S: Final = 3.0
_AFTERGLOW_S: Final = 1.0

TOO_SHORT: Final = "in sight too short"
ALWAYS: Final = "stood there from the beginning"
FLUTTER: Final = "moved to and fro in one place"
_Known = tuple[int, int]  # chunk, number in it


def join(
    watched: Sequence[tuple[Chunk, Watched]], least_s: float
) -> tuple[tuple[Track, ...], dict[str, int]]:
    """Join what the chunks cut, leave out what is no track, and number the rest from 1."""
    chains: list[tuple[Track, list[_Known]]] = []
    open_ones: list[tuple[Track, list[_Known]]] = []
    left_out: dict[str, int] = {}
    before: Chunk | None = None
    for chunk, one in watched:
        for reason, number in one.left_out.items():
            left_out[reason] = left_out.get(reason, 0) + number
        new = [(track, [(chunk.number, track.id)]) for track in one.tracks]
        if before is not None and _touch(before, chunk):
            new = _continued(open_ones, new, chains)
        else:
            chains += open_ones
        open_ones = [each for each in new if each[0].cut_after]
        chains += [each for each in new if not each[0].cut_after]
        before = chunk
    chains += open_ones
    kept: list[tuple[Track, list[_Known]]] = []
    for track, known in chains:
        trimmed = _trimmed(track)
        reason = _refused(trimmed, least_s)
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
        else:
            kept.append((trimmed, known))
    return _numbered(kept), dict(sorted(left_out.items()))


def standing_alone(tracks: Iterable[Track], least_s: float) -> Iterator[Track]:
    """Give what of one chunk is a track by itself, as long as its neighbours are not known."""
    for track in tracks:
        trimmed = _trimmed(replace(track, known=None))  # its numbers were those of all its boxes
        if not _refused(trimmed, least_s):
            yield trimmed


def _touch(one: Chunk, following: Chunk) -> bool:
    return bool(
        one.stretches
        and following.stretches
        and one.stretches[-1][1] is not None
        and one.stretches[-1][1] == following.stretches[0][0]
    )


def _continued(
    earlier: list[tuple[Track, list[_Known]]],
    later: list[tuple[Track, list[_Known]]],
    done: list[tuple[Track, list[_Known]]],
) -> list[tuple[Track, list[_Known]]]:
    """Give the later tracks, each with the earlier one that it continues; others are done."""
    begun = [each for each in later if each[0].cut_before]
    costs = [[_cost(a, b) for b, _ in begun] for a, _ in earlier]
    pairs = cheapest_pairs(costs)
    joined = {id(begun[b][1]): earlier[a] for a, b in pairs}
    taken = {a for a, _ in pairs}
    done += [each for a, each in enumerate(earlier) if a not in taken]
    out = []
    for track, known in later:
        first = joined.get(id(known))
        out.append((track, known) if first is None else (_one(first[0], track), first[1] + known))
    return out


def _cost(one: Track, following: Track) -> float:
    gap = following.from_s - one.to_s
    if not 0 < gap <= _GAP_MOST_S:
        return FORBIDDEN
    expected, found = _carried(one, following.from_s), _box(following, 0)
    (ax, ay), (bx, by) = centre(expected), centre(found)
    size = max(4.0, sqrt(one.size_px) / one.step)
    away = hypot(ax - bx, ay - by) / size
    common = overlap(expected, found)
    if common == 0 and away > 1.0:
        return FORBIDDEN
    return 1.0 - common + away + apart(one.tints, following.tints)


def _box(track: Track, number: int) -> Box:
    left, top, right, bottom = track.small[number].tolist()
    return left, top, right, bottom


def _carried(track: Track, at_s: float) -> Box:
    """Give where the track's last box would be then, by its last half second."""
    back = int(np.searchsorted(track.at_s, track.to_s - 0.5))
    last = _box(track, -1)
    time = track.to_s - float(track.at_s[back])
    if time <= 0:
        return last
    (ax, ay), (bx, by) = centre(_box(track, back)), centre(last)
    share = (at_s - track.to_s) / time
    across, down = (bx - ax) * share, (by - ay) * share
    return last[0] + across, last[1] + down, last[2] + across, last[3] + down


def _one(first: Track, then: Track) -> Track:
    better = first if first.picture_area >= then.picture_area else then
    return replace(
        first,
        at_s=np.concatenate((first.at_s, then.at_s)),
        small=np.concatenate((first.small, then.small)),
        how=np.concatenate((first.how, then.how)),
        masks=first.masks + then.masks,
        tints=first.tints + then.tints,
        names=first.names + then.names,
        picture=better.picture,
        picture_area=better.picture_area,
        moved=first.moved or then.moved,
        cut_after=then.cut_after,
    )


def _trimmed(track: Track) -> Track:
    """Cut off what follows, by more than a second, the last time it was seen by itself."""
    seen = np.flatnonzero(track.how == How.SEEN)
    if not len(seen):
        return track
    until = float(track.at_s[seen[-1]]) + _AFTERGLOW_S
    count = int(np.searchsorted(track.at_s, until, side="right"))
    return replace(
        track,
        at_s=track.at_s[:count],
        small=track.small[:count],
        how=track.how[:count],
        masks=track.masks.first(count),
    )


def _refused(track: Track, least_s: float) -> str:
    """Say why it is no track; empty when it is one."""
    seen = int(np.count_nonzero(track.how == How.SEEN))
    if seen < _SEEN_LEAST or track.to_s - track.from_s < least_s:
        return TOO_SHORT
    if track.cut_before and not track.moved:
        return ALWAYS
    centres = track.centres
    extent = float(np.hypot(*(centres.max(axis=0) - centres.min(axis=0))))
    if extent >= track.size_px**0.5 or track.dwell_s >= _STOOD_S:
        return ""
    return FLUTTER


def _numbered(kept: Iterable[tuple[Track, list[_Known]]]) -> tuple[Track, ...]:
    order = sorted(kept, key=lambda one: (one[0].from_s, one[0].small[0].tolist()))
    number_of = {known: id_ for id_, (_, all_) in enumerate(order, 1) for known in all_}
    met_in: dict[int, set[int]] = {}
    for id_, (track, known) in enumerate(order, 1):
        chunk = known[0][0]
        met = (number_of.get((chunk, one)) for one in track.met)
        met_in[id_] = {one for one in met if one is not None and one != id_}
    for id_, others in list(met_in.items()):
        for other in others:
            met_in[other].add(id_)
    return tuple(
        replace(track, id=id_, met=tuple(sorted(met_in[id_])))
        for id_, (track, _) in enumerate(order, 1)
    )
