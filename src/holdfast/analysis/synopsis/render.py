# SPDX-License-Identifier: Apache-2.0
"""Draws a synopsis and writes it as H.264 in MP4, index first, which every browser plays.

Promises: each output frame holds exactly the figures that the placement says, those further down
the picture in front; the backdrop is that of the mean time of the figures shown. Equal bytes for
equal input and equal libraries.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.analysis.errors import UnsupportedError
from holdfast.analysis.synopsis.labels import Labels, time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from holdfast.analysis.motion.pixels import Plane
    from holdfast.analysis.synopsis.backdrop import Backdrop
    from holdfast.analysis.synopsis.figures import Cuttings, Figure
    from holdfast.analysis.synopsis.placement import Placement
    from holdfast.analysis.synopsis.tubes import Tube

# As many threads on every machine, because their number changes the bytes.
_OPTIONS: Final[dict[str, object]] = {"crf": "23", "preset": "superfast", "threads": "3"}
_BASE: Final = 1000


def render(
    to: Path,
    placement: Placement,
    cuttings: Cuttings,
    backdrop: Backdrop,
    fps: float,
    *,
    start: datetime | None = None,
    progress: Callable[[float], None] = lambda _done: None,
) -> None:
    """Write the synopsis."""
    wide, high = cuttings.size
    shown: list[list[tuple[int, int]]] = [[] for _ in range(placement.frames)]
    for number, one in enumerate(placement.placed):
        for frame in range(len(one.tube)):
            shown[one.start + frame].append((number, frame))
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(to), "w", format="mp4", options=options) as container:
        try:
            stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000))
        except (av.error.FFmpegError, ValueError) as error:
            raise UnsupportedError("this machine's FFmpeg cannot write H.264") from error
        stream.width, stream.height, stream.pix_fmt = wide, high, "yuv420p"
        stream.options = _OPTIONS
        stream.codec_context.time_base = Fraction(1, _BASE)
        picture = np.empty((high * 3 // 2, wide), np.uint8)
        labels = Labels(wide, high)
        at_s = 0.0
        for number, these in enumerate(shown):
            times = [float(placement.placed[one].tube.at_s[frame]) for one, frame in these]
            at_s = sum(times) / len(times) if times else at_s
            grey, blue, red = backdrop.at(at_s)
            drawn = _draw(cuttings, these, (grey, blue, red))
            labels.write(
                (grey, blue, red),
                [
                    (one, _box(tube, frame, cuttings.fewer), time_text(tube.at_s[frame], start))
                    for one, frame in drawn
                    for tube in (placement.placed[one].tube,)
                ],
            )
            picture[:high] = grey
            picture[high : high + high // 4] = blue.reshape(high // 4, wide)
            picture[high + high // 4 :] = red.reshape(high // 4, wide)
            frame_out = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame_out.pts = round(number * _BASE / fps)
            frame_out.time_base = Fraction(1, _BASE)
            container.mux(stream.encode(frame_out))
            if number % 20 == 0:
                progress(number / placement.frames)
        container.mux(stream.encode(None))


def _draw(
    cuttings: Cuttings, these: list[tuple[int, int]], planes: tuple[Plane, Plane, Plane]
) -> list[tuple[int, int]]:
    """Draw the figures of one output frame; give those that the recording showed."""
    found = [(figure, one) for one in these if (figure := cuttings.get(*one)) is not None]
    for figure, _ in sorted(found, key=lambda each: each[0].top + each[0].grey.shape[0]):
        _blend(figure, planes)
    return [one for _, one in found]


def _box(tube: Tube, frame: int, fewer: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = (tube.boxes[frame] / fewer).round().astype(int).tolist()
    return left, top, right, bottom


def _blend(figure: Figure, planes: tuple[Plane, Plane, Plane]) -> None:
    grey, blue, red = planes
    high, wide = figure.grey.shape
    left, top = figure.left, figure.top
    _mix(grey[top : top + high, left : left + wide], figure.grey, figure.weight)
    weight = figure.weight[::2, ::2]
    half = (slice(top // 2, (top + high) // 2), slice(left // 2, (left + wide) // 2))
    _mix(blue[half], figure.blue, weight)
    _mix(red[half], figure.red, weight)


def _mix(under: Plane, over: Plane, weight: Plane) -> None:
    share = weight.astype(np.uint16)
    share += share >> 7  # 255 is the whole of 256
    mixed = over.astype(np.uint16) * share + under.astype(np.uint16) * (np.uint16(256) - share)
    under[:] = (mixed >> 8).astype(np.uint8)
