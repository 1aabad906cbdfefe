# SPDX-License-Identifier: Apache-2.0
"""Follows objects from picture to picture: which blob is which object.

Promises: every blob is one object's, several objects' together, or the birth of a new one; nothing
is followed by what it is, only by where it is, how it moves and its colours. Objects that merge in
one blob are carried on inside it and told apart again by movement and colour when they part.
A pair that enters together and never parts is one object: that is a limit, and is said.
"""

from __future__ import annotations

from math import hypot, log2
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.assignment import FORBIDDEN, cheapest_pairs
from holdfast.analysis.motion.blobs import Blob, joined
from holdfast.analysis.motion.boxes import centre, inside, overlap, union, widened
from holdfast.analysis.motion.colours import apart, name_counts, tint_counts
from holdfast.analysis.motion.groups import groups_of
from holdfast.analysis.motion.moving import Moving
from holdfast.analysis.motion.pixels import shrunk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.analysis.motion.background import Small

_RECENT_S: Final = 0.35
_PATIENCE_S: Final = 2.5
_PATIENCE_YOUNG_S: Final = 0.8
_LARGER: Final = 1.35  # a piece belongs to an object while the whole stays within this of its size
_OUTERMOST: Final = 0.65
_SMALL: Final = 0.12
_HALF: Final = 0.5
_COARSE: Final = 1.5  # of an object's width and height together
_MEANT: Final = 0.35  # share of an object that must be in a blob for it to be in it


class Tracker:
    """The objects of one scene, as they are now; `ended` are those that will not come back."""

    def __init__(self) -> None:
        self.live: list[Moving] = []
        self.ended: list[Moving] = []
        self._number = 0

    def step(self, picture: Small, blobs: Sequence[Blob]) -> None:
        """Take the blobs of the next picture."""
        at_s = picture.at_s
        recent = [one for one in self.live if one.unseen_for <= _RECENT_S]
        away = [one for one in self.live if one.unseen_for > _RECENT_S]
        free = self._settle_all(picture, recent, list(blobs))
        free = self._back(picture, away, free)
        for blob in free:
            self._number += 1
            self.live.append(Moving.born(self._number, at_s, blob))
        for one in self.live:
            if one.seen_s < at_s:
                one.miss(at_s)
        self._let_go()

    def end(self) -> None:
        """End everything: the scene is over, and nothing will come back."""
        self.ended += self.live
        self.live = []

    def _let_go(self) -> None:
        stay: list[Moving] = []
        for one in self.live:
            patience = _PATIENCE_YOUNG_S if one.young else _PATIENCE_S
            (stay if one.unseen_for <= patience else self.ended).append(one)
        self.live = stay

    def _settle_all(self, picture: Small, tracks: list[Moving], blobs: list[Blob]) -> list[Blob]:
        """Settle each group of objects and blobs that could be one another; give the blobs left."""
        at_s = picture.at_s
        expected = [track.expected(at_s) for track in tracks]
        links = [
            (t, b)
            for t, b in _close(expected, blobs)
            if _possible(tracks[t], expected[t], blobs[b], at_s)
        ]
        free: list[Blob] = []
        for mine, theirs in groups_of(len(tracks), len(blobs), links):
            if not mine:
                free += [blobs[b] for b in theirs]
            elif theirs:
                free += _settle(
                    picture,
                    [tracks[t] for t in mine],
                    [expected[t] for t in mine],
                    [blobs[b] for b in theirs],
                )
        return free

    def _back(self, picture: Small, away: list[Moving], free: list[Blob]) -> list[Blob]:
        """Look among the blobs left for objects that were out of sight."""
        if not away or not free:
            return free
        costs = [[_cost_of_return(picture, one, blob) for blob in free] for one in away]
        pairs = cheapest_pairs(costs)
        for t, b in pairs:
            _see(picture, away[t], free[b])
        taken = {b for _, b in pairs}
        left = [blob for b, blob in enumerate(free) if b not in taken]
        return [blob for blob in left if not _is_piece(picture.at_s, blob, away)]


def _close(
    expected: list[tuple[float, float, float, float]], blobs: list[Blob]
) -> list[tuple[int, int]]:
    """Give the pairs that are near enough to be looked at: a coarse test of all at once."""
    if not expected or not blobs:
        return []
    ours, theirs = np.array(expected)[:, None, :], np.array([blob.box for blob in blobs])[None]
    room = _COARSE * (ours[..., 2] - ours[..., 0] + ours[..., 3] - ours[..., 1])
    gap = np.maximum(theirs[..., :2] - ours[..., 2:], ours[..., :2] - theirs[..., 2:]).max(axis=-1)
    return [(int(t), int(b)) for t, b in np.argwhere(gap <= room)]


def _is_piece(at_s: float, blob: Blob, tracks: Sequence[Moving]) -> bool:
    """Whether a blob left over is a piece of an object that has just been seen around it."""
    return any(
        one.seen_s == at_s and inside(blob.box, one.expected(at_s)) > 0.7  # noqa: PLR2004 - most of it
        for one in tracks
    )


