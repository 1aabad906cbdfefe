# SPDX-License-Identifier: Apache-2.0
"""The planes of a decoded picture as arrays, turned upright, and small pictures of them.

Promises: no copy of the whole picture for the usual formats (8 bits, brightness first); a picture
of another kind is converted by FFmpeg. Brightness is sampled at fixed distances, so that a small
pixel always looks at the same place; of interlaced pictures one field only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.background import Small
from holdfast.analysis.motion.settings import ACROSS

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane
    from numpy.typing import NDArray

    from holdfast.analysis.motion.pixels import Plane

_PLANAR: Final = {
    "yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "yuv440p", "yuv411p",
}  # fmt: skip
_DEEP: Final = {"yuv420p10le": 2, "yuv422p10le": 2, "yuv444p10le": 2, "yuv420p12le": 4}
_GREY: Final = {"gray", "gray8"}


@dataclass(frozen=True, slots=True)
class Planes:
    """Brightness, blue and red difference of one picture, upright; the latter two may be smaller."""

    grey: Plane
    blue: Plane
    red: Plane

    @property
    def width(self) -> int:
        """Pixels across, as displayed."""
        return int(self.grey.shape[1])

    @property
    def height(self) -> int:
        """Pixels down, as displayed."""
        return int(self.grey.shape[0])


def planes_of(frame: VideoFrame, quarter_turns: int) -> Planes:
    """Give the picture's planes, turned counter-clockwise by so many quarters."""
    name = frame.format.name
    if name not in _PLANAR and name not in _DEEP and name not in _GREY and name != "nv12":
        frame = frame.reformat(format="yuv420p")
        name = "yuv420p"
    if name in _DEEP:
        grey, blue, red = (_deep(plane, _DEEP[name]) for plane in frame.planes[:3])
    elif name == "nv12":
        grey, pairs = _bytes(frame.planes[0]), _bytes(frame.planes[1], 2)
        blue, red = pairs[:, 0::2], pairs[:, 1::2]
    elif name in _GREY:
        grey = _bytes(frame.planes[0])
        blue = red = np.full(((grey.shape[0] + 1) // 2, (grey.shape[1] + 1) // 2), 128, np.uint8)
    else:
        grey, blue, red = (_bytes(plane) for plane in frame.planes[:3])
    if quarter_turns:
        grey, blue, red = (np.rot90(plane, quarter_turns) for plane in (grey, blue, red))
    return Planes(grey, blue, red)


def _bytes(plane: VideoPlane, wide: int = 1) -> Plane:
    lines = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]  # a plane is a buffer
    out: Plane = lines[: plane.height, : plane.width * wide]
    return out


def _deep(plane: VideoPlane, shift: int) -> Plane:
    words: NDArray[np.uint16] = np.frombuffer(plane, "<u2")  # type: ignore[call-overload]  # a plane is a buffer
    lines = words.reshape(-1, plane.line_size // 2)[: plane.height, : plane.width]
    return (lines >> shift).astype(np.uint8)


def step_for(width: int, height: int) -> int:
    """Give how many pixels one small pixel stands for, each way."""
    return max(1, -(-max(width, height) // ACROSS))


def small_of(planes: Planes, at_s: float, step: int, *, one_field: bool) -> Small:
    """Give the small picture, whose sides are even."""
    high, wide = planes.height // step & ~1, planes.width // step & ~1
    first = max(step // 2 - 1, 0)
    grey = planes.grey[first::step, first::step][:high, :wide]
    if step > 1 and not one_field:
        second = step // 2
        other = planes.grey[second::step, second::step][:high, :wide]
        grey = (grey >> 1) + (other >> 1)
    return Small(
        at_s,
        np.ascontiguousarray(grey),
        _sampled(planes.blue, high // 2, wide // 2),
        _sampled(planes.red, high // 2, wide // 2),
    )


def _sampled(plane: Plane, high: int, wide: int) -> Plane:
    down, across = plane.shape[0] // high, plane.shape[1] // wide
    if down >= 1 and across >= 1:
        return np.ascontiguousarray(plane[down // 2 :: down, across // 2 :: across][:high, :wide])
    rows = np.arange(high) * plane.shape[0] // high
    columns = np.arange(wide) * plane.shape[1] // wide
    out: Plane = plane[rows[:, None], columns[None, :]]
    return out
