# SPDX-License-Identifier: Apache-2.0
"""Cuts the figures out of the recording: for each frame of each tube its pixels and their weight.

Promises: the recording is decoded once, in its own order, and only where a tube has a frame; what
is cut out waits in one temporary file, so that memory does not grow with the number of figures.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.footage import opened
from holdfast.analysis.motion.pixels import grown
from holdfast.analysis.motion.planes import planes_of
from holdfast.analysis.streams import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from holdfast.analysis.motion.footage import About
    from holdfast.analysis.motion.pixels import Plane
    from holdfast.analysis.motion.planes import Planes
    from holdfast.analysis.synopsis.tubes import Tube

_ROOM: Final = 0.12
_FINE: Final = 1000  # pixels across: figures of larger pictures are shown smaller than they are
_JOIN_S: Final = 4.0  # decoding on is cheaper than seeking for a gap shorter than this
_LIMITED: Final = np.clip(np.rint(np.arange(256) * (219 / 255) + 16), 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """The pixels of one tube in one frame, at the size of the synopsis, and where they belong.

    `left` and `top` are even; `weight` (0 to 255) says how much of each pixel is the figure.
    """

    left: int
    top: int
    grey: Plane
    blue: Plane
    red: Plane
    weight: Plane


@dataclass(slots=True)
class Cuttings:
    """A temporary file of figures, found again by tube and frame."""

    file: IO[bytes]
    fewer: int
    size: tuple[int, int]
    at: dict[int, NDArray[np.int64]] = field(default_factory=dict)

    def add(self, tube: int, frame: int, figure: Figure) -> None:
        """Keep a figure."""
        high, wide = figure.grey.shape
        data = b"".join(
            plane.tobytes() for plane in (figure.grey, figure.blue, figure.red, figure.weight)
        )
        packed = zlib.compress(data, 1)
        place = self.file.seek(0, 2)
        self.file.write(packed)
        self.at[tube][frame] = (place, len(packed), figure.left, figure.top, wide, high)

    def get(self, tube: int, frame: int) -> Figure | None:
        """Give a figure back, None when the recording did not show it."""
        place, length, left, top, wide, high = self.at[tube][frame].tolist()
        if not length:
            return None
        self.file.seek(place)
        data = np.frombuffer(zlib.decompress(self.file.read(length)), np.uint8)
        whole, half = wide * high, (wide // 2) * (high // 2)
        grey, blue, red, weight = np.split(data, [whole, whole + half, whole + 2 * half])
        return Figure(
            left,
            top,
            grey.reshape(high, wide),
            blue.reshape(high // 2, wide // 2),
            red.reshape(high // 2, wide // 2),
            weight.reshape(high, wide),
        )


def cut_out(
    path: Path,
    about: About,
    tubes: Sequence[Tube],
    cuttings: Cuttings,
    *,
    threads: int = 1,
    progress: Callable[[float], None] = lambda _done: None,
) -> None:
    """Decode the recording where tubes have frames, and cut them out."""
    wanted = sorted(
        (float(at), tube, frame)
        for tube, one in enumerate(tubes)
        for frame, at in enumerate(one.at_s.tolist())
    )
    for tube, one in enumerate(tubes):
        cuttings.at[tube] = np.zeros((len(one), 6), np.int64)
    times = [at for at, _, _ in wanted]
    total = sum(stop - start for start, stop in _spans(times)) or 1.0
    done = 0.0
    for start, stop in _spans(times):
        first, last = bisect_left(times, start), bisect_left(times, stop + 1e-9)
        todo = iter(wanted[first:last])
        nearest = next(todo, None)
        for at_s, planes in _pictures(path, about, start, threads):
            while nearest is not None and nearest[0] <= at_s + 1e-4:
                _cut(planes, tubes[nearest[1]], nearest, cuttings)
                nearest = next(todo, None)
            if nearest is None:
                break
        done += stop - start
        progress(done / total)


def _spans(times: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Give the stretches of the recording that are needed, near ones joined."""
    if not times:
        return
    start = last = times[0]
    for at in times:
        if at - last > _JOIN_S:
            yield start, last
            start = at
        last = at
    yield start, last