def _possible(
    track: Moving, box: tuple[float, float, float, float], blob: Blob, at_s: float
) -> bool:
    if overlap(box, blob.box) > 0:
        return True
    # A fast or new object may have left its own box between two pictures.
    after = at_s - track.at_s
    reach = 0.6 * (track.width + track.height) / 2
    if track.young:
        reach *= 2.0 + 2.0 * after
    (ax, ay), (bx, by) = centre(box), centre(blob.box)
    near = (ax - bx) ** 2 + (ay - by) ** 2 <= reach * reach
    size = blob.area / max(track.width * track.height, 1.0)
    return near and 0.1 < size < 4.0  # noqa: PLR2004 - a person is not a car


def _settle(
    picture: Small,
    tracks: list[Moving],
    expected: list[tuple[float, float, float, float]],
    blobs: list[Blob],
) -> list[Blob]:
    """Give each blob of a group to the objects of the group; give back those that are new."""
    if len(tracks) == 1 and len(blobs) == 1:
        return _one_to_one(picture, tracks[0], expected[0], blobs[0])
    costs = [
        [_cost(picture, track, box, blob) for blob in blobs]
        for track, box in zip(tracks, expected, strict=True)
    ]
    held: dict[int, list[int]] = {}
    for t, b in cheapest_pairs(costs):
        held.setdefault(b, []).append(t)
    placed = {t for mine in held.values() for t in mine}
    for t, box in enumerate(expected):
        if t in placed:
            continue
        best = max(range(len(blobs)), key=lambda b: inside(box, blobs[b].box))
        if inside(box, blobs[best].box) >= _MEANT and not _left(picture, tracks[t], box):
            held.setdefault(best, []).append(t)
    pieces, free = _pieces(tracks, expected, blobs, held)
    for b, mine in held.items():
        blob = joined([blobs[b], *pieces.get(b, [])])
        main = _main(tracks, expected, mine, blob)
        if main is not None:
            _see(picture, tracks[main], blob)
            _hide(picture.at_s, [tracks[t] for t in mine if t != main], tracks[main], blob)
        else:
            _share(picture.at_s, [tracks[t] for t in mine], [expected[t] for t in mine], blob)
    return free


def _main(
    tracks: list[Moving],
    expected: list[tuple[float, float, float, float]],
    mine: list[int],
    blob: Blob,
) -> int | None:
    """Give the one object that the blob is, when others in it are small beside it."""
    if len(mine) == 1:
        return mine[0]
    main = max(mine, key=lambda t: overlap(expected[t], blob.box))
    whole = (blob.right - blob.left) * (blob.bottom - blob.top)
    if tracks[main].young or overlap(expected[main], blob.box) < _HALF:
        return None
    small = all(
        tracks[t].width * tracks[t].height < (_HALF if tracks[t].young else _SMALL) * whole
        for t in mine
        if t != main
    )
    return main if small else None


def _hide(at_s: float, others: list[Moving], main: Moving, blob: Blob) -> None:
    """Carry on small objects that a large one covers; what has only just appeared is a piece of it."""
    for one in others:
        if one.young:
            continue
        left, top, right, bottom = one.expected(at_s)
        one.share(at_s, blob, (left + right) / 2, (top + bottom) / 2)
        one.met.add(main.number)
        main.met.add(one.number)


def _one_to_one(
    picture: Small, track: Moving, box: tuple[float, float, float, float], blob: Blob
) -> list[Blob]:
    if _cost(picture, track, box, blob) >= FORBIDDEN:
        return [blob]
    _see(picture, track, blob)
    return []


def _left(picture: Small, track: Moving, box: tuple[float, float, float, float]) -> bool:
    """Whether the object is leaving over the edge of the picture."""
    height, width = picture.grey.shape
    x, y = centre(box)
    return (
        (x < track.width / 4 and track.dx < 0)
        or (x > width - track.width / 4 and track.dx > 0)
        or (y < track.height / 4 and track.dy < 0)
        or (y > height - track.height / 4 and track.dy > 0)
    )


def _pieces(
    tracks: list[Moving],
    expected: list[tuple[float, float, float, float]],
    blobs: list[Blob],
    held: dict[int, list[int]],
) -> tuple[dict[int, list[Blob]], list[Blob]]:
    """Find for each blob that nobody holds whether it is a piece of an object beside it."""
    pieces: dict[int, list[Blob]] = {}
    free: list[Blob] = []
    for b, blob in enumerate(blobs):
        if b in held:
            continue
        home = None
        for other, mine in held.items():
            so_far = joined([blobs[other], *pieces.get(other, [])])
            if any(_fits(tracks[t], expected[t], so_far, blob) for t in mine):
                home = other
                break
        if home is None:
            free.append(blob)
        else:
            pieces.setdefault(home, []).append(blob)
    return pieces, free


