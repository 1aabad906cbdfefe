# SPDX-License-Identifier: Apache-2.0
"""The empty scene behind the figures, as it was at the times of day that they come from.

Promises: each backdrop is what is usual in pictures of the recording itself around that time;
between two of them it changes gradually. At most 24 are made, some minutes apart.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.background import Small
from holdfast.analysis.motion.footage import opened
from holdfast.analysis.motion.planes import planes_of
from holdfast.analysis.motion.survey import usual_of
from holdfast.analysis.streams import decoded
from holdfast.analysis.synopsis.figures import reduced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.video.frame import VideoFrame

    from holdfast.analysis.motion import Track
    from holdfast.analysis.motion.footage import About
    from holdfast.analysis.motion.pixels import Mask, Plane
    from holdfast.analysis.synopsis.tubes import Tube

_MOST: Final = 24
_APART_S: Final = 300.0
_PICTURES: Final = 15
_LEAST: Final = 7
_AROUND_S: Final = 40.0
_WINDOW_S: Final = 240.0


class Backdrop:
    """Backdrops by the time of the recording."""

    def __init__(self, pictures: Sequence[Small]) -> None:
        self._pictures = pictures
        self._times = np.array([one.at_s for one in pictures])

    def at(self, at_s: float) -> tuple[Plane, Plane, Plane]:
        """Give brightness, blue and red difference of the empty scene at that time."""
        after = int(np.searchsorted(self._times, at_s))
        if after == 0 or after == len(self._times):
            one = self._pictures[min(after, len(self._times) - 1)]
            return one.grey.copy(), one.blue.copy(), one.red.copy()
        one, other = self._pictures[after - 1], self._pictures[after]
        share = round(256 * (at_s - one.at_s) / max(other.at_s - one.at_s, 1e-9))
        grey, blue, red = (
            _mixed(getattr(one, name), getattr(other, name), share)
            for name in ("grey", "blue", "red")
        )
        return grey, blue, red


def _mixed(one: Plane, other: Plane, share: int) -> Plane:
    if share in {0, 256}:
        return (other if share else one).copy()
    mixed = one.astype(np.uint16) * np.uint16(256 - share) + other.astype(np.uint16) * np.uint16(
        share
    )
    return (mixed >> 8).astype(np.uint8)


def make_backdrop(  # noqa: PLR0917 - called once, in this order
    path: Path,
    about: About,
    tubes: Sequence[Tube],
    tracks: Sequence[Track],
    size: tuple[int, int],
    fewer: int,
) -> Backdrop:
    """Look at the scene at some times between the first and the last figure.

    `tracks` are all of the recording: where one of them is, the scene is not seen.
    """
    first = min(float(tube.at_s[0]) for tube in tubes)
    last = max(float(tube.at_s[-1]) for tube in tubes)
    count = min(_MOST, 1 + int((last - first) / _APART_S))
    moments = np.linspace(first, last, count) if count > 1 else np.array([(first + last) / 2])
    found = []
    for moment in moments.tolist():
        pictures = list(_at_keys(path, about, moment, size, fewer))
        if len(pictures) < _LEAST:
            pictures = list(islice(_one_by_one(path, about, moment, size, fewer), _PICTURES))
        if pictures:
            usual = usual_of(_emptied(pictures, tracks, fewer))
            found.append(Small(moment, usual.grey, usual.blue, usual.red))
    return Backdrop(found)


def _emptied(pictures: Sequence[Small], tracks: Sequence[Track], fewer: int) -> list[Small]:
    """Put, where a track hides the scene in one picture, what another picture shows there."""
    hidden = [_hidden(one, tracks, fewer) for one in pictures]
    filled = pictures[0]
    filled = Small(filled.at_s, filled.grey.copy(), filled.blue.copy(), filled.red.copy())
    missing = hidden[0].copy()
    for one, mask in zip(pictures, hidden, strict=True):
        fresh = missing & ~mask
        _put(filled, one, fresh)
        missing &= mask
    out = []
    for one, mask in zip(pictures, hidden, strict=True):
        empty = Small(one.at_s, one.grey.copy(), one.blue.copy(), one.red.copy())
        _put(empty, filled, mask)
        out.append(empty)
    return out


def _put(under: Small, over: Small, mask: Mask) -> None:
    under.grey[mask] = over.grey[mask]
    half = mask[::2, ::2]
    under.blue[half], under.red[half] = over.blue[half], over.red[half]


def _hidden(picture: Small, tracks: Sequence[Track], fewer: int) -> Mask:
    """Say where tracks are in the picture, with some room around each."""
    mask = np.zeros(picture.grey.shape, np.bool_)
    for track in tracks:
        if not track.from_s - 1 <= picture.at_s <= track.to_s + 1:
            continue
        number = int(np.abs(track.at_s - picture.at_s).argmin())
        left, top, right, bottom = (track.boxes[number] // fewer).tolist()
        room = max(4, (right - left + bottom - top) // 12) & ~1
        mask[max(top - room, 0) & ~1 : bottom + room, max(left - room, 0) & ~1 : right + room] = (
            True
        )
    return mask


def _at_keys(
    path: Path, about: About, moment: float, size: tuple[int, int], fewer: int
) -> Iterator[Small]:
    """Give key frames from around a moment, spread over some minutes."""
    if not about.timed:
        return
    end = about.duration_s or moment + _WINDOW_S / 2
    start = min(max(0.0, moment - _WINDOW_S / 2), max(0.0, end - _WINDOW_S))
    seen: set[float] = set()
    with opened(path, quick=True, threads=1) as (container, stream):
        stream.codec_context.skip_frame = "NONKEY"
        for target in np.linspace(start, min(end, start + _WINDOW_S), _PICTURES).tolist():
            container.seek(about.pts(target), stream=stream)
            frame = next(decoded(container, stream), None)
            if frame is None or frame.pts is None or not _fits(frame, about):
                continue
            at_s = about.seconds(frame.pts)
            if at_s not in seen:
                seen.add(at_s)
                yield _whole(frame, about, at_s, size, fewer)


def _one_by_one(
    path: Path, about: About, moment: float, size: tuple[int, int], fewer: int
) -> Iterator[Small]:
    """Give pictures from around a moment where key frames are rare: decode on from one."""
    start = max(0.0, moment - _AROUND_S / 2)
    apart = min(_AROUND_S, about.duration_s or _AROUND_S) / _PICTURES
    last = -1e9
    with opened(path, quick=True, threads=1) as (container, stream):
        if start > 0 and about.timed:
            container.seek(about.pts(start), stream=stream)
        for count, frame in enumerate(decoded(container, stream)):
            pts = frame.pts if about.timed else count
            if pts is None or not _fits(frame, about):
                continue
            at_s = about.seconds(pts)
            if at_s > start + 2 * _AROUND_S:
                return
            if at_s - last >= apart:
                last = at_s
                yield _whole(frame, about, at_s, size, fewer)


def _fits(frame: VideoFrame, about: About) -> bool:
    turned = (about.height, about.width) if about.quarter_turns % 2 else (about.width, about.height)
    return (frame.width, frame.height) == turned


def _whole(
    frame: VideoFrame, about: About, at_s: float, size: tuple[int, int], fewer: int
) -> Small:
    planes = planes_of(frame, about.quarter_turns)
    return Small(at_s, *reduced(planes, (0, 0, size[0], size[1]), fewer))