def _pictures(
    path: Path, about: About, start_s: float, threads: int
) -> Iterator[tuple[float, Planes]]:
    size = (about.height, about.width) if about.quarter_turns % 2 else (about.width, about.height)
    with opened(path, quick=about.width > _FINE, threads=threads) as (container, stream):
        if start_s > 0 and about.timed:
            container.seek(about.pts(start_s), stream=stream)
        for count, frame in enumerate(decoded(container, stream)):
            pts = frame.pts if about.timed else count
            if pts is None or (frame.width, frame.height) != size:
                continue
            at_s = about.seconds(pts)
            if at_s >= start_s - 1e-4:
                yield at_s, planes_of(frame, about.quarter_turns)


def _cut(planes: Planes, tube: Tube, wanted: tuple[float, int, int], cuttings: Cuttings) -> None:
    _, number, frame = wanted
    fewer = cuttings.fewer
    box = tube.boxes[frame]
    wide, high = (box[2] - box[0]) * _ROOM, (box[3] - box[1]) * _ROOM
    left = max(int((box[0] - wide) / fewer), 0) & ~1
    top = max(int((box[1] - high) / fewer), 0) & ~1
    right = min(int((box[2] + wide) / fewer) + 2, cuttings.size[0]) & ~1
    bottom = min(int((box[3] + high) / fewer) + 2, cuttings.size[1]) & ~1
    if right - left < 2 or bottom - top < 2:  # noqa: PLR2004 - nothing of it is in the picture
        return
    area = (left, top, right, bottom)
    grey, blue, red = reduced(planes, area, fewer)
    cuttings.add(
        number, frame, Figure(left, top, grey, blue, red, _weight(tube, frame, area, fewer))
    )


def reduced(
    planes: Planes, area: tuple[int, int, int, int], fewer: int
) -> tuple[Plane, Plane, Plane]:
    """Give a part of the picture (in pixels of the synopsis, even) with that many fewer pixels."""
    left, top, right, bottom = area
    grey = planes.grey[top * fewer : bottom * fewer, left * fewer : right * fewer]
    if fewer > 1:
        one, other = grey[::fewer, ::fewer], grey[fewer - 1 :: fewer, fewer - 1 :: fewer]
        grey = (one >> 1) + (other >> 1)
    down = planes.blue.shape[0] / planes.height * fewer * 2
    across = planes.blue.shape[1] / planes.width * fewer * 2
    rows = (np.arange(top // 2, bottom // 2) * down).astype(np.int64)
    columns = (np.arange(left // 2, right // 2) * across).astype(np.int64)
    rows = np.minimum(rows, planes.blue.shape[0] - 1)[:, None]
    columns = np.minimum(columns, planes.blue.shape[1] - 1)[None]
    return np.ascontiguousarray(grey), planes.blue[rows, columns], planes.red[rows, columns]


def _weight(tube: Tube, frame: int, area: tuple[int, int, int, int], fewer: int) -> Plane:
    """Say how much of each pixel is the figure: its mask, a little larger, with a soft rim."""
    left, top, right, bottom = area
    track, sighting = tube.track, int(tube.sightings[frame])
    mask = track.mask(sighting)
    box = tube.boxes[frame] / fewer
    rows = (np.arange(top, bottom) + 0.5 - box[1]) / max(box[3] - box[1], 1)
    columns = (np.arange(left, right) + 0.5 - box[0]) / max(box[2] - box[0], 1)
    if mask is None:
        inside = ((rows >= 0) & (rows < 1))[:, None] & ((columns >= 0) & (columns < 1))[None]
    else:
        padded = np.zeros((mask.shape[0] + 2, mask.shape[1] + 2), np.bool_)
        padded[1:-1, 1:-1] = mask
        y = np.clip((rows * mask.shape[0]).astype(np.int64) + 1, 0, mask.shape[0] + 1)
        x = np.clip((columns * mask.shape[1]).astype(np.int64) + 1, 0, mask.shape[1] + 1)
        y[rows < 0], x[columns < 0] = 0, 0
        inside = padded[y[:, None], x[None]]
        reach = max(1, 2 * track.step // (2 * fewer))
        inside = grown(inside, reach, reach)
    return _softened(inside)


def _softened(mask: NDArray[np.bool_]) -> Plane:
    """Give 255 inside and less towards the rim: the mean of five by five pixels."""
    high, wide = mask.shape
    total = np.zeros((high + 5, wide + 5), np.uint32)
    total[3:-2, 3:-2] = mask
    total = total.cumsum(0, dtype=np.uint32).cumsum(1, dtype=np.uint32)
    sums = (total[5:, 5:] - total[:-5, 5:] - total[5:, :-5] + total[:-5, :-5]) * np.uint32(255)
    out: Plane = (sums // 25).astype(np.uint8)
    return out