def _fits(track: Moving, box: tuple[float, float, float, float], so_far: Blob, piece: Blob) -> bool:
    """Whether a piece belongs to the object: over, under or close beside, and the whole its size."""
    if inside(piece.box, widened(box, 0.15)) < 0.6:  # noqa: PLR2004 - most of it
        return False
    whole = union(so_far.box, piece.box)
    wide, high = whole[2] - whole[0], whole[3] - whole[1]
    if wide > _LARGER * track.width + 3 or high > _LARGER * track.height + 3:
        return False
    beside = max(so_far.left, piece.left) - min(so_far.right, piece.right)
    over = max(so_far.top, piece.top) - min(so_far.bottom, piece.bottom)
    narrower = min(so_far.right - so_far.left, piece.right - piece.left)
    return (over <= 0.3 * high and beside <= -0.3 * narrower) or beside <= 0.1 * wide


def _cost(
    picture: Small, track: Moving, box: tuple[float, float, float, float], blob: Blob
) -> float:
    """Give what it costs to say that the object is this blob."""
    common = overlap(box, blob.box)
    (ax, ay), (bx, by) = centre(box), centre(blob.box)
    size = max(4.0, (track.width + track.height) / 2)
    away = hypot(ax - bx, ay - by) / size
    ratio = (blob.right - blob.left) * (blob.bottom - blob.top) / (track.width * track.height)
    if common == 0 and (away > (3.0 if track.young else 1.2)):
        return FORBIDDEN
    cost = 1.0 - common + 0.3 * min(away, 3.0) + 0.15 * abs(_log2(ratio))
    if track.shared and track.tints.any():
        cost += 1.5 * apart(track.tints, blob.tint(picture))
    return cost


def _cost_of_return(picture: Small, track: Moving, blob: Blob) -> float:
    (ax, ay), (bx, by) = centre(track.expected(picture.at_s)), centre(blob.box)
    size = max(4.0, (track.width + track.height) / 2)
    speed = hypot(track.dx, track.dy)
    reach = size * 0.8 + speed * track.unseen_for * 0.6 + size * 0.3 * track.unseen_for
    away = hypot(ax - bx, ay - by)
    ratio = (blob.right - blob.left) * (blob.bottom - blob.top) / (track.width * track.height)
    # Coming out from behind something, only a part of it is seen at first.
    emerging = inside(blob.box, widened(track.expected(picture.at_s), 0.4)) > 0.6  # noqa: PLR2004 - most of it
    if not emerging and (away > reach or abs(_log2(ratio)) > 1.6):  # noqa: PLR2004 - three times the area
        return FORBIDDEN
    different = apart(track.tints, blob.tint(picture)) if track.tints.any() else 0.3
    if different > 0.7:  # noqa: PLR2004 - hardly a colour in common
        return FORBIDDEN
    return away / reach + different


def _log2(ratio: float) -> float:
    return log2(max(ratio, 1e-3))


def _see(picture: Small, track: Moving, blob: Blob) -> None:
    track.see(picture.at_s, blob)
    if track.young or track.hits % 4 == 0:
        _describe(picture, track, blob)


def _describe(picture: Small, track: Moving, blob: Blob) -> None:
    """Count the object's colours, without its rim, which is half background."""
    inner = shrunk(blob.mask)
    if not inner.any():
        inner = blob.mask
    where = (slice(blob.top, blob.bottom), slice(blob.left, blob.right))
    track.tints += tint_counts(picture, where, inner)
    track.names += name_counts(picture, where, inner)


def _share(
    at_s: float,
    tracks: list[Moving],
    expected: list[tuple[float, float, float, float]],
    blob: Blob,
) -> None:
    """Place several objects inside the one blob that they are together.

    The outermost of each side touches that side of the blob: what sticks out is somebody's.
    """
    left = min(range(len(tracks)), key=lambda t: expected[t][0])
    right = max(range(len(tracks)), key=lambda t: expected[t][2])
    top = min(range(len(tracks)), key=lambda t: expected[t][1])
    bottom = max(range(len(tracks)), key=lambda t: expected[t][3])
    for t, (track, box) in enumerate(zip(tracks, expected, strict=True)):
        x, y = centre(box)
        wide, high = track.width / 2, track.height / 2
        x = _within(x, blob.left + wide, blob.right - wide, low=t == left, high=t == right)
        y = _within(y, blob.top + high, blob.bottom - high, low=t == top, high=t == bottom)
        track.share(at_s, blob, x, y)
        track.met.update(one.number for one in tracks if one is not track)


def _within(at: float, least: float, most: float, *, low: bool, high: bool) -> float:
    """Move a middle into its room; most of the way to the side that it is the outermost of."""
    if least > most:
        return (least + most) / 2
    if low != high:
        at += _OUTERMOST * ((least if low else most) - at)
    return min(max(at, least), most)
